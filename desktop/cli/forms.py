"""Commands on forms: begun from a picture, tried, taken to another PC; and the pages that do not fit."""

from __future__ import annotations

import argparse
from pathlib import Path

from db.errors import Exit, Expected
from desktop.cli.register import at_work
from desktop.cli.words import problem_sentence, say, say_aside, say_json, show_progress
from desktop.fields.forms import LedgerForm, load_form
from desktop.operations import books, page_setup


def propose(asked: argparse.Namespace) -> int:
    """Write a form with the columns of a blank sheet or a page, to be given its names and fields."""
    found = page_setup.set_up_sheet(asked.picture)
    if found.problem is not None:
        raise Expected(found.problem.key, Exit.BAD_INPUT, **dict(found.problem.values))
    form = page_setup.form_on(found.form, found.mesh)
    page_setup.export_form(form, asked.out)
    if asked.json:
        say_json(_json(form))
    else:
        say(f"{len(form.columns)} columns, rows {form.rows}: {asked.out}")
    return int(Exit.FINE)


def _json(form: LedgerForm) -> dict[str, object]:
    return {
        "name": form.name,
        "rows": form.rows,
        "columns": [{"name": c.name, "field": c.field, "width": c.width} for c in form.columns],
    }


def try_on(asked: argparse.Namespace) -> int:
    """Lay a form over pages of a book, and say of each whether it fits."""
    with at_work(asked) as session:
        book = books.book_number(session, asked.book)
        form = load_form(asked.form) if asked.form else books.form_of(book)
        trials = page_setup.try_form(session, book.id, form, most=asked.pages, report=show_progress)
    shown = [
        {
            "page": trial.page.position,
            "fits": trial.fits,
            "rows": trial.rows,
            "problems": [problem_sentence(problem) for problem in trial.problems],
        }
        for trial in trials
    ]
    if asked.json:
        say_json(shown)
    else:
        for one, trial in zip(shown, trials, strict=True):
            said = " ".join(problem_sentence(problem) for problem in trial.problems)
            say(
                f"Page {one['page']}: {trial.rows} rows. {said}".rstrip()
                if trial.fits
                else f"Page {one['page']}: {said}"
            )
    unfit = sum(not trial.fits for trial in trials)
    if not unfit:
        return int(Exit.FINE)
    return int(Exit.SOME_FAILED if unfit < len(trials) else Exit.BAD_INPUT)


def export(asked: argparse.Namespace) -> int:
    """Write a book's form as a file for another PC."""
    with at_work(asked) as session:
        form = books.form_of(books.book_number(session, asked.book))
    page_setup.export_form(form, asked.file)
    say(f"{form.name}: {asked.file}")
    return int(Exit.FINE)


def use(asked: argparse.Namespace) -> int:
    """Give a book the form of a file; pages that did not fit wait to be read with it."""
    with at_work(asked) as session:
        book = books.book_number(session, asked.book)
        saved = page_setup.save_form(session, book.id, load_form(Path(asked.file)))
    name = books.form_of(saved.ledger).name
    say(f"Book {book.number} is kept on “{name}”; {saved.waiting} pages wait to be read anew.")
    return int(Exit.FINE)


def unfit(asked: argparse.Namespace) -> int:
    """The pages of a book that do not fit its form, each with its reason."""
    with at_work(asked) as session:
        found = page_setup.unfit_pages(session, books.book_number(session, asked.book).id)
    if asked.json:
        say_json([{"page": page.position, "problem": problem_sentence(why)} for page, why in found])
        return int(Exit.FINE)
    for page, why in found:
        say(f"Page {page.position}: {problem_sentence(why)}")
    if not found:
        say_aside("Every page fits.")
    return int(Exit.FINE)
