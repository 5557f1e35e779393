"""Citizens and clerks who work while servers die under them, each with a journal of what was acknowledged."""

import random
import secrets
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.make.photos import image
from tests.soak.browsing import API, Answer, Browser, Unheard
from tests.soak.county import VILLAGES

ANSWERS: dict[str, dict[str, Any]] = {
    "classify": {"class": "public-benefit"},
    "answer": {"text": "灯已换好。", "basis": "镇里的养护约定"},
    "visit": {},
}
SAID = {"text": "渡口桥头三盏路灯坏了半个月，晚上老人过桥看不见路。", "public": True, "phone": "13900001234"}

PHOTO = image()


@dataclass
class Journal:
    """What was asked, and what was acknowledged. Only this is the truth about what the servers have promised."""

    raised: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # request key → receipts heard
    places: dict[str, str] = field(default_factory=dict)  # request key → village
    claimed: list[tuple[str, str]] = field(default_factory=list)  # task, person
    completed: list[tuple[str, str]] = field(default_factory=list)
    unheard_completed: list[tuple[str, str]] = field(default_factory=list)
    supplements: dict[str, bool] = field(default_factory=dict)  # text → whether it was acknowledged
    with_photo: set[str] = field(default_factory=set)  # texts of supplements that came with one
    troubles: list[str] = field(default_factory=list)  # answers that nobody may be given
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Journal") -> None:
        """Put another's entries to these."""
        for name in ("raised", "places", "supplements"):
            getattr(self, name).update(getattr(other, name))
        for name in ("claimed", "completed", "unheard_completed", "troubles"):
            getattr(self, name).extend(getattr(other, name))
        self.with_photo |= other.with_photo
        self.counts += other.counts


@dataclass
class Heard:
    """Counts the acknowledgements of all, for one who waits for some more."""

    count: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def one(self) -> None:
        """Count one."""
        with self._changed:
            self.count += 1
            self._changed.notify_all()

    def wait_for_more(self, more: int, seconds: float = 60) -> None:
        """Return when so many more have come."""
        with self._changed:
            wanted = self.count + more
            came = self._changed.wait_for(lambda: self.count >= wanted, seconds)
            assert came, f"no {more} acknowledgements in {seconds} s"


@dataclass
class Person:
    """What citizens and clerks have in common."""

    name: str
    port: Callable[[], int]
    heard: Heard
    enough: threading.Event
    rng: random.Random
    journal: Journal = field(default_factory=Journal)

    def __post_init__(self) -> None:
        self.browser = Browser(self.port)

    def __call__(self) -> None:
        """Work until it is enough; what goes wrong in this thread is a trouble."""
        try:
            self.begin()
            while not self.enough.is_set():
                self.work()
        except Exception as error:  # noqa: BLE001  the test looks at it
            self.journal.troubles.append(f"{self.name}: {error!r}")

    def begin(self) -> None:
        """Get ready."""
        self.browser.take_token()

    def work(self) -> None:
        """Do one thing."""
        raise NotImplementedError

    def note(self, what: str, answer: Answer, *right: int) -> bool:
        """Count an answer; says whether it is an acknowledgement: the first of the right ones."""
        self.journal.counts[f"{what} {answer.status}"] += 1
        if answer.status not in right:
            self.journal.troubles.append(f"{self.name}: {what}: {answer}")
        if answer.status == right[0]:
            self.heard.one()
        return answer.status == right[0]


class Citizen(Person):
    """Raises matters, follows them, adds to them; taps twice, and does not always try again."""

    def work(self) -> None:
        codes = [receipts[0]["code"] for receipts in self.journal.raised.values() if receipts]
        if codes and self.rng.random() < 0.6:
            self.follow_and_add(self.rng.choice(codes))
            return
        key = secrets.token_urlsafe(24)
        self.journal.places[key] = self.rng.choice(VILLAGES)
        self.journal.raised[key] = []
        if self.raise_it(key) and self.rng.random() < 0.2:  # a double tap
            self.raise_it(key)

    def raise_it(self, key: str) -> bool:
        """Send a matter until its receipt comes, or give up; says whether one came."""
        answers = {**SAID, "place": self.journal.places[key], "title": key}
        while True:
            try:
                answer = self.browser.post("/matters", {"answers": answers, "request_key": key})
            except Unheard:
                self.journal.counts["raise unheard"] += 1
                if self.rng.random() < 0.3:
                    return False
                continue
            if self.note("raise", answer, 201):
                self.journal.raised[key].append(answer.body)
            return answer.status == 201

    def follow_and_add(self, code: str) -> None:
        """Open the matter's page and add a word, with a photo or without; too late where it has ended."""
        text = secrets.token_hex(8)
        photo = PHOTO if self.rng.random() < 0.5 else b""
        try:
            if self.browser.send("/follow/code", code=code).status == 303:
                self.journal.supplements[text] = False
                if photo:
                    self.journal.with_photo.add(text)
                answer = self.browser.send("/follow/supplement", text=text, photo=photo)
                self.journal.supplements[text] = self.note("supplement", answer, 303, 409)
        except Unheard:
            self.journal.counts["supplement unheard"] += 1


class Clerk(Person):
    """Takes what waits in the inbox and completes it, beside a colleague who wants the same."""

    def begin(self) -> None:
        self.browser.enter(self.name)

    def work(self) -> None:
        rows = self.browser.get(f"{API}/tasks?tab=all&limit=20").body["rows"]
        free = [row for row in rows if row["claimed_by"] in {None, self.name}]
        if not free:
            self.enough.wait(0.05)
            return
        task = self.rng.choice(free)
        if task["claimed_by"] is None and self.rng.random() < 0.4 and not self.claim(task["task_id"]):
            return
        self.complete(task["task_id"], ANSWERS[task["element_id"]])

    def claim(self, task_id: str) -> bool:
        """Take a task; says whether it may be gone on with."""
        try:
            answer = self.browser.post(f"/tasks/{task_id}/claim", {})
        except Unheard:
            self.journal.counts["claim unheard"] += 1
            return True
        if self.note("claim", answer, 200, 409):
            self.journal.claimed.append((task_id, self.name))
        return answer.status == 200

    def complete(self, task_id: str, answers: dict[str, Any]) -> None:
        """Complete a task; one who hears nothing may try once more."""
        while True:
            try:
                answer = self.browser.post(f"/tasks/{task_id}/complete", {"answers": answers})
            except Unheard:
                self.journal.counts["complete unheard"] += 1
                self.journal.unheard_completed.append((task_id, self.name))
                if self.rng.random() < 0.5:
                    return
                continue
            if self.note("complete", answer, 200, 409):
                self.journal.completed.append((task_id, self.name))
            return
