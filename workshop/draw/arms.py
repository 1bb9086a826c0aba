"""Weapons as armouries meet them: make, model, calibre and country that belong together, and serials of their shape.

In a shape `9` is a digit, `A` a capital, `a` a small letter, `Я` a Cyrillic capital; all else stands for itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_DIGITS = "0123456789"
_CAPITALS = "ABCDEFGHJKLMNPRSTUVWXYZ"  # makers left out I, O and Q where they could
_SMALL = "abcdefghklmnprstuvwxyz"
_CYRILLIC = "АБВГДЕЖИКЛМНПРСТ"


@dataclass(frozen=True, slots=True)
class Model:
    """A model with what a ledger says of it."""

    type: str
    make: str
    model: str
    calibre: str
    country: str
    years: tuple[int, int]
    shapes: tuple[str, ...]
    markings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weapon:
    """One weapon."""

    model: Model
    serial: str
    year: int
    marking: str


def _model(line: str) -> Model:
    kind, make, model, calibre, country, years, shapes, marks = (part.strip() for part in line.split("|"))
    first, last = years.split("-")
    return Model(
        kind, make, model, calibre, country, (int(first), int(last)),
        tuple(shape.strip() for shape in shapes.split(",")),
        tuple(mark.strip() for mark in marks.split(";") if mark.strip()),
    )  # fmt: skip


_TABLE = """
Rifle|FN|FAL|7.62x51|Belgium|1954-1988|999999, 9999999, S99999|PV LG; FN crest
Rifle|Howa|Type 64|7.62x51|Japan|1964-1988|999999|
Rifle|Enfield|No.4 Mk I|.303|United Kingdom|1940-1955|A99999, AA9999, 99A9999|ENGLAND; BNP 18.5; ER II
Rifle|Lithgow|SMLE Mk III|.303|Australia|1913-1953|A99999, 99999, A9999|MA; DP; LITHGOW
Rifle|Ishapore|2A1|7.62x51|India|1964-1974|A9999, AA9999|RFI 1967; RFI 1965
Rifle|Mauser|Kar 98k|7.92x57|Germany|1935-1945|9999a, 999a, 9999aa|WaA135; byf 43; bnz 42
Rifle|Zastava|M48A|7.92x57|Yugoslavia|1950-1965|A9999, 99999, Я99999|PREDUZECE 44; BK 1
Rifle|Izhevsk|M91/30|7.62x54R|USSR|1930-1945|AA9999, 99999, ЯЯ9999|CAI ST ALB VT; arrow in triangle
Rifle|Tula|SKS-45|7.62x39|USSR|1949-1955|AA9999, ЯЯ9999|star 1952
Rifle|Norinco|Type 56 SKS|7.62x39|China|1956-1985|9999999, 99999999, 99-99999|26 in triangle
Rifle|Springfield|M1 Garand|.30-06|USA|1937-1957|9999999, 999999|DOD eagle; SA-52; P
Rifle|Winchester|Model 70|.308 Win|USA|1936-1992|G999999, 999999|WP
Rifle|Ruger|10/22|.22 LR|USA|1964-2012|999-99999, 99-99999|
Rifle|CZ|ZKM 452|.22 LR|Czechoslovakia|1954-1992|A999999, 999999|
Rifle|MAS|MAS-36|7.5x54|France|1936-1955|AA99999, A99999|St Etienne
Rifle|Vektor|R4|5.56x45|South Africa|1980-1995|999999, 999999A|SADF
Assault rifle|Izhmash|AKM|7.62x39|USSR|1959-1977|999999, AA9999, 99AA9999|arrow in triangle
Assault rifle|Norinco|Type 56|7.62x39|China|1956-1986|9999999, 99999999, 0999999|66 in triangle; 386
Assault rifle|Cugir|PM md. 63|7.62x39|Romania|1963-1989|AA-9999-99, A-9999-99, AA9999|G 1978
Assault rifle|Radom|kbk AKM|7.62x39|Poland|1966-1985|AA99999, A99999|11 in oval
Assault rifle|Arsenal|AKK|7.62x39|Bulgaria|1962-1990|AA 99 9999, 99 9999|10 in circles
Assault rifle|Zastava|M70 AB2|7.62x39|Yugoslavia|1970-1992|999999, A-99999, C-999999|ZCZ
Assault rifle|Colt|M16A1|5.56x45|USA|1967-1982|9999999, 0999999|U.S. PROPERTY
Assault rifle|H&K|G3A3|7.62x51|Germany|1964-1990|9999999, A3 999999, FS 99999|HK 4/68; BW
Assault rifle|POF|G3P4|7.62x51|Pakistan|1970-1995|A99999, AA 99999|POF
Assault rifle|IMI|Galil AR|5.56x45|Israel|1973-1995|9999999, 99 999999|
Assault rifle|Steyr|AUG A1|5.56x45|Austria|1978-1997|999AAA999, 99AA999|
Assault rifle|MAS|FAMAS F1|5.56x45|France|1979-2000|A 99999, A99999|
SMG|Sterling|L2A3|9x19|United Kingdom|1953-1988|KR 99999, US 99A9999, S 99999|UF 57 A9999
SMG|IMI|Uzi|9x19|Israel|1955-1985|099999, SA 99999, 99999|
SMG|Beretta|M12|9x19|Italy|1962-1980|A99999, T99999|PM 12 S
SMG|MAT|MAT-49|9x19|France|1949-1967|A 99999, F 99999|TULLE
SMG|Franchi|LF-57|9x19|Italy|1957-1975|99999, 09999|PSF
SMG|H&K|MP5A3|9x19|Germany|1970-2005|C999999, 62-C999999|DE eagle N
Pistol|FN|GP 35|9x19|Belgium|1946-1990|T999999, 99C9999, 245AA99999|PV; star R
Pistol|Beretta|92 FS|9x19|Italy|1985-2010|A99999Z, C99999Z|PSF; CAT 5802
Pistol|Glock|17|9x19|Austria|1985-2015|AAA999, AA999AA, AAAA999|NPv; AT-N
Pistol|CZ|75|9x19|Czechoslovakia|1977-1992|A9999, 99999, 099999|lion N 84
Pistol|Walther|PP|7.65 Br|Germany|1930-1998|999999, 999999P|eagle N; crown N
Pistol|Mauser|C96|7.63x25|Germany|1897-1937|99999, 999999|crown U
Pistol|Tula|TT-33|7.62x25|USSR|1931-1953|AA999, 9999, ЯЯ9999|star 1944
Pistol|Izhevsk|PM|9x18|USSR|1951-1991|AA9999, ЯЯ9999|
Pistol|Norinco|Type 54|7.62x25|China|1954-1985|99999999, 9999999|66 in triangle
Pistol|Colt|M1911A1|.45 ACP|USA|1924-1945|9999999, 999999|G.H.D.; P
Pistol|Star|BM|9x19|Spain|1972-1992|9999999, A 999999|X in shield
Pistol|Astra|A-80|9x19|Spain|1981-1989|A9999, P9999|
Pistol|Vektor|Z88|9x19|South Africa|1989-2000|TN 099999, P 099999|
Revolver|S&W|Model 10|.38 Spl|USA|1957-1990|D999999, C 999999, 9D99999|
Revolver|Webley|Mk VI|.455|United Kingdom|1915-1926|999999, 99999|ENGLAND; BNP
Revolver|Enfield|No.2 Mk I|.38/200|United Kingdom|1932-1945|A9999, ZA9999|
Revolver|Nagant|M1895|7.62x38R|USSR|1898-1945|AA999, 99999|star 1938
Revolver|Ruger|Security-Six|.357 Mag|USA|1972-1988|999-99999, 159-99999|
Shotgun|Remington|870|12 ga|USA|1950-2010|A999999V, 999999V, W999999M|
Shotgun|Mossberg|500 A|12 ga|USA|1961-2010|A999999, L999999|
Shotgun|Baikal|IZh-18|12 ga|USSR|1964-1991|A9999, 99A99999|
Shotgun|Webley|700|12 ga|United Kingdom|1949-1979|999999|BNP 70
LMG|Enfield|Bren Mk 2|.303|United Kingdom|1941-1953|9A999, A9999|MONOTYPE
LMG|Degtyarev|RPD|7.62x39|USSR|1953-1970|AA999, 999|
LMG|Zbrojovka|Vz. 59|7.62x54R|Czechoslovakia|1959-1985|999999, A99999|she
GPMG|FN|MAG 58|7.62x51|Belgium|1958-1995|999999, M99999|
GPMG|Kovrov|PKM|7.62x54R|USSR|1969-1990|AA999, 9999|
HMG|Kovrov|DShKM|12.7x108|USSR|1946-1980|AA999, A999|
HMG|Browning|M2 HB|.50|USA|1933-1990|999999, 9999999|
Launcher|Kovrov|RPG-7V|40 mm|USSR|1961-1990|AA9999, 9999|
Mortar|Hotchkiss-Brandt|MO-60|60 mm|France|1963-1985|9999, A999|
"""

MODELS: tuple[Model, ...] = tuple(_model(line) for line in _TABLE.strip().splitlines())
"""Facts of common knowledge, with the short names that clerks use."""

QUANTITIES: tuple[tuple[str, str, str, str], ...] = (
    ("Magazine", "FAL 20 rd", "7.62x51", "pcs"),
    ("Magazine", "AK 30 rd", "7.62x39", "pcs"),
    ("Ammunition", "Ball M43", "7.62x39", "rds"),
    ("Ammunition", "Ball L2A2", "7.62x51", "rds"),
    ("Ammunition", "Ball Mk 7", ".303", "rds"),
    ("Ammunition", "Parabellum", "9x19", "rds"),
    ("Barrel", "PKM spare", "7.62x54R", "pcs"),
    ("Bayonet", "No.9 Mk I", "", "pcs"),
    ("Bolt", "No.4 spare", ".303", "pcs"),
)
"""What is counted and has no serial: type, model, calibre, unit."""


def fill(shape: str, rng: np.random.Generator) -> str:
    """A serial number of the shape."""
    pools = {"9": _DIGITS, "A": _CAPITALS, "a": _SMALL, "Я": _CYRILLIC}
    return "".join(str(rng.choice(list(pools[c]))) if c in pools else c for c in shape)


def weapon(model: Model, until: int, rng: np.random.Generator, *, cyrillic: bool = False) -> Weapon:
    """One weapon of the model, made by the year `until`; Cyrillic serials only where the writer can write them."""
    shapes = [shape for shape in model.shapes if cyrillic or "Я" not in shape]
    shape = shapes[int(rng.integers(len(shapes)))]
    marking = str(rng.choice(model.markings)) if model.markings and rng.random() < 0.6 else ""
    last = max(model.years[0], min(model.years[1], until))
    return Weapon(model, fill(shape, rng), int(rng.integers(model.years[0], last + 1)), marking)


def step(serial: str) -> str:
    """The serial that came next from the maker: its last run of digits, one higher."""
    end = len(serial)
    while end and not serial[end - 1].isdigit():
        end -= 1
    start = end
    while start and serial[start - 1].isdigit():
        start -= 1
    body = serial[start:end]
    return (
        serial[:start] + str((int(body) + 1) % 10 ** len(body)).zfill(len(body)) + serial[end:]
        if body
        else serial
    )
