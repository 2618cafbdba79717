#!/usr/bin/env python3
"""Holds the guide model's data against its rules (README.md). Exit 1 and one line a fault on standard error; else the counts.

    python3 tools/guide/check.py [--counts] [--least N] [--top FOLDER]

--counts also prints the number of questions of each fact; --least N makes fewer than N a language a fault.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from guide_data import LANGUAGES, TOP, Fact, GuideData, Question, normalised, read_all

CATEGORIES = {"help", "privacy", "safety", "talk"}
OFF_TOPIC = "off-topic"  # in place of a fact: the guide must refuse
HAN = re.compile(r"[\u4e00-\u9fff]")
MOST_CHARACTERS = {"en": 260, "zh": 130}
LEAST_FACTS = 220
LEAST_REFUSALS = 30


def page_faults(data: GuideData) -> Iterator[str]:
    used = {fact.page for fact in data.facts.values()}
    for page in data.pages.values():
        where = f"docs/guide/{page.name}.md"
        if page.status not in ("now", "planned"):
            yield f"{where}: the status is now or planned, not {page.status}"
        if page.status == "planned" and not page.stand_in:
            yield f"{where}: is planned and names no stand-in"
        if page.name not in used:
            yield f"{where}: no fact belongs to it"


def stand_in_faults(data: GuideData, fact: Fact) -> Iterator[str]:
    page = data.pages[fact.page]
    name = fact.stand_in or page.stand_in
    if page.status == "now":
        if fact.stand_in:
            yield f"{fact.id}: is true now and needs no stand-in"
        return
    other = data.facts.get(name or "")
    if not other:
        yield f"{fact.id}: its stand-in {name} is no fact"
    elif data.status(other) != "now" or (other.until or "").split(".")[0] != page.name:
        yield f"{fact.id}: its stand-in {name} is not a fact of now that ends with {page.name}"


def until_faults(data: GuideData, fact: Fact) -> Iterator[str]:
    if not fact.until:
        return
    successor = data.facts.get(fact.until)
    if not successor or successor.page not in data.pages:
        yield f"{fact.id}: holds until {fact.until}, which is no fact"
    elif successor.until or data.status(fact) == "planned":
        yield f"{fact.id}: only a fact of now may end, and with one that stays"


def answer_faults(fact: Fact) -> Iterator[str]:
    for language in LANGUAGES:
        answer = fact.answers[language]
        if not answer:
            yield f"{fact.id}: has no answer in {language}"
            continue
        if len(answer) > MOST_CHARACTERS[language]:
            yield f"{fact.id}: the answer in {language} is longer than {MOST_CHARACTERS[language]} characters"
        if bool(HAN.search(answer.replace("简体中文", ""))) != (language == "zh"):
            yield f"{fact.id}: the answer in {language} is in another language"


def fact_faults(data: GuideData) -> Iterator[str]:
    if len(data.facts) < LEAST_FACTS:
        yield f"facts.toml: {len(data.facts)} facts; at least {LEAST_FACTS} are wanted"
    seen: dict[str, str] = {}
    for fact in data.facts.values():
        yield from answer_faults(fact)
        if fact.category not in CATEGORIES:
            yield f"{fact.id}: the category {fact.category} is none of {', '.join(sorted(CATEGORIES))}"
        if fact.page not in data.pages:
            yield f"{fact.id}: there is no page docs/guide/{fact.page}.md"
            continue
        yield from until_faults(data, fact)
        yield from stand_in_faults(data, fact)
        for language in LANGUAGES:
            other = seen.setdefault(language + normalised(fact.answers[language]), fact.id)
            if other != fact.id:
                yield f"{fact.id}: the same answer in {language} as {other}"


def refusal_faults(data: GuideData) -> Iterator[str]:
    for language in LANGUAGES:
        texts = data.refusals.get(language, [])
        if len({normalised(text) for text in texts}) != len(texts):
            yield f"refusals.toml: a refusal in {language} is there twice"
        if len(texts) < LEAST_REFUSALS:
            yield f"refusals.toml: {len(texts)} refusals in {language}; at least {LEAST_REFUSALS} are wanted"


def line_faults(data: GuideData, question: Question) -> Iterator[str]:
    if question.fact not in data.facts and question.fact != OFF_TOPIC:
        yield f"{question.where}: there is no fact {question.fact}"
    if question.language not in LANGUAGES:
        yield f"{question.where}: the language is en or zh, not {question.language}"
    if not question.text.strip() or question.text != question.text.strip():
        yield f"{question.where}: empty, or with spaces at an end"


def question_faults(data: GuideData) -> Iterator[str]:
    seen: dict[str, str] = {}
    for question in [*data.held_out, *data.questions]:
        yield from line_faults(data, question)
        key = normalised(question.text) or question.text  # of "???" nothing is left
        if key in seen:
            yield f"{question.where}: “{question.text}” is already in {seen[key]}"
        seen.setdefault(key, question.where)


def follow_up_faults(data: GuideData) -> Iterator[str]:
    seen: dict[tuple[str, str], str] = {}
    for follow_up in data.follow_ups:
        question = follow_up.question
        yield from line_faults(data, question)
        if follow_up.before not in data.facts:
            yield f"{question.where}: there is no fact {follow_up.before}"
        if follow_up.before == question.fact:
            yield f"{question.where}: leads from {question.fact} to itself"
        other = seen.setdefault((follow_up.before, normalised(question.text)), question.where)
        if other != question.where:
            yield f"{question.where}: “{question.text}” after {follow_up.before} is already in {other}"


def count_faults(data: GuideData, least: int) -> Iterator[str]:
    counts = Counter((question.fact, question.language) for question in data.questions)
    for fact in data.facts:
        for language in LANGUAGES:
            if counts[fact, language] < least:
                yield f"{fact}: {counts[fact, language]} questions in {language}; at least {least} are wanted"


def all_faults(data: GuideData, least: int = 0) -> list[str]:
    checks = (page_faults, fact_faults, refusal_faults, question_faults, follow_up_faults)
    return [fault for check in checks for fault in check(data)] + list(count_faults(data, least))


def print_counts(data: GuideData, each: bool) -> None:
    counts = Counter((question.fact, question.language) for question in data.questions)
    if each:
        for fact in [*data.facts, OFF_TOPIC]:
            print(fact, *(f"{language} {counts[fact, language]}" for language in LANGUAGES))
    states = Counter(data.status(fact) for fact in data.facts.values())
    sums = ", ".join(f"{sum(n for (_, l), n in counts.items() if l == language)} {language}" for language in LANGUAGES)
    print(f"{len(data.pages)} pages, {states['now']} facts, {states['planned']} planned and {states['retired']} retired, "
          f"questions: {sums}, follow-ups: {len(data.follow_ups)}, held out: {len(data.held_out)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", action="store_true")
    parser.add_argument("--least", type=int, default=0)
    parser.add_argument("--top", type=Path, default=TOP)
    arguments = parser.parse_args()
    try:
        data = read_all(arguments.top)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    faults = all_faults(data, arguments.least)
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print_counts(data, arguments.counts)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
