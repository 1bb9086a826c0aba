"""A lot through the window by keyboard: drawn, typed blind, refused, corrected, checked whole, released, certified."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from db.errors import Expected
from desktop.accuracy.certificate import check_certificate, parse_certificate
from desktop.exchange.manifest import parse_manifest
from desktop.operations import lots, people, sealing
from desktop.operations.lot_views import LotChoice, LotState
from desktop.operations.session import Session
from desktop.ui.actions import Where
from desktop.ui.checks.screen import CHOOSE, DECIDE, REPORT, TYPE
from tests.ui.at_checks import (
    OTHER,
    PLANTED,
    WRITTEN,
    agree_on_all,
    begins_a_lot,
    does,
    found,
    is_one_colour,
    screen_of,
    sits_down,
    state_of,
    takes_a_picture,
    told_by,
    types_on,
    types_the_row,
)
from tests.ui.person import Person
from tests.ui.shelf import Shelf
from tests.ui.test_story_window import seals


def test_the_filed_value_is_nowhere_in_the_window_while_it_is_typed(filed: Shelf, person: Person) -> None:
    sits_down(person, "B. Otieno")
    person.waits_for_everything()
    person.presses("Alt+7")
    assert person.is_at() is Where.CHECKS
    checks = screen_of(person)
    person.waits(checks.choosing.plan_said)
    assert "8" in checks.choosing.plan_said()
    takes_a_picture(person, "checks-1-plan")
    person.presses("Return")
    person.waits(lambda: checks.step() == TYPE)
    person.waits_for_everything()
    seen = 0
    while checks.step() == TYPE and not checks.typing.compared_said():
        item = checks.typing.item
        assert item is not None
        filed_value = PLANTED.get(item.row_number, WRITTEN[item.row_number - 1][1])
        assert [editor.text() for editor in checks.typing.editors] == [""]
        assert filed_value not in told_by(person.visit.window)
        assert filed_value not in repr(vars(checks.typing))
        if not seen:
            person.waits(checks.typing.paper.shows)
            takes_a_picture(person, "checks-2-blind")
        types_the_row(person, checks)
        seen += 1
    assert "^" in checks.typing.compared_said()
    takes_a_picture(person, "checks-3-difference")


def test_a_register_in_which_nothing_is_filed_is_no_fault(clerk: Person) -> None:
    clerk.presses("Alt+7")
    checks = screen_of(clerk)
    clerk.waits(checks.choosing.plan_said)
    assert checks.choosing.plan_said().startswith("There is no record in this choice. File pages first")
    assert clerk.room.shell.notice.isHidden()
    takes_a_picture(clerk, "checks-nothing-filed")


def test_a_clerk_types_blind_what_others_keyed_and_neither_plans_nor_decides(
    filed: Shelf, person: Person
) -> None:
    def prepare(session: Session) -> str:
        people.add_person(session, "C. Wanjiru", "clerk", OTHER)
        lot = lots.freeze(session, LotChoice("batch"))
        lots.draw(session, lot.id, os.urandom)
        return lot.id

    lot_id = does(filed, prepare)
    sits_down(person, "C. Wanjiru")
    person.waits_for_everything()
    person.presses("Alt+7")
    checks = screen_of(person)
    person.waits(checks.choosing.begun.count)
    assert not checks.choosing.which.isVisible()
    person.presses("Down", "Return")
    person.waits(lambda: checks.step() == TYPE)
    person.waits_for_everything()
    types_on(person, checks)
    assert checks.step() == DECIDE
    shown = checks.standing()
    assert shown is not None
    assert (shown.lot.id, shown.waiting_for_third) == (lot_id, 3)
    working = {action.property("command") for action in checks.working()}
    assert working == {"check_on", "check_back"}
    person.presses("Return")
    assert checks.step() == CHOOSE


def test_a_lot_with_wrong_serials_is_refused_corrected_released_certified_and_sealed_by_keyboard(
    filed: Shelf, person: Person, tmp_path: Path
) -> None:
    sits_down(person, "B. Otieno")
    checks = begins_a_lot(person)
    types_on(person, checks)
    assert checks.step() == DECIDE
    takes_a_picture(person, "checks-4-found")
    person.presses("Return")
    person.waits(lambda: state_of(checks) is LotState.REFUSED)
    person.waits_for_everything()
    takes_a_picture(person, "checks-5-refused")
    with pytest.raises(Expected, match="lot_refused_blocks"):
        does(filed, lambda session: sealing.seal(session, tmp_path))
    person.presses("Return")
    person.waits(lambda: checks.step() == TYPE)
    person.waits_for_everything()
    types_on(person, checks)
    assert sorted(found(checks)) == [(row, filed, WRITTEN[row - 1][1]) for row, filed in PLANTED.items()]
    person.presses("Ctrl+R")
    person.waits(lambda: all(one.corrected for one in checks.found_wrong()))
    person.waits_for_everything()
    person.presses("Return")
    person.waits(lambda: state_of(checks) is LotState.RELEASED)
    person.waits_for_everything()
    assert checks.deciding.said() == "All 8 records were checked, 3 were wrong and are corrected."
    takes_a_picture(person, "checks-6-released")
    target = tmp_path / "certificate.json"
    person.presses("Ctrl+S")
    person.names_files(str(target))
    person.waits(target.with_suffix(".pdf").exists)
    person.waits_for_everything()
    assert target.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")
    content = parse_certificate(target.read_bytes(), target.name)
    assert check_certificate(content, target.name) == ()
    person.presses("Ctrl+Shift+S")
    person.names_files(str(tmp_path / "sample.xlsx"))
    person.waits((tmp_path / "sample.xlsx").exists)
    person.waits_for_everything()
    folder = seals(person, tmp_path / "stick")
    manifest = parse_manifest((folder / "manifest.json").read_bytes())
    assert manifest.header.certificates == content["certificate"]
    takes_a_picture(person, "checks-7-sealed")


def test_the_report_says_shows_and_writes_how_wrong_everything_is(
    filed: Shelf, person: Person, tmp_path: Path
) -> None:
    does(filed, agree_on_all)
    sits_down(person, "B. Otieno")
    person.waits_for_everything()
    person.presses("Alt+7")
    checks = screen_of(person)
    person.waits_for_everything()
    person.presses("F3")
    person.waits(checks.reporting.said)
    assert checks.step() == REPORT
    assert "This is the figure to quote." in checks.reporting.said()
    takes_a_picture(person, "report-0-words")
    titles = [chart.id for chart in checks.reporting.charts()]
    assert {"fields", "bands", "reliability", "confusions", "pages_1", "machine_over_time"} <= set(titles)
    for number, chart in enumerate(titles, start=1):
        person.presses("Down")
        shown = checks.reporting.chart()
        assert shown is not None
        assert shown.id == chart
        takes_a_picture(person, f"report-{number}-{chart}")
        assert not is_one_colour(checks.reporting.drawn())
    checks.reporting.names.setCurrentRow(1 + titles.index("confusions"))
    person.presses("Return", "Return")  # into the matrix, then the crops of its commonest confusion
    person.waits(checks.reporting.crops.count)
    person.waits_for_everything()
    takes_a_picture(person, "report-crops")
    person.presses("Ctrl+E")
    person.names_files(str(tmp_path / "confusions.png"))
    person.waits((tmp_path / "confusions.csv").exists)
    assert (tmp_path / "confusions.png").read_bytes().startswith(b"\x89PNG")
    assert "true,read,times" in (tmp_path / "confusions.csv").read_text(encoding="utf-8-sig")
    person.presses("Esc", "Esc")
    assert checks.step() == CHOOSE
