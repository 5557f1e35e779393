"""Bars as SVG, readable in light and dark, for docs/pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_WIDTH, _ROW, _TOP, _LONGEST = 760, 44, 48, 560
_STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#1c2430}rect{fill:#2f6b5e}.title{font-weight:600}"
    "@media(prefers-color-scheme:dark){text{fill:#e6e9ee}rect{fill:#5fb3a1}}"
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for and how long it is."""

    name: str
    value: float


def bars(title: str, drawn: Sequence[Bar]) -> str:
    """Return a figure of bars, the longest across the page, each with its value."""
    most = max(bar.value for bar in drawn)
    rows = "".join(_row(number, bar, most) for number, bar in enumerate(drawn))
    height = _TOP + _ROW * len(drawn) + 8
    spoken = "; ".join(f"{bar.name}: {bar.value:.2f}" for bar in drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}. {escape(spoken)}"><style>{_STYLE}</style>'
        f'<text class="title" x="8" y="24">{escape(title)}</text>{rows}</svg>\n'
    )


def _row(number: int, bar: Bar, most: float) -> str:
    top, length = _TOP + number * _ROW, max(2, _LONGEST * bar.value / most)
    return (
        f'<text x="8" y="{top}">{escape(bar.name)}</text><rect x="8" y="{top + 7}" width="{length:.0f}" height="14"/>'
        f'<text x="{length + 16:.0f}" y="{top + 19}">{bar.value:.2f}</text>'
    )
