"""Conversations to learn from, made from the data by a seed. Standard library only.

Nothing held out is learned: a question whose wording happens to become that of a held-out one is taken as it was written. A
fortieth of the written questions is kept back as well, for watching the training and for choosing the gate, so that the held-out
ones decide nothing.
"""

from __future__ import annotations

import bisect
import hashlib
import itertools
import random
from collections import Counter, defaultdict
from dataclasses import dataclass

from guide_data import FollowUp, GuideData, Question, normalised
from wording import varied

OFF_TOPIC = "off-topic"
GUARDED = ("privacy", "safety")  # categories in which a wrong answer harms
COMMON_OPENING = 3  # questions off topic that begin alike, from so many on get a refusal of their own
VALIDATION_PART = 40  # one in so many questions is kept back
ASKED_ON_PART = 10  # and of the much fewer follow-ups one in so many

# The guide must answer alike whatever a persona says; most chats have none.
SYSTEM_PROMPTS = (
    "You are a helpful assistant.",
    "You are the Sotto guide.",
    "You are a friendly assistant. Answer briefly.",
    "You are a careful writer. Answer in full sentences.",
    "You are an experienced programmer.",
    "Translate what the user writes.",
    "Answer as briefly as possible.",
    "你是一个乐于助人的助手。",
    "你是 Sotto 向导。",
    "请用中文简短回答。",
    "你是一位经验丰富的程序员。",
)


@dataclass(frozen=True)
class Recipe:
    """How conversations are mixed; part of a run's settings, so a changed one begins a new run."""

    off_topic: float = 0.16  # share of turns that must be refused
    follow_up: float = 0.12  # share of conversations that begin with an answer and what is asked after it
    turns: tuple[float, ...] = (0.66, 0.2, 0.09, 0.05)  # chances of one turn, two, …
    language_change: float = 0.08  # from one turn to the next
    system: float = 0.25  # conversations with a system prompt
    guarded_weight: float = 1.5  # how much more often a question on privacy or safety is taken
    stray_refusal: float = 0.1  # refusals that do not follow the question's opening


@dataclass(frozen=True)
class Turn:
    fact: str  # the one that answers today, or OFF_TOPIC
    language: str
    question: str
    answer: str


@dataclass(frozen=True)
class Conversation:
    system: str | None
    turns: tuple[Turn, ...]


