import pytest
from babel.messages.catalog import Catalog

from deploy.translations.faults import faults


def catalogue_of(original, translation, *, fuzzy=False):
    source, translated = Catalog(), Catalog(locale="hi")
    source.add(original)
    translated.add(original, translation, flags=["fuzzy"] if fuzzy else ())
    return translated, source


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        ("Save", "सहेजें"),
        ("%(n)s of %(all)s", "%(all)s में से %(n)s"),
        ("100%% of {name}", "{name} का 100%%"),
        ('<a href="%(url)s">Read</a>', '<a href="%(url)s">पढ़ें</a>'),
        (("%(n)s lesson", "%(n)s lessons"), ("एक पाठ", "%(n)s पाठ")),
        ("Read %(n)s.", "%(n)s पढ़ें।"),
    ],
)
def test_a_translation_that_fills_in_as_the_original_has_no_fault(original, translation):
    assert list(faults(*catalogue_of(original, translation))) == []


@pytest.mark.parametrize(
    ("original", "translation", "why"),
    [
        ("Save", "", "is not translated"),
        ("Save", "  ", "is not translated"),
        ("%(n)s left", "%(m)s बाकी", "has the placeholders ['%(m)s'] for ['%(n)s']"),
        ("%(n)s left", "बाकी", "has the placeholders [] for ['%(n)s']"),
        ("%s left", "बाकी %s %s", "has the placeholders ['%s', '%s'] for ['%s']"),
        ("Hello {name}", "नमस्ते {नाम}", "has the placeholders ['{नाम}'] for ['{name}']"),
        ("50%% off", "50% छूट", "has the placeholders [] for ['%%']"),
        ("<b>Read</b>", "<b>पढ़ें", "has other tags"),
        (
            " and ",
            "और",
            "begins or ends with a space where the other does not",
        ),
        (
            ("%(n)s day", "%(n)s days"),
            ("%(n)s दिन", "दिन"),
            "has the placeholders [] for ['%(n)s']",
        ),
        (("%(n)s day", "%(n)s days"), ("%(n)s दिन", ""), "is not translated"),
    ],
)
def test_each_way_of_being_broken_is_named(original, translation, why):
    assert [fault.why for fault in faults(*catalogue_of(original, translation))] == [why]


def test_a_fuzzy_one_must_be_read():
    found = list(faults(*catalogue_of("Save", "सहेजें", fuzzy=True)))
    assert [fault.why for fault in found] == ["is marked fuzzy: somebody must read it"]


def test_a_message_that_the_catalogue_lacks_is_named():
    _translated, source = catalogue_of("Save", "सहेजें")
    assert [str(fault) for fault in faults(Catalog(locale="hi"), source)] == [
        "'Save': is not in the catalogue"
    ]


def test_a_language_with_too_few_plural_forms_is_named():
    translated, source = catalogue_of(("%(n)s day", "%(n)s days"), ("%(n)s दिन",))
    assert [fault.why for fault in faults(translated, source)] == [
        "has 1 plural forms, the language has 2"
    ]
