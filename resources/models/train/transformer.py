"""The transformer that is trained: the same as the one Headlight computes.

Pre-norm blocks (a norm before each sub-layer), LayerNorm, GELU, rotary or learned positions, and an output matrix that is
the embedding table again unless told otherwise. One stack makes a language model (causal) or a masked-word model; two
make a translator: a decoder that also looks at the encoder's output (cross-attention).

Every forward pass returns every attention pattern under the name Headlight gives it, "blocks.0.attn" for example, so
what is measured of a head comes from the very computation that predicts.
"""
import math
from dataclasses import dataclass
from typing import Dict, List, Optional

import torch
from torch import nn
from torch.nn import functional as F


@dataclass
class StackConfig:
    """Shape of an encoder or a decoder."""
    layers: int
    heads: int
    d_mlp: int = 0              # width of the feed-forward network; 0: the blocks have none
    causal: bool = False        # no token looks at later ones
    positions: str = "rotary"   # "rotary", "learned" or "none"
    max_length: int = 256       # longest text in tokens
    cross: bool = False         # decoder of a translator: attends to the encoder's output as well


@dataclass
class Config:
    """Shape of a whole model: one of the two stacks, or both."""
    vocabulary: int
    d_model: int
    encoder: Optional[StackConfig] = None
    decoder: Optional[StackConfig] = None
    tied: bool = True           # the output matrix is the embedding table, transposed
    dropout: float = 0.0


@dataclass
class Output:
    """What a forward pass computes."""
    logits: Optional[torch.Tensor]          # [batch, tokens, vocabulary]
    attention: Dict[str, torch.Tensor]      # "blocks.0.attn" -> [batch, heads, queries, keys]
    hidden: torch.Tensor                    # [batch, tokens, d_model]: what the output matrix multiplies


def rotate(x):
    """Rotary positions: turns the pairs (i, i + d/2) of each row by angles that grow with its position.
    x [batch, heads, tokens, d_head]. The product of a turned query and a turned key depends on their distance alone."""
    half = x.shape[-1] // 2
    speed = 10000.0 ** (-torch.arange(half) / half)
    angle = torch.arange(x.shape[-2])[:, None] * speed[None]
    a, b = x[..., :half], x[..., half:]
    return torch.cat([a * angle.cos() - b * angle.sin(), a * angle.sin() + b * angle.cos()], -1)


class Attention(nn.Module):
    """Multi-head attention: rows of x ask, rows of y answer."""

    def __init__(self, d_model, stack):
        super().__init__()
        self.heads = stack.heads
        self.q, self.k, self.v, self.o = (nn.Linear(d_model, d_model) for _ in range(4))

    def forward(self, x, y, forbidden, is_rotary, knocked_out):
        """forbidden: True where a query may not look, broadcast to [batch, heads, queries, keys]; or None.
        knocked_out: heads whose output is replaced by zeros."""
        q, k, v = (self._split(part(rows)) for part, rows in ((self.q, x), (self.k, y), (self.v, y)))
        if is_rotary:
            q, k = rotate(q), rotate(k)
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
        if forbidden is not None:
            scores = scores.masked_fill(forbidden, -1e9)
        pattern = scores.softmax(-1)
        z = pattern @ v
        if knocked_out:
            keep = torch.ones(self.heads)
            keep[list(knocked_out)] = 0.0
            z = z * keep[:, None, None]
        return self.o(z.transpose(1, 2).flatten(2)), pattern

    def _split(self, x):
        """[batch, tokens, d_model] -> [batch, heads, tokens, d_head]"""
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class Block(nn.Module):
    """Attention, cross-attention where there is an encoder, and the feed-forward network, each added to its input."""

    def __init__(self, d_model, stack, dropout):
        super().__init__()
        self.ln1, self.attn = nn.LayerNorm(d_model), Attention(d_model, stack)
        if stack.cross:
            self.ln_cross, self.cross = nn.LayerNorm(d_model), Attention(d_model, stack)
        if stack.d_mlp:
            self.ln2 = nn.LayerNorm(d_model)
            self.mlp_in, self.mlp_out = nn.Linear(d_model, stack.d_mlp), nn.Linear(stack.d_mlp, d_model)
        self.stack, self.drop = stack, nn.Dropout(dropout)

    def forward(self, x, forbidden, memory, memory_forbidden, name, attention, knockout):
        def attend(layer, rows, other, mask, is_rotary, kind):
            out, attention[name + kind] = layer(rows, other, mask, is_rotary, knockout.get(name + kind))
            return self.drop(out)

        rows = self.ln1(x)
        x = x + attend(self.attn, rows, rows, forbidden, self.stack.positions == "rotary", "attn")
        if self.stack.cross:
            x = x + attend(self.cross, self.ln_cross(x), memory, memory_forbidden, False, "cross")
        if self.stack.d_mlp:
            x = x + self.drop(self.mlp_out(F.gelu(self.mlp_in(self.ln2(x)))))
        return x


