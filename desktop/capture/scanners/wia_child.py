"""The child's side of WIA: talks to the automation library, says on its standard output what came of it.

`python -m desktop.capture.scanners.wia_child list | capabilities ID | scan ID WANTED`, or the frozen program with
`--wia-child`. One line of JSON an answer: `{"device": …}`, `{"can": …}`, `{"page": name}`, `{"failed": key}`. It waits
for a line on its standard input before each page, so that no more pages lie about than the parent lets through. The
only home of comtypes. WIA's calls cannot be stopped from inside; the parent kills this process.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from desktop.capture.scanners import wia_words as wia
from desktop.capture.scanners.scanner import (
    USUAL_DPI,
    Capabilities,
    Colour,
    Paper,
    Size,
    Wanted,
    area_mm,
    nearest_dpi,
)

MILLIMETRES_AN_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Library:
    """WIA's automation objects; a test hands in recorded ones. COM objects are Any: their types live in Windows."""

    create: Callable[[str], Any]  # by name: "WIA.DeviceManager", "WIA.ImageProcess"
    error: type[Exception]  # with `hresult`


def main(argv: Sequence[str] | None = None) -> int:
    """Answer one request."""
    import comtypes.client

    library = Library(comtypes.client.CreateObject, comtypes.COMError)
    return serve(library, sys.argv[1:] if argv is None else argv, sys.stdin, sys.stdout)


def serve(library: Library, request: Sequence[str], asks: IO[str], answers: IO[str]) -> int:
    """Answer one request with these objects. 0, or 1 after `{"failed": …}`."""

    def say(**answer: object) -> None:
        print(json.dumps(answer), file=answers, flush=True)

    try:
        if request[0] == "list":
            for device_id, name in _devices(library):
                say(device={"id": device_id, "name": name})
        elif request[0] == "capabilities":
            say(can=asdict(_capabilities(_connect(library, request[1]))))
        else:
            wanted = wanted_of(request[2])
            for page in _scan(library, _connect(library, request[1]), wanted, asks):
                say(page=page)
    except library.error as error:
        code = int(getattr(error, "hresult", 0)) & 0xFFFFFFFF
        say(failed=wia.KEYS.get(code, "scanner_failed"), reason=f"WIA 0x{code:08X}")
        return 1
    except LookupError:
        say(failed="scanner_vanished", reason="")
        return 1
    return 0


def wanted_of(text: str) -> Wanted:
    """Back from the JSON that the parent wrote."""
    values = json.loads(text)
    return Wanted(
        Paper(values["paper"]),
        bool(values["both_sides"]),
        int(values["dpi"]),
        Colour(values["colour"]),
        Size(values["size"]),
        int(values["most"]),
    )


def _devices(library: Library) -> Iterator[tuple[str, str]]:
    infos = library.create("WIA.DeviceManager").DeviceInfos
    for at in range(1, infos.Count + 1):
        info = infos.Item(at)
        if info.Type == wia.SCANNER_TYPE:
            yield info.DeviceID, str(info.Properties.Item("Name").Value)


def _connect(library: Library, device_id: str) -> Any:  # noqa: ANN401 - a COM object
    infos = library.create("WIA.DeviceManager").DeviceInfos
    for at in range(1, infos.Count + 1):
        info = infos.Item(at)
        if info.DeviceID == device_id:
            return info.Connect()
    raise LookupError(device_id)


def _capabilities(device: Any) -> Capabilities:  # noqa: ANN401 - a COM object
    can = int(_value(device, wia.HANDLING_CAPABILITIES, wia.FLATBED))
    papers = tuple(
        paper for paper, bit in ((Paper.GLASS, wia.FLATBED), (Paper.FEEDER, wia.FEEDER)) if can & bit
    )
    return Capabilities(
        papers or (Paper.GLASS,),
        bool(can & wia.DUPLEX),
        (Colour.GREY, Colour.COLOUR),
        _resolutions(device.Items.Item(1)),
        _largest_mm(device, Paper.GLASS if Paper.GLASS in papers else Paper.FEEDER),
    )


