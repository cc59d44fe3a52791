import json

from public_site.templatetags.site import json_ld


def test_linked_data_cannot_close_its_element() -> None:
    text = str(json_ld({"name": "</script><script>alert(1)</script> & “more”"}))
    assert text.count("<") == 2
    assert text.count("</script>") == 1
    inside = text.partition(">")[2].removesuffix("</script>")
    assert json.loads(inside) == {"name": "</script><script>alert(1)</script> & “more”"}
