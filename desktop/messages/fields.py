"""Sentences of the fields room: what happened, and what to do next."""

from collections.abc import Mapping
from typing import Final

_FORMS: Final[Mapping[str, str]] = {
    "form_missing": "There is no form {name}. Look where it is kept, or choose one of the forms that come with "
    "Ledgermark.",
    "form_unreadable": "The form {name} could not be read from its disk ({reason}). Copy it again from where it came "
    "from.",
    "form_too_large": "The form {name} is larger than {most} KB, which no form needs. Ask whoever made it for "
    "the right "
    "file.",
    "form_broken": "The form {name} is not a TOML file that can be read ({reason}). Mend that line, or begin "
    "from a copy "
    "of a form in resources/forms.",
    "form_key_unknown": "The form {name} says “{word}”, which means nothing there. What it may say: {known}.",
    "form_column_key_unknown": "Column {column} of the form {name} says “{word}”, which means nothing there. "
    "What it may "
    "say: {known}.",
    "form_key_missing": "Column {column} of the form {name} has no “{word}”. Every column needs a name and a field.",
    "form_text_wanted": "In the form {name}, “{word}” must be a text of at most {most} characters, in quotes.",
    "form_list_wanted": "In the form {name}, “{word}” must be a list of at most {most} texts, in square brackets.",
    "form_item_wanted": "In the form {name}, each text in the list “{word}” must have 1 to {most} characters.",
    "form_yes_or_no_wanted": "In the form {name}, “{word}” must be true or false, without quotes.",
    "form_header_rows_wanted": "In the form {name}, “{word}” must be a whole number up to {most}, or -1 to have the "
    "heading found.",
    "form_spread_and_split": "The form {name} says both “spread” and “split”. An entry runs across both pages, or each "
    "page has entries of its own: leave one out.",
    "form_width_wanted": "In the form {name}, “{word}” must be the column's share of the table's width: a "
    "number from 0 "
    "to {most}.",
    "form_languages_wanted": "In the form {name}, “{word}” must be one to {most} languages as Tesseract names "
    "them, such "
    'as ["eng", "fra"].',
    "form_defaults_wanted": "In the form {name}, “{word}” must be a part of its own that begins with [defaults] "
    "and has "
    "one field and its value a line.",
    "form_choice_unknown": "In the form {name}, “{word}” says “{given}”; it can be one of: {choices}.",
    "form_field_unknown": "There is no field “{field}”. A column can be one of: {known}.",
    "form_columns_none": "The form {name} names no column. Each column of the paper is a part that begins with "
    "[[columns]].",
    "form_columns_many": "The form {name} names {count} columns; more than {most} are not taken.",
    "form_column_twice": "The form {name} has two columns called “{column}”. Give each a name of its own.",
    "form_widths_too_wide": "The widths of the columns of the form {name} sum to {total}; each is a share of "
    "the table, "
    "and together they are 1 at most.",
    "form_anchor_unknown": "The form {name} finds its rows by the column “{anchor}”, which it does not have. "
    "“anchor” "
    "must be the name of a column.",
    "pattern_too_long": "In the form {name} the pattern {pattern} is longer than 200 characters. Shorten it.",
    "pattern_not_understood": "In the form {name} the pattern {pattern} is not understood. Use letters, figures, "
    "[A-Z], \\d, groups, |, ?, *, + and {{1,3}}.",
    "pattern_too_costly": "In the form {name} the pattern {pattern} can match in too many ways and would make "
    "reading "
    "slow. Leave out a repeat within a repeat.",
}

_VOCABULARIES: Final[Mapping[str, str]] = {
    "vocabulary_missing": "The folder of lists {name} is not there. Install Ledgermark again, or put it back.",
    "vocabulary_unreadable": "The list {name} could not be read. Install Ledgermark again, or put it back as "
    "UTF-8 text.",
    "vocabulary_without_heading": "Line {line} of the list {name} must be its heading: name, also, and what "
    "else the list "
    "knows, parted by tabs.",
    "vocabulary_broken": "Line {line} of the list {name} must have a name and at most {count} fields parted by "
    "tabs. Mend "
    "that line.",
}