def _largest_mm(device: Any, paper: Paper) -> tuple[float, float]:  # noqa: ANN401 - a COM object
    names = {
        Paper.GLASS: (wia.HORIZONTAL_BED, wia.VERTICAL_BED),
        Paper.FEEDER: (wia.HORIZONTAL_FEED, wia.VERTICAL_FEED),
    }
    across, down = (float(_value(device, name, 0)) / 1000 * MILLIMETRES_AN_INCH for name in names[paper])
    return (round(across, 1), round(down, 1)) if across and down else (0.0, 0.0)


def _resolutions(item: Any) -> tuple[int, ...]:  # noqa: ANN401 - a COM object
    if not item.Properties.Exists(wia.ACROSS_DPI):
        return ()
    dpi = item.Properties.Item(wia.ACROSS_DPI)
    if dpi.SubType == wia.RANGE_SUBTYPE:
        return tuple(one for one in USUAL_DPI if dpi.SubTypeMin <= one <= dpi.SubTypeMax)
    if dpi.SubType == wia.LIST_SUBTYPE:
        values = dpi.SubTypeValues
        return tuple(sorted(int(values.Item(at)) for at in range(1, values.Count + 1)))
    return (int(dpi.Value),)


def _scan(library: Library, device: Any, wanted: Wanted, asks: IO[str]) -> Iterator[str]:  # noqa: ANN401 - a COM object
    feeds = wanted.paper is Paper.FEEDER
    select = wia.FEEDER | (wia.DUPLEX if wanted.both_sides else 0) if feeds else wia.FLATBED
    _set(device, wia.HANDLING_SELECT, select)
    if feeds:
        _set(device, wia.PAGES, 1)  # one page a transfer, or a driver keeps the whole pile in memory
    item = device.Items.Item(1)
    _settle(item, wanted, _largest_mm(device, wanted.paper))
    most = wanted.most if feeds else 1
    number = 0
    while (not most or number < most) and asks.readline():
        try:
            image = item.Transfer(wia.BMP)
        except library.error as error:
            if number and wia.KEYS.get(int(getattr(error, "hresult", 0)) & 0xFFFFFFFF) == wia.ENDED:
                return
            raise
        number += 1
        name = f"page-{number:04d}.png"
        _as_png(library, image).SaveFile(str(Path.cwd() / name))
        yield name


def _settle(item: Any, wanted: Wanted, largest_mm: tuple[float, float]) -> None:  # noqa: ANN401 - a COM object
    dpi = nearest_dpi(wanted.dpi, _resolutions(item))
    _set(item, wia.INTENT, wia.INTENT_COLOUR if wanted.colour is Colour.COLOUR else wia.INTENT_GREY)
    _set(item, wia.ACROSS_DPI, dpi)
    _set(item, wia.DOWN_DPI, dpi)
    width, height = area_mm(wanted.size, largest_mm)
    if width and height:
        _set(item, wia.LEFT, 0)
        _set(item, wia.TOP, 0)
        _set(item, wia.WIDTH, int(width / MILLIMETRES_AN_INCH * dpi))
        _set(item, wia.HEIGHT, int(height / MILLIMETRES_AN_INCH * dpi))


def _as_png(library: Library, image: Any) -> Any:  # noqa: ANN401 - a COM object
    """The same dots as PNG: every driver delivers BMP, not every one anything else."""
    process = library.create("WIA.ImageProcess")
    process.Filters.Add(process.FilterInfos.Item("Convert").FilterID)
    process.Filters.Item(1).Properties.Item("FormatID").Value = wia.PNG
    return process.Apply(image)


def _value(thing: Any, name: str, otherwise: int) -> Any:  # noqa: ANN401 - a COM object
    return thing.Properties.Item(name).Value if thing.Properties.Exists(name) else otherwise


def _set(thing: Any, name: str, value: int) -> None:  # noqa: ANN401 - a COM object
    """Set what the driver has; one that takes no other value keeps its own (many fix the feeder's area)."""
    if thing.Properties.Exists(name):
        with suppress(Exception):
            thing.Properties.Item(name).Value = value


if __name__ == "__main__":
    sys.exit(main())
