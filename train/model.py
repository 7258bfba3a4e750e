"""The recognizer's model, as `src/names/network.rs` computes it: hashed embeddings, gated convolutions over the text, a
second look with what the article as a whole shows of each word, one label a token."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from dataset import HASHED, LABELS

SIGNS = 160


def gate(x):
    """The logistic function in three straight lines: the same bits on every machine."""
    return (x * 0.25 + 0.5).clamp(0, 1)


class Convolution(nn.Module):
    """A gated convolution over three tokens with a residual (Dauphin et al. 2017)."""

    def __init__(self, width, step):
        super().__init__()
        self.step = step
        self.norm = nn.LayerNorm(width)
        self.mix = nn.Linear(3 * width, 2 * width)
        nn.init.zeros_(self.mix.bias)

    def forward(self, x, real, drop):
        h = self.norm(x) * real
        s = self.step
        pad = F.pad(h, (0, 0, s, s))
        wide = torch.cat([pad[: -2 * s], h, pad[2 * s :]], 1)
        value, opening = self.mix(wide).chunk(2, 1)
        return x + F.dropout(value * gate(opening), drop, self.training)


class Recognizer(nn.Module):
    def __init__(self, vectors, width, buckets, steps=(1, 1, 2, 3), second=(1, 1)):
        super().__init__()
        self.width, self.buckets = width, buckets
        self.register_buffer("vectors", torch.cat([torch.zeros(1, vectors.shape[1]), torch.from_numpy(vectors)]))
        self.project = nn.Linear(vectors.shape[1], width, bias=False)
        self.hashed = nn.Embedding(buckets, width)
        self.signs = nn.Embedding(SIGNS, width)
        for table, scale in ((self.hashed, 0.3), (self.signs, 0.1)):
            nn.init.normal_(table.weight, std=scale)
        nn.init.normal_(self.project.weight, std=0.5 / vectors.shape[1] ** 0.5)
        self.first = nn.ModuleList(Convolution(width, s) for s in steps)
        self.recall = nn.Linear(width, width)
        self.second = nn.ModuleList(Convolution(width, s) for s in second)
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, len(LABELS))

    def forward(self, batch, drop=0.0):
        real = batch["real"][:, None]
        x = self.project(self.vectors[batch["vocabulary"]])
        x = x + F.embedding_bag(batch["hashed"], self.hashed.weight, mode="sum", per_sample_weights=batch["kept"])
        x = x + F.embedding_bag(batch["signs"], self.signs.weight, batch["offsets"], mode="sum")
        x = F.dropout(x, drop, self.training) * real
        for layer in self.first:
            x = layer(x, real, drop)
        count, slot = batch["slots"], batch["slot"]
        total = torch.zeros(count, self.width).index_add(0, slot, x)
        number = torch.zeros(count).index_add(0, slot, torch.ones(len(slot))).clamp(min=1)
        mean = total / number[:, None]
        # Slot 0 gathers what the article does not remember.
        remembered = (slot > 0).float()[:, None]
        x = x + self.recall(mean)[slot] * remembered
        for layer in self.second:
            x = layer(x, real, drop)
        return self.out(self.norm(x))


GAP = 10


class Batches:
    """Cuts texts into batches of whole documents, with gaps between them."""

    def __init__(self, texts, hashes, buckets, sentences):
        self.texts, self.buckets = texts, buckets
        order = np.argsort(hashes)
        at = np.searchsorted(hashes[order], texts.words)
        at[at == len(order)] = 0
        hit = hashes[order][at] == texts.words
        self.vocabulary = np.where(hit, order[at] + 1, 0)
        self.rows = (texts.hashed % buckets).astype(np.int64)
        self.documents = []
        at = 0
        while at < len(texts):
            step = sentences.get(texts.documents[at]["set"], 1)
            end = at + 1
            while end < min(at + step, len(texts)) and texts.documents[end]["set"] == texts.documents[at]["set"]:
                end += 1
            if texts.starts[end] > texts.starts[at]:
                self.documents.append((texts.starts[at], texts.starts[end]))
            at = end

    def plan(self, size, generator=None):
        order = np.arange(len(self.documents))
        if generator is not None:
            generator.shuffle(order)
        plan, batch, tokens = [], [], 0
        for i in order:
            a, b = self.documents[i]
            if batch and tokens + b - a > size:
                plan.append(batch)
                batch, tokens = [], 0
            batch.append((a, b))
            tokens += b - a + GAP
        plan.append(batch)
        return plan

    def tensors(self, batch, generator=None, blind=0.15, lose=0.1, lose_word=0.1):
        t = self.texts
        token, real, document = [], [], []
        for n, (a, b) in enumerate(batch):
            token.append(np.arange(a, b))
            token.append(np.zeros(GAP, np.int64))
            real.append(np.ones(b - a, np.float32))
            real.append(np.zeros(GAP, np.float32))
            document.append(np.full(b - a + GAP, n))
        token, real, document = map(np.concatenate, (token, real, document))
        vocabulary = self.vocabulary[token]
        kept = np.ones((len(token), HASHED), np.float32)
        ends = t.sign_ends[token].astype(np.int64)
        starts = np.where(token > 0, t.sign_ends[token - 1], 0).astype(np.int64)
        lengths = np.where(real > 0, ends - starts, 0)
        offsets = np.cumsum(lengths) - lengths
        index = np.arange(lengths.sum()) - np.repeat(offsets - starts, lengths)
        signs = t.signs[index].astype(np.int64)
        if generator is not None:
            vocabulary = np.where(generator.random(len(token)) < lose_word, 0, vocabulary)
            kept = (generator.random(kept.shape) >= lose).astype(np.float32)
            # In some documents the pack knows nobody; elsewhere a sign is lost now and then.
            unknown = generator.random(len(batch)) < blind
            owner = np.repeat(document, lengths)
            lost = (signs >= 60) & (unknown[owner] | (generator.random(len(signs)) < lose))
            lost |= (signs >= 32) & (generator.random(len(signs)) < lose / 2)
            # A lost sign becomes one that no token has.
            signs = np.where(lost, SIGNS - 1, signs)
        keys = t.keys[token].astype(np.int64) * (real > 0)
        joint = np.where(keys > 0, keys + (document.astype(np.int64) << 32), 0)
        slots, slot = np.unique(np.concatenate([[0], joint]), return_inverse=True)
        f = torch.from_numpy
        return dict(
            token=token,
            real=f(real),
            vocabulary=f(vocabulary),
            hashed=f(self.rows[token]),
            kept=f(kept),
            signs=f(signs),
            offsets=f(offsets),
            slot=f(slot[1:]),
            slots=len(slots),
        )


# Which label may follow which.
def allowed():
    may = np.zeros((len(LABELS) + 1, len(LABELS) + 1), bool)
    n = len(LABELS)  # the edge of a sentence
    for a in range(n + 1):
        for b in range(n + 1):
            open_a = 0 < a < n and LABELS[a][0] in "BI"
            inside_b = 0 < b < n and LABELS[b][0] in "IE"
            same = 0 < a < n and 0 < b < n and LABELS[a][2:] == LABELS[b][2:]
            may[a, b] = (open_a and inside_b and same) or (not open_a and not inside_b)
    return may


MAY = allowed()
PENALTY = np.where(MAY, 0.0, -1e9)


def decode(scores, starts):
    """The best allowed labels of each sentence (Viterbi)."""
    labels = np.zeros(len(scores), np.int64)
    n = len(LABELS)
    inner = PENALTY[:n, :n]
    # A sentence without capitals is mostly no name at all.
    certain = scores.argmax(1)
    for a, b in zip(starts, [*starts[1:], len(scores)]):
        if not certain[a:b].any():
            continue
        best = scores[a] + PENALTY[n, :n]
        back = []
        for at in range(a + 1, b):
            paths = best[:, None] + inner
            back.append(paths.argmax(0))
            best = paths.max(0) + scores[at]
        last = int((best + PENALTY[:n, n]).argmax())
        labels[b - 1] = last
        for at, pointers in zip(range(b - 2, a - 1, -1), reversed(back)):
            last = int(pointers[last])
            labels[at] = last
    return labels


def spans(labels, offsets):
    found, start = [], None
    for at in np.flatnonzero(labels):
        place, kind = LABELS[labels[at]].split("-")
        if place in "BS":
            start = at
        if place in "ES" and start is not None:
            found.append((int(offsets[start][0]), int(offsets[at][1]), kind))
            start = None
    return found
