"""Sentences of the report on accuracy: each figure with what it means."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "report_records": "{wrong} of {n} records drawn at random have a wrong maker, country or serial number: "
    "{share} %, and 95 % sure between {low} and {high} %.",
    "report_serials": "Of the serial numbers as they were filed {rate} % of the characters are wrong ({fields} "
    "numbers, {n} characters).",
    "report_cluster_page": "Wrong records come together on pages, so that the sample tells {effect} times less "
    "than it seems to. With that in mind it is between {low} and {high} %. Look at the pages with the most "
    "errors first.",
    "report_cluster_hand": "Wrong records come together in some hands ({effect} times as unevenly as by chance). "
    "Look at the hands with the most errors first.",
    "report_machine": "The machine alone reads {share} % of the fields wrong, and 95 % sure between {low} and "
    "{high} %: {wrong} of {n}, against what people typed blind. This is the figure to quote.",
    "report_settled": "Against what clerks settled it would look like {share} % (n = {n}). Do not quote that "
    "one.",
    "report_work": "A row takes its clerk {seconds} seconds without the pauses, and {keys} keys at least ({n} "
    "rows of pages drawn at random).",
    "report_reliability": "What the machine says of its own certainty is {gap} percentage points off on average, "
    "and 95 % sure between {low} and {high} (n = {n}).",
    "report_gain": "Book {book}: of what was read again after corrections, {first} % of the fields were wrong at "
    "first and {again} % at last (n = {n}).",
    "report_halves": "Book {book}: of the pages that were read first, {early} % of the fields were read wrong; "
    "of those after them, {late} % (n = {n}). No page of it was read again, so this is all that can be told of "
    "learning.",
    "report_keyers": "Who keyed and who typed blind had {fields} fields in common and differed in {differing}. "
    "Wrong with both, and so seen by nobody, are about {escaped} of them, at least.",
    "report_caught": "In the practice rounds checkers caught {share} % of the planted errors, and 95 % sure "
    "between {low} and {high} % ({wrong} of {n}).",
    "practice_unknown": "There is no such practice round in this register.",
}
