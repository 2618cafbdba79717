#!/usr/bin/env python3
"""Trains the guide model: ./dev guide train [--run NAME] [--seed N] [--tokens N] …

Everything is drawn from the seed. A run that was stopped (Ctrl+C, --minutes, a crash) goes on with the same command from its
last checkpoint and comes to the same end, but for rounding where the number of threads differs. Nothing held out is read but to
keep it out.
"""

from __future__ import annotations

import argparse
import dataclasses
import math
import signal
import sys
import time
from collections.abc import Iterator

import torch

from corpus import Corpus, Recipe
from energy import EnergyCounter
from guide_data import GuideData, read_all
from model import Shape
from run_folder import RUNS, Run, Settings, digest
from trainer import Trainer, use_threads

SAVE_EVERY = 300.0  # seconds
NOTE_EVERY = 50  # steps
VALIDATE_EVERY = 500  # steps


class Clock:
    """Adds time and energy to the trainer's own, over all the times that it was started."""

    def __init__(self, trainer: Trainer):
        self._trainer = trainer
        self._energy = EnergyCounter()
        self._last, self._joules = time.monotonic(), self._energy.joules() or 0.0

    def tick(self) -> float:
        """Seconds since the last one."""
        now, joules = time.monotonic(), self._energy.joules()
        passed = now - self._last
        self._trainer.seconds += passed
        self._trainer.energy_known &= joules is not None
        self._trainer.joules += (joules or 0.0) - self._joules
        self._last, self._joules = now, joules or 0.0
        return passed


def note(trainer: Trainer, since: tuple[int, int, float], validation: dict[str, float]) -> None:
    """`since`: step, tokens and seconds at the last note."""
    steps, tokens, seconds = (now - then for now, then in
                              zip((trainer.step_number, trainer.tokens, trainer.seconds), since, strict=True))
    speed = tokens / seconds if seconds else 0.0
    left = (trainer.settings.tokens - trainer.tokens) / speed / 60 if speed else math.inf
    values = {"step": trainer.step_number, "tokens": trainer.tokens, "seconds": round(trainer.seconds, 1),
              "joules": round(trainer.joules) if trainer.energy_known else None, "tokens/s": round(speed),
              **{name: round(value / max(1, steps), 4) for name, value in trainer.losses.items()},
              "rate": trainer.optimiser.param_groups[0]["lr"], **{name: round(value, 4) for name, value in validation.items()}}
    trainer.run.note(**values)
    trainer.losses = dict.fromkeys(trainer.losses, 0.0)
    print("  ".join(f"{name} {value:.6g}" if isinstance(value, float) else f"{name} {value}" for name, value in values.items()),
          f" about {max(0.0, left):.0f} min left", flush=True)


def steps_until(trainer: Trainer, stop: list[bool], minutes: float) -> Iterator[None]:
    """One step each time; ends when all is trained, on a signal, or when the minutes are over."""
    end = time.monotonic() + 60 * minutes
    while not trainer.finished() and not stop and time.monotonic() < end:
        trainer.step()
        yield


def train(trainer: Trainer, minutes: float) -> bool:
    """Trains and saves; true when all planned tokens are done."""
    stop: list[bool] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.append(True))
    clock, unsaved = Clock(trainer), 0.0
    since = (trainer.step_number, trainer.tokens, trainer.seconds)
    for _ in steps_until(trainer, stop, minutes):
        unsaved += clock.tick()
        if trainer.step_number % NOTE_EVERY == 0:
            note(trainer, since, trainer.validated() if trainer.step_number % VALIDATE_EVERY == 0 else {})
            clock.tick()
            since = (trainer.step_number, trainer.tokens, trainer.seconds)
        if unsaved > SAVE_EVERY:
            trainer.save()
            unsaved = 0.0
    if trainer.step_number > since[0]:
        note(trainer, since, trainer.validated())
        clock.tick()
    trainer.save()
    return trainer.finished()


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev guide train", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    defaults, shape = Settings(0, "", 0), Shape()
    parser.add_argument("--run", help="name of the run's folder in build/guide/; seed-N if left out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tokens", type=float, default=12e6, help="to train on in all, without padding")
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop after so long; the same command goes on")
    parser.add_argument("--threads", type=int, default=1, help="more only on a machine that does nothing else")
    parser.add_argument("--device", default="cpu", help="as PyTorch names it")
    parser.add_argument("--batch-tokens", type=int, default=defaults.batch_tokens)
    parser.add_argument("--learning-rate", type=float, default=defaults.learning_rate)
    for name in ("dropout", "blanked", "head_weight"):
        parser.add_argument("--" + name.replace("_", "-"), type=float, default=getattr(defaults, name))
    for name in ("vocabulary", "width", "layers", "heads", "kv_heads", "hidden"):
        parser.add_argument("--" + name.replace("_", "-"), type=int, default=getattr(shape, name))
    return parser.parse_args()


def settings_of(arguments: argparse.Namespace, data: GuideData) -> Settings:
    names = {field.name for field in dataclasses.fields(Shape)} & vars(arguments).keys()
    shape = dataclasses.asdict(Shape(**{name: getattr(arguments, name) for name in names}))
    return Settings(seed=arguments.seed, data=digest(data), tokens=int(arguments.tokens), shape=shape,
                    batch_tokens=arguments.batch_tokens, learning_rate=arguments.learning_rate, dropout=arguments.dropout,
                    blanked=arguments.blanked, head_weight=arguments.head_weight)


def main() -> int:
    arguments = parsed()
    use_threads(arguments.threads)
    run = Run(RUNS / (arguments.run or f"seed-{arguments.seed}"))
    try:
        data = read_all()
        settings = settings_of(arguments, data)
        run.begin(settings)
        corpus = Corpus(data, Recipe(**settings.recipe))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    trainer = Trainer(run, settings, corpus, arguments.device)
    print(f"{trainer.model.parameter_count():,} parameters, {len(corpus.learned):,} questions to learn, "
          f"{len(corpus.validation):,} kept back; {trainer.tokens:,} of {settings.tokens:,} tokens are done. "
          f"{'bfloat16' if trainer.half else 'float32'}, {torch.get_num_threads()} threads", flush=True)
    done = train(trainer, arguments.minutes)
    print("Trained; `./dev guide export` writes the model." if done else "Stopped and saved; the same command goes on.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
