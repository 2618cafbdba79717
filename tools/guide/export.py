#!/usr/bin/env python3
"""Writes a run's model for llama.cpp: ./dev guide export [--run NAME] [--gate G]

F16, and from it Q8_0 and Q4_K_M by llama-quantize. Then asks llama-server whether it reads the same file as PyTorch trained: the
same tokens for the same text, the same layout of a chat, and the same five likeliest tokens with the same log-probabilities.
Exit 1 where they differ. `--gate` writes the gate in that the evaluation chose.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import torch

import gguf_file
import tokenizer
from chat_format import ChatFormat, rendered
from corpus import SYSTEM_PROMPTS, Corpus, Recipe
from guide_data import GuideData, read_all
from llama_server import LlamaServer
from model import GuideModel, Shape
from run_folder import RUNS, TYPES, Run, Settings, digest
from trainer import chat_format, use_threads

TOP = 5  # tokens that are compared at each place
# llama.cpp rounds activations and its cache to F16, PyTorch computes in F32. A fault in layout shows as whole units.
MOST_DIFFERENCE = 0.05  # of log-probabilities
PROMPTS = 24
TRICKY_TEXTS = ("  two spaces", "trailing ", "tab\there", "line\nline\n\nline", "龘 Ω 🙂 naïve", "１２３ ＡＢＣ", "Ctrl+Shift+O",
                "<|im_end|>", "Q4_K_M 8GB", "…“”‘’", "\u200b", "a" * 40)


def trained(run: Run, settings: Settings) -> GuideModel:
    """The checkpoint's weights, rounded as the file holds them."""
    model = GuideModel(Shape(**settings.shape))
    model.load_state_dict(torch.load(run.checkpoint, map_location="cpu", weights_only=True)["model"])
    for parameter in model.parameters():
        if parameter.dim() == 2:
            parameter.data = parameter.data.half().float()
    return model.eval()


def conversations(corpus: Corpus) -> Iterator[list[tuple[str, str]]]:
    """Chats of one, two and three messages, with a system prompt and without."""
    for at, question in enumerate(corpus.validation[:PROMPTS]):
        messages = [("user", question.text)]
        if at % 3 == 1:
            messages.insert(0, ("system", SYSTEM_PROMPTS[at % len(SYSTEM_PROMPTS)]))
        if at % 3 == 2:
            messages += [("assistant", corpus.answer(question)[1]), ("user", corpus.validation[-at].text)]
        yield messages


@torch.no_grad()
def likeliest(model: GuideModel, prompt: list[int], count: int) -> dict[int, float]:
    states = model.states(torch.tensor([prompt]))
    top = torch.log_softmax(model.logits(states[0, -1]), -1).topk(count)
    return dict(zip(top.indices.tolist(), top.values.tolist(), strict=True))


def difference(ours: dict[int, float], theirs: dict[int, float]) -> float:
    """The largest between two lists of the likeliest. A token that only one has is held against the other's last."""
    least = min(theirs.values()), min(ours.values())
    gaps = [abs(value - theirs.get(at, least[0])) for at, value in ours.items()]
    return max(gaps + [abs(value - ours.get(at, least[1])) for at, value in theirs.items()])


def token_faults(server: LlamaServer, pieces, data: GuideData, corpus: Corpus) -> Iterator[str]:
    answers = [answer for fact in data.facts.values() for answer in fact.answers.values()]
    for text in [*TRICKY_TEXTS, *(question.text for question in corpus.validation), *answers]:
        ours, theirs = pieces.encode(text), server.tokens(text)
        if ours != theirs:
            yield f"tokens of {text!r}: {ours} here, {theirs} in llama.cpp"


def layout_faults(server: LlamaServer, layout: ChatFormat, corpus: Corpus) -> Iterator[str]:
    for messages in conversations(corpus):
        text = server.rendered(messages)
        if text != rendered(messages):
            yield f"the template writes {text!r}, the training {rendered(messages)!r}"
        elif server.tokens(text, special=True) != layout.prompt(messages):
            yield f"other tokens for the chat {text!r}"


def probability_faults(server: LlamaServer, model: GuideModel, layout: ChatFormat, corpus: Corpus) -> Iterator[str]:
    worst = 0.0
    for messages in conversations(corpus):
        prompt = layout.prompt(messages)
        ours, theirs = likeliest(model, prompt, TOP), server.likeliest(prompt, TOP)
        gap = difference(ours, theirs)
        worst = max(worst, gap)
        if gap > MOST_DIFFERENCE:
            yield f"after {messages}: {ours} here, {theirs} in llama.cpp"
    print(f"Largest difference of the top {TOP} log-probabilities over {PROMPTS} chats: {worst:.5f}")


def faults(run: Run, model: GuideModel, layout: ChatFormat, pieces, data: GuideData, corpus: Corpus) -> list[str]:
    with LlamaServer(run.model("f16"), run.folder / "llama-server.log") as server:
        return [*token_faults(server, pieces, data, corpus), *layout_faults(server, layout, corpus),
                *probability_faults(server, model, layout, corpus)]


def quantise(source: Path, target: Path, kind: str) -> None:
    command = ["llama-quantize", str(source), str(target), kind.upper(), "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"llama-quantize to {kind} failed: {done.stderr.strip().splitlines()[-1:]}")


def export(run: Run, gate: float | None) -> list[str]:
    settings, data = run.settings(), read_all()
    if settings.data != digest(data):
        raise ValueError(f"The data is no longer what {run.name} was trained on, so its refusals and facts may be others.")
    corpus = Corpus(data, Recipe(**settings.recipe))
    pieces, model = tokenizer.load(run.tokenizer), trained(run, settings)
    about = {gguf_file.RUN_KEY: run.name, gguf_file.DATA_KEY: settings.data}
    refusals = [text for texts in data.refusals.values() for text in texts]
    gguf_file.write(run.model("f16"), model, pieces, about, refusals, gate)
    for kind in TYPES[1:]:
        quantise(run.model("f16"), run.model(kind), kind)
    for kind in TYPES:
        print(f"{run.model(kind)}  {run.model(kind).stat().st_size:,} bytes")
    return faults(run, model, chat_format(pieces, settings), pieces, data, corpus)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev guide export", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", default="seed-1")
    parser.add_argument("--gate", type=float)
    arguments = parser.parse_args()
    use_threads(1)
    try:
        found = export(Run(RUNS / arguments.run), arguments.gate)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    for fault in found:
        print(fault, file=sys.stderr)
    if not found:
        print("llama.cpp and PyTorch agree on tokens, layout and probabilities.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
