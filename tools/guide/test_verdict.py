#!/usr/bin/env python3
"""Tests of verdict.py and report.py: a figure that flatters would be worse than none."""

from __future__ import annotations

import unittest

import report
from corpus import OFF_TOPIC
from guide_data import Fact, Question
from small_data import small_data
from verdict import (CLOSED, REFUSED, RIGHT, UNKNOWN, WRONG, Judge, Judged, Reply, at_gate, bars, chosen_gate, evaluated, grouped,
                     whole_probability)


def asked(fact: str, text: str, probability: float = 0.9, language: str = "en") -> Judged:
    data = small_data()
    data.facts["guide.limits"] = Fact("guide.limits", {"en": "I know nothing else.", "zh": "别的不懂。"}, "talk", None, None)
    data.pages["guide"] = data.pages["models"]
    return Judge(data).judged(Reply(Question(fact, language, "q", "h.tsv:1"), text, probability))


OPEN, SENT = "Press Ctrl+Shift+O.", "No. Nothing is sent."


class Kinds(unittest.TestCase):
    def test_the_expected_text_is_right_and_only_that(self) -> None:
        self.assertEqual(asked("models.open", OPEN).kind, RIGHT)
        self.assertEqual(asked("models.open", "press ctrl+shift+o").kind, RIGHT)
        self.assertEqual(asked("models.open", "Press Ctrl+Shift+P.").kind, UNKNOWN)
        self.assertEqual(asked("models.open", "").kind, UNKNOWN)
        self.assertEqual((asked("models.open", SENT).kind, asked("models.open", SENT).got), (WRONG, "privacy.sent"))

    def test_the_right_fact_in_the_other_language_is_wrong(self) -> None:
        self.assertEqual(asked("models.open", "按 Ctrl+Shift+O。").kind, WRONG)

    def test_a_planned_fact_is_expected_to_be_answered_by_its_stand_in(self) -> None:
        self.assertEqual(asked("downloads.start", "Get a file with your browser.").kind, RIGHT)
        self.assertEqual((asked("downloads.start", "Press Download.").kind, asked("downloads.start", "Press Download.").got),
                         (WRONG, "downloads.start"))

    def test_refusals(self) -> None:
        self.assertEqual(asked("models.open", "Ask a larger model.").kind, REFUSED)
        self.assertEqual(asked(OFF_TOPIC, "Ask a larger model.").kind, RIGHT)
        self.assertEqual(asked(OFF_TOPIC, "请问更大的模型。").kind, RIGHT)
        self.assertEqual(asked(OFF_TOPIC, "I know nothing else.").kind, RIGHT)
        self.assertEqual(asked(OFF_TOPIC, OPEN).kind, WRONG)
        self.assertEqual(asked(OFF_TOPIC, "The horse is tall.").kind, UNKNOWN)

    def test_who_is_guarded(self) -> None:
        self.assertTrue(asked("privacy.sent", OPEN).guarded)
        self.assertFalse(asked("models.open", SENT).guarded)
        self.assertFalse(asked(OFF_TOPIC, SENT).guarded)


class Gate(unittest.TestCase):
    def setUp(self) -> None:
        self.answers = [asked("models.open", OPEN, 0.99), asked("models.open", OPEN, 0.7), asked("models.open", SENT, 0.8),
                        asked("models.open", "Ask a larger model.", 0.1), asked(OFF_TOPIC, "Ask a larger model.", 0.02)]

    def test_the_probability_of_the_whole_answer(self) -> None:
        self.assertAlmostEqual(whole_probability([-0.1, -0.2]), 0.740818, places=6)
        self.assertEqual(whole_probability([1e-9]), 1.0)

    def test_what_a_person_sees(self) -> None:
        self.assertEqual(at_gate(self.answers, 0.75), {
            "gate": 0.75, "right shown": 0.4, "wrong shown": 0.2, "refused though about Sotto": 0.2, "pages instead": 0.2,
            "privacy and safety wrong shown": 0})

    def test_the_lowest_that_hides_enough(self) -> None:
        self.assertEqual(chosen_gate(self.answers, 0.0), 0.801)
        self.assertEqual(chosen_gate(self.answers, 0.2), 0.5)

    def test_one_on_privacy_is_one_too_many(self) -> None:
        self.assertEqual(chosen_gate([*self.answers, asked("privacy.sent", OPEN, 0.9)], 0.5), 0.901)

    def test_closed_where_nothing_else_helps(self) -> None:
        self.assertEqual(chosen_gate([*self.answers, asked("models.open", SENT, 1.0)], 0.0), CLOSED)
        self.assertEqual(chosen_gate([asked("models.open", SENT, 0.1)], 0.0), CLOSED)
        self.assertEqual(at_gate(self.answers, CLOSED)["right shown"], 0.2)

    def test_nothing_asked_is_not_a_bar_reached(self) -> None:
        self.assertEqual(set(bars(grouped([]), at_gate([], 0.5)).values()), {None})


class Report(unittest.TestCase):
    def made(self) -> dict:
        validation = [asked("models.open", OPEN, 0.99), asked("models.open", SENT, 0.6)]
        held_out = [asked("models.open", OPEN, 0.99), asked("privacy.sent", OPEN, 0.7),
                    asked("privacy.sent", "不会。什么都不发送。", 0.9, "zh"), asked(OFF_TOPIC, "Ask a larger model.", 0.02)]
        about = {"run": "seed-1", "file": "x.gguf", "bytes": 1234, "sha256": "ab", "seed": 1, "trained tokens": 5,
                 "planned tokens": 10}
        return {"model": about, "answered by": "llama.cpp", "note": "the training is not finished",
                **evaluated(held_out, validation, [asked("models.open", SENT)], 0.0)}

    def test_the_gate_is_chosen_on_what_was_kept_back(self) -> None:
        made = self.made()
        self.assertEqual((made["gate"]["value"], made["gate"]["chosen on"]), (0.601, 2))
        self.assertEqual(made["gate"]["held out"]["privacy and safety wrong shown"], 1)

    def test_groups_bars_and_faults(self) -> None:
        made = self.made()
        self.assertEqual(made["groups"]["about Sotto, en"]["share right"], 0.5)
        self.assertEqual(made["groups"]["privacy and safety"]["wrong"], 1)
        self.assertEqual(list(made["bars"].values()), [False, True, True, False, False])
        self.assertEqual([fault["got"] for fault in made["faults"]], ["models.open"])

    def test_in_words(self) -> None:
        text = report.markdown(self.made())
        self.assertIn("**Not a measure of the model:** the training is not finished", text)
        self.assertIn("| about Sotto, en | 2 | 1 | 1 | 0 | 0 | 50.0 % |", text)
        self.assertIn("| questions | 2 | 1 | 1 | 0 | 0 | 50.0 % |\n| follow-ups | 1 | 0 | 1 | 0 | 0 | 0.0 % |", text)
        self.assertIn("| off topic, zh | 0 | 0 | 0 | 0 | 0 | – |", text)
        self.assertIn("| right fact in English at least 85 % | **missed** |", text)
        self.assertIn("| seed-1/x.gguf | 1 | 50.0 % | 100.0 % | 100.0 % | 1 | 0.601 | 25.0 % |", report.summary([self.made()]))
        self.assertEqual(report.gate_words(CLOSED), "closed: refusals only")


if __name__ == "__main__":
    unittest.main()
