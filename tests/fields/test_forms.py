"""Forms: what a file may say, and what is refused in a sentence."""

from pathlib import Path

from desktop.fields.forms import bundled_forms, form_text, parse_form
from desktop.paths import resources_folder


def test_every_bundled_form_is_read_back_equal_from_what_is_written_of_it() -> None:
    forms = bundled_forms(resources_folder())
    assert {"typed-stock-register", "handwritten-stock-register", "movement-book"} <= {
        stem for stem, _ in forms
    }
    for stem, form in forms:
        assert parse_form(form_text(form), stem) == form


def test_a_folder_without_forms_gives_none(tmp_path: Path) -> None:
    assert bundled_forms(tmp_path) == ()
