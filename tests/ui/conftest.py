"""A window without a screen, at a register of its own. A warning of Qt's fails the test that caused it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from desktop.operations.register import NewRegister, create_register
from desktop.operations.session import Workplace
from desktop.paths import Places, resources_folder
from desktop.settings import Settings
from desktop.ui.visit import Visit
from tests.operations.conftest import PASSPHRASE, Engines, SwappableTools, a_workplace
from tests.ui.at_checks import filed  # noqa: F401 - a fixture that two modules of tests share
from tests.ui.person import Person
from tests.ui.shelf import Shelf

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            # The platform without a screen has no window manager: for a window's least size, or to put a menu in front.
            missing = "propagateSizeHints|raise|grabbing the keyboard"
            item.add_marker(pytest.mark.qt_log_ignore(f"does not support ({missing})"))


@pytest.fixture
def tools() -> SwappableTools:
    return SwappableTools(Engines())


@pytest.fixture
def workplace(tmp_path: Path, tools: SwappableTools) -> Workplace:
    home = tmp_path / "home"
    return a_workplace(Places(resources_folder(), home, home, tmp_path / "private"), tools)


@pytest.fixture
def founded(workplace: Workplace) -> Workplace:
    """A workplace with a register in it."""
    new = NewRegister("Central armoury", "CA1", "KEN", "A. Njoroge", PASSPHRASE)
    create_register(workplace, workplace.places.register, new)
    return workplace


@pytest.fixture
def person(qtbot: object, qapp: object, workplace: Workplace) -> Iterator[Person]:
    """Somebody in front of a PC on which Ledgermark was just started."""
    visit = Visit(qapp, workplace, Settings(language="en"), workplace.places.register)  # type: ignore[arg-type]
    person = Person(qtbot, visit)  # type: ignore[arg-type]
    yield person
    person.goes_away()


@pytest.fixture
def clerk(founded: Workplace, person: Person) -> Person:
    """A clerk who has unlocked the register."""
    person.starts()
    person.unlocks(PASSPHRASE)
    return person


@pytest.fixture
def shelf(founded: Workplace, tools: SwappableTools, tmp_path: Path) -> Shelf:
    """The register's one book."""
    return Shelf(founded, tools, tmp_path)


@pytest.fixture
def at_page(shelf: Shelf, person: Person) -> Person:
    """A clerk with the shelf's page before them."""
    person.starts()
    person.unlocks(PASSPHRASE)
    person.opens_review()
    return person
