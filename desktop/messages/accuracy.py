"""Sentences of spot checks: every figure comes with one, since supervisors are no statisticians."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "lot_unknown": "There is no such lot in this register.",
    "lot_not_drawn": "This lot was frozen, and its sample was not drawn yet. Draw it first.",
    "lot_empty": "There is no record in this choice. File pages first, or choose another book or other days.",
    "lot_choice": "Say which records: the batch to be, a book, a person's week with its first day, or two days with "
    "the first before the last.",
    "claim_odd": "Say the share and how sure to be in percent, such as --limit 1 --sure 95.",
    "check_what": "Say: ledgermark check, or: ledgermark check certificate FILE.",
    "lot_fields_missing": "The form of Book {book} has no column for any of the fields that would be checked. Check "
    "all fields instead, or choose other records.",
    "lot_refused_blocks": "{count} of the records that would be sent are in a lot in which something wrong was "
    "found. Choose that lot under Checks, check all its records and correct what is wrong; then the batch can be "
    "sealed.",
    "lot_drawn_again": "{count} of these records are in a lot in which something wrong was found already. Drawing "
    "again until nothing is found would prove nothing: choose that lot in the list, check all its records and correct "
    "what is wrong.",
    "may_not_decide": "Only a supervisor or an administrator chooses lots and decides on them.",
    "role_unknown": "A person is a clerk, second_keyer, supervisor or administrator.",
    "only_user": "You are the only person in this register, and nobody checks their own work. Have the administrator "
    "add a second person (ledgermark person); they check what you have keyed.",
    "own_work_left": "{count} records are still to be checked, and you have keyed or checked every one of them. "
    "Somebody else has to unlock the register and go on.",
    "not_your_check": "You have keyed or checked this record yourself. Somebody else has to check it.",
    "clock_went_back": "The clock of this PC says {now}, and this lot was worked on at {before}. Set the clock right, "
    "then go on.",
    "cells_missing": "Say what stands in each cell of the record, or that it can't be read, or that it is empty.",
    "type_what_it_stands_for": "Type what it stands for: a ditto is not enough here. Look at the row above.",
    "check_not_done": "{left} records are still to be checked before this lot can be decided.",
    "third_needed": "{count} records wait for a third person, who neither keyed nor checked them.",
    "lot_decided": "This lot is decided already.",
    "not_corrected": "{count} records that were found wrong are not corrected yet.",
    "lot_changed": "{count} records of this lot were changed since it was frozen. What was checked is not what would "
    "be sent. Freeze a new lot.",
    "plan_not_longer": "{size} records are checked by the plan already, and that is no fewer than this claim needs.",
    "nothing_wrong_here": "Nothing was found wrong in this record.",
    "truth_not_agreed": "Two people saw two different things in this record. Look at the picture and say which it is.",
    "decision_unknown": "There is no such certificate in this register.",
    "not_certified": "Only a lot that passed, or that was refused and corrected, has a certificate.",
    "certificate_broken": "{name} is no certificate of Ledgermark, or it was cut off.",
    "certificate_not_here": "This register has issued no such certificate.",
    "certificate_not_as_decided": "This register has issued a certificate of this name, and it says something else.",
    "certificate_journal_differs": "The journal of this register does not have the head that the certificate names.",
    "certificate_altered": "This certificate was altered: its content does not have the hash that it states.",
    "certificate_other_lot": "The records that are listed are not the lot that was frozen.",
    "certificate_other_sample": "Drawn again from its seed, the sample is another one.",
    "certificate_other_plan": "The sample is smaller than the claim needs.",
    "certificate_other_claim": "The claim does not follow from what was checked.",
    "certificate_other_results": "The results do not belong to the sample.",
    "lot_plan": "Of {lot} records, {size} are drawn and typed again from the picture. If none is wrong, you can be "
    "{sure} % sure that at most {share} % are.",
    "lot_plan_whole": "All {lot} records would have to be checked to be {sure} % sure that at most {share} % are "
    "wrong. A larger lot, or a larger share, needs less.",
    "lot_begun": "Checked {checked} of the {target} records that were drawn.",
    "lot_clean_so_far": "None was wrong so far: {sure} % sure that at most {share} % of {lot} records are.",
    "lot_passed": "Checked {checked} of {lot} records, none wrong: {sure} % sure that at most {share} % are.",
    "lot_more": "Check {more} more with none wrong to claim {share} %.",
    "lot_refused": "Checked {checked} of {lot} records, {wrong} wrong: the lot is refused. All its records are to be "
    "checked and corrected before any of them is sent.",
    "lot_cannot_pass": "Checked {checked} of {lot} records, {wrong} wrong: the lot can't pass. Refuse it, then have "
    "all its records checked; none of them is sent before.",
    "lot_wrong_at_most": "It is {sure} % sure that at most {count} of {lot} records are wrong.",
    "lot_released": "All {lot} records were checked, {wrong} were wrong and are corrected.",
    "lot_waits_for_third": "{count} records wait for a third person.",
    "lot_was_changed": "{count} records were changed since the lot was frozen.",
    "report_clerks_lean": "Against what clerks settled the machine looks better than it is, because clerks lean "
    "towards what they are shown. The figures here are against what was typed blind.",
    "report_too_few": "No figure is given for a person with fewer than {least} fields.",
    "report_empty": "Nothing was typed blind yet.",
}
