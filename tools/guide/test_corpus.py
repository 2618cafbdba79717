#!/usr/bin/env python3
"""Tests of corpus.py, over data small enough to know each answer."""

from __future__ import annotations

import dataclasses
import random
import unittest
from unittest import mock

import corpus as module
from corpus import OFF_TOPIC, Conversation, Corpus, Recipe, Turn
from guide_data import Page, Question, normalised
from small_data import small_data
from wording import varied


def turns(corpus: Corpus, count: int = 2000, seed: int = 1) -> list[Turn]:
    return [turn for conversation in corpus.pool(seed, 0, count) for turn in conversation.turns]


class CorpusTest(unittest.TestCase):
    def setUp(self) -> None:
        patch = mock.patch.object(module, "kept_back", lambda question: question.text == "how do I load something")
        patch.start()
        self.addCleanup(patch.stop)
        never = mock.patch.object(module, "follow_up_kept_back", lambda follow_up: False)
        never.start()
        self.addCleanup(never.stop)
        self.data = small_data()
        self.corpus = Corpus(self.data)

    def with_recipe(self, **values: object) -> Corpus:
        return Corpus(self.data, Recipe(**values))

    def test_a_seed_gives_the_same_again_and_any_pool_by_itself(self) -> None:
        self.assertEqual(self.corpus.pool(3, 7, 40), Corpus(small_data()).pool(3, 7, 40))
        self.assertNotEqual(self.corpus.pool(3, 7, 40), self.corpus.pool(4, 7, 40))
        self.assertNotEqual(self.corpus.pool(3, 7, 40), self.corpus.pool(3, 8, 40))

    def test_nothing_held_out_is_learned_even_by_chance(self) -> None:
        forbidden = normalised(self.data.held_out[0].text)
        rng = random.Random(1)
        by_chance = [varied("where do the models come from", "en", rng) for _ in range(2000)]
        self.assertIn(forbidden, {normalised(text) for text in by_chance}, "the wording no longer meets the held-out one")
        self.assertNotIn(forbidden, {normalised(turn.question) for turn in turns(self.corpus, 20000)})

    def test_what_is_kept_back_is_not_learned(self) -> None:
        self.assertEqual([question.text for question in self.corpus.validation], ["how do I load something"])
        self.assertNotIn("how do i load something", {turn.question.lower() for turn in turns(self.corpus)})
        self.assertNotIn("how do I load something", self.corpus.lines())

    def test_planned_and_retired_facts_are_not_taught(self) -> None:
        answers = {turn.answer for turn in turns(self.corpus)}
        for fact in ("downloads.start", "privacy.old"):
            self.assertFalse(answers & set(self.data.facts[fact].answers.values()), fact)

    def test_a_planned_fact_is_answered_by_its_stand_in_until_it_is_true(self) -> None:
        question = next(q for q in self.data.questions if q.text == "start the transfer")
        self.assertEqual(self.corpus.answer(question), ("models.get", "Get a file with your browser."))
        self.data.pages["downloads"] = Page("downloads", "Downloads", "now", None)
        self.assertEqual(Corpus(self.data).answer(question), ("downloads.start", "Press Download."))

    def test_a_follow_up_comes_after_its_answer_and_none_after_one_not_given_today(self) -> None:
        self.assertEqual([follow_up.question.text for follow_up in self.corpus.follow_ups], ["and then?"])
        asked_on = self.with_recipe(follow_up=1.0, turns=(1.0,)).pool(1, 0, 50)
        for conversation in asked_on:
            self.assertEqual([turn.fact for turn in conversation.turns], ["models.get", "models.open"])

    def test_a_follow_up_that_is_kept_back_is_not_learned(self) -> None:
        with mock.patch.object(module, "follow_up_kept_back", lambda follow_up: True):
            corpus = Corpus(self.data)
        self.assertEqual((corpus.follow_ups, [one.question.text for one in corpus.asked_on]), ([], ["and then?"]))
        self.assertNotIn("and then?", {turn.question.lower() for turn in turns(corpus)})
        self.assertEqual(corpus.history(corpus.asked_on[0]),
                         [("user", "where do the models come from"), ("assistant", "Get a file with your browser.")])

    def test_each_answer_is_in_the_language_of_its_question(self) -> None:
        for turn in turns(self.corpus):
            fact = self.data.facts.get(turn.fact)
            self.assertIn(turn.answer, [fact.answers[turn.language]] if fact else self.data.refusals[turn.language])

    def test_shares_are_those_of_the_recipe(self) -> None:
        many = turns(self.with_recipe(off_topic=0.3, follow_up=0.0), 6000)
        self.assertAlmostEqual(sum(turn.fact == OFF_TOPIC for turn in many) / len(many), 0.3, delta=0.03)
        systems = [conversation.system for conversation in self.with_recipe(system=0.5).pool(1, 0, 4000)]
        self.assertAlmostEqual(sum(system is not None for system in systems) / 4000, 0.5, delta=0.04)

    def test_questions_on_privacy_are_asked_more_often(self) -> None:
        many = [turn.fact for turn in turns(self.with_recipe(guarded_weight=3.0, off_topic=0.0, follow_up=0.0), 6000)]
        # English and Chinese together: 8 questions with a weight of 3 against 12 (11 of them learned) with a weight of 1.
        self.assertAlmostEqual(many.count("privacy.sent") / len(many), 24 / 35.5, delta=0.03)

    def test_the_same_opening_gets_the_same_refusal_and_others_get_others(self) -> None:
        corpus = self.with_recipe(stray_refusal=0.0)
        horse, sea = (Question(OFF_TOPIC, "en", text, "") for text in ("how tall is a horse", "how deep is the sea"))
        self.assertEqual(corpus.answer(horse), corpus.answer(sea))
        self.assertEqual(corpus.answer(horse), corpus.answer(dataclasses.replace(horse, text="How, tall?")))
        self.assertNotEqual(corpus.answer(horse)[1], self.data.refusals["en"][0], "give “how” another refusal than rare openings")

    def test_rare_and_unseen_openings_share_the_first_refusal(self) -> None:
        corpus = self.with_recipe(stray_refusal=0.0)
        for text in ("write a poem on spring", "Tell me a joke"):
            self.assertEqual(corpus.answer(Question(OFF_TOPIC, "en", text, "")), (OFF_TOPIC, self.data.refusals["en"][0]))

    def test_stray_refusals_keep_all_of_them_known(self) -> None:
        stray = {turn.answer for turn in turns(self.with_recipe(stray_refusal=0.2)) if turn.fact == OFF_TOPIC}
        self.assertEqual(stray, {text for texts in self.data.refusals.values() for text in texts})

    def test_one_question_as_written(self) -> None:
        question = self.corpus.validation[0]
        expected = Conversation(None, (Turn("models.open", "en", question.text, "Press Ctrl+Shift+O."),))
        self.assertEqual(self.corpus.as_written(question), expected)


class KeptBack(unittest.TestCase):
    def test_of_follow_ups_about_one_in_ten(self) -> None:
        follow_up = small_data().follow_ups[0]
        kept = [module.follow_up_kept_back(dataclasses.replace(follow_up, before=f"a.{number}")) for number in range(4000)]
        self.assertAlmostEqual(sum(kept), 400, delta=90)

    def test_about_one_in_forty_whatever_the_case(self) -> None:
        question = small_data().questions[0]
        kept = [module.kept_back(dataclasses.replace(question, text=f"question {number}")) for number in range(8000)]
        self.assertAlmostEqual(sum(kept), 200, delta=60)
        number = kept.index(True)
        self.assertTrue(module.kept_back(dataclasses.replace(question, text=f"Question {number}?")))


if __name__ == "__main__":
    unittest.main()
