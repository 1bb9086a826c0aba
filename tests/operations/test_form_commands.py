"""Forms by the command line: begun from a blank sheet, used for a book, tried, exported; what does not fit."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from desktop.cli.door import run
from desktop.fields.forms import load_form
from desktop.operations import books, importing, reading
from desktop.operations.session import Session
from desktop.paths import PASSPHRASE_VARIABLE, REGISTER_VARIABLE
from tests.capture.files import encoded
from tests.ledgers import drawn, page_of, write_picture
from tests.operations.conftest import FORM, PASSPHRASE
from tests.operations.test_page_setup import FIVE


@pytest.fixture
def at_the_register(session: Session, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    monkeypatch.setenv(REGISTER_VARIABLE, str(session.store.folder))
    return session


def test_a_form_goes_from_a_blank_sheet_into_a_book_and_out_again(
    at_the_register: Session, book: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del book
    blank = write_picture(drawn(page_of(FIVE, [], ruled_rows=8), dpi=120), tmp_path / "blank.png")
    page = write_picture(drawn(page_of(FORM, [], ruled_rows=9), dpi=120), tmp_path / "other.png")
    form, out = tmp_path / "form.toml", tmp_path / "out.toml"
    assert run(["form", "propose", str(blank), "--out", str(form), "--json"]) == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)["columns"]] == [
        "1",
        "2",
        "3",
        "4",
        "5",
    ]
    assert run(["form", "use", str(form), "--book", "1"]) == 0
    assert run(["form", "export", str(out), "--book", "1"]) == 0
    assert load_form(out) == load_form(form)
    ledger = books.book_number(at_the_register, 1)
    for picture in (blank, page):
        importing.import_pictures(at_the_register, ledger.id, [picture], all_new=True)
    capsys.readouterr()
    assert run(["form", "try", "--book", "1", "--json"]) == 3
    assert [one["fits"] for one in json.loads(capsys.readouterr().out)] == [True, False]
    for waiting in reading.waiting(at_the_register, ledger.id):
        reading.read_page(at_the_register, waiting.id)
    assert run(["form", "unfit", "--book", "1", "--json"]) == 0
    (unfit,) = json.loads(capsys.readouterr().out)
    assert unfit["page"] == 2
    assert "columns" in unfit["problem"]


def test_a_picture_without_a_table_begins_no_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.png"
    empty.write_bytes(encoded(np.full((500, 400), 245, np.uint8), "PNG"))
    assert run(["form", "propose", str(empty), "--out", str(tmp_path / "form.toml")]) == 4
    assert "No table" in capsys.readouterr().err
    assert not (tmp_path / "form.toml").exists()
