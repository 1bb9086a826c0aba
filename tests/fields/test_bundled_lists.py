"""The lists that come with the program: whole, consistent with one another, and knowing what armouries write."""

from pathlib import Path

import pytest

from desktop.fields.definitions import FIELDS
from desktop.fields.vocabularies import Vocabularies, Vocabulary, load_vocabularies, strict_fold
from desktop.paths import resources_folder


@pytest.fixture(scope="module")
def lists() -> Vocabularies:
    return load_vocabularies(resources_folder() / "vocabularies")


def named(lists: Vocabularies, name: str) -> Vocabulary:
    found = lists.named(name)
    assert found is not None
    return found


def test_every_field_with_a_list_finds_it(lists: Vocabularies) -> None:
    assert all(lists.named(field.vocabulary) for field in FIELDS.values() if field.vocabulary)


def test_the_lists_hold_what_a_worldwide_program_needs(lists: Vocabularies) -> None:
    least = {"makers": 150, "models": 500, "calibres": 150, "countries": 249, "weapon_types": 30}
    assert all(len(named(lists, name).entries) >= count for name, count in least.items())


def test_no_two_entries_of_a_list_have_one_name(lists: Vocabularies) -> None:
    for known in lists.lists.values():
        names = [strict_fold(entry.canonical) for entry in known.entries]
        assert len(names) == len(set(names)), known.name


def test_every_canonical_name_finds_itself(lists: Vocabularies) -> None:
    for known in lists.lists.values():
        for entry in known.entries:
            assert known.find(entry.canonical) == entry.canonical


def test_no_spelling_is_another_entrys_canonical_name(lists: Vocabularies) -> None:
    for known in lists.lists.values():
        canonical = {strict_fold(entry.canonical): entry for entry in known.entries}
        for entry in known.entries:
            for alias in entry.aliases:
                assert canonical.get(strict_fold(alias), entry) is entry, (known.name, alias)


def test_only_models_and_proof_marks_have_spellings_that_name_several(lists: Vocabularies) -> None:
    for known in lists.lists.values():
        if known.name != "models":
            shared = [
                a for e in known.entries for a in e.aliases if known.find(a) is None and a not in e.short
            ]
            assert not shared, (known.name, shared)


def test_what_a_list_says_of_an_entry_is_on_the_other_lists(lists: Vocabularies) -> None:
    codes = {entry.fact("alpha3") for entry in named(lists, "countries").entries}
    kinds = {entry.canonical for entry in named(lists, "weapon_types").entries}
    makers = {entry.canonical for entry in named(lists, "makers").entries}
    calibres = {entry.canonical for entry in named(lists, "calibres").entries}
    for model in named(lists, "models").entries:
        assert model.fact("type") in kinds, model
        assert model.fact("maker") in makers | {""}, model
        assert model.fact("calibre") in calibres | {""}, model
        assert model.fact("country") in codes, model
    for maker in named(lists, "makers").entries:
        assert set(maker.fact("country").split("|")) <= codes, maker
    for country in named(lists, "countries").entries:
        assert set(country.fact("now").split("|")) <= codes | {""}, country


def test_events_and_statuses_are_the_words_of_a_record(lists: Vocabularies) -> None:
    assert {entry.canonical for entry in named(lists, "event_kinds").entries} == {
        "manufactured", "received", "issued", "returned", "transferred", "lost", "stolen", "recovered", "deactivated",
        "destroyed", "other",
    }  # fmt: skip
    assert {entry.canonical for entry in named(lists, "statuses").entries} == {
        "in store", "issued", "transferred", "lost", "stolen", "recovered", "deactivated", "destroyed", "unknown",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        ("calibres", "7.62 M43", "7.62×39mm"),
        ("calibres", "7,62 x 39", "7.62×39mm"),
        ("calibres", "762X39MM", "7.62×39mm"),
        ("calibres", "9 mm Para.", "9×19mm Parabellum"),
        ("calibres", "9 mm", "9 mm"),
        ("calibres", "7.5 mm", "7.5 mm"),
        ("calibres", "75 mm", "75 mm"),
        ("calibres", "12 bore", "12 gauge"),
        ("calibres", ".38 Spl.", ".38 Special"),
        ("makers", "H&K", "Heckler & Koch"),
        ("makers", "fabrique nationale", "FN Herstal"),
        ("makers", "Ceska zbrojovka", "Česká zbrojovka Uherský Brod"),
        ("makers", "Тула", "Tula Arms Plant"),
        ("models", "Browning HP", "Browning Hi-Power"),
        ("models", "G3-A3", "G3A3"),
        ("models", "АКМ", "AKM"),
        ("models", "كلاشنكوف", "Kalashnikov"),
        ("countries", "U.S.S.R.", "Soviet Union"),
        ("countries", "URSS", "Soviet Union"),
        ("countries", "Yougoslavie", "Yugoslavia"),
        ("countries", "Tchécoslovaquie", "Czechoslovakia"),
        ("countries", "RDA", "German Democratic Republic"),
        ("countries", "ZAIRE", "Zaire"),
        ("countries", "Marekani", "United States"),
        ("countries", "الصين", "China"),
        ("weapon_types", "fusil d'assaut", "assault rifle"),
        ("weapon_types", "bunduki ya marisawa", "shotgun"),
        ("weapon_types", "رشاش خفيف", "light machine gun"),
        ("event_kinds", "Entrée", "received"),
        ("statuses", "extraviado", "lost"),
    ],
)
def test_what_clerks_write_is_understood(lists: Vocabularies, name: str, written: str, meant: str) -> None:
    assert named(lists, name).find(written) == meant


@pytest.mark.parametrize("name", ["Congo", "Guinea Ecuatorial or not", "Atlantis"])
def test_a_country_that_could_be_two_or_none_is_not_guessed(lists: Vocabularies, name: str) -> None:
    assert named(lists, "countries").find(name) is None


def test_a_name_that_several_models_share_is_known_and_names_none(lists: Vocabularies) -> None:
    models = named(lists, "models")
    assert models.knows("M70")
    assert models.find("M70") is None


def test_the_folder_holds_nothing_but_lists_and_their_papers() -> None:
    folder: Path = resources_folder() / "vocabularies"
    assert {path.suffix for path in folder.iterdir()} == {".tsv", ".md", ".txt"}
