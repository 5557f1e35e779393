"""Time measured in short slices, one case of each side after the other, so that a noisy machine is noisy for all of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles

Step = Callable[[], object]
Side = Callable[
    [int], Iterable[Step]
]  # begins the case of that number and gives the steps that complete its tasks


@dataclass(frozen=True, slots=True)
class Slice:
    """What a task of one case took, in milliseconds: by the clock, and of the processor by this process."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of many ratios, with the quartiles."""

    low: float
    middle: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.low:.1f}–{self.high:.1f})"


def take_turns(sides: Mapping[str, Side], cases: int, warm_up: int) -> dict[str, list[Slice]]:
    """Let each side complete so many cases, in turns, another one beginning each time; the first cases do not count."""
    taken: dict[str, list[Slice]] = {name: [] for name in sides}
    names = list(sides)
    for number in range(warm_up + cases):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            taken[name].append(_slice(sides[name](number)))
    return {name: slices[warm_up:] for name, slices in taken.items()}


def typical(values: Iterable[float]) -> float:
    """Return the median: one slice in which another program ran does not move it."""
    return median(values)


def ratios(ours: Iterable[float], floor: Iterable[float]) -> Spread:
    """Compare case by case, each with that of its own turn."""
    low, middle, high = quantiles([one / other for one, other in zip(ours, floor, strict=True)])
    return Spread(low, middle, high)


def _slice(steps: Iterable[Step]) -> Slice:
    """Time the steps alone, not what comes between them."""
    wall = cpu = 0.0
    count = 0
    for step in steps:
        before, before_cpu = time.perf_counter(), time.process_time()
        step()
        cpu += time.process_time() - before_cpu
        wall += time.perf_counter() - before
        count += 1
    return Slice(1000 * wall / count, 1000 * cpu / count)
