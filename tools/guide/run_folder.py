"""The folder of one training run, and what is in it. Standard library only.

build/guide/NAME/ holds settings.json, tokenizer.model, checkpoint.pt, log.jsonl and the exported files. A run goes on only with
the settings and the data that it began with.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from corpus import Recipe
from guide_data import TOP, GuideData

RUNS = TOP / "build" / "guide"
TYPES = ("f16", "q8_0", "q4_k_m")  # of exported files; the first is what the others are made from


@dataclass(frozen=True)
class Settings:
    """Everything that decides what comes out, besides threads and processor."""

    seed: int
    data: str  # digest() of what is taught
    tokens: int  # to train on in all, without padding
    shape: dict = field(default_factory=dict)  # the arguments of model.Shape
    recipe: dict = field(default_factory=lambda: dataclasses.asdict(Recipe()))
    batch_tokens: int = 3072  # of a batch, with padding
    learning_rate: float = 2e-3
    warm_up: int = 100  # steps
    dropout: float = 0.1
    blanked: float = 0.06  # share of a question's tokens that are hidden
    head_tokens: int = 4
    head_weight: float = 6.0


class Run:
    def __init__(self, folder: Path):
        self.folder = folder
        self.tokenizer = folder / "tokenizer.model"
        self.checkpoint = folder / "checkpoint.pt"
        self.log = folder / "log.jsonl"
        self._settings = folder / "settings.json"

    @property
    def name(self) -> str:
        return self.folder.name

    def model(self, kind: str) -> Path:
        return self.folder / f"sotto-guide-{kind}.gguf"

    def begin(self, settings: Settings) -> None:
        """Takes the settings down, or holds them against those that the run began with; ValueError if they differ."""
        wanted = json.loads(json.dumps(dataclasses.asdict(settings)))
        if not self._settings.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._settings, json.dumps(wanted, indent=2) + "\n")
            return
        there = json.loads(self._settings.read_text(encoding="utf-8"))
        changed = sorted(key for key in wanted.keys() | there.keys() if wanted.get(key) != there.get(key))
        if changed:
            raise ValueError(f"{self.folder} was begun with other settings ({', '.join(changed)}). Take another --run name.")

    def settings(self) -> Settings:
        if not self._settings.exists():
            raise ValueError(f"{self.folder} is not a run; `./dev guide train` makes one.")
        return Settings(**json.loads(self._settings.read_text(encoding="utf-8")))

    def note(self, **values: object) -> None:
        """One line to the log."""
        with self.log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(values) + "\n")


def write_whole(path: Path, text: str) -> None:
    """All of it or nothing, also when the power goes."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


def digest(data: GuideData) -> str:
    """SHA-256 of what is taught: facts, refusals, questions, follow-ups, and which pages are true now. Not of comments, of the
    order of files, or of anything held out."""
    taught = {
        "pages": sorted((page.name, page.status, page.stand_in or "") for page in data.pages.values()),
        "facts": sorted((dataclasses.asdict(fact) for fact in data.facts.values()), key=lambda fact: fact["id"]),
        "refusals": data.refusals,
        "questions": sorted((q.fact, q.language, q.text) for q in data.questions),
        "follow-ups": sorted((f.before, f.question.fact, f.question.language, f.question.text) for f in data.follow_ups),
    }
    return hashlib.sha256(json.dumps(taught, sort_keys=True).encode()).hexdigest()


def run_folders(names: list[str], base: Path = RUNS) -> list[Run]:
    """The named runs, or all there are."""
    folders = [base / name for name in names] or sorted(path.parent for path in base.glob("*/settings.json"))
    if not folders:
        raise ValueError(f"There is no run in {base} yet; `./dev guide train` makes one.")
    return [Run(folder) for folder in folders]