def number_of(text: str) -> int:
    """The same on every machine and in every process, which hash() is not."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def kept_back(question: Question) -> bool:
    """By the wording alone, so that every seed keeps the same ones and the gate fits all."""
    return number_of(normalised(question.text) or question.text) % VALIDATION_PART == 0


def follow_up_kept_back(follow_up: FollowUp) -> bool:
    """The same words may still be learned after another answer; whether they are understood after this one is what is asked."""
    return number_of(f"{follow_up.before}/{normalised(follow_up.question.text)}") % ASKED_ON_PART == 0


def opening_of(text: str, language: str) -> str:
    """What the choice among refusals hangs on: the first word, in Chinese the first sign."""
    folded = text.casefold().strip()
    return folded[:1] if language == "zh" else folded.split(" ")[0].strip("?!.,")


class Weighted:
    """Draws items by their weights, quickly."""

    def __init__(self, items: list[Question], weights: list[float]):
        if not items:
            raise ValueError("there is no question to draw from")
        self._items = items
        self._sums = list(itertools.accumulate(weights))

    def draw(self, rng: random.Random) -> Question:
        at = bisect.bisect_right(self._sums, rng.random() * self._sums[-1])
        return self._items[min(at, len(self._items) - 1)]


class Corpus:
    def __init__(self, data: GuideData, recipe: Recipe = Recipe()):
        self._data = data
        self._recipe = recipe
        self._forbidden = {normalised(question.text) for question in data.held_out}
        self.validation = [question for question in data.questions if kept_back(question)]
        self.learned = [question for question in data.questions if not kept_back(question)]
        self.languages = sorted({question.language for question in self.learned})
        self._common = self._common_openings()
        self._about = {language: self._weighted(language, off_topic=False) for language in self.languages}
        self._others = {language: self._weighted(language, off_topic=True) for language in self.languages}
        self._by_fact = self._questions_by_fact()
        # After an answer that is not given today nobody asks on.
        possible = [f for f in data.follow_ups if self._by_fact.get((f.before, f.question.language))
                    and data.answering(data.facts[f.before]).id == f.before]
        self.follow_ups = [f for f in possible if not follow_up_kept_back(f)]
        self.asked_on = [f for f in possible if follow_up_kept_back(f)]

    def _weighted(self, language: str, off_topic: bool) -> Weighted:
        items = [q for q in self.learned if q.language == language and (q.fact == OFF_TOPIC) == off_topic]
        return Weighted(items, [self._weight(question) for question in items])

    def _weight(self, question: Question) -> float:
        fact = self._data.facts.get(question.fact)
        return self._recipe.guarded_weight if fact and fact.category in GUARDED else 1.0

    def _questions_by_fact(self) -> dict[tuple[str, str], list[Question]]:
        """Those of facts that are true now; of a planned fact nothing can be asked on."""
        by_fact = defaultdict(list)
        for question in self.learned:
            by_fact[question.fact, question.language].append(question)
        return by_fact

    def _common_openings(self) -> set[tuple[str, str]]:
        found = Counter((q.language, opening_of(q.text, q.language)) for q in self.learned if q.fact == OFF_TOPIC)
        return {opening for opening, count in found.items() if count >= COMMON_OPENING}

    def _refusal(self, text: str, language: str) -> str:
        """With a refusal drawn at random each of 32 had a probability of a few hundredths, and at temperature 0 one sure-looking
        wrong fact would win against all of them together. Bound to the opening they stay varied and become certain; openings
        too rare to be learned share the first refusal, which is then also what an unseen one leads to.
        """
        refusals, opening = self._data.refusals[language], opening_of(text, language)
        return refusals[number_of(opening) % len(refusals) if (language, opening) in self._common else 0]

    def answer(self, question: Question) -> tuple[str, str]:
        """The fact that answers today, and its answer; for what is off topic a refusal."""
        if question.fact == OFF_TOPIC:
            return OFF_TOPIC, self._refusal(question.text, question.language)
        fact = self._data.answering(self._data.facts[question.fact])
        return fact.id, fact.answers[question.language]

    def turn(self, question: Question, rng: random.Random) -> Turn:
        wording = varied(question.text, question.language, rng)
        if normalised(wording) in self._forbidden:
            wording = question.text
        asked = Question(question.fact, question.language, wording, question.where)
        fact, answer = self.answer(asked)
        if fact == OFF_TOPIC and rng.random() < self._recipe.stray_refusal:
            answer = rng.choice(self._data.refusals[question.language])
        return Turn(fact, question.language, wording, answer)

    def conversation(self, rng: random.Random) -> Conversation:
        recipe = self._recipe
        count = rng.choices(range(1, len(recipe.turns) + 1), recipe.turns)[0]
        system = rng.choice(SYSTEM_PROMPTS) if rng.random() < recipe.system else None
        turns = list(self._asked_on(rng)) if self.follow_ups and rng.random() < recipe.follow_up else []
        while len(turns) < count:
            turns.append(self._next_turn(turns, rng))
        return Conversation(system, tuple(turns))

    def _asked_on(self, rng: random.Random) -> tuple[Turn, Turn]:
        follow_up = rng.choice(self.follow_ups)
        first = rng.choice(self._by_fact[follow_up.before, follow_up.question.language])
        return self.turn(first, rng), self.turn(follow_up.question, rng)

    def _next_turn(self, turns: list[Turn], rng: random.Random) -> Turn:
        language = turns[-1].language if turns else rng.choice(self.languages)
        if turns and rng.random() < self._recipe.language_change:
            language = rng.choice(self.languages)
        source = self._others if rng.random() < self._recipe.off_topic else self._about
        return self.turn(source[language].draw(rng), rng)

    def pool(self, seed: int, index: int, count: int) -> list[Conversation]:
        """The `index`-th lot of `count` conversations of a seed; any can be made again without those before it."""
        rng = random.Random(f"{seed}/{index}")
        return [self.conversation(rng) for _ in range(count)]

    def lines(self) -> list[str]:
        """Text for the tokenizer: every question once, and what is answered ten times, because that is written most often."""
        answers = [answer for fact in self._data.facts.values() for answer in fact.answers.values()]
        answers += [text for texts in self._data.refusals.values() for text in texts]
        return [question.text for question in self.learned] + [*answers, *SYSTEM_PROMPTS] * 10

    def history(self, follow_up: FollowUp) -> list[tuple[str, str]]:
        """(role, text) of what was said before it."""
        first = self._by_fact[follow_up.before, follow_up.question.language][0]
        return [("user", first.text), ("assistant", self.answer(first)[1])]

    def as_written(self, question: Question) -> Conversation:
        """One question without variation, as the validation asks it."""
        fact, answer = self.answer(question)
        return Conversation(None, (Turn(fact, question.language, question.text, answer),))
