"""Reads the guide model's data: help pages, facts, refusals, questions. Python's standard library only.

A file that cannot be read as what it should be raises ValueError with the file's name; whether what it says fits together is
check.py's part.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("en", "zh")
TOP = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Page:
    name: str
    title: str
    status: str  # "now" or "planned"
    stand_in: str | None  # the fact that answers while the page is planned


@dataclass(frozen=True)
class Fact:
    id: str
    answers: dict[str, str]
    category: str
    until: str | None  # the planned fact that takes its place, and whose page makes it untrue
    stand_in: str | None  # for a planned fact, where it is not the page's

    @property
    def page(self) -> str:
        return self.id.split(".", 1)[0]


@dataclass(frozen=True)
class Question:
    fact: str
    language: str
    text: str
    where: str  # FILE:LINE, for messages


@dataclass(frozen=True)
class FollowUp:
    before: str  # the fact that was answered just before
    question: Question


@dataclass(frozen=True)
class GuideData:
    pages: dict[str, Page]
    facts: dict[str, Fact]
    refusals: dict[str, list[str]]
    questions: list[Question]
    follow_ups: list[FollowUp]
    held_out: list[Question]

    def status(self, fact: Fact) -> str:
        """now, planned (not true yet), or retired (no longer true). Only facts of now are taught."""
        if self._is_planned(fact):
            return "planned"
        successor = self.facts.get(fact.until or "")
        return "retired" if successor and not self._is_planned(successor) else "now"

    def answering(self, fact: Fact) -> Fact:
        """The fact whose answer a question on `fact` gets today: itself while it is true, else what stands for it."""
        status = self.status(fact)
        if status == "planned":
            return self.facts[fact.stand_in or self.pages[fact.page].stand_in or ""]
        return self.answering(self.facts[fact.until or ""]) if status == "retired" else fact

    def _is_planned(self, fact: Fact) -> bool:
        page = self.pages.get(fact.page)
        return page is not None and page.status == "planned"


def normalised(text: str) -> str:
    """What two questions are compared by: case, width, spaces and punctuation do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LNS")


def read_page(path: Path) -> Page:
    head = re.match(r"---\n(.*?)\n---\n", path.read_text(encoding="utf-8"), re.S)
    if not head:
        raise ValueError(f"{path.name}: does not begin with --- title, status ---")
    values = dict(line.split(": ", 1) for line in head[1].splitlines())
    if not {"title", "status"} <= values.keys() <= {"title", "status", "stand-in"}:
        raise ValueError(f"{path.name}: the head holds title, status and, where planned, stand-in")
    return Page(path.stem, values["title"], values["status"], values.get("stand-in"))


def read_facts(path: Path) -> dict[str, Fact]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:  # duplicate ids are found here too
        raise ValueError(f"{path.name}: {error}") from error
    facts = {}
    for page, entries in tables.items():
        for name, entry in entries.items():
            unknown = entry.keys() - {*LANGUAGES, "category", "until", "stand-in"}
            if unknown:
                raise ValueError(f"{path.name}: {page}.{name} has {', '.join(sorted(unknown))}, which is not known")
            answers = {language: entry.get(language, "") for language in LANGUAGES}
            fact = Fact(f"{page}.{name}", answers, entry.get("category", "help"), entry.get("until"), entry.get("stand-in"))
            facts[fact.id] = fact
    return facts


def read_lines(path: Path, cells: tuple[str, ...]) -> list[tuple[list[str], str]]:
    """The cells of each line, and where it stands; empty lines and those with # are left out."""
    lines = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) != len(cells):
            raise ValueError(f"{path.name}:{number}: needs {', '.join(cells)} with tabs between them")
        lines.append((parts, f"{path.name}:{number}"))
    return lines


def read_questions(path: Path) -> list[Question]:
    return [Question(*parts, where) for parts, where in read_lines(path, ("fact", "language", "question"))]


def read_follow_ups(path: Path) -> list[FollowUp]:
    lines = read_lines(path, ("fact before", "fact", "language", "question"))
    return [FollowUp(before, Question(*parts, where)) for (before, *parts), where in lines]


def read_all(top: Path = TOP) -> GuideData:
    guide = top / "tools" / "guide"
    pages = {path.stem: read_page(path) for path in sorted((top / "docs" / "guide").glob("*.md"))}
    refusals = tomllib.loads((guide / "refusals.toml").read_text(encoding="utf-8"))
    sets = [q for path in sorted((guide / "questions").glob("*.tsv")) for q in read_questions(path)]
    held_out = [q for path in sorted((guide / "held-out").glob("*.tsv")) for q in read_questions(path)]
    follow_ups = [f for path in sorted((guide / "follow-ups").glob("*.tsv")) for f in read_follow_ups(path)]
    return GuideData(pages, read_facts(guide / "facts.toml"), refusals, sets, follow_ups, held_out)
