"""What a ledger's form is: which column is which field, how its rows are found. Forms are TOML files.

Their keys are described in `resources/forms/README.md`; `layout.py` holds the values, `form_file.py` reads and writes
them.
"""

from __future__ import annotations

from pathlib import Path

from db.errors import Expected
from desktop.fields.form_file import LARGEST_FORM, form_of_toml, toml_of_form
from desktop.fields.layout import DITTO_MARKS, Column, LedgerForm

__all__ = ["DITTO_MARKS", "Column", "LedgerForm", "bundled_forms", "form_text", "load_form", "parse_form"]


def parse_form(text: str, name: str) -> LedgerForm:
    """The form that a TOML text describes; `name` is what it is called where it does not say, and in sentences.

    Raises Expected with a key that begins with form_ or pattern_; its sentence names the file and the place.
    """
    return form_of_toml(text, name)


def form_text(form: LedgerForm) -> str:
    """The form as TOML, which `parse_form` reads back equal; what is as by default is left out."""
    return toml_of_form(form)


def load_form(path: Path) -> LedgerForm:
    """The form in the file at `path`. Raises Expected as `parse_form`, and form_missing, form_unreadable."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FORM + 1)
    except FileNotFoundError:
        raise Expected("form_missing", name=path.name) from None
    except OSError as error:
        raise Expected("form_unreadable", name=path.name, reason=error.strerror or "") from None
    if len(data) > LARGEST_FORM:
        raise Expected("form_too_large", name=path.name, most=LARGEST_FORM // 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Expected("form_broken", name=path.name, reason="not UTF-8") from None
    return parse_form(text, path.stem)


def bundled_forms(resources: Path) -> tuple[tuple[str, LedgerForm], ...]:
    """The forms that come with the program, by file name without its ending, in alphabetical order."""
    return tuple((path.stem, load_form(path)) for path in sorted((resources / "forms").glob("*.toml")))
