"""Every sentence that a failure or a problem can say, by its key; English is the source that the window translates."""

from collections.abc import Mapping
from typing import Final

from desktop.messages import (
    accuracy,
    accuracy_report,
    capture,
    exchange,
    fields,
    handing,
    imaging,
    journal,
    moving,
    operations,
    recognition,
    register,
    store,
)

SENTENCES: Final[Mapping[str, str]] = {
    "cancelled": "Stopped. What was done before that is kept.",
    **store.SENTENCES,
    **fields.SENTENCES,
    **capture.SENTENCES,
    **imaging.SENTENCES,
    **recognition.SENTENCES,
    **exchange.SENTENCES,
    **operations.SENTENCES,
    **journal.SENTENCES,
    **moving.SENTENCES,
    **handing.SENTENCES,
    **accuracy.SENTENCES,
    **accuracy_report.SENTENCES,
    **register.SENTENCES,
}


def sentence(key: str, values: Mapping[str, object]) -> str:
    """The English sentence of `key` with `values` put in. Raises KeyError for a key that has no sentence."""
    return SENTENCES[key].format(**values)
