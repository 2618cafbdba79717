#!/usr/bin/env python3
"""Tests of wording.py."""

from __future__ import annotations

import random
import unittest

from wording import SMALL_WORDS, cased, closed, marked, opened, slipped, slipped_word, varied

QUESTIONS = {"en": "Does it not send the file to a GPU?", "zh": "它会不会把 GGUF 文件发出去？"}


def many(language: str, count: int = 3000) -> list[str]:
    rng = random.Random(1)
    return [varied(QUESTIONS[language], language, rng) for _ in range(count)]


class Wording(unittest.TestCase):
    def test_a_seed_gives_the_same_again(self) -> None:
        self.assertEqual(many("en", 50), many("en", 50))

    def test_most_stay_as_they_are_and_many_do_not(self) -> None:
        for language, question in QUESTIONS.items():
            same = many(language).count(question) / 3000
            self.assertTrue(0.3 < same < 0.7, f"{language}: {same}")

    def test_no_negation_is_lost(self) -> None:
        self.assertNotIn("not", SMALL_WORDS)
        for text in many("zh"):
            self.assertEqual(text.count("不"), 1, text)
        self.assertEqual(sum("not" not in text.lower() for text in many("en")), 0)

    def test_never_empty_and_short_ones_are_not_broken(self) -> None:
        rng = random.Random(2)
        for text in ("?", "???", "a", "gpu", "啥", "👍"):
            for _ in range(500):
                language = "zh" if text == "啥" else "en"
                said = varied(text, language, rng)
                self.assertTrue(said)
                self.assertIn(text.strip("?").lower(), said.lower())

    def test_a_slip_changes_one_place(self) -> None:
        rng = random.Random(3)
        for _ in range(500):
            word = slipped_word("temperature", rng)
            self.assertTrue(word[0] == "t" and abs(len(word) - 11) <= 1, word)

    def test_marks_courtesy_and_case(self) -> None:
        rng = random.Random(4)
        self.assertEqual({marked("???", "en", rng) for _ in range(20)}, {"???"})
        self.assertTrue(opened("Does it", "en", rng).endswith("does it"))
        self.assertTrue(opened("GPU full", "en", rng).endswith("GPU full"))
        self.assertTrue(closed("why?", "en", rng).startswith("why"))
        self.assertIn("GPU", {cased("gpu", rng) for _ in range(100)})

    def test_chinese_signs_only_change_places(self) -> None:
        rng = random.Random(5)
        for _ in range(300):
            self.assertEqual(sorted(slipped("它会不会上传", "zh", rng)), sorted("它会不会上传"))


if __name__ == "__main__":
    unittest.main()