class Stack(nn.Module):
    """Positions, blocks, and a last norm."""

    def __init__(self, d_model, stack, dropout, prefix):
        super().__init__()
        self.config, self.prefix = stack, prefix
        if stack.positions == "learned":
            self.position = nn.Parameter(torch.randn(stack.max_length, d_model) * 0.2)
        self.blocks = nn.ModuleList(Block(d_model, stack, dropout) for _ in range(stack.layers))
        self.ln_final = nn.LayerNorm(d_model)

    def forward(self, x, allowed, memory, memory_forbidden, attention, knockout):
        n = x.shape[1]
        forbidden = None if allowed is None else ~allowed[:, None, None, :]
        if self.config.causal:
            later = torch.ones(n, n, dtype=torch.bool).triu(1)
            forbidden = later if forbidden is None else forbidden | later
        if self.config.positions == "learned":
            x = x + self.position[:n]
        for layer, block in enumerate(self.blocks):
            x = block(x, forbidden, memory, memory_forbidden, f"{self.prefix}blocks.{layer}.", attention, knockout)
        return self.ln_final(x)


class Transformer(nn.Module):
    """A whole model. With a tied output matrix, the table is small and its rows are multiplied by embedding_scale on
    their way in; folded() in export.py moves that factor into the weights, for Headlight has no such factor."""

    def __init__(self, config):
        super().__init__()
        self.config = config
        d = config.d_model
        self.embedding_scale = math.sqrt(d) if config.tied else 1.0
        self.embed = nn.Embedding(config.vocabulary, d)
        is_pair = config.encoder is not None and config.decoder is not None
        self.encoder = config.encoder and Stack(d, config.encoder, config.dropout, "encoder." if is_pair else "")
        self.decoder = config.decoder and Stack(d, config.decoder, config.dropout, "decoder." if is_pair else "")
        if not config.tied:
            self.unembed = nn.Linear(d, config.vocabulary, bias=False)
        self.unembed_bias = nn.Parameter(torch.zeros(config.vocabulary))
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=0.5 / math.sqrt(module.in_features))
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
        nn.init.normal_(self.embed.weight, std=0.02 if config.tied else 0.1)

    def forward(self, source=None, target=None, allowed=None, rows=None,
                knockout: Optional[Dict[str, List[int]]] = None, has_logits=True):
        """source, target: token ids [batch, tokens]; target belongs to the decoder of a translator.
        allowed: True where a source token is not padding. rows: used instead of the embeddings of `source`.
        knockout: {"blocks.0.attn": [1]} replaces the output of that head by zeros. has_logits: with False, logits are left
        to be computed by logits() for the rows that are needed."""
        attention, knockout = {}, knockout or {}
        x = self._embedded(source) if rows is None else rows
        memory = memory_forbidden = None
        if self.encoder is not None:
            x = memory = self.encoder(x, allowed, None, None, attention, knockout)
        if self.decoder is not None:
            if memory is not None:
                x = self._embedded(target)
                memory_forbidden = None if allowed is None else ~allowed[:, None, None, :]
                allowed = None
            x = self.decoder(x, allowed, memory, memory_forbidden, attention, knockout)
        return Output(self.logits(x) if has_logits else None, attention, x)

    def logits(self, hidden):
        """Scores of every word for rows of Output.hidden."""
        table = self.embed.weight if self.config.tied else self.unembed.weight
        return F.linear(hidden, table, self.unembed_bias)

    def _embedded(self, ids):
        return self.embed(ids) * self.embedding_scale

    def parameter_count(self):
        return sum(p.numel() for p in self.parameters())
