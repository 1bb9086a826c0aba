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
    "report_filed_one": "As filed, {name}: {share} % wrong, and 95 % sure between {low} and {high} % (n = {n}).",
    "report_filed_out": "As filed, {name} stands out: {share} % wrong, and 95 % sure between {low} and {high} % "
    "(n = {n}). Look there first.",
    "report_filed_even": "As filed, nothing stands out: what differs here may be chance (n = {n} in all).",
    "report_read_one": "As the machine read it, {name}: {share} % wrong, and 95 % sure between {low} and {high} % "
    "(n = {n}).",
    "report_read_out": "As the machine read it, {name} stands out: {share} % wrong, and 95 % sure between {low} and "
    "{high} % (n = {n}).",
    "report_read_even": "As the machine read it, nothing stands out: what differs here may be chance (n = {n} in "
    "all).",
    "report_filed_time_clear": "Of what was filed in {first}, {before} % of the records are wrong (n = {before_n}); of "
    "{last}, {after} % (n = {after_n}). That is more than chance.",
    "report_filed_time_chance": "Of what was filed in {first}, {before} % of the records are wrong (n = {before_n}); "
    "of {last}, {after} % (n = {after_n}). That may be chance.",
    "report_read_time_clear": "Of what was read in {first}, {before} % of the fields were wrong (n = {before_n}); of "
    "{last}, {after} % (n = {after_n}). That is more than chance.",
    "report_read_time_chance": "Of what was read in {first}, {before} % of the fields were wrong (n = {before_n}); of "
    "{last}, {after} % (n = {after_n}). That may be chance.",
    "report_bands": "Where the machine was surest (from {high} %), {sure} % was wrong (n = {sure_n}); where it was "
    "least sure (from {low} %), {unsure} % (n = {unsure_n}).",
    "report_band": "The machine was equally sure of all of these (from {from} %): {share} % was wrong, and 95 % sure "
    "between {low} and {high} % (n = {n}).",
    "report_reliability_few": "Only {n} fields were typed blind: too few to say whether the machine is as sure as it "
    "should be ({least} are needed).",
    "report_confusion": "Most often {true} was read as {read}: {times} of {all} wrong characters.",
    "report_left_out": "Most often {true} was left out: {times} of {all} wrong characters.",
    "report_put_in": "Most often {read} was read where nothing stands: {times} of {all} wrong characters.",
    "report_pages": "Look at page {page} first: {wrong} of the {n} fields that were typed there were filed wrong.",
    "report_pages_clean": "On {pages} pages no field was found to be filed wrong (n = {n}).",
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
    "practice_waits": "A practice round is announced to {name} already, and waits to be done.",
    "practice_too_few": "There are {count} serial numbers that two people agree on, and a practice round needs "
    "{least}. Do a spot check first; every record that is typed alike adds one.",
    "practice_none": "No practice round waits for you.",
    "pages_odd": "Say the pages as 12, or as 1-40.",
    "practice_done": "This practice round was done already.",
    "practice_not_whole": "Judge every value of the round: right or wrong.",
    "not_your_round": "This practice round was announced to somebody else.",
    "practice_announced": "A practice round waits for you: {items} serial numbers beside their picture. Some of them "
    "are wrong on purpose, and none of those is in the register. How many you caught is shown to you first.",
    "practice_said": "You caught {caught} of {planted} planted errors, and took {alarms} right values of {sound} for "
    "wrong.",
    "informing_kind": "Say what to draw by: {kinds}.",
    "informing_empty": "No record of this group is left to draw: all are in the sample or were drawn before.",
    "no_such_pages": "Book {book} has no pages from {first} to {last}.",
    "lot_beside": "Beside the sample {checked} of {drawn} further records were checked, {wrong} wrong. They help to "
    "find errors and do not count towards the claim.",
    "lot_pictures_gone": "The pictures of Book {book} are not on this PC, and nobody can check a record without its "
    "picture. Bring the file {name} back into the folder “books” of the register, from the other PC or from a "
    "backup; what was typed so far is kept. Then go on.",
}
