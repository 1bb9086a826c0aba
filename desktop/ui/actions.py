"""Every command of the window is one row here: its keys, its words, where it works.

Screens give a command its doing (`bindings.bind`); the key strip, the help (F1), the list of all commands (Ctrl+K) and
the table in the README are made from these rows, so that none of them can say anything else. Keys are remapped by
handing `commands` other ones; `clashes` says where one key would mean two things. No letter alone is a key where text
can be typed, which is everywhere but in Capture; F10 stays free for the desktop's menus.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence


class Where(StrEnum):
    """Where a command works."""

    EVERYWHERE = "everywhere"
    HOME = "home"
    WORK = "work"
    CAPTURE = "capture"
    SETUP = "setup"
    REVIEW = "review"
    RECORDS = "records"
    CHECKS = "checks"
    EXCHANGE = "exchange"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Command:
    """One row. `keys` as Qt writes them, the first is shown; `rank` orders the key strip, 0 keeps off it."""

    id: str
    keys: tuple[str, ...]
    text: str  # English; what it does, for the help and the README
    short: str  # English; two or three words for the strip and the button
    where: Where
    rank: int = 0


def _(text: str) -> str:
    """Marks a text of a row for translation; `command_text` and `command_short` look it up."""
    return text


COMMANDS: Final[tuple[Command, ...]] = (
    Command("help", ("F1",), _("Keys and help for this screen"), _("Keys"), Where.EVERYWHERE, 90),
    Command("all_commands", ("Ctrl+K",), _("All commands, searchable"), _("Commands"), Where.EVERYWHERE, 91),
    Command("search", ("Ctrl+F",), _("Search the records"), _("Search"), Where.EVERYWHERE, 80),
    Command("lock", ("F12",), _("Lock"), _("Lock"), Where.EVERYWHERE, 92),
    Command("larger", ("Ctrl++", "Ctrl+="), _("Picture and text larger"), _("Larger"), Where.EVERYWHERE),
    Command("smaller", ("Ctrl+-",), _("Picture and text smaller"), _("Smaller"), Where.EVERYWHERE),
    Command("fit", ("Ctrl+0",), _("Picture and text as at first"), _("Fit"), Where.EVERYWHERE),
    Command("stop", ("Shift+Esc",), _("Stop the work in the background"), _("Stop"), Where.EVERYWHERE),
    Command("go_home", ("Alt+1",), _("Go to Home"), _("Home"), Where.EVERYWHERE),
    Command("go_capture", ("Alt+2",), _("Go to Capture"), _("Capture"), Where.EVERYWHERE),
    Command("go_review", ("Alt+3",), _("Go to Review"), _("Review"), Where.EVERYWHERE),
    Command("go_records", ("Alt+4",), _("Go to Records"), _("Records"), Where.EVERYWHERE),
    Command("go_exchange", ("Alt+5",), _("Go to Exchange"), _("Exchange"), Where.EVERYWHERE),
    Command("go_settings", ("Alt+6",), _("Go to Settings"), _("Settings"), Where.EVERYWHERE),
    Command("go_checks", ("Alt+7",), _("Go to Checks"), _("Checks"), Where.EVERYWHERE),
    Command("go_work", ("Alt+8",), _("Go to what is next for you"), _("My work"), Where.EVERYWHERE),
    Command("put_aside", ("Ctrl+M",), _("Put the message aside"), _("Put aside"), Where.EVERYWHERE),
    Command("quit", ("Ctrl+Q",), _("Leave Ledgermark"), _("Leave"), Where.EVERYWHERE),
    Command("continue", ("Return", "Enter"), _("Continue where you were"), _("Continue"), Where.HOME, 1),
    Command("work_on", ("Return", "Enter"), _("Open the chosen line; keep what was typed"), _("Open"), Where.WORK, 1),
    Command("work_back", ("Esc",), _("Back to what is next"), _("Back"), Where.WORK, 2),
    Command("take_first", ("1",), _("The first of the two stands there"), _("The first"), Where.WORK, 3),
    Command("take_second", ("2",), _("The second of the two stands there"), _("The second"), Where.WORK, 4),
    Command("take_third", ("3",), _("Something else stands there: type it"), _("Type it"), Where.WORK, 5),
    Command("second_unreadable", ("F7",), _("It can't be read on the paper"), _("Unreadable"), Where.WORK, 6),
    Command("second_empty", ("F8",), _("Nothing is written there"), _("Empty"), Where.WORK, 7),
    Command("rack_list", ("Ctrl+R",), _("Print which weapons to look at, by rack"), _("Rack list"), Where.WORK, 10),
    Command("key_back", ("Ctrl+W",), _("Key back what was read on a weapon"), _("On the weapon"), Where.WORK, 11),
    Command("in_no_book", ("Ctrl+N",), _("A weapon stands on a rack and in no book"), _("In no book"), Where.WORK, 12),
    Command("state_book", ("Ctrl+B",), _("Say what the book says of itself"), _("Stated pages"), Where.WORK, 8),
    Command("plan_second", ("Ctrl+P",), _("Say what is typed twice"), _("Typed twice"), Where.WORK, 9),
    Command("scan", ("Space", "F9"), _("Scan, or scan once more what came out badly"), _("Scan"), Where.CAPTURE, 1),
    Command("keep_page", ("Esc",), _("Keep the page as it is"), _("Keep it"), Where.CAPTURE, 2),
    Command("replace_page", ("R",), _("Replace this page by a new picture"), _("Replace"), Where.CAPTURE, 3),
    Command("insert_page", ("I",), _("Put a page in before this one"), _("Insert"), Where.CAPTURE, 4),
    Command("page_number", ("F2",), _("Say the number on the paper"), _("Number"), Where.CAPTURE, 7),
    Command("watch_folder", ("Ctrl+W",), _("Watch a folder, or no more"), _("Watch folder"), Where.CAPTURE, 8),
    Command("find_scanners", ("F5",), _("Look for scanners"), _("Look again"), Where.CAPTURE, 9),
    Command("bring_pictures", ("Ctrl+O",), _("Bring in pictures or a PDF"), _("Pictures"), Where.CAPTURE, 5),
    Command("bring_folder", ("Ctrl+Shift+O",), _("Bring in a whole folder"), _("Whole folder"), Where.CAPTURE, 6),
    Command("new_book", ("Ctrl+N",), _("Begin a new book"), _("New book"), Where.CAPTURE, 10),
    Command("change_form", ("Ctrl+T",), _("Choose another form for this book"), _("Other form"), Where.CAPTURE, 11),
    Command("set_up_page", ("F4",), _("Set up this page: its lines and columns"), _("Set up"), Where.CAPTURE, 13),
    Command("setup_save", ("Ctrl+Return", "Ctrl+Enter"), _("Save the form"), _("Save form"), Where.SETUP, 1),
    Command("setup_try", ("F5",), _("Try the form on 5 other pages"), _("Try on 5 pages"), Where.SETUP, 2),
    Command("setup_next", ("Ctrl+Right",), _("Choose the next line"), _("Next line"), Where.SETUP, 3),
    Command("setup_previous", ("Ctrl+Left",), _("Choose the line before"), _("Line before"), Where.SETUP, 4),
    Command("setup_turn", ("F6",), _("From lines down to lines across, and back"), _("Other way"), Where.SETUP, 5),
    Command("setup_add", ("Ins",), _("Add a line after the chosen one"), _("Add line"), Where.SETUP, 6),
    Command("setup_remove", ("Ctrl+Del",), _("Take the chosen line away"), _("No line"), Where.SETUP, 7),
    Command("setup_undo", ("Ctrl+Z",), _("Take the last change back"), _("Undo"), Where.SETUP, 8),
    Command("setup_read", ("Ctrl+R",), _("Save, and read this page by these lines"), _("Read page"), Where.SETUP, 9),
    Command("setup_unfit", ("PgDown",), _("The next page that does not fit"), _("Next unfit"), Where.SETUP, 10),
    Command("setup_sheet", ("Ctrl+O",), _("Begin from a blank printed sheet"), _("Blank sheet"), Where.SETUP, 11),
    Command("setup_bring", ("Ctrl+I",), _("Bring a form in from a file"), _("Bring form"), Where.SETUP, 12),
    Command("setup_export", ("Ctrl+E",), _("Write the form for another PC"), _("Write form"), Where.SETUP, 13),
    Command("setup_back", ("Esc",), _("Back to the pages"), _("Pages"), Where.SETUP, 14),
    Command("open_page", ("Return", "Enter"), _("Check the chosen page"), _("Check page"), Where.CAPTURE, 12),
    Command("accept", ("Return", "Enter"), _("Accept, go to the next to check"), _("Accept"), Where.REVIEW, 1),
    Command(
        "accept_back", ("Shift+Return", "Shift+Enter"), _("Accept, go back to the one to check before"),
        _("Accept, back"), Where.REVIEW, 20,
    ),
    Command("next_field", ("Tab",), _("Next field, nothing accepted"), _("Next"), Where.REVIEW, 12),
    Command(
        "previous_field", ("Shift+Tab",), _("Previous field, nothing accepted"), _("Previous"), Where.REVIEW, 21
    ),
    Command("row_down", ("Down",), _("Same column, next row"), _("Down"), Where.REVIEW, 22),
    Command("row_up", ("Up",), _("Same column, previous row"), _("Up"), Where.REVIEW, 23),
    Command("give_back", ("Esc",), _("Give back the value as it was"), _("As it was"), Where.REVIEW, 9),
    Command("undo", ("Ctrl+Z",), _("Undo"), _("Undo"), Where.REVIEW, 10),
    Command("redo", ("Ctrl+Y", "Ctrl+Shift+Z"), _("Redo"), _("Redo"), Where.REVIEW, 24),
    Command("finish_page", ("Ctrl+Return", "Ctrl+Enter"), _("Finish the page"), _("Finish page"), Where.REVIEW, 11),
    Command("next_page", ("PgDown",), _("Next page"), _("Next page"), Where.REVIEW, 25),
    Command("previous_page", ("PgUp",), _("Previous page"), _("Page before"), Where.REVIEW, 26),
    Command("peek", ("F2",), _("The cell in its surroundings (hold: peek)"), _("Surroundings"), Where.REVIEW, 2),
    Command("next_doubt", ("F3",), _("Next doubt"), _("Next doubt"), Where.REVIEW, 3),
    Command("previous_doubt", ("Shift+F3",), _("Previous doubt"), _("Doubt before"), Where.REVIEW, 27),
    Command("take_above", ("F4",), _("Same as above; take the ghost"), _("As above"), Where.REVIEW, 4),
    Command("next_reading", ("F6",), _("Next reading of what stands under the caret"), _("Other"), Where.REVIEW, 5),
    Command(
        "previous_reading", ("Shift+F6",), _("Previous reading of what stands under the caret"), _("Other, back"),
        Where.REVIEW, 28,
    ),
    Command("unreadable", ("F7",), _("Unreadable on the paper"), _("Unreadable"), Where.REVIEW, 6),
    Command("empty", ("F8",), _("Empty on the paper"), _("Empty"), Where.REVIEW, 7),
    Command("ask", ("F9",), _("Ask the supervisor"), _("Ask"), Where.REVIEW, 8),
    Command("go_to", ("Ctrl+G",), _("Go to a page and row"), _("Go to"), Where.REVIEW, 13),
    Command("save_again", ("Ctrl+S",), _("Save again what could not be saved"), _("Save again"), Where.REVIEW, 14),
    Command("change_alike", ("Ctrl+R",), _("Change all cells that say the same"), _("All alike"), Where.REVIEW, 29),
    Command("fill_down", ("Ctrl+D",), _("Fill down: a value, a run, a range"), _("Fill down"), Where.REVIEW, 30),
    Command("column_always", ("Ctrl+Shift+D",), _("What this column always is"), _("Always"), Where.REVIEW, 37),
    Command("join_row", ("Ctrl+J",), _("This row and the one below are one entry"), _("Join rows"), Where.REVIEW, 31),
    Command("part_row", ("Ctrl+Shift+J",), _("This row is two rows: part it"), _("Part row"), Where.REVIEW, 32),
    Command("add_row", ("Ins",), _("Add a row below this one"), _("Add row"), Where.REVIEW, 33),
    Command(
        "strike_row", ("Ctrl+Del",), _("Strike this row: kept, no record; or take that back"), _("Strike row"),
        Where.REVIEW, 34,
    ),
    Command(
        "struck_on_paper", ("Ctrl+Shift+Del",), _("This row is struck on the paper: filed as struck"),
        _("Struck there"), Where.REVIEW, 35,
    ),
    Command("read_again", ("F5",), _("Read this cell again"), _("Read again"), Where.REVIEW, 19),
    Command("cell_history", ("Ctrl+H",), _("Everything that was said of this cell"), _("History"), Where.REVIEW, 36),
    Command("more", ("F11",), _("What can be done here, as a menu"), _("More"), Where.REVIEW, 38),
    Command("lens_row", ("Ctrl+1",), _("Row lens: the page row by row"), _("Row"), Where.REVIEW, 15),
    Command("lens_column", ("Ctrl+2",), _("Column lens: one column after the other"), _("Column"), Where.REVIEW, 16),
    Command(
        "lens_characters", ("Ctrl+3",), _("Characters lens: what was read alike"), _("Characters"), Where.REVIEW, 17
    ),
    Command(
        "glyph_scope", ("Ctrl+E",), _("Characters of the page, the book, all that waits"), _("How far"), Where.REVIEW, 3
    ),
    Command("lens_doubts", ("Ctrl+4",), _("Doubts lens: only what is doubtful"), _("Doubts"), Where.REVIEW, 18),
    Command("open_record", ("Return", "Enter"), _("Show the record on its page"), _("Show page"), Where.RECORDS, 1),
    Command("clear_search", ("Esc",), _("All records again"), _("All records"), Where.RECORDS, 2),
    Command("show_history", ("F2",), _("Every entry of this weapon"), _("History"), Where.RECORDS, 10),
    Command("show_pairs", ("F3",), _("What may be one weapon twice"), _("Twice?"), Where.RECORDS, 12),
    Command("show_findings", ("F4",), _("What this record's whole book shows"), _("Whole book"), Where.RECORDS, 13),
    Command("show_readiness", ("F5",), _("What records lack, and what to ask"), _("Lacking"), Where.RECORDS, 14),
    Command("show_traces", ("F6",), _("Tracing requests"), _("Requests"), Where.RECORDS, 15),
    Command("record_history", ("Ctrl+H",), _("Who said what of this record, and why"), _("Said"), Where.RECORDS, 18),
    Command("record_lacks", ("Shift+F5",), _("What this record lacks"), _("It lacks"), Where.RECORDS, 19),
    Command("show_quantities", ("Ctrl+I",), _("How much of each item and lot"), _("Quantities"), Where.RECORDS, 20),
    Command("record_more", ("F11",), _("What can be done here, as a menu"), _("More"), Where.RECORDS, 21),
    Command("pair_same", ("F7",), _("These are the same weapon"), _("Same"), Where.RECORDS, 3),
    Command("pair_different", ("F8",), _("These are different weapons"), _("Different"), Where.RECORDS, 4),
    Command("pair_misread", ("F9",), _("One of these was misread"), _("Misread"), Where.RECORDS, 5),
    Command("pair_later", ("Ctrl+L",), _("Decide on these later"), _("Later"), Where.RECORDS, 6),
    Command("pair_open", ("Ctrl+Z",), _("Take back what was said of these"), _("Take back"), Where.RECORDS, 7),
    Command("trace_sheet", ("Ctrl+P",), _("Write the weapon's trace sheet"), _("Trace sheet"), Where.RECORDS, 11),
    Command("on_paper", ("Ctrl+Shift+P",), _("Print the register, or hand it over"), _("Print"), Where.RECORDS, 16),
    Command("amend_record", ("Ctrl+W",), _("Say something of this weapon"), _("Say of it"), Where.RECORDS, 17),
    Command("new_trace", ("Ctrl+N",), _("A tracing request was received"), _("New request"), Where.RECORDS, 9),
    Command("trace_step", ("Ctrl+E",), _("Something was done about a request"), _("Done"), Where.RECORDS, 8),
    Command("check_on", ("Return", "Enter"), _("The next field or step"), _("Go on"), Where.CHECKS, 1),
    Command("check_back", ("Esc",), _("Back to the lots; what was typed is kept"), _("Lots"), Where.CHECKS, 2),
    Command("check_unreadable", ("F7",), _("It can't be read on the paper"), _("Unreadable"), Where.CHECKS, 3),
    Command("check_empty", ("F8",), _("Nothing is written there"), _("Empty"), Where.CHECKS, 4),
    Command("correct_found", ("Ctrl+R",), _("Correct what was found wrong"), _("Correct"), Where.CHECKS, 5),
    Command("save_certificate", ("Ctrl+S",), _("Write the certificate"), _("Certificate"), Where.CHECKS, 6),
    Command("save_sample", ("Ctrl+Shift+S",), _("Write the sample as a workbook"), _("Sample"), Where.CHECKS, 7),
    Command("draw_more", ("Ctrl+D",), _("Draw more records to find errors"), _("Draw more"), Where.CHECKS, 8),
    Command("check_longer", ("Ctrl+L",), _("Check more, to claim a smaller share"), _("Claim less"), Where.CHECKS, 9),
    Command("show_report", ("F3",), _("How wrong everything is, in words and charts"), _("Report"), Where.CHECKS, 10),
    Command("export_chart", ("Ctrl+E",), _("Write the chart and its data"), _("Write chart"), Where.CHECKS, 11),
    Command("practise", ("F4",), _("Judge the practice round that waits"), _("Practice"), Where.CHECKS, 12),
    Command("value_wrong", ("F6",), _("This value is wrong"), _("Wrong"), Where.CHECKS, 2),
    Command(
        "announce_practice", ("Ctrl+P",), _("Announce a round of practice errors"), _("Announce"), Where.CHECKS, 13
    ),
    Command("name_hand", ("Ctrl+H",), _("Say whose hand wrote some pages"), _("Whose hand"), Where.CHECKS, 14),
    Command("exchange_on", ("Return", "Enter"), _("The next step"), _("Next step"), Where.EXCHANGE, 1),
    Command("exchange_back", ("Esc",), _("One step back"), _("Back"), Where.EXCHANGE, 2),
    Command("choose_target", ("Ctrl+O",), _("Choose where to write the batch"), _("Folder"), Where.EXCHANGE, 3),
    Command("write_again", ("Ctrl+R",), _("Write a sealed batch again"), _("Write again"), Where.EXCHANGE, 4),
    Command("bring_answer", ("Ctrl+I",), _("Bring in the registry's answer"), _("Answer"), Where.EXCHANGE, 5),
    Command("sent_back", ("Ctrl+B",), _("What the registry sent back"), _("Sent back"), Where.EXCHANGE, 6),
    Command("show_keys", ("Ctrl+E",), _("Keys of this armoury and of the registry"), _("Keys"), Where.EXCHANGE, 7),
    Command("moved_books", ("Ctrl+L",), _("Books on other PCs of this armoury"), _("Other PCs"), Where.EXCHANGE, 14),
    Command("save_receipt", ("Ctrl+S",), _("Write the receipt as a PDF"), _("Receipt"), Where.EXCHANGE, 8),
    Command("send_again", ("Ctrl+Shift+R",), _("Send it again with a word"), _("Send again"), Where.EXCHANGE, 9),
    Command("leave_answer", ("Ctrl+D",), _("Nothing more is to be done about it"), _("Leave it"), Where.EXCHANGE, 10),
    Command("write_keys", ("Ctrl+Shift+S",), _("Write this armoury's keys"), _("Write keys"), Where.EXCHANGE, 11),
    Command("bring_keys", ("Ctrl+Shift+O",), _("Bring in the registry's keys"), _("Their keys"), Where.EXCHANGE, 12),
    Command("set_password", ("Ctrl+P",), _("The workbooks' password"), _("Password"), Where.EXCHANGE, 13),
    Command("check_register", ("Ctrl+Return", "Ctrl+Enter"), _("Check the register"), _("Check"), Where.SETTINGS, 1),
)  # fmt: skip


UNTYPED: Final = frozenset(("take_first", "take_second", "take_third"))
"""Commands of a step in which nothing is typed: a digit may be their key."""

REPEATING: Final = frozenset((
    "accept", "accept_back", "next_field", "previous_field", "row_down", "row_up", "undo", "redo",
    "next_page", "previous_page", "next_doubt", "previous_doubt",
))  # fmt: skip
"""What goes on while its key is held; anything else happens once a press."""


def commands(keys: Mapping[str, tuple[str, ...]] | None = None) -> tuple[Command, ...]:
    """The rows, with a person's own keys where they chose others. KeyError for a command that does not exist."""
    own = dict(keys or {})
    unknown = own.keys() - {command.id for command in COMMANDS}
    if unknown:
        raise KeyError(*unknown)
    return tuple(replace(command, keys=own.get(command.id, command.keys)) for command in COMMANDS)


