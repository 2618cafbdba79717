"""What one run of training is made of: batches, learning rate, steps, checkpoints, validation. train.py drives it."""

from __future__ import annotations

import ctypes
import math
import os
import random
from pathlib import Path

import torch
from torch.nn import functional

import tokenizer
from chat_format import END, START, Batch, ChatFormat, Example, batched, collated
from corpus import OFF_TOPIC, Corpus
from model import GuideModel, Shape
from run_folder import Run, Settings

POOL = 2048  # conversations that are sorted into batches together
LEAST_RATE = 0.03  # of the learning rate, at the end


def chat_format(pieces, settings: Settings) -> ChatFormat:
    start, end = pieces.piece_to_id(START), pieces.piece_to_id(END)
    return ChatFormat(pieces.encode, start, end, settings.head_tokens, settings.head_weight)


def use_threads(threads: int) -> None:
    """PyTorch's own threads and OpenBLAS's, which do not follow those.

    Two threads wait for each other some hundred times a step. Where another program has one's processor a step takes six
    to eight times as long, so one thread is the better choice on a machine that does other things, or trains two seeds.
    """
    torch.set_num_threads(threads)
    try:
        ctypes.CDLL("libopenblas.so.0").openblas_set_num_threads(threads)
    except (OSError, AttributeError):
        pass  # another library multiplies the matrices here


class Feed:
    """Batches without end. `pool` and `taken` say where it stands; made with them it goes on there."""

    def __init__(self, corpus: Corpus, layout: ChatFormat, settings: Settings, pool: int = 0, taken: int = 0):
        self._corpus, self._layout, self._settings = corpus, layout, settings
        self.pool, self.taken = pool, taken
        self._batches = self._made()

    def _made(self) -> list[list[Example]]:
        seed = self._settings.seed
        examples = [self._layout.example(one) for one in self._corpus.pool(seed, self.pool, POOL)]
        context = self._settings.shape["context"]
        fitting = [example for example in examples if len(example.ids) <= context]
        return batched(fitting, self._settings.batch_tokens, random.Random(f"{seed}/{self.pool}/order"))

    def next(self) -> list[Example]:
        if self.taken == len(self._batches):
            self.pool, self.taken = self.pool + 1, 0
            self._batches = self._made()
        self.taken += 1
        return self._batches[self.taken - 1]


def rate(settings: Settings, step: int, tokens: int) -> float:
    """Rises over the first steps, then falls by a cosine over the planned tokens."""
    done = min(1.0, tokens / settings.tokens)
    falling = LEAST_RATE + (1 - LEAST_RATE) * 0.5 * (1 + math.cos(math.pi * done))
    return settings.learning_rate * min(1.0, (step + 1) / settings.warm_up) * falling


