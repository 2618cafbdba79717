#!/usr/bin/env python3
"""Tests of model.py against the plain formulas. Needs PyTorch: ./dev guide test"""

from __future__ import annotations

import unittest

import torch
from torch.nn import functional

from model import GuideModel, RmsNormFunction, RopeFunction, Shape, rope_turns

SMALL = Shape(vocabulary=50, width=32, layers=2, heads=4, kv_heads=2, hidden=48, context=64)


def plain_attention(block, x: torch.Tensor, turns: torch.Tensor) -> torch.Tensor:
    """By PyTorch's own, with every key written out for each of its queries."""
    s = block.shape
    rows, time, _ = x.shape
    query, key, value = block.query_key_value(x).split([s.width, s.kv_heads * s.head_width, s.kv_heads * s.head_width], -1)
    query, key, value = (part.view(rows, time, -1, s.head_width) for part in (query, key, value))
    query, key = RopeFunction.apply(query, turns), RopeFunction.apply(key, turns)
    group = s.heads // s.kv_heads
    parts = (query, key.repeat_interleave(group, 2), value.repeat_interleave(group, 2))
    mixed = functional.scaled_dot_product_attention(*(part.transpose(1, 2) for part in parts), is_causal=True)
    return block.attention_out(mixed.transpose(1, 2).reshape(rows, time, -1))


class Model(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(1)
        self.model = GuideModel(SMALL).eval()

    def test_rms_norm_and_its_gradients(self) -> None:
        x = torch.randn(2, 3, 8, dtype=torch.double, requires_grad=True)
        weight = torch.randn(8, dtype=torch.double, requires_grad=True)
        expected = x / (x.square().mean(-1, keepdim=True) + 1e-5).sqrt() * weight
        torch.testing.assert_close(RmsNormFunction.apply(x, weight, 1e-5), expected)
        self.assertTrue(torch.autograd.gradcheck(lambda a, b: RmsNormFunction.apply(a, b, 1e-5), (x, weight)))

    def test_rope_turns_neighbours_and_back(self) -> None:
        turns = rope_turns(SMALL)[:5]
        x = torch.randn(2, 5, 4, 8, requires_grad=True)
        turned = RopeFunction.apply(x, turns)
        torch.testing.assert_close(turned[:, 0], x[:, 0])
        angle = torch.tensor(3.0)  # the first pair turns by one radian a place
        torch.testing.assert_close(turned[0, 3, 0, 0], x[0, 3, 0, 0] * angle.cos() - x[0, 3, 0, 1] * angle.sin())
        torch.testing.assert_close(turned[0, 3, 0, 1], x[0, 3, 0, 0] * angle.sin() + x[0, 3, 0, 1] * angle.cos())
        (gradient,) = torch.autograd.grad(turned, x, turned)
        torch.testing.assert_close(gradient, x)

    def test_attention_is_the_plain_one(self) -> None:
        block, x = self.model.blocks[0], torch.randn(3, 7, SMALL.width)
        mask = torch.full((7, 7), -1e4).triu_(1)
        torch.testing.assert_close(block.attention(x, self.model.turns[:7], mask), plain_attention(block, x, self.model.turns[:7]))

    def test_no_token_sees_a_later_one_nor_padding(self) -> None:
        ids = torch.randint(1, 50, (1, 10))
        padded = functional.pad(ids, (0, 6))
        torch.testing.assert_close(self.model.states(padded)[:, :10], self.model.states(ids))

    def test_a_hidden_token_is_not_seen(self) -> None:
        ids = torch.randint(1, 50, (1, 6))
        other = ids.clone()
        other[0, 2] += 1
        kept = torch.ones(1, 6, dtype=torch.bool)
        self.assertFalse(torch.equal(self.model.states(ids, kept), self.model.states(other, kept)))
        kept[0, 2] = False
        torch.testing.assert_close(self.model.states(ids, kept), self.model.states(other, kept))

    def test_the_usual_shape_is_within_the_wanted_size(self) -> None:
        self.assertTrue(5e6 < GuideModel(Shape()).parameter_count() < 15e6)
        with self.assertRaises(ValueError):
            Shape(width=256, heads=7)


if __name__ == "__main__":
    unittest.main()
