"""A few shapes, written as SVG."""

from __future__ import annotations

from html import escape
from pathlib import Path

INK, SOFT, PAPER = "#22303c", "#75828e", "#ffffff"
BLUE, RED, GREEN, GOLD, PURPLE = "#5b7b9a", "#c8553d", "#6d8f4e", "#e0a458", "#8a6fa8"
COLOURS = (BLUE, RED, GREEN, GOLD, PURPLE, "#4d9a94", "#b06f8c", "#7a7a7a")
SANS = "Helvetica, Arial, sans-serif"
MONO = "Menlo, Consolas, 'DejaVu Sans Mono', monospace"


class Picture:
    """Shapes on white paper. ``save`` cuts the paper to their height."""

    def __init__(self, width: float):
        self.width = width
        self.bottom = 0.0
        self._shapes: list[str] = []

    def box(
        self, x: float, y: float, width: float, height: float, fill: str = PAPER, line: str = SOFT,
        radius: float = 4, dashed: bool = False, title: str = "",
    ) -> None:  # fmt: skip
        dash = ' stroke-dasharray="4 3"' if dashed else ""
        tip = f"<title>{escape(title)}</title>" if title else ""
        self._shapes.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius}" '
            f'fill="{fill}" stroke="{line}"{dash}>{tip}</rect>'
        )
        self.bottom = max(self.bottom, y + height)

    def text(
        self, x: float, y: float, text: str, size: float = 12, fill: str = INK, mono: bool = False,
        bold: bool = False, anchor: str = "start",
    ) -> None:  # fmt: skip
        family, weight = (MONO if mono else SANS), ("bold" if bold else "normal")
        self._shapes.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-family="{family}" font-size="{size}" font-weight="{weight}" '
            f'fill="{fill}" text-anchor="{anchor}" xml:space="preserve">{escape(text)}</text>'
        )
        self.bottom = max(self.bottom, y + size / 3)

    def lines(self, x: float, y: float, lines: list[str], size: float = 11, mono: bool = True) -> float:
        """Lines of text from ``y`` on; returns where the next would stand."""
        for line in lines:
            self.text(x, y, line, size, mono=mono)
            y += size * 1.35
        return y

    def arrow(
        self, x1: float, y1: float, x2: float, y2: float, colour: str = SOFT, both: bool = False
    ) -> None:
        start = ' marker-start="url(#head)"' if both else ""
        self._shapes.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
            f'stroke-width="1.4" marker-end="url(#head)"{start}/>'
        )
        self.bottom = max(self.bottom, y1, y2)

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = SOFT, width: float = 1) -> None:
        self._shapes.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
            f'stroke-width="{width}"/>'
        )

    def save(self, path: Path) -> None:
        height = self.bottom + 14
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:.0f} {height:.0f}" '
            f'width="{self.width:.0f}" height="{height:.0f}">\n'
            '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
            f'orient="auto-start-reverse"><path d="M0 0 L8 4 L0 8 z" fill="{SOFT}"/></marker></defs>\n'
            f'<rect width="100%" height="100%" fill="{PAPER}"/>\n'
        )
        path.write_text(head + "\n".join(self._shapes) + "\n</svg>\n")
