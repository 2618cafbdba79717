#!/usr/bin/env python3
"""Tests of check.py: each fault that it must find is put into good data, one at a time."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from check import all_faults
from guide_data import normalised, read_all, read_page, read_questions

NOW = "---\ntitle: Models\nstatus: now\n---\n"
PLANNED = "---\ntitle: Downloads\nstatus: planned\nstand-in: models.get\n---\n"
FACTS = """
[models.get]
until = "downloads.start"
en = "Get a file with your browser."
zh = "请用浏览器获取文件。"
[downloads.start]
category = "help"
en = "Press Download."
zh = "点“下载”。"
"""
QUESTIONS = "models.get\ten\twhere do models come from\nmodels.get\tzh\t模型从哪来\noff-topic\ten\thow tall is a horse\n"


class Checks(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = Path(folder.name)
        self.write("docs/guide/models.md", NOW)
        self.write("docs/guide/downloads.md", PLANNED)
        self.write("tools/guide/facts.toml", FACTS)
        self.write("tools/guide/refusals.toml", "en = []\nzh = []\n")
        self.write("tools/guide/questions/a.tsv", QUESTIONS)

    def write(self, name: str, text: str) -> None:
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def faults(self, least: int = 0) -> list[str]:
        """Without those that such small data always has: too few facts, too few refusals in two languages."""
        return [f for f in all_faults(read_all(self.top), least) if not f.startswith(("facts.toml:", "refusals.toml:"))]

    def assert_fault(self, words: str, least: int = 0) -> None:
        found = self.faults(least)
        self.assertTrue(any(words in fault for fault in found), f"“{words}” is not among {found}")

    def test_good_data_has_no_fault(self) -> None:
        self.assertEqual(self.faults(), [])

    def test_small_data_is_called_small(self) -> None:
        found = all_faults(read_all(self.top))
        self.assertEqual(sum("are wanted" in fault for fault in found), 3)

    def test_an_id_used_twice_is_refused(self) -> None:
        self.write("tools/guide/facts.toml", FACTS + '[models.get]\nen = "Again."\nzh = "再来。"\n')
        with self.assertRaisesRegex(ValueError, "facts.toml"):
            read_all(self.top)

    def test_an_unknown_key_is_refused(self) -> None:
        self.write("tools/guide/facts.toml", FACTS + 'de = "Nein."\n')
        with self.assertRaisesRegex(ValueError, "de, which is not known"):
            read_all(self.top)

    def test_a_fact_without_page(self) -> None:
        self.write("tools/guide/facts.toml", FACTS + '[moon.far]\nen = "Far."\nzh = "远。"\n')
        self.assert_fault("there is no page docs/guide/moon.md")

    def test_a_page_without_fact(self) -> None:
        self.write("docs/guide/moon.md", NOW)
        self.assert_fault("moon.md: no fact belongs to it")

    def test_a_missing_language(self) -> None:
        self.write("tools/guide/facts.toml", FACTS.replace('zh = "请用浏览器获取文件。"\n', ""))
        self.assert_fault("models.get: has no answer in zh")

    def test_an_answer_in_the_other_language(self) -> None:
        self.write("tools/guide/facts.toml", FACTS.replace("请用浏览器获取文件。", "Use a browser."))
        self.assert_fault("the answer in zh is in another language")

    def test_an_answer_that_is_too_long(self) -> None:
        self.write("tools/guide/facts.toml", FACTS.replace("Press Download.", "Press Download. " * 20))
        self.assert_fault("downloads.start: the answer in en is longer")

    def test_the_same_answer_twice(self) -> None:
        self.write("tools/guide/facts.toml", FACTS.replace("Get a file with your browser.", "press download"))
        self.assert_fault("the same answer in en as models.get")

    def test_an_unknown_category(self) -> None:
        self.write("tools/guide/facts.toml", FACTS.replace('"help"', '"secret"'))
        self.assert_fault("the category secret")

    def test_a_planned_page_without_stand_in(self) -> None:
        self.write("docs/guide/downloads.md", PLANNED.replace("stand-in: models.get\n", ""))
        self.assert_fault("downloads.md: is planned and names no stand-in")

    def test_a_stand_in_that_is_no_fact(self) -> None:
        self.write("docs/guide/downloads.md", PLANNED.replace("models.get", "models.got"))
        self.assert_fault("its stand-in models.got is no fact")

    def test_a_stand_in_that_does_not_end_with_the_page(self) -> None:
        self.write("tools/guide/facts.toml", FACTS.replace('until = "downloads.start"\n', ""))
        self.assert_fault("is not a fact of now that ends with downloads")

    def test_turning_a_page_on_retires_what_stood_for_it(self) -> None:
        self.write("docs/guide/downloads.md", NOW)
        self.assertEqual(self.faults(), [])
        data = read_all(self.top)
        self.assertEqual(data.status(data.facts["models.get"]), "retired")
        self.assertEqual(data.answering(data.facts["models.get"]).id, "downloads.start")

    def test_a_fact_that_ends_with_none(self) -> None:
        self.write("tools/guide/facts.toml", FACTS.replace('"downloads.start"', '"downloads.begin"'))
        self.assert_fault("models.get: holds until downloads.begin, which is no fact")

    def test_a_planned_fact_that_ends(self) -> None:
        self.write("tools/guide/facts.toml", FACTS.replace('category = "help"', 'until = "models.get"'))
        self.assert_fault("downloads.start: only a fact of now may end")

    def test_a_planned_fact_is_answered_by_its_stand_in(self) -> None:
        data = read_all(self.top)
        self.assertEqual(data.answering(data.facts["downloads.start"]).id, "models.get")
        self.assertEqual(data.answering(data.facts["models.get"]).id, "models.get")

    def test_a_question_on_no_fact(self) -> None:
        self.write("tools/guide/questions/a.tsv", QUESTIONS + "models.got\ten\twhat\n")
        self.assert_fault("a.tsv:4: there is no fact models.got")

    def test_a_question_in_no_language(self) -> None:
        self.write("tools/guide/questions/a.tsv", QUESTIONS + "models.get\tde\twoher\n")
        self.assert_fault("a.tsv:4: the language is en or zh, not de")

    def test_a_question_twice_in_two_files(self) -> None:
        self.write("tools/guide/questions/b.tsv", "downloads.start\ten\tWhere do models come from?\n")
        self.assert_fault("is already in a.tsv:1")

    def test_a_held_out_question_that_is_learned(self) -> None:
        self.write("tools/guide/held-out/test.tsv", "models.get\tzh\t模型，从哪来？\n")
        self.assert_fault("is already in test.tsv:1")

    def test_a_follow_up_after_no_fact(self) -> None:
        self.write("tools/guide/follow-ups/a.tsv", "models.got\tdownloads.start\ten\tand where\n")
        self.assert_fault("a.tsv:1: there is no fact models.got")

    def test_a_follow_up_that_leads_nowhere(self) -> None:
        self.write("tools/guide/follow-ups/a.tsv", "models.get\tmodels.get\ten\tand where\n")
        self.assert_fault("leads from models.get to itself")

    def test_one_follow_up_with_two_answers(self) -> None:
        lines = "models.get\tdownloads.start\ten\tand where\nmodels.get\toff-topic\ten\tAnd where?\n"
        self.write("tools/guide/follow-ups/a.tsv", lines)
        self.assert_fault("after models.get is already in a.tsv:1")

    def test_the_same_follow_up_after_two_facts_is_good(self) -> None:
        lines = "models.get\tdownloads.start\ten\tand where\ndownloads.start\tmodels.get\ten\tand where\n"
        self.write("tools/guide/follow-ups/a.tsv", lines)
        self.assertEqual(self.faults(), [])

    def test_too_few_questions(self) -> None:
        self.assert_fault("models.get: 1 questions in en; at least 2 are wanted", least=2)
        self.assert_fault("downloads.start: 0 questions in zh", least=2)

    def test_a_line_without_tabs_names_its_place(self) -> None:
        self.write("a.tsv", "# for people\nmodels.get en what\n")
        with self.assertRaisesRegex(ValueError, r"a\.tsv:2"):
            read_questions(self.top / "a.tsv")

    def test_a_page_without_head(self) -> None:
        self.write("a.md", "# Models\n")
        with self.assertRaisesRegex(ValueError, r"a\.md"):
            read_page(self.top / "a.md")

    def test_what_does_not_count_in_a_comparison(self) -> None:
        self.assertEqual(normalised("Ｗhat is  THIS？"), normalised("what is this?"))
        self.assertNotEqual(normalised("what is this"), normalised("what is that"))


if __name__ == "__main__":
    unittest.main()
