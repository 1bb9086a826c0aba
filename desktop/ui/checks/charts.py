"""Which charts a report has: titles, series and the sentence of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from desktop.accuracy.intervals import Interval
from desktop.operations.accuracy_facts import CHOICE
from desktop.operations.accuracy_shares import BANDS
from desktop.operations.accuracy_views import PageErrors, Report, Shares
from desktop.ui.charts.chart import Chart, Kind, Series
from desktop.ui.words import count, sentence, translate


def charts_of(found: Report) -> tuple[Chart, ...]:
    """The charts that have something to show, in the order in which a supervisor asks."""
    return tuple(one for one in _charts(found) if not one.empty())


def _charts(found: Report) -> Iterator[Chart]:
    yield from _records(found)
    yield from _machine(found)
    for book in sorted({one.book for one in found.pages}):
        pages = [one for one in found.pages if one.book == book]
        yield Chart(
            f"pages_{book}", translate("Charts", "Book {book}: wrong over its pages").format(book=count(book)),
            _said(found, f"chart_pages_{book}", "cluster_page", f"gain_{book}"), Kind.TIME,
            (Series(_filed(), _of_pages(pages, filed=True)), Series(_read(), _of_pages(pages, filed=False))),
        )  # fmt: skip
    yield _named(
        found, "books", translate("Charts", "Wrong by book"), ("chart_books_filed", "chart_books_read"),
        Series(_filed(), _books(found.books)), Series(_read(), _books(found.machine_books)),
    )  # fmt: skip
    yield _named(
        found, "hands", translate("Charts", "Wrong by hand"),
        ("chart_hands_filed", "chart_hands_read", "cluster_hand"),
        Series(_filed(), tuple(found.hands.items())), Series(_read(), tuple(found.machine_hands.items())),
    )  # fmt: skip
    yield _named(
        found, "people", translate("Charts", "Fields filed wrong, by who keyed them"), ("few", "keyers", "work"),
        Series(_filed(), tuple(found.people.items())),
    )  # fmt: skip


def _records(found: Report) -> Iterator[Chart]:
    yield _named(
        found, "fields", translate("Charts", "Wrong by field"), ("chart_fields_filed", "chart_fields_read"),
        Series(_filed(), _by_field(found.fields)), Series(_read(), _by_field(found.machine_fields)),
    )  # fmt: skip
    yield Chart(
        "filed_over_time", translate("Charts", "Records wrong, by when they were filed"),
        _said(found, "records", "chart_filed_over_time", "cluster_page"), Kind.TIME,
        (Series(_filed(), tuple(found.filed_over_time.items())),),
    )  # fmt: skip


def _machine(found: Report) -> Iterator[Chart]:
    gains = (name for name in found.sentences if name.startswith("gain_"))
    yield Chart(
        "machine_over_time", translate("Charts", "Fields read wrong, by when they were read"),
        _said(found, "machine", "chart_machine_over_time", *gains), Kind.TIME,
        (Series(_read(), tuple(found.machine_over_time.items())),),
    )  # fmt: skip
    blind = translate("Charts", "against what was typed blind")
    flattering = translate("Charts", "against what clerks settled (flatters)")
    settled = found.settled
    yield _named(
        found, "readers", translate("Charts", "Fields read wrong, by reader"), ("machine", "settled"),
        Series(blind, _readers(found.machine)),
        Series(flattering, () if settled is None else _readers({CHOICE: settled.every, **settled.readers})),
    )  # fmt: skip
    bands = _named(
        found, "bands", translate("Charts", "Fields read wrong, by how sure the machine was"), ("chart_bands",),
        Series(blind, _bands(found.bands)),
        Series(flattering, () if settled is None else _bands(settled.bands)),
    )  # fmt: skip
    yield replace(bands, order=tuple(_from(band) for band in BANDS))
    yield Chart(
        "reliability", translate("Charts", "Is the machine as sure as it should be?"),
        _said(found, "reliability", "chart_reliability"), Kind.DIAGRAM, reliability=found.reliability,
    )  # fmt: skip
    how = translate(
        "Charts", "Rows: what stands on the paper. Columns: what was read. Choose a cell to see the crops."
    )
    yield Chart(
        "confusions", translate("Charts", "Serial numbers: which character was read for which"),
        f"{_said(found, 'chart_confusions')} {how}", Kind.MATRIX, errors=found.machine_serials,
    )  # fmt: skip


def _filed() -> str:
    return translate("Charts", "as filed")


def _read() -> str:
    return translate("Charts", "as the machine read it")


def _named(found: Report, name: str, title: str, about: Iterable[str], *series: Series) -> Chart:
    kept = tuple(one for one in series if one.points)
    return Chart(name, title, _said(found, *about), Kind.NAMED, kept)


def _said(found: Report, *about: str) -> str:
    return " ".join(sentence(found.sentences[name]) for name in about if name in found.sentences)


def _by_field(shares: Shares) -> tuple[tuple[str, Interval], ...]:
    return tuple((name.replace("_", " "), one) for name, one in shares.items())


def _readers(shares: Shares) -> tuple[tuple[str, Interval], ...]:
    return tuple((_reader(name), one) for name, one in shares.items())


def _reader(name: str) -> str:
    return translate("Charts", "all together") if name == CHOICE else name


def _bands(shares: Shares) -> tuple[tuple[str, Interval], ...]:
    return tuple((_from(name), one) for name, one in shares.items())


def _books(shares: Shares) -> tuple[tuple[str, Interval], ...]:
    return tuple((translate("Charts", "Book {book}").format(book=name), one) for name, one in shares.items())


def _from(band: str) -> str:
    """A band by its lower end, in percent."""
    return translate("Charts", "{low} % and more").format(low=f"{100 * float(band):.0f}")


def _of_pages(pages: Iterable[PageErrors], *, filed: bool) -> tuple[tuple[str, Interval], ...]:
    return tuple((count(one.position), one.filed if filed else one.machine) for one in pages)
