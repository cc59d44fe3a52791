from gettext import GNUTranslations

from babel.messages.catalog import Catalog

from deploy.translations import compiled
from deploy.translations.catalogues import (
    bring_up_to_date,
    catalogue_path,
    read_catalogue,
    write_catalogue,
)


def source_of(*texts):
    source = Catalog()
    for text in texts:
        source.add(text)
    return source


def said_by(folder):
    with (folder / "hi" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return GNUTranslations(file).gettext("Save")


def test_new_messages_are_empty_kept_ones_keep_their_words_and_gone_ones_go(tmp_path):
    first = bring_up_to_date("hi", source_of("Save", "Close"), tmp_path)
    first["Save"].string = "सहेजें"
    first["Close"].string = "बंद करें"
    write_catalogue("hi", first, tmp_path)
    bring_up_to_date("hi", source_of("Save", "Saved"), tmp_path)
    assert {m.id: m.string for m in read_catalogue("hi", tmp_path) if m.id} == {
        "Save": "सहेजें",
        "Saved": "",
    }


def test_nothing_changes_when_nothing_changed(tmp_path):
    bring_up_to_date("ta", source_of("Save"), tmp_path)
    before = catalogue_path("ta", tmp_path).read_bytes()
    bring_up_to_date("ta", source_of("Save"), tmp_path)
    assert catalogue_path("ta", tmp_path).read_bytes() == before


def test_a_catalogue_is_compiled_once_and_again_when_it_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(compiled, "LOCALE", tmp_path / "locale")
    catalogue = bring_up_to_date("hi", source_of("Save"), tmp_path / "locale")
    catalogue["Save"].string = "सहेजें"
    write_catalogue("hi", catalogue, tmp_path / "locale")
    target = tmp_path / "compiled"
    assert compiled.compile_into(target) == ["hi"]
    assert compiled.compile_into(target) == []
    assert said_by(target) == "सहेजें"
    catalogue["Save"].string = "सहेज लें"
    write_catalogue("hi", catalogue, tmp_path / "locale")
    assert compiled.compile_into(target) == ["hi"]
    assert said_by(target) == "सहेज लें"
    assert [path.name for path in (target / "hi" / "LC_MESSAGES").iterdir()] == ["django.mo"]
