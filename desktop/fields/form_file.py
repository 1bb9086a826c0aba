"""Forms to and from TOML. A form may come from a stranger: what it may hold is listed here, the rest is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Final

from db.errors import Expected
from desktop.fields.definitions import definition
from desktop.fields.layout import Column, LedgerForm
from desktop.fields.outside_toml import outside_toml
from desktop.fields.patterns import PatternError, check_pattern

LARGEST_FORM: Final = 64 * 1024
MOST_COLUMNS: Final = 60
MOST_ITEMS: Final = 500
LONGEST_TEXT: Final = 200

_CHOICES: Final = {
    "kind": ("stock", "movement", "quantity"),
    "script": ("typed", "handwritten", "mixed"),
    "rows": ("ruled", "lines"),
}
_FORM_KEYS: Final = tuple(known.name for known in fields(LedgerForm))
_DEFAULT: Final = LedgerForm("", ())
_COLUMN_KEYS: Final = tuple(known.name for known in fields(Column))
# Names of languages reach Tesseract's command line.
_LANGUAGE: Final = re.compile(r"[a-z]{3}(_[a-z]{2,8})?")


def form_of_toml(text: str, name: str) -> LedgerForm:
    """See `desktop.fields.forms.parse_form`."""
    name = _shown(name)
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_FORM:
        raise Expected("form_too_large", name=name, most=LARGEST_FORM // 1024)
    try:
        table = outside_toml(text)
    except ValueError as error:
        raise Expected("form_broken", name=name, reason=_shown(str(error))) from None
    return _Reader(name).form(table)


class _Reader:
    """Takes values out of a table, each with the sentence that refuses it. `name` is the file's, for sentences."""

    def __init__(self, name: str) -> None:
        self.name = name

    def form(self, table: Mapping[str, object]) -> LedgerForm:
        for word in table:
            if word not in _FORM_KEYS:
                known = ", ".join(_FORM_KEYS)
                raise Expected("form_key_unknown", name=self.name, word=_shown(word), known=known)
        columns = self.columns(table.get("columns"))
        form = LedgerForm(
            name=self.text(table, "name") or self.name,
            columns=columns,
            kind=self.choice(table, "kind"),
            script=self.choice(table, "script"),
            rows=self.choice(table, "rows"),
            anchor=self.text(table, "anchor"),
            header_rows=self.header_rows(table),
            spread=self.yes_or_no(table, "spread", default=False),
            split=self.yes_or_no(table, "split", default=False),
            measured=self.yes_or_no(table, "measured", default=False),
            ditto=self.texts(table, "ditto") if "ditto" in table else _DEFAULT.ditto,
            languages=self.languages(table),
            defaults=self.defaults(table),
        )
        if form.spread and form.split:
            raise Expected("form_spread_and_split", name=self.name)
        if form.anchor and form.anchor not in {column.name for column in columns}:
            raise Expected("form_anchor_unknown", name=self.name, anchor=form.anchor)
        return form

    def columns(self, given: object) -> tuple[Column, ...]:
        if not isinstance(given, list) or not given:
            raise Expected("form_columns_none", name=self.name)
        if len(given) > MOST_COLUMNS:
            raise Expected("form_columns_many", name=self.name, count=len(given), most=MOST_COLUMNS)
        columns = tuple(self.column(one, place) for place, one in enumerate(given, 1))
        names = [column.name for column in columns]
        for name in names:
            if names.count(name) > 1:
                raise Expected("form_column_twice", name=self.name, column=name)
        total = sum(column.width for column in columns)
        if total > 1.02:  # shares measured on paper seldom sum to one
            raise Expected("form_widths_too_wide", name=self.name, total=f"{total:.2f}")
        return columns

    def column(self, given: object, place: int) -> Column:
        if not isinstance(given, dict):
            raise Expected("form_columns_none", name=self.name)
        for word in given:
            if word not in _COLUMN_KEYS:
                known = ", ".join(_COLUMN_KEYS)
                raise Expected(
                    "form_column_key_unknown", name=self.name, column=place, word=_shown(word), known=known
                )
        for word in ("name", "field"):
            if not self.text(given, word):
                raise Expected("form_key_missing", name=self.name, column=place, word=word)
        return Column(
            name=self.text(given, "name"),
            field=definition(self.text(given, "field")).name,
            width=self.share(given),
            pattern=self.pattern(given),
            vocabulary=self.texts(given, "vocabulary", single=True),
            ditto=self.yes_or_no(given, "ditto", default=True),
            constant=self.text(given, "constant"),
        )

    def refused(self, sentence: str, word: str, most: int = LONGEST_TEXT) -> Expected:
        return Expected(sentence, name=self.name, word=word, most=most)

    def text(self, table: Mapping[str, object], key: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            raise self.refused("form_text_wanted", key)
        return value

    def texts(self, table: Mapping[str, object], key: str, *, single: bool = False) -> tuple[str, ...]:
        value = table.get(key, [])
        if single and isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or len(value) > MOST_ITEMS:
            raise self.refused("form_list_wanted", key, MOST_ITEMS)
        for item in value:
            if not isinstance(item, str) or not item or len(item) > LONGEST_TEXT:
                raise self.refused("form_item_wanted", key)
        return tuple(value)

    def choice(self, table: Mapping[str, object], key: str) -> str:
        choices = _CHOICES[key]
        value = table.get(key, choices[0])
        if value not in choices:
            raise Expected(
                "form_choice_unknown",
                name=self.name,
                word=key,
                given=_shown(str(value)),
                choices=", ".join(choices),
            )
        return str(value)

    def yes_or_no(self, table: Mapping[str, object], key: str, *, default: bool) -> bool:
        value = table.get(key, default)
        if not isinstance(value, bool):
            raise self.refused("form_yes_or_no_wanted", key)
        return value

    def header_rows(self, table: Mapping[str, object]) -> int:
        value = table.get("header_rows", -1)
        if isinstance(value, bool) or not isinstance(value, int) or not -1 <= value <= 20:
            raise self.refused("form_header_rows_wanted", "header_rows", 20)
        return value

    def share(self, table: Mapping[str, object]) -> float:
        value = table.get("width", 0.0)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self.refused("form_width_wanted", "width", 1)
        return float(value)

    def pattern(self, table: Mapping[str, object]) -> str:
        pattern = self.text(table, "pattern")
        try:
            check_pattern(pattern)
        except PatternError as refused:
            raise Expected(str(refused), name=self.name, pattern=pattern) from None
        return pattern

    def languages(self, table: Mapping[str, object]) -> tuple[str, ...]:
        if "languages" not in table:
            return _DEFAULT.languages
        languages = self.texts(table, "languages", single=True)
        if not 1 <= len(languages) <= 6 or not all(_LANGUAGE.fullmatch(language) for language in languages):
            raise self.refused("form_languages_wanted", "languages", 6)
        return languages

    def defaults(self, table: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
        given = table.get("defaults", {})
        if not isinstance(given, dict):
            raise self.refused("form_defaults_wanted", "defaults")
        return tuple((definition(field).name, self.text(given, field)) for field in given)


def toml_of_form(form: LedgerForm) -> str:
    """See `desktop.fields.forms.form_text`."""
    lines = [f"name = {_quoted(form.name)}"]
    for key in _FORM_KEYS:
        value = getattr(form, key)
        if key not in {"name", "columns", "defaults"} and value != getattr(_DEFAULT, key):
            lines.append(f"{key} = {_toml(value)}")
    if form.defaults:
        lines += ["", "[defaults]", *(f"{field} = {_quoted(value)}" for field, value in form.defaults)]
    for column in form.columns:
        lines += ["", "[[columns]]", f"name = {_quoted(column.name)}", f"field = {_quoted(column.field)}"]
        for known in fields(Column)[2:]:
            value = getattr(column, known.name)
            if value != known.default:
                lines.append(f"{known.name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_quoted(item) for item in value) + "]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    """A TOML basic string: quote, backslash and control characters escaped, everything else as it is."""
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _escaped(character: str) -> str:
    if character in {'"', "\\"}:
        return "\\" + character
    code = ord(character)
    return f"\\u{code:04X}" if code < 0x20 or code == 0x7F else character


def _shown(text: str) -> str:
    """A stranger's text for a sentence: one line, cut, nothing that turns the direction of writing."""
    plain = "".join(c if c.isprintable() else "?" for c in text)
    return plain if len(plain) <= 80 else plain[:79] + "…"
