"""The sentence of each chart of a report: what stands out in it, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from desktop.accuracy.intervals import CONFIDENCE, Interval, clopper_pearson
from desktop.fields.problems import Problem
from desktop.operations.accuracy_sentences import FEWEST, share
from desktop.operations.accuracy_views import PageErrors, Report, Shares
from desktop.operations.lot_words import number

_ONE: Final = {"filed": "report_filed_one", "read": "report_read_one"}
_OUT: Final = {"filed": "report_filed_out", "read": "report_read_out"}
_EVEN: Final = {"filed": "report_filed_even", "read": "report_read_even"}
_TIME: Final = {
    ("filed", True): "report_filed_time_clear", ("filed", False): "report_filed_time_chance",
    ("read", True): "report_read_time_clear", ("read", False): "report_read_time_chance",
}  # fmt: skip


def chart_sentences(found: Report) -> dict[str, Problem]:
    """By "chart_" and the chart's name, "_filed" or "_read" behind it where it has both."""
    return {f"chart_{name}": said for name, said in _said(found) if said is not None}


def _said(found: Report) -> Iterator[tuple[str, Problem | None]]:
    plain = {
        "fields_filed": ("filed", found.fields), "fields_read": ("read", found.machine_fields),
        "hands_filed": ("filed", found.hands), "hands_read": ("read", found.machine_hands),
    }  # fmt: skip
    for name, (what, shares) in plain.items():
        yield name, _standing_out(what, {key.replace("_", " "): one for key, one in shares.items()})
    for name, what, shares in (
        ("books_filed", "filed", found.books),
        ("books_read", "read", found.machine_books),
    ):
        yield name, _standing_out(what, {f"Book {key}": one for key, one in shares.items()})
    yield "filed_over_time", _over_time("filed", found.filed_over_time)
    yield "machine_over_time", _over_time("read", found.machine_over_time)
    yield "bands", _bands(found.bands)
    if 0 < found.reliability.n < FEWEST:
        counts = (("n", number(found.reliability.n)), ("least", str(FEWEST)))
        yield "reliability", Problem("report_reliability_few", counts)
    yield "confusions", _confusion(found)
    for book in sorted({one.book for one in found.pages}):
        yield f"pages_{book}", _pages([one for one in found.pages if one.book == book])


def _standing_out(what: str, shares: Shares) -> Problem | None:
    """The one that is surely worse than all together; one thing of many is always the worst by chance."""
    if not shares:
        return None
    if len(shares) == 1:
        ((name, one),) = shares.items()
        return Problem(_ONE[what], (("name", name), *_values(one)))
    n = sum(one.n for one in shares.values())
    every = sum(one.share * one.n for one in shares.values()) / n
    confidence = 1 - (1 - CONFIDENCE) / len(
        shares
    )  # Bonferroni: so many things had their chance to be the worst
    lows = {
        name: clopper_pearson(round(one.share * one.n), one.n, confidence).low for name, one in shares.items()
    }
    name = max(lows, key=lambda each: lows[each])
    if lows[name] > every:
        return Problem(_OUT[what], (("name", name), *_values(shares[name])))
    return Problem(_EVEN[what], (("n", number(n)),))


def _over_time(what: str, shares: Mapping[str, Interval]) -> Problem | None:
    """The first period against the last: more than chance where their intervals lie apart."""
    if len(shares) < 2:
        return None
    (first, before), *_, (last, after) = shares.items()
    apart = before.low > after.high or after.low > before.high
    return Problem(_TIME[what, apart], (
        ("first", first), ("before", share(before.share)), ("before_n", number(before.n)),
        ("last", last), ("after", share(after.share)), ("after_n", number(after.n)),
    ))  # fmt: skip


def _bands(bands: Shares) -> Problem | None:
    if not bands:
        return None
    (low, least), (high, most) = next(iter(bands.items())), list(bands.items())[-1]
    if low == high:
        return Problem("report_band", (("from", _percent(high)), *_values(most)))
    return Problem("report_bands", (
        ("high", _percent(high)), ("sure", share(most.share)), ("sure_n", number(most.n)),
        ("low", _percent(low)), ("unsure", share(least.share)), ("unsure_n", number(least.n)),
    ))  # fmt: skip


def _confusion(found: Report) -> Problem | None:
    if not found.machine_serials.confusions:
        return None
    (true, read), times = found.machine_serials.confusions[0]
    counts = (("times", number(times)), ("all", number(found.machine_serials.wrong_characters)))
    if not read:
        return Problem("report_left_out", (("true", true), *counts))
    if not true:
        return Problem("report_put_in", (("read", read), *counts))
    return Problem("report_confusion", (("true", true), ("read", read), *counts))


def _pages(pages: list[PageErrors]) -> Problem | None:
    if len(pages) < 2:
        return None
    shares = {str(one.position): one.filed for one in pages}
    if not any(one.share for one in shares.values()):
        counts = (("pages", number(len(pages))), ("n", number(sum(one.n for one in shares.values()))))
        return Problem("report_pages_clean", counts)
    page, worst = max(shares.items(), key=lambda item: item[1].low)
    return Problem("report_pages", (("page", page), ("wrong", number(round(worst.share * worst.n))),
                                    ("n", number(worst.n))))  # fmt: skip


def _values(one: Interval) -> tuple[tuple[str, str], ...]:
    return (
        ("share", share(one.share)),
        ("low", share(one.low)),
        ("high", share(one.high)),
        ("n", number(one.n)),
    )


def _percent(band: str) -> str:
    return f"{100 * float(band):.0f}"