_PROBLEMS: Final[Mapping[str, str]] = {
    "not_in_list": "“{value}” is not in the list for {column}. Look at the paper; it may be right all the same.",
    "not_in_list_nearest": "“{value}” is not in the list for {column}. The nearest there is “{nearest}”.",
    "mark_of_maker": "“{value}” is a code or mark that stands for {makers}. The maker's name may be meant.",
    "no_date": "“{value}” is no date that can be. Look at the paper.",
    "date_century": "“{value}” has a year of two figures; it was taken for {taken}.",
    "date_month_first": "“{value}” makes a date only with the month before the day; it was taken for {taken}.",
    "no_year": "“{value}” is no year. Look at the paper.",
    "year_century": "“{value}” has two figures only; it was taken for {taken}.",
    "year_too_early": "{year} is before 1850. Is a figure misread?",
    "year_in_future": "{year} is still to come. Is a figure misread?",
    "pattern_broken": "“{value}” is not written as this column's values are ({pattern}).",
    "not_a_number": "“{value}” is no number.",
    "not_capitals": "“{value}” is not in capital letters.",
    "hidden_characters": "The value holds characters that nobody can see ({characters}). Type it again.",
    "mixed_scripts": "“{value}” mixes letters of several scripts that look alike ({characters}). Which script "
    "does the "
    "paper have?",
    "spreadsheet_number": "A spreadsheet would take “{value}” for a number in powers of ten. It is kept as "
    "text; look "
    "that the E is an E.",
    "spreadsheet_formula": "“{value}” begins like a formula. It is kept as text; look whether the paper has "
    "that sign.",
    "spreadsheet_date": "A spreadsheet would take “{value}” for a date. It is kept as text; look whether it is "
    "a serial "
    "number.",
    "serial_says_none": "“{value}” is no serial number. Say which it is: none marked, made unreadable on the weapon, "
    "unreadable on the paper, or not recorded.",
    "serial_without_figures": "“{value}” has no figure. Serial numbers nearly always have.",
    "serial_like_year": "“{value}” may be a year in the serial number's place.",
    "serial_like_stock_number": "“{value}” has the form of a NATO stock number, which many weapons share.",
    "serial_like_model": "“{value}” is the name of a model; the serial number may stand elsewhere.",
    "serial_like_calibre": "“{value}” is the name of a calibre; the serial number may stand elsewhere.",
    "serial_like_maker": "“{value}” is a maker's name or code; the serial number may stand elsewhere.",
    "serial_like_proof_mark": "“{value}” is a proof mark; the serial number may stand elsewhere.",
    "serial_equals": "The serial number is the same as “{column}” in this row. Is one of them copied into the wrong "
    "place?",
    "serial_shorter_than_others": "“{value}” has {count} figures; this book's serial numbers have more (most have "
    "{usual}). Is it a rack number, or is a part missing?",
    "serial_unlike_others": "“{value}” is not made as this book's other serial numbers are (most are like {usual}).",
    "number_out_of_run": "By the rows before and after, this should be {expected}.",
    "row_without_serial": "This row has no serial number. Say whether none is marked, or it is unreadable, or not "
    "recorded.",
    "row_without_make": "This row has no maker, which the registry needs to tell weapons apart.",
    "row_without_country": "This row has no country of manufacture, which the registry needs.",
    "row_importer_is_maker": "The importer is the same as the maker. Importers mark weapons too: which of the two is "
    "it?",
    "row_date_before_year": "The date is before the year of manufacture.",
    "row_quantity_without_item": "This row has a quantity and no item.",
    "row_serial_in_quantity": "This row has a serial number and a quantity. A weapon with a serial number is a "
    "row of "
    "its own.",
}

SENTENCES: Final[Mapping[str, str]] = {**_FORMS, **_VOCABULARIES, **_PROBLEMS}
