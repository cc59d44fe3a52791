from deploy.translations.sources import LIBRARIES, _of_python, _of_template, messages


def test_a_template_gives_its_sentences_blocks_plurals_and_constants():
    text = (
        '{% translate "Save" %}\n'
        '  {% include "x.html" with title=_("A title") only %}\n'
        "{% blocktranslate with a=b.c trimmed %}Hello\n  {{ a }}, 5% off{% endblocktranslate %}\n"
        "{% blocktranslate count n=many %}{{ n }} lesson{% plural %}{{ n }} lessons"
        "{% endblocktranslate %}\n"
        '{% translate "May" context "month" %}'
    )
    found = [(m.text, m.plural, m.context) for m in _of_template(text, "page.html")]
    assert found == [
        ("Save", "", ""),
        ("A title", "", ""),
        ("Hello %(a)s, 5%% off", "", ""),
        ("%(n)s lesson", "%(n)s lessons", ""),
        ("May", "", "month"),
    ]


def test_python_gives_what_is_written_in_the_call_and_nothing_made_at_run_time():
    text = (
        '_("Name")\ngettext_lazy("Two "\n  "halves")\nngettext("%(n)s day", "%(n)s days", n)\n'
        'pgettext("month", "May")\ngettext(name)\n'
    )
    found = [(m.text, m.plural, m.context) for m in _of_python(text, "a.py")]
    assert found == [
        ("Name", "", ""),
        ("Two halves", "", ""),
        ("%(n)s day", "%(n)s days", ""),
        ("May", "", "month"),
    ]


def test_ours_and_the_libraries_words_are_among_the_messages():
    places = {m.text: m.place for m in messages()}
    assert places["Skip to content"] == "templates/base.html"
    assert places["This field is required."] in LIBRARIES
