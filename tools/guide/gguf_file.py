"""Writes a trained model as a GGUF file for llama.cpp.

What must be so, or llama.cpp reads another model: the pairs of RoPE stay as they are (the model turns neighbours, as llama.cpp
does for this architecture); norms are F32; a tied table has no output.weight; llama.cpp adds no space in front and no BOS; and
the end of a turn is the end of the text.
"""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy
import torch

import tokenizer
from chat_format import END, TEMPLATE
from guide_data import LANGUAGES
from model import GuideModel

REFUSALS_KEY = "sotto.guide.refusals"  # texts that are shown whatever the gate says
GATE_KEY = "sotto.guide.gate"  # least probability of a whole answer that is shown
RUN_KEY = "sotto.guide.run"
DATA_KEY = "sotto.guide.data"  # digest of what was taught


def add_shape(writer: gguf.GGUFWriter, model: GuideModel) -> None:
    shape = model.shape
    writer.add_vocab_size(shape.vocabulary)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_key_length(shape.head_width)
    writer.add_value_length(shape.head_width)
    writer.add_rope_dimension_count(shape.head_width)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_layer_norm_rms_eps(shape.epsilon)


def piece_type(pieces, at: int) -> gguf.TokenType:
    if pieces.is_unknown(at):
        return gguf.TokenType.UNKNOWN
    if pieces.is_control(at):
        return gguf.TokenType.CONTROL
    if pieces.is_byte(at):
        return gguf.TokenType.BYTE
    return gguf.TokenType.UNUSED if pieces.is_unused(at) else gguf.TokenType.NORMAL


def add_tokenizer(writer: gguf.GGUFWriter, pieces) -> None:
    ids = range(pieces.get_piece_size())
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([pieces.id_to_piece(at).encode() for at in ids])
    writer.add_token_scores([pieces.get_score(at) for at in ids])
    writer.add_token_types([piece_type(pieces, at) for at in ids])
    end = pieces.piece_to_id(END)
    writer.add_bos_token_id(tokenizer.BOS_ID)
    writer.add_unk_token_id(tokenizer.UNKNOWN_ID)
    writer.add_eos_token_id(end)
    writer.add_eot_token_id(end)
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(TEMPLATE)


def add_tensors(writer: gguf.GGUFWriter, model: GuideModel) -> None:
    def add(name: str, tensor: torch.Tensor, kind: type = numpy.float16) -> None:
        writer.add_tensor(name, tensor.detach().float().numpy().astype(kind))

    shape = model.shape
    narrow = shape.kv_heads * shape.head_width
    add("token_embd.weight", model.embedding.weight)
    add("output_norm.weight", model.norm.weight, numpy.float32)
    for number, block in enumerate(model.blocks):
        query, key, value = block.query_key_value.weight.split([shape.width, narrow, narrow])
        gate, up = block.gate_up.weight.chunk(2)
        matrices = {"attn_q": query, "attn_k": key, "attn_v": value, "attn_output": block.attention_out.weight,
                    "ffn_gate": gate, "ffn_up": up, "ffn_down": block.down.weight}
        for name, matrix in matrices.items():
            add(f"blk.{number}.{name}.weight", matrix)
        add(f"blk.{number}.attn_norm.weight", block.attention_norm.weight, numpy.float32)
        add(f"blk.{number}.ffn_norm.weight", block.feed_norm.weight, numpy.float32)


def write(path: Path, model: GuideModel, pieces, about: dict[str, str], refusals: list[str], gate: float | None) -> None:
    """F16. `about` holds text under further keys. A file without a gate is one whose answers must not be shown ungated."""
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_type("model")
    writer.add_name("Sotto Guide")
    writer.add_description("Answers questions about Sotto in English and Chinese, and knows nothing else.")
    writer.add_size_label(f"{model.parameter_count() / 1e6:.1f}M")
    writer.add_languages(list(LANGUAGES))
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    for key, text in about.items():
        writer.add_string(key, text)
    writer.add_array(REFUSALS_KEY, refusals)
    if gate is not None:
        writer.add_float32(GATE_KEY, gate)
    add_shape(writer, model)
    add_tokenizer(writer, pieces)
    add_tensors(writer, model)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