def working_in(where: Where, rows: Iterable[Command] = COMMANDS) -> tuple[Command, ...]:
    """The commands that work on a screen, its own first."""
    rows = tuple(rows)
    own = tuple(command for command in rows if command.where is where)
    return own + tuple(command for command in rows if command.where is Where.EVERYWHERE)


def clashes(rows: Iterable[Command]) -> tuple[tuple[str, str, str], ...]:
    """Each (key, command, command) where one key would mean two things on the same screen."""
    rows = tuple(rows)
    found: set[tuple[str, str, str]] = set()
    for where in Where:
        meaning: dict[str, str] = {}
        for command in working_in(where, rows):
            for key in command.keys:
                written = portable(key)
                other = meaning.setdefault(written, command.id)
                if other != command.id:
                    found.add((written, other, command.id))
    return tuple(sorted(found))


def forbidden_keys(rows: Iterable[Command]) -> tuple[tuple[str, str], ...]:
    """Each (key, command) that would take a letter, a digit, the space bar or F10 from the person.

    In Capture nothing is typed, and the hands are at the book: there a letter or the space bar may be a key. So may
    `UNTYPED`, which work only while two entries are looked at and nothing is typed.
    """
    return tuple(
        (key, command.id)
        for command in rows
        for key in command.keys
        if (bare := portable(key).removeprefix("Shift+")) == "F10"
        or (
            command.where is not Where.CAPTURE
            and command.id not in UNTYPED
            and (bare == "Space" or len(bare) == 1)
        )
    )


def portable(key: str) -> str:
    """A key in the one way of writing it that can be compared."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def command_text(command: Command) -> str:
    """What it does, in the language that is set."""
    return QCoreApplication.translate("Commands", command.text)


def command_short(command: Command) -> str:
    """The same in two or three words."""
    return QCoreApplication.translate("Commands", command.short)


def key_text(command: Command) -> str:
    """Its first key as this platform and language write it; "" without one."""
    if not command.keys:
        return ""
    return shown_key(command.keys[0])


def key_names(rows: Iterable[Command] = COMMANDS) -> dict[str, str]:
    """By command its first key as it is shown: for sentences such as "{undo} takes it back"."""
    return {command.id: key_text(command) for command in rows}


def shown_key(key: str) -> str:
    """A key as the key cap says it: Return is Enter to most people."""
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    enter = QKeySequence("Return").toString(QKeySequence.SequenceFormat.NativeText)
    return native.replace(enter, "Enter").replace("PgDown", "PgDn")


def with_key(text: str, key: str) -> str:
    """What a button says: its words and its key, given as `shown_key` shows it."""
    return f"{text}   {key}"
