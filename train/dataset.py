"""Training and development texts as the recognizer sees them: features from `dramatis-train`, labels from the sets."""

import pathlib

import numpy as np

from sets import gold_of

KINDS = ("PER", "ORG", "LOC", "MISC")
# 0 is no name; then for each kind: begins, inside, ends, stands alone.
LABELS = ["O"] + [f"{place}-{kind}" for kind in KINDS for place in "BIES"]
HASHED = 8

# How much a token of each set counts. GMB is machine-annotated; tweets are far from news.
WEIGHTS = {
    "gmb": 0.5,
    "re3d": 0.2,
    "btc-news": 0.4,
    "btc-b": 0.15,
    "btc-f": 0.15,
    "wnut17": 0.2,
}
# How much a changed copy counts beside its original.
MADE_WEIGHT = 0.6
# Sets whose lines are single sentences: as many in a row are read as one text.
SENTENCES = {"gmb": 8}


class Texts:
    """Documents with features and labels; `labels` is -1 where a token is not to be learned."""

    def __init__(self, documents, folder):
        folder = pathlib.Path(folder)
        load = lambda name, kind: np.fromfile(folder / name, kind)
        self.documents = documents
        counts = load("documents.i32", np.int32)
        assert len(counts) == len(documents), (len(counts), len(documents))
        self.starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self.spans = load("tokens.i32", np.int32).reshape(-1, 2)
        features = load("features.u32", np.uint32).reshape(-1, 2 + HASHED)
        self.words, self.hashed, self.keys = features[:, 0], features[:, 1:-1], features[:, -1]
        self.signs = load("signs.u16", np.uint16)
        self.sign_ends = load("sign_ends.i32", np.int32)
        self.sentences = load("sentences.i32", np.int32)
        with open(folder / "words.txt", encoding="utf-8", newline="\n") as lines:
            self.surfaces = lines.read().split("\n")[:-1]
        assert len(self.surfaces) == len(self.words)
        self.labels = np.zeros(len(self.words), np.int64)
        self.weights = np.ones(len(self.words), np.float32)
        for at, document in enumerate(documents):
            self._label(at, document)

    def __len__(self):
        return len(self.documents)

    def _label(self, at, document):
        first, last = self.starts[at], self.starts[at + 1]
        self.weights[first:last] = WEIGHTS.get(document["set"], 1.0) * document.get("weight", 1.0)
        if document.get("made"):
            self.weights[first:last] *= MADE_WEIGHT
        spans = self.spans[first:last]
        for start, end, kind in gold_of(document):
            inside = np.flatnonzero((spans[:, 0] < end) & (spans[:, 1] > start))
            if not len(inside):
                continue
            base = 1 + 4 * KINDS.index(kind)
            tokens = inside + first
            if self.labels[tokens].any():
                continue
            if len(tokens) == 1:
                self.labels[tokens] = base + 3
            else:
                self.labels[tokens] = base + 1
                self.labels[tokens[0]] = base
                self.labels[tokens[-1]] = base + 2
