"""Changes of the audit log in words: names of fields, values as people say them, in the reader's language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from learning.credentials.enums import StatusChange
from learning.delivery.enums import DecisionKind
from public_site.enums import EntryKind
from tenants.enums import OrphanKind, RelocationKind, RelocationStep
from tenants.kernel.audit_log import describe
from tenants.kernel.audit_words import Wording, _labels, in_words
from tenants.services.asking import _DOMAIN_DEEDS

ROOT = Path(__file__).resolve().parents[3]


def said(changes: dict[str, Any]) -> list[str]:
    with timezone.override("Asia/Kolkata"):
        return [str(change) for change in in_words(changes)]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ["Meena", "Meena Rao"]}, "Name: Meena → Meena Rao"),
        ({"department": ["", "North"]}, "Team: – → North"),
        ({"department": ["North", None]}, "Team: North → –"),
        ({"roles": [["author"], ["admin", "manager"]]}, "Roles: Author → L&D admin, Manager"),
        ({"roles": [[], []]}, "Roles: – → –"),
        ({"roles": ["author", "manager"]}, "Roles: Author, Manager"),
        ({"managers": ["Asha", "Ravi"]}, "Managers: Asha, Ravi"),
        ({"due_on": "2025-12-01"}, "Due: 1 Dec 2025"),
        ({"due_on": ["2025-12-01", "2025-12-24"]}, "Due: 1 Dec 2025 → 24 Dec 2025"),
        ({"due_on": "soon"}, "Due: soon"),
        ({"expires_at": "2025-12-01T20:00:00+00:00"}, "Good until: 2 Dec 2025, 1:30 am"),
        ({"language": ["", "hi"]}, "Page language: – → Hindi"),
        ({"is_active": [True, False]}, "Active: yes → no"),
        ({"status": ["trial", "active"]}, "Status: Trial → Active"),
        ({"scopes": ["people:read", "teams:read"]}, "Allowed to: Read people, Read teams"),
        ({"scopes": ["gone:read"]}, "Allowed to: gone:read"),
        ({"role": "Trainer"}, "Role: Trainer"),
        ({"for": "*"}, "For: The whole company"),
        ({"for": "North"}, "For: North"),
        ({"logo": ["", "9f86d081"]}, "Logo: – → a picture"),
        ({"logo": ["9f86d081", "60303ae2"]}, "Logo: another one"),
        ({"background": ["9f86d081", ""]}, "Picture behind certificates: a picture → –"),
        (
            {"frame": ["band", "ribbon"]},
            "Frame of certificates: Band at the side → Ribbon and seal",
        ),
        (
            {"wanted": {"department_id": "018f", "department": "North", "active": False}},
            "What was changed: Team: North, Active: no",
        ),
        ({"other_was": {"name": "Asha", "email": ""}}, "The other account: Name: Asha"),
        (
            {"taken_over": {"email": ["", "asha@example.com"]}},
            "Taken over from it: E-mail: – → asha@example.com",
        ),
        ({"people": 0}, "People: 0"),
        ({"never_heard_of": [1, 2]}, "Never heard of: 1 → 2"),
    ],
)
def test_words(changes: dict[str, Any], words: str) -> None:
    assert said(changes) == [words]


def test_ids_are_for_programs() -> None:
    changes = {"editor": "018f", "editor_name": "Esha", "placement": {"department_id": "018f"}}
    assert said(changes | {"some_id": "018f"}) == ["Author: Esha"]
    assert describe(changes)[:2] == ["editor: 018f", "editor_name: Esha"]


def test_each_reader_reads_their_language() -> None:
    with override("hi"):
        (words,) = said({"is_active": [True, False]})
    assert words != "Active: yes → no"
    assert not any(word in words for word in ("Active", "yes", "no"))


def test_the_file_keeps_the_names_and_tells_lists_from_changes() -> None:
    changes = {"name": ["", "=North"], "managers": ["Asha", "Ravi"], "roles": [["author"], []]}
    assert describe(changes) == [
        "name: – → =North",
        "managers: Asha, Ravi",
        "roles: author → ",
    ]


# Completeness ---------------------------------------------------------------------------------


def _recorded() -> Iterator[tuple[str, str]]:
    """Yield the names of fields that calls of `audit.record` write down literally, with where."""
    for package in ("tenants", "learning", "enterprise", "public_site", "deploy"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("audit.record"):
                    for word in node.keywords:
                        if word.arg == "changes":
                            for name in _names(word.value):
                                yield name, str(path.relative_to(ROOT))


def _names(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Dict):
            for key in one.keys:
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value


def test_whatever_is_recorded_has_words() -> None:
    found = dict(_recorded())
    assert len(found) > 30
    missing = {name for name in found if not name.endswith("_id")} - set(settings.AUDIT_WORDS)
    assert missing == set()


def test_every_choice_has_its_words() -> None:
    for name, wording in settings.AUDIT_WORDS.items():
        assert isinstance(wording, Wording)
        if wording.kind == "choice":
            assert _labels(wording.choices), name
        else:
            assert not wording.choices, name


# What calls of `audit.record` put together, by where they do it.
BUILT = {
    "enterprise/services/assignment.py": set(),
    "enterprise/services/custom_role.py": set(),
    "enterprise/services/joining_roles.py": set(),
    "learning/catalogue/services/course.py": set(),
    "learning/credentials/services/revocation.py": {f"certificate.{one}" for one in StatusChange},
    "learning/delivery/services/review_moderation.py": {
        f"delivery.review_{one}" for one in DecisionKind
    },
    "public_site/services/review/rows.py": {f"reviews.{one}" for one in EntryKind},
    "tenants/accounts/services/platform_role.py": set(),
    "tenants/services/asking.py": set(filter(None, _DOMAIN_DEEDS.values())),
    "tenants/services/relocating.py": {
        f"tenants.{kind}_{step}" for kind in RelocationKind for step in RelocationStep
    },
}
# What the sweeper writes down by itself, outside of any company.
SWEPT = {f"{kind}_removed" for kind in OrphanKind} | {"run_given_up", "run_resumed"}
_IS_ACTION = re.compile(r"[a-z]+\.[a-z_]+")


def _sources() -> Iterator[tuple[str, ast.Module]]:
    for package in ("tenants", "learning", "enterprise", "public_site", "billing", "sso", "deploy"):
        for path in sorted((ROOT / package).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def test_every_deed_our_code_records_has_words_and_its_area_too() -> None:
    found = {f"provisioning.{one}" for one in SWEPT}
    builders: set[str] = set()
    for where, tree in _sources():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
        for call in calls:
            name = ast.unparse(call.func)
            if name.startswith("audit.record"):
                is_plain = isinstance(call.args[0], ast.Constant | ast.IfExp)
                builders |= set() if is_plain else {where}
                found |= _strings(call.args[0]) if is_plain else BUILT.get(where, set())
        if where in BUILT:  # what it hands to a function of its own that records
            for call in calls:
                name = ast.unparse(call.func)
                if name in ("_record", "_record_holding", "_set_status", "_ask"):
                    found |= {word for one in call.args for word in _strings(one)}
    assert builders == set(BUILT)
    assert len(found) > 130
    assert sorted(found - set(settings.AUDIT_ACTIONS)) == []
    assert sorted(set(settings.AUDIT_ACTIONS) - found) == []
    areas = {action.partition(".")[0] for action in found}
    assert areas == set(settings.AUDIT_AREAS)


def _strings(node: ast.expr) -> set[str]:
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and _IS_ACTION.fullmatch(str(one.value))
    }
