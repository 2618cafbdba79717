#!/usr/bin/env python3
"""Asks exported models the held-out questions through llama.cpp: ./dev guide eval [RUN…] [--type f16|q8_0|q4_k_m]

Writes report-TYPE.json and report-TYPE.md beside each model, and for all of them build/guide/report.json and report.md. The gate
is chosen on questions that were kept back from training and are not the held-out ones. Exit 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Sequence

from corpus import Corpus, Recipe
from guide_data import GuideData, Question, read_all
from llama_server import LlamaServer, version
from report import markdown, summary
from run_folder import RUNS, TYPES, Run, digest, run_folders, write_whole
from verdict import Judge, evaluated

# Half of the bar: a gate that just reaches it on some questions would miss it on half of the others.
MOST_WRONG = 0.01


def some(questions: Sequence[Question], count: int | None) -> list[Question]:
    """All, or so many of them, the same each time."""
    return list(questions) if count is None else random.Random(0).sample(list(questions), min(count, len(questions)))


def trained_tokens(run: Run) -> int:
    lines = run.log.read_text(encoding="utf-8").splitlines() if run.log.exists() else []
    return json.loads(lines[-1])["tokens"] if lines else 0


def about_model(run: Run, kind: str) -> dict:
    path, settings = run.model(kind), run.settings()
    content = path.read_bytes()
    return {"run": run.name, "file": path.name, "type": kind, "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(), "seed": settings.seed, "trained tokens": trained_tokens(run),
            "planned tokens": settings.tokens, "shape": settings.shape}


def notes(run: Run, data: GuideData, few: int | None) -> str:
    """What keeps a report from being a measure of the model."""
    settings, words = run.settings(), []
    if few is not None:
        words.append(f"only {few} questions held out and kept back were asked")
    if trained_tokens(run) < settings.tokens:
        words.append("the training is not finished")
    if settings.data != digest(data):
        words.append("the data is no longer what it was trained on")
    return "; ".join(words)


def report_of(run: Run, kind: str, data: GuideData, few: int | None, threads: int) -> dict:
    corpus, judge = Corpus(data, Recipe(**run.settings().recipe)), Judge(data)
    held_out, validation = some(data.held_out, few), some(corpus.validation, few)
    asked_on = corpus.asked_on if few is None else corpus.asked_on[:few]
    with LlamaServer(run.model(kind), run.folder / "llama-server.log", threads) as server:
        answers = [[judge.judged(reply) for reply in server.replies(questions)] for questions in (held_out, validation)]
        after = server.replies([one.question for one in asked_on], [corpus.history(one) for one in asked_on])
    figures = evaluated(*answers, [judge.judged(reply) for reply in after], MOST_WRONG)
    return {"model": about_model(run, kind), "answered by": version(), "note": notes(run, data, few), **figures}


def write_report(run: Run, kind: str, report: dict) -> None:
    write_whole(run.folder / f"report-{kind}.json", json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    write_whole(run.folder / f"report-{kind}.md", markdown(report))


def write_summary(reports: list[dict]) -> str:
    text = summary(reports)
    short = [{key: report[key] for key in ("model", "note", "groups", "bars", "gate")} for report in reports]
    write_whole(RUNS / "report.json", json.dumps(short, ensure_ascii=False, indent=1) + "\n")
    write_whole(RUNS / "report.md", text)
    return text


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev guide eval", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="*", metavar="RUN", help="names of folders in build/guide/; all if left out")
    parser.add_argument("--type", choices=TYPES, default="q8_0")
    parser.add_argument("--threads", type=int, default=1, help="so small a model is fastest on one")
    parser.add_argument("--few", type=int, metavar="N", help="only N questions of each kind, to try the way and not the model")
    return parser.parse_args()


def main() -> int:
    arguments = parsed()
    reports = []
    try:
        data = read_all()
        for run in run_folders(arguments.runs):
            report = report_of(run, arguments.type, data, arguments.few, arguments.threads)
            write_report(run, arguments.type, report)
            print(markdown(report))
            reports.append(report)
        print(write_summary(reports))
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    gates = ", ".join(f"{report['model']['run']} {report['gate']['value']:g}" for report in reports)  # above 1: closed
    print(f"Gates for `./dev guide export --run RUN --gate G`: {gates}")
    return 0 if all(reached for report in reports for reached in report["bars"].values()) else 1


if __name__ == "__main__":
    sys.exit(main())
