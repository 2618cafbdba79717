#!/usr/bin/env python3
"""Tests of run_folder.py and energy.py."""

from __future__ import annotations

import dataclasses
import tempfile
import unittest
from pathlib import Path

from energy import EnergyCounter
from guide_data import Page
from run_folder import Run, Settings, digest, run_folders
from small_data import small_data

SETTINGS = Settings(seed=1, data="abc", tokens=1000, shape={"width": 256})


class InFolder(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = Path(folder.name)

    def write(self, name: str, text: str) -> None:
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


class RunFolders(InFolder):
    def test_settings_come_back_and_go_on(self) -> None:
        run = Run(self.top / "seed-1")
        run.begin(SETTINGS)
        run.begin(SETTINGS)
        self.assertEqual(dataclasses.asdict(run.settings())["recipe"]["turns"], [0.66, 0.2, 0.09, 0.05])
        self.assertEqual(run.settings().shape, {"width": 256})

    def test_a_run_does_not_go_on_with_other_data_or_settings(self) -> None:
        run = Run(self.top / "seed-1")
        run.begin(SETTINGS)
        with self.assertRaisesRegex(ValueError, "other settings .data, tokens."):
            run.begin(dataclasses.replace(SETTINGS, data="abd", tokens=2000))

    def test_a_folder_that_is_no_run(self) -> None:
        with self.assertRaisesRegex(ValueError, "is not a run"):
            Run(self.top / "nothing").settings()
        with self.assertRaisesRegex(ValueError, "There is no run"):
            run_folders([], self.top)

    def test_all_runs_or_the_named_one(self) -> None:
        for name in ("seed-2", "seed-1"):
            Run(self.top / name).begin(SETTINGS)
        self.assertEqual([run.name for run in run_folders([], self.top)], ["seed-1", "seed-2"])
        self.assertEqual([run.name for run in run_folders(["seed-2"], self.top)], ["seed-2"])


class Digest(unittest.TestCase):
    def setUp(self) -> None:
        self.data = small_data()
        self.before = digest(self.data)

    def test_it_changes_with_a_question(self) -> None:
        self.data.questions[0] = dataclasses.replace(self.data.questions[0], text="another")
        self.assertNotEqual(digest(self.data), self.before)

    def test_it_changes_with_a_word_of_an_answer_or_refusal(self) -> None:
        changed = dataclasses.replace(self.data, refusals={**self.data.refusals, "en": ["Another."]})
        self.assertNotEqual(digest(changed), self.before)
        self.data.facts["models.open"] = dataclasses.replace(self.data.facts["models.open"], answers={"en": "A.", "zh": "答。"})
        self.assertNotEqual(digest(self.data), self.before)

    def test_it_changes_when_a_page_is_turned_on(self) -> None:
        self.data.pages["downloads"] = Page("downloads", "Downloads", "now", None)
        self.assertNotEqual(digest(self.data), self.before)

    def test_it_does_not_hang_on_places_in_files_or_the_held_out_questions(self) -> None:
        self.data.questions[0] = dataclasses.replace(self.data.questions[0], where="b.tsv:9")
        self.data.questions.reverse()
        self.data.held_out.clear()
        self.assertEqual(digest(self.data), self.before)


class Energy(InFolder):
    def package(self, number: int, microjoules: int) -> None:
        self.write(f"intel-rapl:{number}/energy_uj", f"{microjoules}\n")
        self.write(f"intel-rapl:{number}/max_energy_range_uj", "9999999\n")

    def test_packages_are_added_and_a_turned_over_counter_is_understood(self) -> None:
        self.package(0, 1_000_000)
        self.package(1, 9_000_000)
        counter = EnergyCounter(self.top)
        self.package(0, 3_000_000)
        self.package(1, 500_000)
        self.assertAlmostEqual(counter.joules(), 2.0 + 1.5)
        self.assertAlmostEqual(counter.joules(), 3.5)

    def test_without_counters_nothing_is_known(self) -> None:
        self.assertIsNone(EnergyCounter(self.top).joules())


if __name__ == "__main__":
    unittest.main()
