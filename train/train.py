"""Trains the recognizer's model; what the options stand at made `weights/names.bin`.

    train.py TEXTS.jsonl FEATURES VECTORS.npz OUT.pt [--teacher SAID.f16] [--dev TEXTS.jsonl FEATURES --score score.py]

With a teacher (`teacher.py`), part of what is learned is what it says of each token (Hinton, Vinyals and Dean 2015).
"""

import argparse
import importlib.util
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from dataset import LABELS, SENTENCES, Texts
from model import Batches, Recognizer, decode, spans
from sets import read


# Steps until the learning rate is full; its share at the end.
WARM_UP, LAST_RATE = 100, 0.01


def scorer(path):
    spec = importlib.util.spec_from_file_location("score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scores_of(model, texts, batches):
    """What a model says of each token, as logarithms of probabilities."""
    model.eval()
    scores = np.zeros((len(texts.words), len(LABELS)), np.float32)
    with torch.no_grad():
        for group in batches.plan(20000):
            batch = batches.tensors(group)
            said = model(batch).log_softmax(-1).numpy()
            own = batch["real"].numpy() > 0
            scores[batch["token"][own]] = said[own]
    return scores


def evaluate(model, texts, batches, score):
    return score_spans(scores_of(model, texts, batches), texts, score)


def score_spans(scores, texts, score):
    """A line for each set: precision, recall and F1 of the best spans."""
    starts = np.unique(np.concatenate([texts.sentences, texts.starts[:-1]]))
    starts = starts[starts < len(scores)]
    labels = decode(scores, starts)
    count = {}
    for at, document in enumerate(texts.documents):
        a, b = texts.starts[at], texts.starts[at + 1]
        text = document["text"]
        found = {(*score.trim(text, s, e), k) for s, e, k in spans(labels[a:b], texts.spans[a:b])}
        gold = {(*score.trim(text, s, e), k) for s, e, k in document["gold"]}
        for kind in ("PER", "ORG"):
            c = count.setdefault(document["set"], {}).setdefault(kind, [0, 0, 0])
            p, g = {x for x in found if x[2] == kind}, {x for x in gold if x[2] == kind}
            c[0] += len(p & g)
            c[1] += len(p)
            c[2] += len(g)
    lines = []
    for name, kinds in count.items():
        both = [sum(c[i] for c in kinds.values()) for i in range(3)]
        f = lambda c: f"{score.prf(*c)['P']:.1f}/{score.prf(*c)['R']:.1f}/{score.prf(*c)['F1']:.1f}"
        lines.append(f"  {name:16} PER {f(kinds['PER'])}  ORG {f(kinds['ORG'])}  both {f(both)}")
    return "\n".join(lines)


def planned(batches, size, epochs, generator):
    """The batches of so many epochs, each in an order of its own; how many one epoch has."""
    plan, per_epoch = [], len(batches.plan(size))
    while len(plan) < per_epoch * epochs:
        plan += batches.plan(size, generator)
    return plan[: round(per_epoch * epochs)], per_epoch


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("texts")
    ap.add_argument("features")
    ap.add_argument("vectors")
    ap.add_argument("out")
    ap.add_argument("--dev", nargs=2)
    ap.add_argument("--score", default="../../../shared/eval/score.py")
    ap.add_argument("--width", type=int, default=48)
    ap.add_argument("--buckets", type=int, default=40960)
    ap.add_argument("--epochs", type=float, default=6)
    ap.add_argument("--size", type=int, default=8000)
    ap.add_argument("--rate", type=float, default=3e-3)
    ap.add_argument("--drop", type=float, default=0.15)
    ap.add_argument("--lose", type=float, default=0.15)
    ap.add_argument("--lose-word", type=float, default=0.2)
    ap.add_argument("--blind", type=float, default=0.2)
    ap.add_argument("--decay", type=float, default=0.01)
    ap.add_argument("--teacher")
    ap.add_argument("--trust", type=float, default=0.85)
    ap.add_argument("--seed", type=int, default=3)
    o = ap.parse_args()
    torch.manual_seed(o.seed)
    torch.set_num_threads(1)
    generator = np.random.default_rng(o.seed)
    score = scorer(o.score)
    texts = Texts(list(read(o.texts)), o.features)
    vocabulary = np.load(o.vectors)
    batches = Batches(texts, vocabulary["hashes"], o.buckets, SENTENCES)
    if o.dev:
        dev = Texts(list(read(o.dev[0])), o.dev[1])
        dev_batches = Batches(dev, vocabulary["hashes"], o.buckets, {})
    model = Recognizer(vocabulary["vectors"], o.width, o.buckets)
    said = np.fromfile(o.teacher, np.float16).reshape(-1, len(LABELS)) if o.teacher else None
    optimizer = torch.optim.AdamW(model.parameters(), lr=o.rate, betas=(0.9, 0.99), weight_decay=o.decay)
    plan, per_epoch = planned(batches, o.size, o.epochs, generator)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / WARM_UP, max(LAST_RATE, 1 - s / len(plan)))
    )
    print(len(texts.words), "tokens,", len(plan), "steps", flush=True)
    begun, total = time.time(), 0.0
    for step, group in enumerate(plan):
        model.train()
        batch = batches.tensors(group, generator, blind=o.blind, lose=o.lose, lose_word=o.lose_word)
        logits = model(batch, o.drop)
        own = batch["real"] > 0
        token = batch["token"][own.numpy()]
        logits = logits[own]
        weights = torch.from_numpy(texts.weights[token])
        labels = torch.from_numpy(texts.labels[token])
        loss = F.cross_entropy(logits, labels, reduction="none")
        if said is not None:
            soft = F.cross_entropy(logits, torch.from_numpy(said[token].astype(np.float32)), reduction="none")
            loss = (1 - o.trust) * loss + o.trust * soft
        loss = (loss * weights).sum() / weights.sum()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        total += loss.item()
        if step % 200 == 199:
            print(f"{step + 1} {total / 200:.4f} {time.time() - begun:.0f}s", flush=True)
            total = 0.0
        if (step + 1) % per_epoch == 0 and o.dev and step + 1 < len(plan):
            print(evaluate(model, dev, dev_batches, score), flush=True)
    steps = [layer.step for layer in [*model.first, *model.second]]
    torch.save(dict(state=model.state_dict(), steps=steps, options=vars(o)), o.out)
    if o.dev:
        print(evaluate(model, dev, dev_batches, score), flush=True)


if __name__ == "__main__":
    main()
