"""The house rules that a linter does not know."""

import ast
import re
import statistics
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("deploy", "tenants", "learning", "enterprise", "billing", "sso", "public_site")
TOP_LEVEL = {
    "manage.py", "pyproject.toml", "README.md", "uv.lock", "deploy", "tenants", "learning",
    "enterprise", "billing", "sso", "public_site", "templates", "static", "locale", "tests",
}  # fmt: skip
# An app is entered by its front door: what it answers, what it tells, and its addresses.
DOORS = {"api", "events", "urls", "urls_api", "urls_content"}
APPS = (
    "tenants.accounts", "tenants.registry", "tenants.notify", "tenants.api_access", "tenants.privacy",
    "learning.catalogue", "learning.delivery",
    "learning.assessment", "learning.credentials", "learning.engagement", "learning.guidance", "enterprise", "public_site",
)  # fmt: skip


def sources() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def app_of(module: str) -> str | None:
    return next((app for app in APPS if module == app or module.startswith(f"{app}.")), None)


def imports_of(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return found


def test_top_level_holds_what_was_agreed() -> None:
    there = {
        path.name
        for path in ROOT.iterdir()
        if not path.name.startswith(".") and path.name != "__pycache__"
    }
    assert there - TOP_LEVEL == set()


def test_the_import_contract_names_every_package_on_disk() -> None:
    contract = (ROOT / ".importlinter").read_text()
    on_disk = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    named = set(contract.partition("root_packages =")[2].partition("include_")[0].split())
    assert named == on_disk == set(PACKAGES)


def test_other_apps_are_entered_by_their_front_door() -> None:
    wrong = []
    for path in sources():
        here = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if path.name == "apps.py" or here.startswith("deploy."):
            continue
        for name in imports_of(path):
            app = app_of(name)
            if app is None or app == app_of(here):
                continue
            inside = name.removeprefix(f"{app}.").split(".")[0]
            if inside not in DOORS:
                wrong.append(f"{here} imports {name}")
    assert wrong == []


def test_files_are_small() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in sources()}
    assert {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > 400} == {}
    assert statistics.median(lengths.values()) < 90


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "signals.py", "common.py"])
def test_nothing_is_called(name: str) -> None:
    assert [path for path in sources() if path.name == name] == []


def test_no_receivers_of_our_own() -> None:
    assert [str(p) for p in sources() if "django.dispatch" in p.read_text()] == []


def test_every_package_says_what_lives_there() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("__init__.py")
        if not ast.get_docstring(ast.parse(path.read_text())) and "migrations" not in path.parts
    ]
    assert silent == []


def test_every_models_module_says_where_it_lives() -> None:
    silent = []
    for config in apps.get_app_configs():
        if config.name.split(".")[0] not in PACKAGES or config.models_module is None:
            continue
        for module in {model.__module__ for model in config.get_models()}:
            path = ROOT / Path(*module.split(".")).with_suffix(".py")
            if not (ast.get_docstring(ast.parse(path.read_text())) or "").startswith("Lives in: "):
                silent.append(module)
    assert sorted(silent) == []


def test_templates_hold_no_inline_style_or_script() -> None:
    wrong = []
    for path in (ROOT / "templates").rglob("*.html"):
        if "mail" in path.parts or path.match("*/credentials/certificate_pdf.html"):
            continue
        text = path.read_text()
        if " style=" in text or "<style" in text or " onclick=" in text:
            wrong.append(str(path.relative_to(ROOT)))
        if "<script>" in text:
            wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


def test_one_migration_per_app_while_nothing_is_deployed() -> None:
    counts = {
        config.label: len(list((Path(config.path) / "migrations").glob("0*.py")))
        for config in apps.get_app_configs()
        if config.name.split(".")[0] in PACKAGES and (Path(config.path) / "migrations").is_dir()
    }
    assert {label: n for label, n in counts.items() if n > 1} == {}


def test_people_teams_and_courses_are_locked_so_that_others_may_still_point_at_them() -> None:
    """FOR UPDATE would have every insert of a row about them wait, with what it holds: a deadlock's half.

    The one exception is putting two accounts together, which must see what was being written of either.
    """
    hard = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sources()
        for line in path.read_text().splitlines()
        if re.search(r"\b(User|Department|Course)\.objects\.select_for_update\(", line)
        and "no_key=True" not in line
    ]
    assert [one.partition(":")[0] for one in hard] == ["tenants/accounts/services/merging.py"], hard
