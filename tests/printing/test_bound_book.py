"""The bound book on paper: every entry in order, every correction readable, page x of y."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from db.errors import Cancelled, Expected
from db.store import journal
from desktop.cli.door import run
from desktop.operations import books
from desktop.operations.bound_book import bound_book
from desktop.operations.session import Session
from desktop.printing.bound_book import write_bound_book
from desktop.printing.flow import shown
from tests.operations.conftest import PASSPHRASE
from tests.operations.filed import file_rows
from tests.operations.test_finding import WIDE
from tests.printing.kept import fill

pytestmark = pytest.mark.usefixtures("qapp")


def pages_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    texts = [document[at].get_textpage().get_text_range() for at in range(len(document))]
    document.close()
    return [re.sub(r"\s+", " ", text) for text in texts]


def test_the_register_is_printed_in_its_order_with_corrections_and_the_journals_head(
    session: Session, tmp_path: Path
) -> None:
    fill(session)
    target = tmp_path / "book.pdf"
    with bound_book(session) as bound:
        assert write_bound_book(bound, target) == 3
    opening, first, second = pages_of(target)
    head, _ = journal.head(session.store)
    assert head in re.sub(r"[ \ufffe-]", "", opening)
    assert "Page 1 of 3" in opening
    assert "Page 3 of 3" in second
    assert "A. Njoroge" in first
    assert "Book 1: Pistols" in first
    assert [first.index(one) for one in ("0045128", "=1+1", "AB‹U+202E›12")] == sorted(
        first.index(one) for one in ("0045128", "=1+1", "AB‹U+202E›12")
    )
    assert "“0045127” became “0045128”" in first
    assert "seen again under the lamp" in first
    assert "Read on the weapon on 2026-03-02" in first
    assert "0045128A (weapon)" in first
    assert "[SH-10512]" in second
    assert "Ш-10512" in second
    assert journal.newest(session.store, limit=1)[0].action == "print_book"


def test_a_value_that_no_page_can_hold_goes_on_on_the_next_and_books_can_be_chosen(
    session: Session, tmp_path: Path
) -> None:
    file_rows(session, books.new_book(session, "Long", WIDE), [("A1", *["x" * 10_000] * 5, "1981")])
    file_rows(session, books.new_book(session, "Other", WIDE), [("B2", "", "", "", "", "", "")])
    with bound_book(session, [1]) as bound:
        total = write_bound_book(bound, tmp_path / "long.pdf")
    texts = pages_of(tmp_path / "long.pdf")
    assert len(texts) == total > 3
    # Type, make, model and calibre stand in the column of the weapon, the unit in the last; hyphens are the reader's.
    assert sum(text.count("x") for text in texts) >= 50_000
    assert "B2" not in " ".join(texts)
    with pytest.raises(Expected, match="book_unknown"), bound_book(session, [9]):
        pass


def test_printing_stops_where_asked_and_leaves_nothing(session: Session, tmp_path: Path) -> None:
    file_rows(session, books.new_book(session, "Many", WIDE), [(f"A{n}", *[""] * 6) for n in range(201)])
    with bound_book(session) as bound, pytest.raises(Cancelled):
        write_bound_book(bound, tmp_path / "book.pdf", cancel=lambda: True)
    with bound_book(session) as bound, pytest.raises(Expected, match="out_not_writable"):
        write_bound_book(bound, tmp_path / "gone" / "book.pdf")
    assert list(tmp_path.glob("*.pdf*")) == []


def test_signs_without_a_shape_are_named() -> None:
    assert shown("AB\u200b1\u202e") == "AB‹U+200B›1‹U+202E›"
    assert shown("Ш-10 512") == "Ш-10 512"


def test_a_command_line_prints_without_a_screen(tmp_path: Path) -> None:
    lines = (
        "from pathlib import Path", "from PySide6.QtGui import QPainter",
        "from desktop.printing.paper import drawing, pdf",
        f"with drawing(), pdf(Path({str(tmp_path / 'x.pdf')!r}), 'x', 10) as writer:",
        "    painter = QPainter(writer); painter.drawText(90, 90, 'On paper'); painter.end()",
    )  # fmt: skip
    subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], check=True, env={}, cwd=Path(__file__).parents[2]
    )
    assert "On paper" in pages_of(tmp_path / "x.pdf")[0]


def test_the_command_prints_the_book_and_says_where(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(session)
    monkeypatch.setenv("LEDGERMARK_REGISTER", str(session.store.folder))
    monkeypatch.setenv("LEDGERMARK_PASSPHRASE", PASSPHRASE)
    target = tmp_path / "book.pdf"
    assert run(["book", "print", "--out", str(target), "--book", "2", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["entries"], said["pages"], said["journal"]["head"]) == (1, 2, journal.head(session.store)[0])
    assert "Ш-10512" in pages_of(target)[1]
