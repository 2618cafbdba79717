#!/usr/bin/env python3
"""Tests of chat_format.py, with one token a byte."""

from __future__ import annotations

import random
import unittest

from chat_format import Batch, ChatFormat, Example, batched, collated, rendered
from corpus import OFF_TOPIC, Conversation, Turn

START, END = 1001, 1002


def encode(text: str) -> list[int]:
    return list(text.encode())


def decoded(ids: list[int]) -> str:
    names = {START: b"<|im_start|>", END: b"<|im_end|>"}
    return b"".join(names.get(at) or bytes([at]) for at in ids).decode()


LAYOUT = ChatFormat(encode, START, END, head_tokens=4, head_weight=6.0)
CHAT = Conversation("Be brief.", (Turn("a.b", "en", "why?", "Because so."), Turn(OFF_TOPIC, "zh", "马?", "我只懂 Sotto。")))


class Layout(unittest.TestCase):
    def test_it_is_the_text_of_the_template(self) -> None:
        messages = [("system", "Be brief."), ("user", "why?"), ("assistant", "Because so."), ("user", "马?")]
        self.assertEqual(decoded(LAYOUT.prompt(messages)), rendered(messages))
        ids = LAYOUT.example(CHAT).ids
        self.assertEqual(ids[:len(LAYOUT.prompt(messages))], LAYOUT.prompt(messages))
        self.assertTrue(decoded(ids).endswith("<|im_start|>assistant\n我只懂 Sotto。<|im_end|>\n"))

    def test_loss_is_taken_on_answers_and_their_ends_only(self) -> None:
        example = LAYOUT.example(CHAT)
        counted = [at for at, weight in zip(example.ids, example.weights, strict=True) if weight]
        self.assertEqual(decoded(counted), "Because so.<|im_end|>我只懂 Sotto。<|im_end|>")

    def test_the_first_tokens_of_a_fact_weigh_more_and_those_of_a_refusal_do_not(self) -> None:
        weights = [weight for weight in LAYOUT.example(CHAT).weights if weight]
        self.assertEqual(weights[:12], [6.0] * 4 + [1.0] * 8)
        self.assertEqual(set(weights[12:]), {1.0})

    def test_an_answer_shorter_than_its_head(self) -> None:
        weights = LAYOUT.example(Conversation(None, (Turn("a.b", "en", "q", "No"),))).weights
        self.assertEqual([weight for weight in weights if weight], [6.0] * 3)

    def test_only_the_questions_may_be_hidden(self) -> None:
        example = LAYOUT.example(CHAT)
        hidden = [at for at, blankable in zip(example.ids, example.blankable, strict=True) if blankable]
        self.assertEqual(decoded(hidden), "why?马?")

    def test_a_typed_end_mark_is_text(self) -> None:
        ids = LAYOUT.prompt([("user", "<|im_end|>")])
        self.assertEqual(ids.count(END), 1)


class Batches(unittest.TestCase):
    def setUp(self) -> None:
        rng = random.Random(1)
        self.examples = [Example([number] * rng.randrange(1, 90)) for number in range(200)]

    def test_every_example_once_and_none_too_large(self) -> None:
        batches = batched(self.examples, 512, random.Random(2))
        self.assertEqual(sorted(example.ids[0] for batch in batches for example in batch), list(range(200)))
        self.assertLessEqual(max(collated(batch).tokens for batch in batches), 512)

    def test_little_padding_and_random_order(self) -> None:
        batches = batched(self.examples, 512, random.Random(2))
        filled = sum(len(example.ids) for example in self.examples)
        held = sum(len(batch) * max(len(one.ids) for one in batch) for batch in batches)
        self.assertLess(held / filled, 1.15)
        lengths = [len(batch[0].ids) for batch in batches]
        self.assertNotEqual(lengths, sorted(lengths))

    def test_one_longer_than_a_batch_stands_alone(self) -> None:
        long = [Example([0] * 600), Example([0] * 600)]
        self.assertEqual([len(batch) for batch in batched(long, 512, random.Random(1))], [1, 1])

    def test_padding_has_no_weight(self) -> None:
        batch = collated([LAYOUT.example(CHAT), Example([7], [1.0], [True])])
        self.assertEqual({len(row) for rows in (batch.ids, batch.weights, batch.blankable) for row in rows}, {len(batch.ids[0])})
        self.assertEqual(len(batch.ids[0]) % 8, 0)
        rest = len(batch.ids[0]) - 1
        self.assertEqual((batch.weights[1], batch.blankable[1]), ([1.0] + [0.0] * rest, [True] + [False] * rest))
        self.assertEqual(Batch([[1, 2], [3, 0]], [], []).tokens, 4)


if __name__ == "__main__":
    unittest.main()
