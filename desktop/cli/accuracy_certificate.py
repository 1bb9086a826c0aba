"""Certificates on the command line: write one, as a file or on paper; check one, alone or against its register."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from db.errors import Exit, Expected
from desktop.accuracy.certificate import LARGEST, certificate_text, check_certificate, parse_certificate
from desktop.cli import register
from desktop.cli.accuracy import sentences
from desktop.cli.register import at_work
from desktop.cli.words import problem_sentence, say, say_json
from desktop.operations import certifying, lots


def certificate(asked: argparse.Namespace) -> int:
    """Write a lot's certificate: a PDF where the file's name ends so, else JSON."""
    with at_work(asked) as session:
        content = certifying.certificate(session, lots.lot_called(session, asked.lot), problem_sentence)
    text = certificate_text(content)
    if asked.out.suffix.lower() == ".pdf":
        from desktop.printing.certificate_sheet import write_sheet  # Qt comes with it

        write_sheet(parse_certificate(text.encode("ascii"), asked.out.name), asked.out)
    else:
        _write(asked.out, text)
    if asked.json:
        say_json({"path": str(asked.out), "certificate": content["certificate"], "said": content["said"]})
    else:
        say("\n".join([*_said(content), f"Written to {asked.out}."]))
    return int(Exit.FINE)


def check(asked: argparse.Namespace) -> int:
    """Check a certificate where one is named, else the register."""
    if not asked.what:
        return register.check(asked)
    if len(asked.what) != 2 or asked.what[0] != "certificate":
        raise Expected("check_what", Exit.USAGE)
    path = Path(asked.what[1])
    content = _read(path)
    found = check_certificate(content, path.name)
    if (
        not found and asked.register
    ):  # only where it is named: whoever has no register has no passphrase either
        with at_work(asked) as session:
            found = certifying.known_here(session, content)
    holds = "The certificate holds" + (", and this register has issued it." if asked.register else ".")
    said = sentences(found) or [*_said(content), holds]
    if asked.json:
        say_json({"holds": not found, "certificate": content.get("certificate"), "said": said})
    else:
        say("\n".join(said))
    return int(Exit.BAD_INPUT if found else Exit.FINE)


def _read(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise Expected("certificate_broken", name=path.name) from error
    return parse_certificate(data, path.name)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="ascii")
    except OSError as error:
        reason = error.strerror or str(error)
        raise Expected("out_not_writable", Exit.DISK, name=str(path), reason=reason) from error


def _said(content: Mapping[str, object]) -> list[str]:
    """The claim, and of whom, of what and when it is: what to hold against the paper."""
    lines = [str(one) for one in _list(content.get("said"))]
    armoury, lot, result = (_part(content.get(name)) for name in ("armoury", "lot", "result"))
    records = len(_list(lot.get("records")))
    lines.append(
        f"{armoury.get('name')}: {lot.get('kind')} {lot.get('title')}".rstrip() + f", {records} records."
    )
    lines.append(
        f"Decided {result.get('at')} (UTC) by {result.get('by')}. Certificate {content.get('certificate')}."
    )
    return [
        "".join(sign if sign.isprintable() else "?" for sign in line) for line in lines
    ]  # a hostile file's


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _part(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
