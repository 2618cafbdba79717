"""The model: llama's architecture in PyTorch, written so that a step on a processor rarely touches fresh memory.

RMSNorm and RoPE keep what their gradients need and no more, attention is plain matrix products over grouped heads, and only
positions that count in the loss meet the vocabulary. Sources: Touvron et al., LLaMA (arXiv 2302.13971); Zhang and
Sennrich, RMSNorm (1910.07467); Su et al., RoFormer (2104.09864); Ainslie et al., GQA (2305.13245).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Shape:
    vocabulary: int = 4096
    width: int = 256
    layers: int = 6
    heads: int = 8
    kv_heads: int = 4
    hidden: int = 768
    context: int = 1024
    rope_base: float = 10000.0
    epsilon: float = 1e-5

    def __post_init__(self) -> None:
        if self.width % self.heads or self.head_width % 2 or self.heads % self.kv_heads:
            raise ValueError("the width must divide into heads of an even width, and the heads into groups")

    @property
    def head_width(self) -> int:
        return self.width // self.heads


class RmsNormFunction(torch.autograd.Function):
    """y = x / sqrt(mean(x²) + ε) · w, over the last dimension of (batch, time, width)."""

    @staticmethod
    def forward(ctx, x: Tensor, weight: Tensor, epsilon: float) -> Tensor:
        scale = (torch.linalg.vector_norm(x, dim=-1, keepdim=True).square_() / x.shape[-1] + epsilon).rsqrt_()
        normed = x * scale
        ctx.save_for_backward(normed, scale, weight)
        return normed * weight

    @staticmethod
    def backward(ctx, gradient: Tensor):
        normed, scale, weight = ctx.saved_tensors
        by_weight = gradient * normed
        along = (by_weight @ weight.unsqueeze(-1)) / normed.shape[-1]
        to_x = (gradient * weight).sub_(normed * along).mul_(scale)
        return to_x, by_weight.sum((0, 1)), None


class RmsNorm(nn.Module):
    def __init__(self, width: int, epsilon: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        with torch.autocast(x.device.type, enabled=False):
            return RmsNormFunction.apply(x, self.weight, self.epsilon)


class RopeFunction(torch.autograd.Function):
    """Turns the pairs (2i, 2i+1) by the angles in `turns`, llama's own order, which a GGUF file keeps as it is."""

    @staticmethod
    def forward(ctx, x: Tensor, turns: Tensor) -> Tensor:
        ctx.save_for_backward(turns)
        return rotated(x, turns)

    @staticmethod
    def backward(ctx, gradient: Tensor):
        (turns,) = ctx.saved_tensors
        return rotated(gradient, turns.conj()), None


def rotated(x: Tensor, turns: Tensor) -> Tensor:
    pairs = torch.view_as_complex(x.float().contiguous().unflatten(-1, (-1, 2)))
    return torch.view_as_real(pairs * turns).flatten(-2).to(x.dtype)


def rope_turns(shape: Shape) -> Tensor:
    """(context, 1, head width / 2) complex numbers of length 1."""
    speeds = shape.rope_base ** (-torch.arange(0, shape.head_width, 2).float() / shape.head_width)
    angles = torch.outer(torch.arange(shape.context).float(), speeds)
    return torch.polar(torch.ones_like(angles), angles).unsqueeze(1)


class Block(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        narrow = shape.kv_heads * shape.head_width
        self.attention_norm = RmsNorm(shape.width, shape.epsilon)
        self.query_key_value = nn.Linear(shape.width, shape.width + 2 * narrow, bias=False)
        self.attention_out = nn.Linear(shape.width, shape.width, bias=False)
        self.feed_norm = RmsNorm(shape.width, shape.epsilon)
        self.gate_up = nn.Linear(shape.width, 2 * shape.hidden, bias=False)
        self.down = nn.Linear(shape.hidden, shape.width, bias=False)

    def attention(self, x: Tensor, turns: Tensor, mask: Tensor) -> Tensor:
        s = self.shape
        rows, time, _ = x.shape
        group = s.heads // s.kv_heads
        parts = self.query_key_value(x).view(rows, time, s.heads + 2 * s.kv_heads, s.head_width)
        turned = RopeFunction.apply(parts[:, :, :s.heads + s.kv_heads], turns)
        value = parts[:, :, s.heads + s.kv_heads:].transpose(1, 2)
        key = turned[:, :, s.heads:].transpose(1, 2)
        # The queries that share a key stand one after another in one tall matrix.
        query = turned[:, :, :s.heads].transpose(1, 2).reshape(rows, s.kv_heads, group * time, s.head_width)
        scores = torch.matmul(query * s.head_width**-0.5, key.transpose(-1, -2))
        scores = scores.view(rows, s.kv_heads, group, time, time) + mask
        weights = torch.softmax(scores, -1).to(value.dtype).view(rows, s.kv_heads, group * time, time)
        mixed = torch.matmul(weights, value).view(rows, s.heads, time, s.head_width)
        return self.attention_out(mixed.transpose(1, 2).reshape(rows, time, s.width))

    def forward(self, x: Tensor, turns: Tensor, mask: Tensor) -> Tensor:
        x = x + self.attention(self.attention_norm(x), turns, mask)
        gate, up = self.gate_up(self.feed_norm(x)).chunk(2, -1)
        return x + self.down(functional.silu(gate) * up)


class GuideModel(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.blocks = nn.ModuleList([Block(shape) for _ in range(shape.layers)])
        self.norm = RmsNorm(shape.width, shape.epsilon)
        self.register_buffer("turns", rope_turns(shape), persistent=False)
        self._initialise()

    def _initialise(self) -> None:
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                residual = name.endswith(("attention_out.weight", "down.weight"))
                nn.init.normal_(parameter, 0.0, 0.02 / math.sqrt(2 * self.shape.layers) if residual else 0.02)

    def states(self, ids: Tensor, kept: Tensor | None = None, dropout: float = 0.0) -> Tensor:
        """(batch, time) tokens to (batch, time, width). Where `kept` is false the model does not see which token it is."""
        time = ids.shape[1]
        mask = torch.full((time, time), -1e4, device=ids.device).triu_(1)
        x = functional.dropout(self.embedding(ids), dropout, self.training)
        if kept is not None:
            x = x * kept.unsqueeze(-1)
        for block in self.blocks:
            x = block(x, self.turns[:time], mask)
        return self.norm(x)

    def logits(self, states: Tensor) -> Tensor:
        """Input and output share one table."""
        return functional.linear(states, self.embedding.weight)

    def parameter_count(self) -> int:
        return sum(parameter.numel() for parameter in self.parameters())
