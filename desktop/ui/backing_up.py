"""Backups that nobody has to think of: work for the jobs lane."""

from __future__ import annotations

from desktop.operations import backups
from desktop.operations.session import Session
from desktop.operations.work import Cancel, Report


def back_up_if_due(session: Session, report: Report, _cancel: Cancel) -> None:
    """Before the program is left: when anything has changed since the last backup."""
    place = backups.place_of(session)
    if backups.is_due(session, place):
        backups.back_up(session, place, report)


def back_up_daily_if_due(session: Session, report: Report, _cancel: Cancel) -> None:
    """While the program stays open: once a day."""
    place = backups.place_of(session)
    if backups.is_due(session, place, backups.DAILY):
        backups.back_up(session, place, report)
