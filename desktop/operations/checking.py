"""Check the register: chain, schema, pictures, SQLite and cipher."""

from __future__ import annotations

from db.store import checks, pages
from desktop.fields.problems import Problem
from desktop.operations.rights import require
from desktop.operations.session import Session


def check(session: Session) -> tuple[Problem, ...]:
    """What is not as it should be, in sentences; empty when all is. Pictures that no page shows are swept first."""
    require(session, "check_register")
    pages.sweep_orphans(session.store)
    return tuple(
        Problem(finding.key, tuple(sorted((key, str(value)) for key, value in dict(finding.values).items())))
        for finding in checks.check(session.store)
    )
