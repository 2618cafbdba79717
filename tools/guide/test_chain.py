#!/usr/bin/env python3
"""Trains a tiny model on a few facts until it knows them by heart, and lets llama.cpp say them. ./dev guide test"""

from __future__ import annotations

import dataclasses
import random
import tempfile
import unittest
from pathlib import Path

import gguf
import torch

import export
import gguf_file
import tokenizer
from chat_format import Example, batched, collated
from corpus import Corpus, Recipe
from guide_data import read_all
from llama_server import LlamaServer
from model import Shape
from run_folder import Run, Settings
from small_data import small_data
from trainer import Feed, Trainer, rate, use_threads
from verdict import RIGHT, Judge

SHAPE = Shape(vocabulary=640, width=256, layers=1, heads=4, kv_heads=2, hidden=256, context=256)
RECIPE = Recipe(off_topic=0.1, turns=(1.0,), follow_up=0.0, system=0.0, stray_refusal=0.0)


def settings(**values: object) -> Settings:
    usual = {"seed": 1, "data": "small", "tokens": 10**6, "shape": dataclasses.asdict(SHAPE), "recipe": dataclasses.asdict(RECIPE),
             "batch_tokens": 512, "warm_up": 10}
    return Settings(**{**usual, **values})


def sentencepiece_lines(corpus: Corpus) -> list[str]:
    """The small data's own text has too few pieces for a tokenizer."""
    return corpus.lines() * 3 + [question.text for question in read_all().questions if question.language == "en"][:800]


class InFolder(unittest.TestCase):
    def setUp(self) -> None:
        use_threads(1)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.corpus = Corpus(small_data(), RECIPE)
        self.run_folder = Run(Path(folder.name) / "run")
        self.run_folder.begin(settings())
        tokenizer.train(sentencepiece_lines(self.corpus), SHAPE.vocabulary, self.run_folder.tokenizer)

    def trainer(self, **values: object) -> Trainer:
        return Trainer(self.run_folder, settings(**values), self.corpus)


class Training(InFolder):
    def test_a_run_that_was_stopped_comes_to_the_same_end(self) -> None:
        whole = self.trainer()
        for _ in range(6):
            whole.step()
        first = self.trainer()
        for _ in range(3):
            first.step()
        first.save()
        second = self.trainer()
        self.assertEqual((second.step_number, second.tokens), (first.step_number, first.tokens))
        for _ in range(3):
            second.step()
        for name, value in whole.model.state_dict().items():
            self.assertTrue(torch.equal(value, second.model.state_dict()[name]), name)

    def test_a_feed_goes_on_where_it_stood_also_over_the_end_of_a_pool(self) -> None:
        layout = self.trainer().layout
        feed = Feed(self.corpus, layout, settings())
        for _ in range(10**6):
            if feed.pool == 1:
                break
            feed.next()
        again = Feed(self.corpus, layout, settings(), feed.pool, feed.taken)
        self.assertEqual([one.ids for one in feed.next()], [one.ids for one in again.next()])

    def test_the_rate_rises_and_falls(self) -> None:
        planned = settings(tokens=1000)
        self.assertAlmostEqual(rate(planned, 0, 0), 2e-4)
        self.assertAlmostEqual(rate(planned, 9, 0), 2e-3)
        self.assertAlmostEqual(rate(planned, 50, 1000), 6e-5)

    def test_batching_does_not_change_a_loss(self) -> None:
        trainer = self.trainer()
        trainer.model.eval()
        examples = [trainer.layout.example(one) for one in self.corpus.pool(1, 0, 12)]
        together = torch.cat([trainer.answer_losses(collated(batch), training=False)[0]
                              for batch in batched(examples, 512, random.Random(1))])
        alone = torch.cat([trainer.answer_losses(collated([example]), training=False)[0] for example in examples])
        self.assertAlmostEqual(together.sum().item(), alone.sum().item(), delta=1e-3 * alone.sum().item())

    def test_nothing_but_answers_is_learned_from(self) -> None:
        trainer = self.trainer()
        silent = Example([5, 6, 7, 8], [0.0, 0.0, 1.0, 0.0], [False] * 4)
        losses, weights, _, rows = trainer.answer_losses(collated([silent]), training=False)
        self.assertEqual((len(losses), weights.tolist(), rows.tolist()), (1, [1.0], [0]))


