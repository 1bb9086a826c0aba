"""Forms: what a file may say, and what is refused in a sentence."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import Expected
from desktop.fields.definitions import FIELDS
from desktop.fields.form_file import LARGEST_FORM, MOST_COLUMNS
from desktop.fields.forms import Column, LedgerForm, bundled_forms, form_text, load_form, parse_form
from desktop.fields.vocabularies import load_vocabularies
from desktop.messages import sentence
from desktop.paths import resources_folder

SMALL = '[[columns]]\nname = "Serial"\nfield = "serial_number"\n'

texts = st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=30)
columns = st.builds(
    Column,
    name=texts,
    field=st.sampled_from(sorted(FIELDS)),
    width=st.sampled_from((0.0, 0.01, 0.125)),
    pattern=st.sampled_from(("", "[A-Z]{2} ?\\d{5}", "\\d+")),
    vocabulary=st.lists(texts, max_size=3).map(tuple),
    ditto=st.booleans(),
    constant=st.one_of(st.just(""), texts),
)
forms = st.builds(
    LedgerForm,
    name=texts,
    columns=st.lists(columns, min_size=1, max_size=5, unique_by=lambda column: column.name).map(tuple),
    kind=st.sampled_from(("stock", "movement", "quantity")),
    script=st.sampled_from(("typed", "handwritten", "mixed")),
    rows=st.sampled_from(("ruled", "lines")),
    header_rows=st.integers(-1, 20),
    spread=st.booleans(),
    ditto=st.lists(texts, max_size=3).map(tuple),
    languages=st.sampled_from((("eng",), ("fra", "ara"), ("chi_sim",))),
    defaults=st.dictionaries(st.sampled_from(sorted(FIELDS)), texts, max_size=3).map(
        lambda d: tuple(d.items())
    ),
)


def refusal(text: str) -> Expected:
    """What `parse_form` says of `text`; the sentence must be whole."""
    with pytest.raises(Expected) as caught:
        parse_form(text, "book")
    said = sentence(caught.value.key, caught.value.values)
    assert said.endswith("."), said
    return caught.value


@given(forms)
def test_every_form_is_read_back_equal_from_what_is_written_of_it(form: LedgerForm) -> None:
    assert parse_form(form_text(form), "other name") == form


def test_the_bundled_forms_are_whole() -> None:
    found = dict(bundled_forms(resources_folder()))
    lists = load_vocabularies(resources_folder() / "vocabularies")
    assert {"typed-stock-register", "handwritten-stock-register", "movement-book"} <= set(found)
    assert {form.kind for form in found.values()} == {"stock", "movement", "quantity"}
    assert any(form.spread for form in found.values())
    for stem, form in found.items():
        assert parse_form(form_text(form), stem) == form
        assert 7 <= len(form.columns) <= 10
        assert sum(column.width for column in form.columns) == pytest.approx(1.0)
        if form.kind != "quantity":
            assert "serial_number" in {column.field for column in form.columns}
        assert all(lists.of(column) for column in form.columns if FIELDS[column.field].vocabulary)


def test_a_folder_without_forms_gives_none(tmp_path: Path) -> None:
    assert bundled_forms(tmp_path) == ()


def test_a_form_without_a_name_is_called_as_its_file(tmp_path: Path) -> None:
    (tmp_path / "rack-book.toml").write_text(SMALL, encoding="utf-8")
    assert load_form(tmp_path / "rack-book.toml").name == "rack-book"


def test_what_a_form_leaves_out_is_as_by_default() -> None:
    form = parse_form(SMALL, "book")
    assert form == LedgerForm("book", (Column("Serial", "serial_number"),))


def test_a_vocabulary_may_be_one_name_or_a_list() -> None:
    assert parse_form(SMALL + 'vocabulary = "makers"', "b").columns[0].vocabulary == ("makers",)
    assert parse_form(SMALL + 'vocabulary = ["A", "B"]', "b").columns[0].vocabulary == ("A", "B")


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "f.toml").write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert load_form(tmp_path / "f.toml").columns[0].name == "Serial"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("name = ", "form_broken"),
        ("a = " + "[" * 5000, "form_broken"),
        ("# " + "x" * LARGEST_FORM, "form_too_large"),
        (SMALL + '[colours]\nred = "yes"', "form_key_unknown"),
        (SMALL + 'colour = "red"', "form_column_key_unknown"),
        ('name = "n"', "form_columns_none"),
        ("columns = []", "form_columns_none"),
        ('columns = ["Serial"]', "form_columns_none"),
        ('[[columns]]\nfield = "make"', "form_key_missing"),
        ('[[columns]]\nname = "Make"', "form_key_missing"),
        ('[[columns]]\nname = "Make"\nfield = "brand"', "form_field_unknown"),
        (SMALL + SMALL, "form_column_twice"),
        (
            "".join(f'[[columns]]\nname = "{n}"\nfield = "text"\n' for n in range(MOST_COLUMNS + 1)),
            "form_columns_many",
        ),
        ("name = 7\n" + SMALL, "form_text_wanted"),
        (f'name = "{"n" * 201}"\n' + SMALL, "form_text_wanted"),
        ('ditto = "do"\n' + SMALL, "form_list_wanted"),
        ("ditto = [" + '"x",' * 501 + "]\n" + SMALL, "form_list_wanted"),
        ('ditto = [""]\n' + SMALL, "form_item_wanted"),
        ("ditto = [7]\n" + SMALL, "form_item_wanted"),
        ('spread = "yes"\n' + SMALL, "form_yes_or_no_wanted"),
        (SMALL + "ditto = 1", "form_yes_or_no_wanted"),
        ("header_rows = true\n" + SMALL, "form_header_rows_wanted"),
        ('header_rows = "2"\n' + SMALL, "form_header_rows_wanted"),
        ("header_rows = 21\n" + SMALL, "form_header_rows_wanted"),
        ("header_rows = -2\n" + SMALL, "form_header_rows_wanted"),
        (SMALL + "width = 2", "form_width_wanted"),
        (SMALL + "width = -0.1", "form_width_wanted"),
        (SMALL + "width = nan", "form_width_wanted"),
        (SMALL + "width = true", "form_width_wanted"),
        (SMALL + 'width = "10 %"', "form_width_wanted"),
        (SMALL + 'width = 0.9\n[[columns]]\nname = "M"\nfield = "make"\nwidth = 0.5', "form_widths_too_wide"),
        ("languages = []\n" + SMALL, "form_languages_wanted"),
        ('languages = ["English"]\n' + SMALL, "form_languages_wanted"),
        ('languages = ["--psm"]\n' + SMALL, "form_languages_wanted"),
        ("languages = [" + '"eng",' * 7 + "]\n" + SMALL, "form_languages_wanted"),
        ('defaults = "Belgium"\n' + SMALL, "form_defaults_wanted"),
        (SMALL + '[defaults]\nbrand = "FN"', "form_field_unknown"),
        (SMALL + "[defaults]\nmake = 7", "form_text_wanted"),
        ('kind = "armoury"\n' + SMALL, "form_choice_unknown"),
        ("kind = 7\n" + SMALL, "form_choice_unknown"),
        ("kind = []\n" + SMALL, "form_choice_unknown"),
        ('anchor = "No."\n' + SMALL, "form_anchor_unknown"),
        (SMALL + "pattern = '(a+)+$'", "pattern_too_costly"),
        (SMALL + f"pattern = '{'a' * 201}'", "form_text_wanted"),
        (SMALL + "pattern = '('", "pattern_not_understood"),
    ],
)
def test_what_is_wrong_with_a_form_is_said(text: str, key: str) -> None:
    assert refusal(text).key == key


def test_a_refusal_shows_nothing_that_turns_the_line_or_runs_on() -> None:
    shown = str(refusal(SMALL + '"\u202ered' + "x" * 200 + '" = 1').values["word"])
    assert "\u202e" not in shown
    assert len(shown) <= 80


def test_a_missing_form_is_said_and_an_unreadable_one(tmp_path: Path) -> None:
    with pytest.raises(Expected, match="form_missing"):
        load_form(tmp_path / "none.toml")
    with pytest.raises(Expected, match="form_unreadable"):
        load_form(tmp_path)
    (tmp_path / "latin.toml").write_bytes(b'name = "Ch\xe2tellerault"')
    with pytest.raises(Expected, match="form_broken"):
        load_form(tmp_path / "latin.toml")
    (tmp_path / "large.toml").write_bytes(b"#" * (LARGEST_FORM + 1))
    with pytest.raises(Expected, match="form_too_large"):
        load_form(tmp_path / "large.toml")


@given(st.binary(max_size=300))
def test_no_bytes_make_more_than_a_form_or_a_sentence(data: bytes) -> None:
    refused = None
    try:
        parse_form(data.decode("utf-8", "surrogateescape"), "book")
    except Expected as sent:
        refused = sent
    assert refused is None or sentence(refused.key, refused.values)


def test_every_key_of_a_form_is_described() -> None:
    described = (resources_folder() / "forms" / "README.md").read_text(encoding="utf-8")
    names = [*LedgerForm.__dataclass_fields__, *Column.__dataclass_fields__, *FIELDS]
    assert [name for name in names if f"`{name}`" not in described and f"[{name}]" not in described] == []


def test_a_key_of_thousands_of_parts_is_refused_before_it_fills_the_memory() -> None:
    for part in ("a", '"a\\u2028"', '"a\u2028"'):
        with pytest.raises(Expected, match="form_broken") as refused:
            parse_form(".".join([part] * 5000) + " = 1", "odd")
        assert "nested" in str(refused.value.values["reason"])
