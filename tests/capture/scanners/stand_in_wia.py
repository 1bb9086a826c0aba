# ruff: noqa: N802, ANN401 - COM objects: their names are Windows', their values of any type
"""WIA's automation objects as Microsoft describes them, for the child that talks to them: a glass and a feeder.

Names, numbers and failures are those of the automation library's reference; nothing of it was recorded on Windows.
"""

from __future__ import annotations

import shutil
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[3]))

from desktop.capture.scanners import wia_child
from desktop.capture.scanners import wia_words as wia
from tests.capture.scanners.plans import Plan, note, plan_in

ENDS = {"end": 0x80210003, "jam": 0x80210002, "open": 0x80210010, "busy": 0x80210006, "vanish": 0x8021000A}


class ComError(Exception):
    """As comtypes raises it: the HRESULT as a signed number."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.hresult = code - (1 << 32)


@dataclass
class Property:
    Value: Any
    SubType: int = 0
    SubTypeValues: Any = None


@dataclass
class Collection:
    """Counts from 1, and finds by name."""

    things: list[Any]
    names: dict[str, Any] = field(default_factory=dict)

    @property
    def Count(self) -> int:
        return len(self.things)

    def Item(self, which: int | str) -> Any:
        return self.names[which] if isinstance(which, str) else self.things[which - 1]

    def Exists(self, name: str) -> bool:
        return name in self.names

    def Add(self, thing: Any) -> None:
        self.things.append(thing)


def properties(**values: Any) -> Collection:
    kept = {
        name.lstrip("_"): one if isinstance(one, Property) else Property(one) for name, one in values.items()
    }
    return Collection(list(kept.values()), kept)


class Image:
    def __init__(self, page: str) -> None:
        self.page = page

    def SaveFile(self, path: str) -> None:
        shutil.copyfile(self.page, path)


class Item:
    """The page that is scanned."""

    def __init__(self, plan: Plan, device: Device) -> None:
        self.device = device
        self.plan = plan
        self.rest = list(plan.pages)
        dpi = Property(150, wia.LIST_SUBTYPE, Collection([75, 150, 300, 600]))
        self.Properties = properties(
            _6146=0, _6147=dpi, _6148=Property(150), _6149=0, _6150=0, _6151=0, _6152=0
        )

    def Transfer(self, form: str) -> Image:
        if form != wia.BMP:
            raise ComError(0x80070057)
        if self.rest:
            return Image(self.rest.pop(0))
        if self.plan.then == "silent":
            time.sleep(600)
        if self.plan.then == "crash":
            sys.exit(139)
        raise ComError(ENDS[self.plan.then])


class Device:
    def __init__(self, plan: Plan) -> None:
        self.Properties = properties(
            _3074=8500, _3075=11700, _3076=8500, _3077=14000, _3086=7, _3088=wia.FLATBED, _3096=0
        )
        self.Items = Collection([Item(plan, self)])


class Info:
    """What the device manager lists."""

    def __init__(self, plan: Plan, kind: int, device_id: str, name: str) -> None:
        self.Type = kind
        self.DeviceID = device_id
        self.Properties = properties(Name=name)
        self._plan = plan

    def Connect(self) -> Device:
        return Device(self._plan)


class Manager:
    def __init__(self, plan: Plan) -> None:
        camera = Info(plan, 2, "{camera}", "A camera")
        self.DeviceInfos = Collection([camera, Info(plan, 1, "{6BDD1FC6}\\0001", "Noname frontend-tester")])


class Filter:
    def __init__(self) -> None:
        self.Properties = properties(FormatID="")


class Process:
    """Turns a BMP into a PNG."""

    def __init__(self) -> None:
        convert = type("FilterInfo", (), {"FilterID": "convert"})()
        self.FilterInfos = Collection([convert], {"Convert": convert})
        self.Filters = Filters()

    def Apply(self, image: Image) -> Image:
        if self.Filters.Item(1).Properties.Item("FormatID").Value != wia.PNG:
            raise ComError(0x80070057)
        return image


class Filters(Collection):
    def __init__(self) -> None:
        super().__init__([])

    def Add(self, thing: Any) -> None:
        super().Add(Filter())


def main(arguments: list[str]) -> int:
    """The child, with these objects."""
    plan = plan_in(arguments[0])
    note(plan, arguments[1:])
    made = {"WIA.DeviceManager": lambda: Manager(plan), "WIA.ImageProcess": Process}
    library = wia_child.Library(lambda name: made[name](), ComError)
    return wia_child.serve(library, arguments[1:], sys.stdin, sys.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
