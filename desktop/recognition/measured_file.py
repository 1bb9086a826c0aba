"""Files of what was measured, which lie beside the model."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from db.errors import Exit, Expected

LARGEST: Final = 1_000_000  # bytes

Measured = TypeVar("Measured")


def load_measured(
    path: Path, form: str, take: Callable[[dict[str, Any]], Measured], nothing: Measured
) -> Measured:
    """What `take` makes of the JSON in `path`, whose "format" is `form`; `nothing` where there is no file.

    `take` raises ValueError, KeyError, TypeError or AttributeError at what it does not know. Raises Expected
    "model_broken".
    """
    if not path.is_file():
        return nothing
    try:
        read = json.loads(path.read_text("utf-8")) if path.stat().st_size <= LARGEST else {}
        if read["format"] == form:
            return take(read)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Expected("model_broken", Exit.MISSING_PART, file=path.name) from error
    raise Expected("model_broken", Exit.MISSING_PART, file=path.name)
