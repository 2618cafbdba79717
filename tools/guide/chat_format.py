"""How a conversation is laid out in text and in tokens, and how examples become batches. Standard library only.

The layout is ChatML, given to llama.cpp as the template in the model's file and to the training by this module; the export
compares the two.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from corpus import OFF_TOPIC, Conversation

START = "<|im_start|>"
END = "<|im_end|>"
TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
LENGTH_STEP = 8  # lengths are rounded up to it, so that the same shapes come again and memory is used again


@dataclass
class Example:
    """One conversation. The three lists are of one length: a token's weight is what its *prediction* counts in the loss."""

    ids: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    blankable: list[bool] = field(default_factory=list)  # of a question: may be hidden in training

    def add(self, ids: list[int], weights: list[float] | None = None, blankable: bool = False) -> None:
        self.ids += ids
        self.weights += weights or [0.0] * len(ids)
        self.blankable += [blankable] * len(ids)


def rendered(messages: list[tuple[str, str]]) -> str:
    """(role, text) pairs as the template writes them, open for the assistant's answer."""
    return "".join(f"{START}{role}\n{text}{END}\n" for role, text in messages) + f"{START}assistant\n"


class ChatFormat:
    """`encode` turns text into tokens and knows no special ones: who types <|im_end|> has typed ten characters."""

    def __init__(self, encode: Callable[[str], list[int]], start: int, end: int, head_tokens: int = 4,
                 head_weight: float = 6.0):
        self._encode = encode
        self._start = start
        self._end = end
        self._head = [head_weight] * head_tokens

    def _frame(self, role: str) -> list[int]:
        return [self._start, *self._encode(role + "\n")]

    def _answer_weights(self, tokens: int, off_topic: bool) -> list[float]:
        """Which answer it is is decided by its first tokens; the rest follows. A refusal's first words decide little."""
        head = [] if off_topic else self._head[:tokens]
        return head + [1.0] * (tokens - len(head))

    def example(self, conversation: Conversation) -> Example:
        example = Example()
        newline = self._encode("\n")
        if conversation.system is not None:
            example.add([*self._frame("system"), *self._encode(conversation.system), self._end, *newline])
        for turn in conversation.turns:
            example.add(self._frame("user"))
            example.add(self._encode(turn.question), blankable=True)
            example.add([self._end, *newline, *self._frame("assistant")])
            answer = [*self._encode(turn.answer), self._end]
            example.add(answer, self._answer_weights(len(answer), turn.fact == OFF_TOPIC))
            example.add(newline)
        return example

    def prompt(self, messages: list[tuple[str, str]]) -> list[int]:
        """The tokens of `rendered(messages)`."""
        ids: list[int] = []
        for role, text in messages:
            ids += [*self._frame(role), *self._encode(text), self._end, *self._encode("\n")]
        return ids + self._frame("assistant")


def batched(examples: list[Example], most_tokens: int, rng: random.Random) -> list[list[Example]]:
    """Batches of like lengths in random order, each at most `most_tokens` with its padding; one example alone may be longer."""
    batches: list[list[Example]] = []
    for example in sorted(examples, key=lambda one: len(one.ids)):
        longest = padded_length(len(example.ids))
        if not batches or longest * (len(batches[-1]) + 1) > most_tokens:
            batches.append([])
        batches[-1].append(example)
    rng.shuffle(batches)
    return batches


def padded_length(length: int) -> int:
    return -(-length // LENGTH_STEP) * LENGTH_STEP


@dataclass(frozen=True)
class Batch:
    """Rows of one length, filled up with zeros on the right, where causal attention does not see them and no loss is taken."""

    ids: list[list[int]]
    weights: list[list[float]]
    blankable: list[list[bool]]

    @property
    def tokens(self) -> int:
        return len(self.ids) * len(self.ids[0])


def collated(examples: list[Example]) -> Batch:
    length = padded_length(max(len(example.ids) for example in examples))

    def filled(row: list, nothing: object) -> list:
        return row + [nothing] * (length - len(row))

    return Batch([filled(e.ids, 0) for e in examples], [filled(e.weights, 0.0) for e in examples],
                 [filled(e.blankable, False) for e in examples])
