from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from db.model import Page
from desktop.fields.problems import Problem
from desktop.messages import sentence
from desktop.operations import lot_decisions
from desktop.operations.sample_out import write_sample
from desktop.operations.session import Session
from desktop.operations.spot_checks import enter, next_item
from tests.operations.test_spot_checks import check_all, drawn, filed_row, page, paper, supervisor

__all__ = ("page", "supervisor")  # fixtures of the check itself


def say(problem: Problem) -> str:
    return sentence(problem.key, dict(problem.values))


def sheet(path: Path, name: str) -> list[list[str]]:
    book = load_workbook(path)
    return [
        ["" if value is None else str(value) for value in row]
        for row in book[name].iter_rows(values_only=True)
    ]


def test_the_sample_is_written_with_what_was_filed_and_typed(
    session: Session, supervisor: Session, page: Page, tmp_path: Path
) -> None:
    lot_id = drawn(supervisor)
    row = filed_row(supervisor, lot_id, 0)
    check_all(supervisor, lot_id, {row: "=1+1"})
    lot_decisions.decide(supervisor, lot_id)
    out = tmp_path / "sample.xlsx"
    assert write_sample(supervisor, lot_id, out, say) == 20  # refused: all of them
    heads, *lines = sheet(out, "Sample")
    assert heads[:8] == [
        "Drawn as", "Book", "Page", "Row", "Result", "make: filed", "make: typed", "make: third person",
    ]  # fmt: skip
    first = dict(zip(heads, lines[0], strict=True))
    assert (first["Row"], first["Result"], first["serial number: typed"]) == (str(row), "wrong", "=1+1")
    assert first["serial number: filed"].startswith("00451")
    assert first["Typed by"] == "B. Otieno"
    assert {line[4] for line in lines} == {"wrong", "right", "unseen"}
    lot = dict(line[:2] for line in sheet(out, "Lot"))
    assert (lot["Records"], lot["Wrong"], lot["State"]) == ("20", "1", "refused")
    before = out.read_bytes()
    write_sample(supervisor, lot_id, out, say)
    assert out.read_bytes() == before


def test_of_a_record_that_was_not_checked_nothing_that_was_filed_is_written(
    session: Session, supervisor: Session, page: Page, tmp_path: Path
) -> None:
    lot_id = drawn(supervisor)
    item = next_item(supervisor, lot_id)
    assert item is not None
    enter(supervisor, lot_id, item.record_id, paper(supervisor, item))
    out = tmp_path / "sample.xlsx"
    write_sample(supervisor, lot_id, out, say)
    _, *lines = sheet(out, "Sample")
    filed = [one for one in lines if any(text.startswith("00451") for text in one)]
    assert [one[4] for one in filed] == ["right"]
