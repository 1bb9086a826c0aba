"""Words on the screen: every one goes through Qt's translation, sentences of failures and problems too.

`translate` is Qt's own under a short name that `pyside6-lupdate` knows; contexts are the screens' names. A sentence's
English lies in `desktop.messages` and is translated in the context "Sentences". Texts avoid plurals ("To check: 3"),
so that no language needs its six forms to say a count.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from db.errors import Expected
from desktop.fields.problems import Problem
from desktop.messages import SENTENCES
from desktop.operations.work import Progress

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "fr": "Français",
    "pt": "Português",
    "es": "Español",
    "sw": "Kiswahili",
    "ar": "العربية",
}
"""Each in its own name, which is the same in every language."""


def translate(context: str, text: str) -> str:
    """The text in the language that is set; English where it has none."""
    return QCoreApplication.translate(context, text)


def sentence(what: Expected | Problem | Progress) -> str:
    """A failure, a problem or a step of work as the person reads it."""
    if isinstance(what, Progress):
        return said(what.what, dict(what.values))
    return said(what.key, what.values if isinstance(what, Expected) else dict(what.values))


def said(key: str, values: Mapping[str, object]) -> str:
    """The sentence of a key with its values put in."""
    return QCoreApplication.translate("Sentences", SENTENCES[key]).format(**values)


def count(number: int) -> str:
    """A number as the language writes it."""
    return QLocale().toString(number)


def languages_there(folder: Path) -> tuple[str, ...]:
    """Codes of the languages that can be chosen: English, and those with a file in `resources/translations`."""
    return tuple(code for code in LANGUAGES if code == "en" or (folder / f"ledgermark_{code}.qm").exists())


class Tongue:
    """The language that the program speaks; changing it takes the former one's texts away."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self._application = application
        self._folder = folder
        self._installed: list[QTranslator] = []

    def speak(self, code: str) -> str:
        """Speak the language of the code, the PC's own for "", English where there is no other; which it is."""
        wanted = code or QLocale.system().name().split("_")[0]
        spoken = wanted if wanted in languages_there(self._folder) else "en"
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed = []
        locale = QLocale(spoken)
        QLocale.setDefault(locale)
        qt_texts = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for folder, name in ((qt_texts, "qtbase"), (str(self._folder), "ledgermark")):
            translator = QTranslator()  # the application would keep each that was ever asked for
            if spoken != "en" and translator.load(locale, name, "_", folder):
                self._application.installTranslator(translator)
                self._installed.append(translator)
        self._application.setLayoutDirection(locale.textDirection())
        return spoken


def isolated(text: str) -> str:
    """A value inside a sentence, kept from turning the sentence's direction (or being turned by it)."""
    return f"\u2068{text}\u2069"
