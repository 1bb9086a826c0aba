"""The table of commands: it names all there are, and a command loads no more than its own room."""

from __future__ import annotations

import argparse
import subprocess
import sys

import pytest

from desktop.cli.parser import build_parser
from desktop.cli.rooms import ROOMS, Commands, Room, rooms_for


def _added(room: Room) -> list[str]:
    commands = argparse.ArgumentParser().add_subparsers()

    def command(where: Commands, name: str, *_: object) -> argparse.ArgumentParser:
        return where.add_parser(name)

    room.furnish(commands, command, lambda _parser: None)
    return list(commands.choices)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: f"{room.module}:{room.add}")
def test_the_table_names_every_command_of_a_room(room: Room) -> None:
    assert _added(room) == list(room.names)


def test_help_and_a_mistyped_command_know_all_commands(capsys: pytest.CaptureFixture[str]) -> None:
    for argv in ([], ["--help"], ["paeg"]):
        assert rooms_for(argv) == ROOMS
    with pytest.raises(SystemExit):
        build_parser(["paeg"]).parse_args(["paeg"])
    said = capsys.readouterr().err
    assert all(name in said for room in ROOMS for name in room.names)


def test_reading_pages_waits_for_nothing_that_it_does_not_need() -> None:
    code = (
        "import sys; from desktop.cli.parser import build_parser; build_parser(['page']); print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "desktop.cli.pictures" in loaded.split()
    assert not {"openpyxl", "desktop.cli.accuracy_certificate"} & set(loaded.split())
