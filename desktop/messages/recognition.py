"""Sentences of the recognition room: what happened, and what to do next."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "tesseract_missing": "Tesseract, the program that reads printed text, is not on this PC. Install it (on Debian or "
    "Ubuntu: apt install tesseract-ocr; on Windows: the Tesseract 5 installer) and read the page again.",
    "tesseract_language_missing": "Tesseract has no data for the language {language}. Install it (on Debian or Ubuntu: "
    "apt install tesseract-ocr-<language>; on Windows: run its installer again and tick the language), or take the "
    "language out of the ledger's form.",
    "tesseract_stopped": "Tesseract, the program that reads printed text, started and gave no answer. Read the page "
    "again; if that fails too, install Tesseract anew.",
    "model_missing": "The reader's model {file} is missing. Install Ledgermark again; nothing in the register is lost.",
    "model_broken": "The reader's model {file} is damaged or belongs to another version. Install Ledgermark again; "
    "nothing in the register is lost.",
    "memory_broken": "What this book taught its reader is damaged. Have it forgotten in Settings, or with "
    "ledgermark learnt --forget; pages and records are not touched, and the reader learns anew from the next page.",
    "forget_unsure": "Nothing was forgotten. Say --yes if Book {book} is to begin anew; what was settled stays "
    "settled.",
}
