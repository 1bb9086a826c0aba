"""A report says where it happened, and nothing that stood in a field."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from db.errors import Expected
from desktop.log import report_text, save_report

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def failure_with_values() -> BaseException:
    try:
        try:
            int("SECRET-SERIAL-4711")
        except ValueError as cause:
            raise Expected("cell_unknown", name="SECRET-NAME") from cause
    except Expected as failure:
        return failure
    raise AssertionError


def test_a_report_names_the_place_and_the_cause_and_no_value() -> None:
    text = report_text(failure_with_values(), AT)
    assert "2026-03-01T09:30:00+00:00" in text
    assert "db.errors.Expected cell_unknown" in text
    assert "builtins.ValueError" in text
    assert "failure_with_values" in text
    assert "SECRET" not in text


def test_a_report_does_not_say_where_a_person_keeps_their_programs(tmp_path: Path) -> None:
    try:
        __import__("desktop.settings").settings.load_settings(None)
    except Exception as failure:  # noqa: BLE001 - any defect of ours will do
        text = report_text(failure, AT)
    assert "desktop/settings.py" in text
    assert str(Path.home()) not in text


def test_a_report_is_saved_under_its_time_and_kind(tmp_path: Path) -> None:
    path = save_report(tmp_path / "reports", ZeroDivisionError("1 / SECRET"), AT)
    assert path is not None
    assert path.name == "20260301T093000000000-ZeroDivisionError.txt"
    assert "SECRET" not in path.read_text(encoding="utf-8")


def test_a_disk_that_takes_no_report_is_said_and_raises_nothing(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file where the folder should be")
    assert save_report(tmp_path / "reports", RuntimeError(), AT) is None
