"""Sentences of the imaging room: what happened, and what to do next."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "no_table": "No table was found on this page. Scan it again if it has one, straight and with all its edges; "
    "a page without a table can be left out.",
    "other_columns": "The table on this page has {found} columns; the form of this ledger has {expected}. Set this "
    "page up in Capture, or choose another form.",
    "columns_not_seen": "Nothing on this page shows where its columns are: it has no rules, no white between the "
    "columns, and its lines do not begin where those of the form's page do. Set this page up in Capture, or leave it "
    "out if it is none of this book.",
    "page_unlike_form": "The columns of this page lie otherwise than on the page on which the form was set up: "
    "“{column}” is off by {off} hundredths of the table. It may be a page of another book. Set this page up, "
    "or leave it out.",
    "left_page_left_out": "No table was found on the left page of this opening; only the right one was read.",
    "right_page_left_out": "No table was found on the right page of this opening; only the left one was read.",
    "header_guessed": "Nothing on this page parts its heading from its entries; the first row was taken for the "
    "heading. Say in the form how many rows the heading has if that is wrong.",
    "columns_hidden": "Not on this picture, and so left blank: {columns}. Press the book flat and take it again to "
    "have them too.",
    "note_left": "Something is written in the left margin. Row: {rows}. It is in no column and was not read: look "
    "whether it belongs to an entry.",
    "note_right": "Something is written in the right margin. Row: {rows}. It is in no column and was not read: "
    "look whether it belongs to an entry.",
    "columns_left": "All along the left side of the table something is written that is in none of its columns: "
    "another table, or columns that the form does not have. It was not read: look, or set the page up in Capture.",
    "columns_right": "All along the right side of the table something is written that is in none of its columns: "
    "another table, or columns that the form does not have. It was not read: look, or set the page up in Capture.",
    "note_above": "Above the first row a line is written across the columns. It is in no row and was not read: look "
    "whether it belongs to the entries. If it is the heading, say in the form how many rows the heading has.",
    "note_across": "Below row {rows} a line is written across the columns, as a note is. It is in no row and was not "
    "read; if it is an entry, add a row there in Review.",
    "note_below": "Below the last row something is written or stamped. It is in no row and was not read: look whether "
    "it belongs to the entries; if it is one, add a row there in Review.",
    "too_few_dots": "The letters on this picture are only {height} dots high; they cannot be read for certain. Scan "
    "the page again with 300 dots per inch, or hold the camera nearer.",
    "blurred": "This picture is blurred. Take it again: wait until the camera has focused, and hold it still.",
    "blurred_left": "The left side of this picture is blurred. Press the page flat and take it again.",
    "blurred_right": "The right side of this picture is blurred. Press the page flat and take it again.",
    "blurred_top": "The top of this picture is blurred. Press the page flat and take it again.",
    "blurred_foot": "The foot of this picture is blurred. Press the page flat and take it again.",
    "glare_left": "Light shines back from the left side of this page and hides what is written there. Turn the lamp, "
    "or the page, and take it again.",
    "glare_right": "Light shines back from the right side of this page and hides what is written there. Turn the lamp, "
    "or the page, and take it again.",
    "glare_top": "Light shines back from the top of this page and hides what is written there. Turn the lamp, or the "
    "page, and take it again.",
    "glare_foot": "Light shines back from the foot of this page and hides what is written there. Turn the lamp, or the "
    "page, and take it again.",
    "glare_middle": "Light shines back from the middle of this page and hides what is written there. Turn the lamp, or "
    "the page, and take it again.",
    "cut_left": "The table is cut off at the left edge of this picture. Take it again with the whole page on it.",
    "cut_right": "The table is cut off at the right edge of this picture. Take it again with the whole page on it.",
    "cut_top": "The table is cut off at the top of this picture. Take it again with the whole page on it.",
    "cut_foot": "The table is cut off at the foot of this picture. Take it again with the whole page on it.",
    "on_its_side": "This page seems to lie on its side. Turn it upright and take it again. If it is upright, "
    "read it from its page set-up.",
    "on_its_head": "This page seems to stand on its head. Turn it round and take it again. If it is upright, "
    "read it from its page set-up.",
    "row_guessed": "The rule above or below this row is not to be seen; it was put where the other rows say.",
}
