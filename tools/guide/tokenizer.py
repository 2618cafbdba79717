"""The tokenizer: sentencepiece BPE over the corpus, set up so that llama.cpp's "llama" tokenizer gives the same tokens."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import sentencepiece

from chat_format import END, START

# Of the letters in the corpus. The rarest signs, several hundred of them, would each take a piece away from words that are
# written often; they are spelled in bytes. With 4,096 pieces answers are a twentieth shorter than with a piece for every sign.
COVERAGE = 0.9995
UNKNOWN_ID, BOS_ID, EOS_ID = 0, 1, 2


def train(lines: Iterable[str], size: int, path: Path) -> None:
    """Text is taken letter for letter: no normalisation, no spaces lost or added. What no piece covers is written as bytes."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=model, model_type="bpe", vocab_size=size,
        normalization_rule_name="identity", remove_extra_whitespaces=False, add_dummy_prefix=False,
        byte_fallback=True, character_coverage=COVERAGE, split_digits=True, allow_whitespace_only_pieces=True,
        max_sentencepiece_length=12, split_by_unicode_script=True,
        unk_id=UNKNOWN_ID, bos_id=BOS_ID, eos_id=EOS_ID, pad_id=-1, control_symbols=[START, END],
        input_sentence_size=0, shuffle_input_sentence=False, num_threads=1, minloglevel=2)
    path.write_bytes(model.getvalue())


def load(path: Path) -> sentencepiece.SentencePieceProcessor:
    return sentencepiece.SentencePieceProcessor(model_file=str(path))
