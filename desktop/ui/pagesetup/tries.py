"""What became of other pages on which the form was tried: small, each with its lines, or with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.operations.page_setup import Trial
from desktop.ui.controls import label
from desktop.ui.look import Look
from desktop.ui.review.picture import as_image
from desktop.ui.words import count, sentence, translate

ICON = QSize(110, 150)


class Tries(QWidget):
    """A line a page."""

    def __init__(self, look: Look, tries: str) -> None:
        super().__init__()
        self._try = tries  # the key, as it is shown
        self._look = look
        self.words = label("", wraps=True)
        self.list = QListWidget()
        self.list.setAccessibleName(translate("PageSetup", "Other pages on which the form was tried"))
        self.list.setIconSize(ICON)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        whole = QVBoxLayout(self)
        whole.addWidget(self.words)
        whole.addWidget(self.list, 1)
        self.show_trials(None)

    def show_trials(self, trials: Sequence[Trial] | None) -> None:
        """What was found; None before anything was tried."""
        self.list.clear()
        self.list.setVisible(bool(trials))
        if trials is None:
            self.words.setText(
                translate(
                    "PageSetup", "Not tried yet. {setup_try} lays the form over five other pages of the book."
                ).format(setup_try=self._try)
            )
            return
        if not trials:
            self.words.setText(translate("PageSetup", "This book has no other page to try the form on."))
            return
        fit = sum(trial.fits for trial in trials)
        self.words.setText(
            translate("PageSetup", "It fits {fits} of {tried} other pages.").format(
                fits=count(fit), tried=count(len(trials))
            )
        )
        for trial in trials:
            self.list.addItem(QListWidgetItem(self._icon(trial), _line(trial)))

    def _icon(self, trial: Trial) -> QIcon:
        picture = QPixmap.fromImage(as_image(trial.grey))
        if trial.mesh is not None:
            painter = QPainter(picture)
            painter.setPen(QPen(self._look.colour("accent"), 2))
            for side in range(trial.mesh.columns + 1):
                painter.drawPolyline(_polygon(trial.mesh.points[:, side].tolist(), trial.scale))
            painter.setPen(QPen(self._look.colour("accent"), 1))
            for line in range(trial.mesh.bands + 1):
                painter.drawPolyline(_polygon(trial.mesh.points[line].tolist(), trial.scale))
            painter.end()
        icon = QIcon(picture)
        icon.addPixmap(picture, QIcon.Mode.Selected)
        return icon


def _polygon(points: Sequence[Sequence[float]], scale: float) -> QPolygonF:
    return QPolygonF([QPointF(x * scale, y * scale) for x, y in points])


def _line(trial: Trial) -> str:
    said = [
        translate("PageSetup", "Page {page}: {rows} rows").format(
            page=count(trial.page.position), rows=count(trial.rows)
        )
        if trial.fits
        else translate("PageSetup", "Page {page} does not fit.").format(page=count(trial.page.position))
    ]
    return "\n".join(said + [sentence(problem) for problem in trial.problems])
