"""What is next, second entry, the racks and quantities by the command line; the printed list."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from db.model import Page
from db.store import readings
from desktop.cli.door import run
from desktop.fields.forms import Column, LedgerForm
from desktop.operations import books, people, quantities, rack_checks, second_entry
from desktop.operations.session import Session
from desktop.printing.rack_list import write_rack_list
from tests.operations.conftest import PASSPHRASE
from tests.operations.filed import file_rows
from tests.operations.pcs import settle_page
from tests.operations.test_finding import WIDE

OTHER = "another four words"
QUANTITIES = LedgerForm(
    "Ammunition",
    (
        Column("Item", "item"),
        Column("Lot", "lot"),
        Column("Count", "quantity"),
        Column("Unit", "unit"),
        Column("What", "event_kind"),
    ),
    kind="quantity",
)


@pytest.fixture
def filed(session: Session) -> Session:
    page_of = replace(WIDE, script="handwritten")
    rows = [("0045127", "Pistol", "Walther", "PP", "7.65 Br", "2 Bn", ""),
            ("00451?8", "Pistol", "Walther", "PP", "7.65 Br", "2 Bn", "")]  # fmt: skip
    second_entry.set_plan(session, "handwritten", "0")
    file_rows(session, books.new_book(session, "Pistols", page_of), rows)
    people.add_person(session, "B. Otieno", "second_keyer", OTHER)
    people.add_person(session, "C. Wanjiru", "clerk", OTHER)
    return session


def said(session: Session, capsys: pytest.CaptureFixture[str], who: str, *words: str, code: int = 0) -> Any:  # noqa: ANN401 - whatever the command answers
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEDGERMARK_PASSPHRASE", PASSPHRASE if who.startswith("A.") else OTHER)
        patch.setenv("LEDGERMARK_REGISTER", str(session.store.folder))
        assert run([*words, "--user", who, "--json"]) == code
    told = capsys.readouterr().out
    return json.loads(told) if told else None


def test_the_piece_of_paper_to_type_from_is_written_to_a_file(
    session: Session, bring: Callable[..., Page], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    settle_page(session, bring())
    second_entry.set_plan(session, "all", "0")
    people.add_person(session, "B. Otieno", "second_keyer", OTHER)
    crop = tmp_path / "next.png"
    asked = said(session, capsys, "B. Otieno", "second", "next", "--crop", str(crop))
    quad = readings.cell(session.store, asked["next"]["cell_id"]).quad
    with Image.open(crop) as picture:
        grey = np.asarray(picture)
        assert picture.info == {}  # a picture and nothing said beside it
    assert abs(grey.shape[1] - np.ptp([x for x, _ in quad])) < 40  # with a little of what is around it
    assert grey.min() < 100  # ink
    assert grey.max() > 180  # on paper
    refused = 7
    assert said(session, capsys, "B. Otieno", "second", "next", "--crop", str(tmp_path), code=refused) is None


def test_a_second_entry_is_made_and_decided_by_the_command_line(
    filed: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    (waits,) = said(filed, capsys, "B. Otieno", "next")
    assert waits["kind"] == "second"
    asked = said(filed, capsys, "B. Otieno", "second", "next")
    assert "0045127" not in json.dumps(asked)
    cell = asked["next"]["cell_id"]
    said(filed, capsys, "B. Otieno", "second", "next", cell, "0045121")
    (differ,) = said(filed, capsys, "C. Wanjiru", "second", "decide")
    assert (differ["first"], differ["second"]) == ("0045127", "0045121")
    assert said(filed, capsys, "C. Wanjiru", "second", "decide", cell, "--choose", "first") == []
    assert said(filed, capsys, "C. Wanjiru", "second", "decide", cell, code=8) is None
    plan = said(filed, capsys, "A. Njoroge", "second", "plan", "--share", "1/10")
    assert plan == {"serials": "handwritten", "share": "1/10"}


@pytest.mark.usefixtures("qapp")
def test_the_racks_by_the_command_line(
    filed: Session, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (line,) = said(filed, capsys, "A. Njoroge", "rack", "list", "--out", str(tmp_path / "list.pdf"))
    assert (line["serial"], line["code"]) == ("00451?8", line["id"][:8])
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")
    after = said(filed, capsys, "C. Wanjiru", "rack", "read", line["code"], "0045188")
    assert after == {"id": line["id"], "revision": 2, "serial": "0045188"}
    found = said(filed, capsys, "C. Wanjiru", "rack", "found", "Rack 12", "--absent", "none")
    assert found["serial"] == ""
    for words in (("--mark", "proof;crown N"), ("--event", "issued;1984"), ("--holder", "3 Bn")):
        said(filed, capsys, "C. Wanjiru", "amend", line["id"], *words, "--why", "seen")
    said(filed, capsys, "C. Wanjiru", "amend", line["id"], "--mark", "a;b;c;d;e;f;g", "--why", "x", code=2)
    told = said(filed, capsys, "A. Njoroge", "shelf", "--book", "1", "--pages", "9")
    assert told["books"][0]["stated_pages"] == 9
    assert said(filed, capsys, "A. Njoroge", "questions") == []


@pytest.mark.usefixtures("qapp")
def test_the_printed_list_goes_by_rack_with_crop_code_and_blank(filed: Session, tmp_path: Path) -> None:
    whole = rack_checks.rack_list(filed)
    line = whole.lines[0]
    lines = tuple(
        replace(line, rack=rack, crop=np.full((40, 200), 128, np.uint8)) for rack in ("Rack A", "Rack B")
    )
    write_rack_list(replace(whole, lines=lines), tmp_path / "list.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "list.pdf")
    page = document[0]
    text = " ".join(page.get_textpage().get_text_bounded().split())
    for words in ("Rack A", "Rack B", line.code, "00451?8", "Read on the weapon", "could not be read"):
        assert words in text
    assert sum(each.type == 3 for each in page.get_objects()) == 2  # pictures
    document.close()


def test_quantity_rows_are_never_weapons_and_are_added_up_by_item_lot_and_unit(session: Session) -> None:
    rows = (
        ("9 mm ball", "L 12", "1,250", "rounds", "received"),
        ("9 mm ball", "L 12", "250", "rounds", "issued"),
        ("9 mm ball", "L 12", "?", "rounds", "received"),
        ("Magazine", "", "", "pieces", "received"),
    )
    page = file_rows(session, books.new_book(session, "Ammunition", QUANTITIES), rows)
    kinds = session.store.db.execute("select distinct kind from records where page_id = ?", (page.id,))
    assert [kind for (kind,) in kinds.fetchall()] == ["quantity"]
    ball, magazine = quantities.totals(session)
    assert (ball.came, ball.went, ball.balance, ball.rows, ball.unread) == (1250, 250, 1000, 3, 1)
    assert (magazine.rows, magazine.unread) == (1, 1)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1.250", 1250),
        ("1 250 000", 1250000),
        ("12,50", None),
        ("1,250.5", None),
        ("", None),
        ("100E10", None),
    ],
)
def test_a_count_is_a_whole_number_or_unread(text: str, count: int | None) -> None:
    assert quantities.count_of(text) == count
