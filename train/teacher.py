"""Fine-tunes the MiniLM encoder as a teacher and writes what it says of every token.

    teacher.py TEXTS.jsonl FEATURES OUT.f16 [--dev TEXTS.jsonl FEATURES --score score.py]

OUT holds, for each token of the texts, the probabilities of the labels as 16-bit floats. The encoder reads words in small
letters, so the signs that the recognizer has (casing, lists, the pack) are added to what it reads.
"""

import argparse
import time

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import nn

from dataset import LABELS, SENTENCES, Texts
from encoder import FOLDER, WIDTH, Drop, Encoder
from model import SIGNS
from sets import read
from train import planned, score_spans, scorer

# Pieces that are read at a time; pieces of one word at most.
WINDOW, LONGEST_WORD = 192, 6
# How often the signs of the pack are hidden from a window: not every name is in it.
BLIND = 0.3
# Learning rates of the encoder and of what is new; the share of the steps until they are full.
RATE, NEW_RATE, WARM_UP = 1e-4, 2e-3, 0.06
DROP = 0.1
FIRST, LAST = 101, 102


class Teacher(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        # The embeddings of the pieces stay as they are: most are hardly seen here.
        learned = {n: nn.Parameter(t) for n, t in self.encoder.weights.items() if n.startswith("encoder.")}
        self.learned = nn.ParameterDict({n.replace(".", "/"): t for n, t in learned.items()})
        self.encoder.weights.update(learned)
        self.drop = Drop(DROP)
        self.signs = nn.EmbeddingBag(SIGNS, WIDTH, mode="sum")
        nn.init.zeros_(self.signs.weight)
        self.norm = nn.LayerNorm(WIDTH)
        self.out = nn.Linear(WIDTH, len(LABELS))

    def forward(self, batch):
        signs = torch.cat([torch.zeros(1, WIDTH), self.signs(batch["signs"], batch["offsets"])])
        drop = self.drop if self.training else lambda x: x
        with torch.autocast("cpu", torch.bfloat16):
            x = self.encoder.states(batch["pieces"], batch["mask"], signs[batch["owner"]], drop)
        return self.out(self.norm(x[batch["row"], batch["column"]].float()))


class Windows:
    """Cuts texts into windows of whole sentences, as many as are read at a time."""

    def __init__(self, texts):
        self.texts = texts
        tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        surfaces = sorted(set(texts.surfaces))
        encoded = tokenizer.encode_batch(surfaces, add_special_tokens=False)
        pieces_of = {s: e.ids[:LONGEST_WORD] or [100] for s, e in zip(surfaces, encoded)}
        self.pieces = [pieces_of[s] for s in texts.surfaces]
        lengths = np.array([len(p) for p in self.pieces])
        ends = np.concatenate([[0], np.cumsum(lengths)])
        bounds = np.unique(np.concatenate([texts.sentences, texts.starts]))
        # Lines that are single sentences go together, as the recognizer reads them.
        document, at = np.zeros(len(texts), np.int64), 0
        for n in range(len(texts)):
            which = texts.documents[n]["set"]
            step = SENTENCES.get(which, 1)
            alone = n == 0 or which != texts.documents[n - 1]["set"] or step == 1
            run = 0 if alone else run + 1
            at += alone or run % step == 0
            document[n] = at
        owner = np.repeat(document, np.diff(texts.starts))
        self.windows = []
        first = 0
        for a, b in zip(bounds[:-1], bounds[1:]):
            if a == b:
                continue
            if first < a and (owner[first] != owner[a] or ends[b] - ends[first] > WINDOW - 2):
                self.windows.append((first, a))
                first = a
            while ends[b] - ends[first] > WINDOW - 2:
                cut = int(np.searchsorted(ends, ends[first] + WINDOW - 2, "right")) - 1
                self.windows.append((first, cut))
                first = cut
        if first < len(owner):
            self.windows.append((first, len(owner)))
        self.sizes = np.array([ends[b] - ends[a] for a, b in self.windows])

    def plan(self, pieces, generator=None):
        noise = generator.random(len(self.sizes)) * 24 if generator is not None else 0
        order = np.argsort(self.sizes + noise, kind="stable")
        plan, group = [], []
        for i in order:
            if group and (self.sizes[i] + 2) * (len(group) + 1) > pieces:
                plan.append(group)
                group = []
            group.append(self.windows[i])
        plan.append(group)
        if generator is not None:
            plan = [plan[i] for i in generator.permutation(len(plan))]
        return plan

    def tensors(self, group, generator=None):
        t = self.texts
        longest = max(sum(len(self.pieces[i]) for i in range(a, b)) for a, b in group) + 2
        pieces = np.zeros((len(group), longest), np.int64)
        owner = np.zeros((len(group), longest), np.int64)
        token, row, column = [], [], []
        for n, (a, b) in enumerate(group):
            pieces[n, 0] = FIRST
            at = 1
            for i in range(a, b):
                own = self.pieces[i]
                token.append(i)
                row.append(n)
                column.append(at)
                pieces[n, at : at + len(own)] = own
                owner[n, at : at + len(own)] = len(token)
                at += len(own)
            pieces[n, at] = LAST
        token = np.array(token)
        ends = t.sign_ends[token].astype(np.int64)
        starts = np.where(token > 0, t.sign_ends[token - 1], 0).astype(np.int64)
        lengths = ends - starts
        offsets = np.cumsum(lengths) - lengths
        index = np.arange(lengths.sum()) - np.repeat(offsets - starts, lengths)
        signs = t.signs[index].astype(np.int64)
        if generator is not None:
            unknown = generator.random(len(group)) < BLIND
            lost = (signs >= 60) & (unknown[np.repeat(np.array(row), lengths)] | (generator.random(len(signs)) < 0.15))
            signs = np.where(lost, SIGNS - 1, signs)
        f = torch.from_numpy
        pieces = f(pieces)
        return dict(
            token=token,
            pieces=pieces,
            mask=pieces > 0,
            owner=f(owner),
            row=torch.tensor(row),
            column=torch.tensor(column),
            signs=f(signs),
            offsets=f(offsets),
        )


def says(model, windows, pieces=8192):
    """The teacher's probabilities for each token."""
    model.eval()
    said = np.zeros((len(windows.pieces), len(LABELS)), np.float16)
    with torch.no_grad():
        for group in windows.plan(pieces):
            batch = windows.tensors(group)
            said[batch["token"]] = model(batch).softmax(-1).half().numpy()
    return said


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("texts")
    ap.add_argument("features")
    ap.add_argument("out")
    ap.add_argument("--dev", nargs=2)
    ap.add_argument("--score", default="../shared/eval/score.py")
    ap.add_argument("--epochs", type=float, default=0.35)
    ap.add_argument("--pieces", type=int, default=3072)
    ap.add_argument("--seed", type=int, default=5)
    o = ap.parse_args()
    torch.manual_seed(o.seed)
    torch.set_num_threads(1)
    generator = np.random.default_rng(o.seed)
    texts = Texts(list(read(o.texts)), o.features)
    windows = Windows(texts)
    model = Teacher()
    new = [*model.signs.parameters(), *model.norm.parameters(), *model.out.parameters()]
    optimizer = torch.optim.AdamW(
        [dict(params=model.learned.parameters(), lr=RATE), dict(params=new, lr=NEW_RATE)], weight_decay=0.01
    )
    plan, _ = planned(windows, o.pieces, o.epochs, generator)
    warm = WARM_UP * len(plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / warm, max(0.01, 1 - s / len(plan))))
    print(len(texts.words), "tokens,", windows.sizes.sum(), "pieces,", len(plan), "steps", flush=True)
    begun, total = time.time(), 0.0
    for step, group in enumerate(plan):
        model.train()
        batch = windows.tensors(group, generator)
        weights = torch.from_numpy(texts.weights[batch["token"]])
        labels = torch.from_numpy(texts.labels[batch["token"]])
        loss = F.cross_entropy(model(batch), labels, reduction="none")
        loss = (loss * weights).sum() / weights.sum()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        total += loss.item()
        if step % 100 == 99:
            print(f"{step + 1} {total / 100:.4f} {time.time() - begun:.0f}s", flush=True)
            total = 0.0
    if o.dev:
        dev = Texts(list(read(o.dev[0])), o.dev[1])
        said = says(model, Windows(dev)).astype(np.float32)
        print(score_spans(np.log(said.clip(1e-7)), dev, scorer(o.score)), flush=True)
    says(model, windows).tofile(o.out)


if __name__ == "__main__":
    main()