class Chain(InFolder):
    def learned(self) -> Trainer:
        """Some hundred steps, until what it learned is said letter for letter."""
        trainer = self.trainer(tokens=10**5, dropout=0.0, blanked=0.0)
        while not trainer.finished():
            trainer.step()
        trainer.save()
        return trainer

    def written(self, trainer: Trainer) -> tuple[object, object]:
        pieces, model = tokenizer.load(self.run_folder.tokenizer), export.trained(self.run_folder, trainer.settings)
        refusals = [text for texts in small_data().refusals.values() for text in texts]
        gguf_file.write(self.run_folder.model("f16"), model, pieces, {gguf_file.RUN_KEY: "test"}, refusals, 0.75)
        return pieces, model

    def test_llama_cpp_says_what_was_learned_as_surely_as_it_was_learned(self) -> None:
        trainer = self.learned()
        pieces, model = self.written(trainer)
        asked = [question for question in self.corpus.learned if question.fact in ("models.open", "privacy.sent")]
        judge = Judge(small_data())
        with LlamaServer(self.run_folder.model("f16"), self.run_folder.folder / "server.log") as server:
            self.assertEqual(list(export.token_faults(server, pieces, small_data(), self.corpus)), [])
            replies = server.replies(asked)
            prompt = trainer.layout.prompt([("user", asked[0].text)])
            gap = export.difference(export.likeliest(model, prompt, 5), server.likeliest(prompt, 5))
        self.assertLess(gap, export.MOST_DIFFERENCE)
        self.assertEqual({judge.judged(reply).kind for reply in replies}, {RIGHT})
        for question, reply in zip(asked, replies, strict=True):
            losses = trainer.answer_losses(collated([trainer.layout.example(self.corpus.as_written(question))]), training=False)[0]
            self.assertAlmostEqual(reply.probability, torch.exp(-losses.sum()).item(), delta=0.02)

    def test_a_fault_in_the_layout_is_found(self) -> None:
        trainer = self.learned()
        _, model = self.written(trainer)
        weight = model.blocks[0].query_key_value.weight
        # As if RoPE turned halves of a head and not neighbours.
        halves = weight.data[:SHAPE.width].view(SHAPE.heads, 2, -1, SHAPE.width)
        weight.data[:SHAPE.width] = halves.transpose(1, 2).reshape(SHAPE.width, SHAPE.width)
        prompt = trainer.layout.prompt([("user", self.corpus.learned[0].text)])
        with LlamaServer(self.run_folder.model("f16"), self.run_folder.folder / "server.log") as server:
            gap = export.difference(export.likeliest(model, prompt, 5), server.likeliest(prompt, 5))
        self.assertGreater(gap, export.MOST_DIFFERENCE)

    def test_what_the_file_says_of_itself(self) -> None:
        trainer = self.trainer()
        trainer.save()
        self.written(trainer)
        reader = gguf.GGUFReader(self.run_folder.model("f16"))
        values = {name: field.contents() for name, field in reader.fields.items()}
        self.assertEqual(values["general.name"], "Sotto Guide")
        self.assertEqual((values[gguf_file.GATE_KEY], len(values[gguf_file.REFUSALS_KEY])), (0.75, 8))
        self.assertEqual(values["tokenizer.ggml.eos_token_id"], values["tokenizer.ggml.eot_token_id"])
        self.assertEqual([values["tokenizer.ggml." + name] for name in ("add_bos_token", "add_space_prefix")], [False, False])
        names = {tensor.name: tensor.tensor_type.name for tensor in reader.tensors}
        self.assertNotIn("output.weight", names)
        self.assertEqual((names["blk.0.attn_norm.weight"], names["blk.0.attn_q.weight"]), ("F32", "F16"))


if __name__ == "__main__":
    unittest.main()