def optimiser(model: GuideModel, settings: Settings) -> torch.optim.AdamW:
    matrices = [parameter for parameter in model.parameters() if parameter.dim() == 2]
    vectors = [parameter for parameter in model.parameters() if parameter.dim() < 2]
    groups = [{"params": matrices, "weight_decay": 0.1}, {"params": vectors, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=settings.learning_rate, betas=(0.9, 0.98), eps=1e-8, fused=True)


def processor_has_bf16() -> bool:
    """Without such instructions bfloat16 is slower than float32."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8").split("flags", 1)[1].split("\n", 1)[0].split()
    except (OSError, IndexError):
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


class Trainer:
    def __init__(self, run: Run, settings: Settings, corpus: Corpus, device: str = "cpu"):
        self.run, self.settings, self.corpus, self.device = run, settings, corpus, device
        if not run.tokenizer.exists():
            tokenizer.train(corpus.lines(), settings.shape["vocabulary"], run.tokenizer)
        self.layout = chat_format(tokenizer.load(run.tokenizer), settings)
        torch.manual_seed(settings.seed)
        self.model = GuideModel(Shape(**settings.shape)).to(device)
        self.optimiser = optimiser(self.model, settings)
        self.half = device != "cpu" or processor_has_bf16()
        self.step_number, self.tokens, self.seconds, self.joules = 0, 0, 0.0, 0.0
        self.energy_known = True
        self.losses = {"loss": 0.0, "head loss": 0.0}  # since the last note
        self.feed = self._restored() if run.checkpoint.exists() else Feed(corpus, self.layout, settings)

    def _restored(self) -> Feed:
        saved = torch.load(self.run.checkpoint, map_location=self.device, weights_only=True)
        self.model.load_state_dict(saved["model"])
        self.optimiser.load_state_dict(saved["optimiser"])
        torch.set_rng_state(saved["random"].cpu())
        for name in ("step_number", "tokens", "seconds", "joules", "energy_known"):
            setattr(self, name, saved[name])
        return Feed(self.corpus, self.layout, self.settings, saved["pool"], saved["taken"])

    def save(self) -> None:
        values = {name: getattr(self, name) for name in ("step_number", "tokens", "seconds", "joules", "energy_known")}
        part = self.run.checkpoint.with_suffix(".part")
        torch.save({"model": self.model.state_dict(), "optimiser": self.optimiser.state_dict(), "random": torch.get_rng_state(),
                    "pool": self.feed.pool, "taken": self.feed.taken, **values}, part)
        os.replace(part, self.run.checkpoint)

    def finished(self) -> bool:
        return self.tokens >= self.settings.tokens

    def answer_losses(self, batch: Batch, training: bool) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Of each token that counts: its loss, its weight, whether it was the likeliest, and the row it is in."""
        ids = torch.tensor(batch.ids, device=self.device)
        weights = torch.tensor(batch.weights, device=self.device)[:, 1:]
        counted = weights > 0
        kept = None
        if training and self.settings.blanked:
            blankable = torch.tensor(batch.blankable, device=self.device)[:, :-1]
            kept = (torch.rand(blankable.shape).to(self.device) >= self.settings.blanked) | ~blankable
        with torch.autocast(torch.device(self.device).type, dtype=torch.bfloat16, enabled=self.half):
            states = self.model.states(ids[:, :-1], kept, self.settings.dropout)
            logits = self.model.logits(states[counted])
        target = ids[:, 1:][counted]
        losses = functional.cross_entropy(logits.float(), target, reduction="none")
        return losses, weights[counted], logits.argmax(-1) == target, counted.nonzero()[:, 0]

    def step(self) -> None:
        examples = self.feed.next()
        for group in self.optimiser.param_groups:
            group["lr"] = rate(self.settings, self.step_number, self.tokens)
        losses, weights, _, _ = self.answer_losses(collated(examples), training=True)
        loss = (losses * weights).sum() / weights.sum()
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        head = weights > 1
        self.losses["loss"] += loss.item()
        self.losses["head loss"] += losses[head].mean().item() if head.any() else 0.0
        self.step_number += 1
        self.tokens += sum(len(example.ids) for example in examples)

    @torch.no_grad()
    def validated(self) -> dict[str, float]:
        """On the questions kept back. An answer whose every token is the likeliest is what would be said at temperature 0."""
        self.model.eval()
        right, asked, lost, counted = 0, 0, 0.0, 0
        about = [question for question in self.corpus.validation if question.fact != OFF_TOPIC]
        examples = [self.layout.example(self.corpus.as_written(question)) for question in about]
        for batch in batched(examples, 4 * self.settings.batch_tokens, random.Random(0)):
            losses, _, likeliest, rows = self.answer_losses(collated(batch), training=False)
            missed = torch.zeros(len(batch), device=self.device).index_add_(0, rows, (~likeliest).float())
            right, asked = right + int((missed == 0).sum()), asked + len(batch)
            lost, counted = lost + losses.sum().item(), counted + losses.numel()
        self.model.train()
        return {"validation loss": lost / counted, "validation right": right / asked}
