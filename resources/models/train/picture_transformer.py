"""A transformer that reads pictures: the patches are its tokens (Dosovitskiy et al. 2020).

Each patch is a row of brightnesses, brought to d_model numbers by one linear layer. A row of its own, [CLS], stands in
front; its output is what the classes are read from. Everything else is the encoder of transformer.py.
"""
import math

import torch
from torch import nn

from transformer import Config, Output, StackConfig, Transformer


def grid(side, d_model):
    """[1 + side * side, d_model]: sines and cosines of each patch's row and column, nothing for [CLS]. The positions are
    learned; this is where they start, so that neighbours are alike from the beginning."""
    speed = torch.linspace(0.5, 4.0, d_model // 4) * math.pi / side
    angle = torch.arange(side)[:, None] * speed
    wave = torch.cat([angle.sin(), angle.cos()], 1)             # [side, d_model / 2]
    row = wave[:, None].expand(side, side, -1)
    column = wave[None].expand(side, side, -1)
    return torch.cat([torch.zeros(1, d_model), torch.cat([row, column], -1).flatten(0, 1)])


class PictureTransformer(Transformer):

    def __init__(self, classes, side, patch_numbers, d_model, layers, heads, d_mlp):
        """side: patches in a row; patch_numbers: numbers in a patch."""
        stack = StackConfig(layers, heads, d_mlp, positions="learned", max_length=1 + side * side)
        super().__init__(Config(classes, d_model, encoder=stack, tied=False))
        del self.embed
        self.patch = nn.Linear(patch_numbers, d_model)
        self.class_row = nn.Parameter(torch.randn(d_model) * 0.1)
        with torch.no_grad():
            self.encoder.position.copy_(0.3 * grid(side, d_model) + 0.05 * torch.randn(1 + side * side, d_model))

    def forward(self, patches, knockout=None):
        """patches [pictures, patches, numbers 0 .. 1] -> logits [pictures, classes]"""
        class_rows = self.class_row.expand(len(patches), 1, -1)
        rows = torch.cat([class_rows, self.patch(2 * patches - 1)], 1)
        out = super().forward(rows=rows, knockout=knockout)
        return Output(out.logits[:, 0], out.attention, out.hidden)
