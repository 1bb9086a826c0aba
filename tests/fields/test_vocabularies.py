"""Lists: finding, nearness, and files that can't be used."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from db.errors import Expected
from desktop.fields.forms import Column
from desktop.fields.vocabularies import (
    MOST_NEAR,
    Vocabularies,
    Vocabulary,
    VocabularyEntry,
    fold,
    load_vocabularies,
    parse_vocabulary,
    strict_fold,
)
from desktop.messages import sentence

MAKERS = Vocabulary(
    "makers",
    (
        VocabularyEntry("Beretta", ("P. Beretta", "PB")),
        VocabularyEntry("FN Herstal", ("FN", "Fabrique Nationale"), facts=(("country", "BEL"),)),
        VocabularyEntry("Izhmash", ("Ижмаш",)),
    ),
)


@pytest.mark.parametrize("text", ["BERETTA", " beretta ", "P.Beretta", "p beretta", "Bérétta", "pb"])
def test_case_accents_and_punctuation_hide_no_name(text: str) -> None:
    assert MAKERS.find(text) == "Beretta"


@pytest.mark.parametrize("text", ["", "...", "Barrett", "Berett"])
def test_what_is_not_listed_is_none(text: str) -> None:
    assert MAKERS.find(text) is None
    assert not MAKERS.knows(text)


def test_an_entry_tells_what_the_list_knows() -> None:
    entry = MAKERS.entry("fabrique nationale")
    assert entry is not None
    assert (entry.canonical, entry.fact("country"), entry.fact("founded")) == ("FN Herstal", "BEL", "")


def test_a_spelling_that_two_share_names_none_and_a_canonical_name_wins() -> None:
    models = Vocabulary(
        "models",
        (VocabularyEntry("Zastava M70", ("M70",)), VocabularyEntry("Browning M70", ("M70",)), VocabularyEntry("M16"),
         VocabularyEntry("CQ", ("M16",))),
    )  # fmt: skip
    assert models.find("M70") is None
    assert models.knows("M70")
    assert models.find("M16") == "M16"


def test_a_short_spelling_is_known_and_near_and_names_nothing() -> None:
    shotguns = Vocabulary("m", (VocabularyEntry("Remington 870", ("Rem. 870", "870"), ("870",)),))
    assert shotguns.knows("870")
    assert shotguns.find("870") is None
    assert shotguns.nearest("87O")[0][0] == "870"
    assert shotguns.find("rem 870") == "Remington 870"


def test_two_entries_of_one_name_name_none() -> None:
    assert Vocabulary("x", (VocabularyEntry("A-1"), VocabularyEntry("A 1"))).find("A1") is None


def test_a_point_between_figures_counts_only_where_it_tells_two_apart() -> None:
    calibres = Vocabulary(
        "c", (VocabularyEntry("7.5 mm"), VocabularyEntry("75 mm"), VocabularyEntry("7.62×39mm"))
    )
    assert calibres.find("7,5mm") == "7.5 mm"
    assert calibres.find("75 mm") == "75 mm"
    assert calibres.find("762 X 39 MM") == "7.62×39mm"
    assert (fold("7.62"), strict_fold("7.62"), strict_fold(".38")) == ("762", "7.62", "38")


def test_the_ways_to_write_model_are_one() -> None:
    assert fold("Beretta Mod. 34") == fold("Beretta Model 34") == fold("Beretta M34") == "berettam34"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Berelta", "Beretta"),
        ("8eretta", "Beretta"),
        ("Berretta", "Beretta"),
        ("FN Herstai", "FN Herstal"),
        ("Ижмат", "Ижмаш"),
    ],
)
def test_the_nearest_spelling_comes_first(text: str, first: str) -> None:
    assert MAKERS.nearest(text)[0][0] == first


def test_look_alikes_are_nearer_than_others() -> None:
    models = Vocabulary("m", (VocabularyEntry("MO5"), VocabularyEntry("MX5")))
    assert [name for name, _ in models.nearest("M05")] == ["MO5", "MX5"]


def test_pairs_that_run_together_are_near_both_ways() -> None:
    names = Vocabulary("n", (VocabularyEntry("Remington"), VocabularyEntry("Carnot")))
    assert names.nearest("Rernington", 0.5) == (("Remington", 0.97),)
    assert names.nearest("Camot", 0.5)[0][0] == "Carnot"


def test_a_listed_name_is_as_near_as_can_be_and_a_far_one_is_not_near() -> None:
    assert MAKERS.nearest("BERETTA")[0] == ("Beretta", 1.0)
    assert MAKERS.nearest("Smith & Wesson") == ()
    assert MAKERS.nearest("") == MAKERS.nearest("…") == MAKERS.nearest("B" * 60) == ()
    assert Vocabulary("none", ()).nearest("Beretta") == ()


def test_of_each_entry_only_the_closest_spelling_is_told_and_not_too_many() -> None:
    many = Vocabulary(
        "m", [VocabularyEntry(f"AB{number}", (f"AB {number}", f"AC{number}")) for number in range(10, 40)]
    )
    near = many.nearest("AB1")
    assert len(near) == MOST_NEAR
    assert len({name[:2] + name[-2:] for name, _ in near}) == MOST_NEAR


@given(st.text("ABO01lrnm", min_size=1, max_size=8), st.text("ABO01lrnm", min_size=1, max_size=8))
@example("00n", "000rn0")  # a pair that runs together counts as two characters of the length
def test_nearness_goes_both_ways(one: str, other: str) -> None:
    there = Vocabulary("x", (VocabularyEntry(one),)).nearest(other, 3)
    back = Vocabulary("x", (VocabularyEntry(other),)).nearest(one, 3)
    assert [closeness for _, closeness in there] == [closeness for _, closeness in back]
    assert all(0.4 < closeness <= 1 for _, closeness in there)


def test_a_column_has_its_own_list_its_fields_or_none() -> None:
    lists = Vocabularies([MAKERS])
    assert lists.of(Column("Make", "make")) is MAKERS
    assert lists.of(Column("Mark", "marking", vocabulary=("makers",))) is MAKERS
    assert lists.of(Column("Remarks", "remarks")) is None
    assert lists.of(Column("Model", "model")) is None
    own = lists.of(Column("Rack", "rack_number", vocabulary=("makers", "Rack A")))
    assert own is not None
    assert (own.find("rack a"), own.find("PB")) == ("Rack A", "Beretta")
    assert lists.of(Column("Other", "rack_number", vocabulary=("makers", "Rack A"))) is own
    assert lists.named("none") is None


def test_a_folder_of_lists_is_read_by_file_name(tmp_path: Path) -> None:
    (tmp_path / "racks.tsv").write_text(
        "# where they stand\n\nname\talso\tshort\tfloor\nRack A\tA | rack a1 | \t1\t2\nRack B\n",
        encoding="utf-8",
    )
    racks = load_vocabularies(tmp_path).named("racks")
    assert racks is not None
    assert racks.entries == (
        VocabularyEntry("Rack A", ("A", "rack a1", "1"), ("1",), (("floor", "2"),)),
        VocabularyEntry("Rack B"),
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Rack A\tA\n", "vocabulary_without_heading"),
        ("name\talso\n\tA\n", "vocabulary_broken"),
        ("name\talso\nA\tB\tC\n", "vocabulary_broken"),
    ],
)
def test_a_line_that_cannot_be_used_is_said(text: str, key: str) -> None:
    with pytest.raises(Expected) as caught:
        parse_vocabulary(text, "racks")
    assert caught.value.key == key
    assert "racks" in sentence(key, caught.value.values)


def test_lists_that_are_missing_or_unreadable_are_said(tmp_path: Path) -> None:
    with pytest.raises(Expected, match="vocabulary_missing") as caught:
        load_vocabularies(tmp_path / "none")
    assert sentence(caught.value.key, caught.value.values)
    (tmp_path / "latin.tsv").write_bytes(b"\xe9")
    with pytest.raises(Expected, match="vocabulary_unreadable") as caught:
        load_vocabularies(tmp_path)
    assert sentence(caught.value.key, caught.value.values)
