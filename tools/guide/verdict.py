"""Judges the guide's answers and chooses the gate. Standard library only.

An answer is right only if it is the expected fact's text in the question's language, letter for letter but for case and
punctuation; whatever else the model says is another fact, a refusal or a text that nobody wrote. The gate: an answer is shown if
the product of its tokens' probabilities, the end included, is at least so much. A refusal misleads nobody and is always shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus import GUARDED, OFF_TOPIC
from guide_data import GuideData, Question, normalised

RIGHT = "right"
WRONG = "wrong"  # the answer of another fact, or of this one in another language
REFUSED = "refused"  # only for questions that should be answered; a refusal of another one is right
UNKNOWN = "unknown text"  # nothing that was taught, however near; counted as wrong
REFUSING_FACTS = {"guide.limits"}  # a fact that says what the refusals say, and right for what is off topic
LEAST_GATE = 0.5  # what the model itself holds for no likelier than not is never shown
CLOSED = 1.1  # a gate that shows refusals only
THRESHOLDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)


@dataclass(frozen=True)
class Reply:
    """What the model answered. `probability` is that of the whole answer; 0 for one that was cut off."""

    question: Question
    text: str
    probability: float


@dataclass(frozen=True)
class Judged:
    reply: Reply
    kind: str
    expected: str
    got: str  # a fact's id, OFF_TOPIC for a refusal, UNKNOWN
    guarded: bool  # a question on privacy or safety

    @property
    def misleads(self) -> bool:
        return self.kind in (WRONG, UNKNOWN)


def whole_probability(log_probabilities: Iterable[float]) -> float:
    return math.exp(min(0.0, math.fsum(log_probabilities)))


class Judge:
    def __init__(self, data: GuideData):
        self._data = data
        # Retired and planned facts too: should one be said, the report names it.
        self._known = {(language, normalised(answer)): fact.id
                       for fact in data.facts.values() for language, answer in fact.answers.items()}
        self._known |= {(language, normalised(text)): OFF_TOPIC for language, texts in data.refusals.items() for text in texts}

    def judged(self, reply: Reply) -> Judged:
        question = reply.question
        fact = self._data.facts.get(question.fact)
        expected = self._data.answering(fact).id if fact else OFF_TOPIC
        language, got = self._said(reply.text, question.language)
        guarded = fact is not None and fact.category in GUARDED
        return Judged(reply, self._kind(expected, got, language == question.language), expected, got, guarded)

    def _said(self, text: str, preferred: str) -> tuple[str, str]:
        for language in (preferred, *self._data.refusals):
            got = self._known.get((language, normalised(text)))
            if got:
                return language, got
        return preferred, UNKNOWN

    @staticmethod
    def _kind(expected: str, got: str, same_language: bool) -> str:
        if got == UNKNOWN:
            return UNKNOWN
        if expected == OFF_TOPIC:
            return RIGHT if got == OFF_TOPIC or got in REFUSING_FACTS else WRONG
        if got == OFF_TOPIC:
            return REFUSED
        return RIGHT if got == expected and same_language else WRONG


def shown(judged: Judged, gate: float) -> bool:
    return judged.got == OFF_TOPIC or judged.reply.probability >= gate


def share(part: int, whole: int) -> float | None:
    """None where there is nothing to have a share of; a report must not call that 0 or 1."""
    return part / whole if whole else None


def at_gate(answers: Sequence[Judged], gate: float) -> dict[str, float | int | None]:
    """What a person would see. Shares are of all questions asked."""
    seen = [one for one in answers if shown(one, gate)]
    count = len(answers)
    return {
        "gate": gate,
        "right shown": share(sum(one.kind == RIGHT for one in seen), count),
        "wrong shown": share(sum(one.misleads for one in seen), count),
        "refused though about Sotto": share(sum(one.kind == REFUSED for one in seen), count),
        "pages instead": share(count - len(seen), count),
        "privacy and safety wrong shown": sum(one.misleads and one.guarded for one in seen),
    }


def chosen_gate(answers: Sequence[Judged], most_wrong: float) -> float:
    """The lowest gate, in thousandths, with at most that share of wrong answers shown and none on privacy or safety.

    CLOSED if there is none, or if nothing right would be left.
    """
    for thousandths in range(round(1000 * LEAST_GATE), 1000):
        row = at_gate(answers, thousandths / 1000)
        if (row["wrong shown"] or 0.0) <= most_wrong and not row["privacy and safety wrong shown"]:
            return thousandths / 1000 if row["right shown"] else CLOSED
    return CLOSED


def counts(answers: Sequence[Judged]) -> dict[str, int | float | None]:
    kinds = {kind: sum(one.kind == kind for one in answers) for kind in (RIGHT, WRONG, REFUSED, UNKNOWN)}
    return {"questions": len(answers), **kinds, "share right": share(kinds[RIGHT], len(answers))}


def bars(groups: dict[str, dict], gated: dict) -> dict[str, bool | None]:
    """The bars of the project; None where nothing was asked."""

    def reached(value: float | None, least: float) -> bool | None:
        return None if value is None else value >= least

    names = {"en": "English", "zh": "Chinese"}
    wrong_shown = gated["wrong shown"]
    guarded = groups["privacy and safety"]
    return {
        **{f"right fact in {name} at least 85 %": reached(groups[f"about Sotto, {language}"]["share right"], 0.85)
           for language, name in names.items()},
        "off topic refused at least 95 %": reached(groups["off topic"]["share right"], 0.95),
        "privacy and safety never wrong": guarded[WRONG] + guarded[UNKNOWN] == 0 if guarded["questions"] else None,
        "wrong answers shown at the gate at most 2 %": None if wrong_shown is None else wrong_shown <= 0.02,
    }


def grouped(answers: Sequence[Judged]) -> dict[str, dict]:
    about = [one for one in answers if one.expected != OFF_TOPIC]
    others = [one for one in answers if one.expected == OFF_TOPIC]
    groups = {}
    for name, members in (("about Sotto", about), ("off topic", others)):
        for language in ("en", "zh"):
            groups[f"{name}, {language}"] = counts([one for one in members if one.reply.question.language == language])
    groups["off topic"] = counts(others)
    groups["privacy and safety"] = counts([one for one in about if one.guarded])
    return groups


def evaluated(held_out: Sequence[Judged], validation: Sequence[Judged], asked_on: Sequence[Judged], most_wrong: float) -> dict:
    """The report's figures: the gate from the questions kept back, asking on from follow-ups kept back, all else from held-out."""
    gate = chosen_gate(validation, most_wrong)
    groups = grouped(held_out)
    gated = at_gate(held_out, gate)
    return {
        "groups": groups,
        "bars": bars(groups, gated),
        "gate": {"value": gate, "chosen on": len(validation), "most wrong there": most_wrong,
                 "validation": at_gate(validation, gate), "held out": gated},
        "kept back": {"questions": counts(validation), "follow-ups": counts(asked_on)},
        "curve": [at_gate(held_out, threshold) for threshold in THRESHOLDS],
        "faults": [fault(one) for one in held_out if one.kind != RIGHT],
    }


def fault(one: Judged) -> dict[str, str | float | bool]:
    question = one.reply.question
    return {"where": question.where, "language": question.language, "question": question.text, "expected": one.expected,
            "kind": one.kind, "got": one.got, "said": one.reply.text, "probability": one.reply.probability,
            "privacy or safety": one.guarded}
