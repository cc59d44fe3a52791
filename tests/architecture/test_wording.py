"""Every word that somebody reads is marked for translation."""

from pathlib import Path

import pytest

from tests.architecture.wording import unmarked_in_python, unmarked_in_template

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
PACKAGES = ("tenants", "learning", "enterprise", "billing", "sso", "public_site")
# Pages of a development machine only.
NOT_SHIPPED = {"dev", "styleguide"}
# What is said to programs and to those who operate the product, in English.
SPOKEN_TO_OPERATORS = {
    "tenants/registry/services.py",  # a certificate's code given twice: never a person's doing
    "tenants/services/erasure.py",
    "tenants/services/migrating.py",
    "tenants/services/sweeping.py",
    *(
        f"tenants/services/{name}.py"
        for name in (
            "backing_up",
            "backup_file",
            "copying",
            "migration_guard",
            "migration_texts",
            "moving",
            "relocating",
            "restoring",
            "restoring_rows",
        )
    ),
    # The reference of the API is English, and its page says so by `lang`.
    "tenants/accounts/serializers.py",
    "enterprise/forms/people_api.py",
}


def test_templates_mark_every_word() -> None:
    unmarked = []
    for path in sorted(TEMPLATES.rglob("*")):
        if path.suffix not in (".html", ".txt") or NOT_SHIPPED & set(path.parts):
            continue
        found = unmarked_in_template(path.read_text(), plain=path.suffix == ".txt")
        unmarked += [f"{path.relative_to(ROOT)}: {text}" for text in found]
    assert unmarked == []


def test_python_marks_what_it_says_to_people() -> None:
    unmarked = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if "migrations" not in path.parts and name not in SPOKEN_TO_OPERATORS:
                unmarked += [f"{name}:{text}" for text in unmarked_in_python(path)]
    assert unmarked == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Save now</p>", ["Save now"]),
        ('<p>{% translate "Save now" %}</p>', []),
        ("<p>{% blocktranslate %}Save {{ x }}{% endblocktranslate %}</p>", []),
        ("<p>{% comment %}Save now{% endcomment %}{# Save now #}</p>", []),
        ("<p>{{ n }} people</p>", ["\ufffc people"]),
        ('<a title="Close"></a>', ['title="Close"']),
        ('<a aria-label="{% translate "Close" %}"></a>', []),
        ('<input placeholder="Your name">', ['placeholder="Your name"']),
        ('<img alt="A team">', ['alt="A team"']),
        ('<input type="submit" value="Send">', ['value="Send"']),
        ('<meta name="description" content="For teams">', ['content="For teams"']),
        ('<meta name="viewport" content="width=device-width">', []),
        ('{% include "components/button.html" with label="Save now" variant="primary" %}', ['"Save now"']),
        ('{% include "components/badge.html" with label=state tone="brand" %}', []),
        ('{{ name|default:"No name" }}', ['"No name"']),
        ('{{ name|default:_("No name") }}', []),
        ('{{ name|default:"plain" }}', []),
        ("<p>CSV <code>let me</code> <b translate=\"no\">Fira</b></p>", []),
        ('<span lang="hi">मैं क्यों बदलूँ?</span>', []),
        ('<span lang="{{ code }}">Why so</span>', ["Why so"]),
        ("{% block body_class %}has-bar{% endblock %}", []),
        ("{% block title %}Team{% endblock %}", ["Team"]),
    ],
)  # fmt: skip
def test_the_reader_of_templates(template: str, found: list[str]) -> None:
    assert list(unmarked_in_template(template)) == found


def test_the_reader_of_plain_templates() -> None:
    mail = '{% load i18n %}{% translate "Hello" %}\nBye {{ name }}\n{{ url }}\n'
    assert list(unmarked_in_template(mail, plain=True)) == ["Bye \ufffc"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("raise Invalid('Too long')", ["1: Too long"]),
        ("raise Invalid(_('Too long'))", []),
        ("raise Refused(f'No {x}')", ["1: No "]),
        ("messages.success(request, 'Saved')", ["1: Saved"]),
        ("log.error('It broke')", []),
        ("form.add_error('name', 'Too long')", ["1: Too long"]),
        ("CharField(label='Your name')", ["1: Your name"]),
        ("CharField(label=_('Your name'), error_messages={'required': 'Say it'})", ["1: Say it"]),
        ("class A(models.TextChoices):\n    B = 'b', 'A thing'", ["2: A thing"]),
        ("class A(models.TextChoices):\n    B = 'b', _('A thing')", []),
        ("class A(TextChoices):\n    B = 'b', 'A thing'", ["2: A thing"]),
    ],
)
def test_the_reader_of_python(line: str, found: list[str], tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text(line)
    assert list(unmarked_in_python(path)) == found
