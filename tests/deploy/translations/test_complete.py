"""Every word of the product in every language that it offers."""

from django.conf import settings

from deploy.translations.catalogues import LOCALE, SOURCE_LANGUAGE, read_catalogue, template
from deploy.translations.faults import faults


def test_no_message_is_missing_fuzzy_or_broken_in_any_language():
    source = template()
    languages = [code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]
    assert languages == ["hi", "ta", "te", "bn"]
    found = [
        f"{language}: {fault}"
        for language in languages
        for fault in faults(read_catalogue(language), source)
    ]
    assert found[:40] == []
    assert [code for code in languages if not (LOCALE / code / "glossary.md").exists()] == []
