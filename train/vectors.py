"""Word vectors out of the MiniLM encoder (all-MiniLM-L6-v2, Apache 2.0), as Model2Vec makes them: each word is read
alone, its mean state is centred and cut down to its principal components.

    vectors.py TEXTS.jsonl FEATURES OUT.npz

The vocabulary: words of the sets' own texts seen at least LEAST times, and the encoder's own whole words.
"""

import collections
import sys

import numpy as np
import torch
from tokenizers import Tokenizer

from sets import read, spell, word_hash
from encoder import FOLDER, WIDTH, Encoder

LEAST = 3
DIMENSIONS = 64


def main():
    texts, features, out = sys.argv[1:4]
    torch.set_num_threads(1)
    own = sum(1 for document in read(texts) if not document.get("made") and document["set"] != "pattern")
    length = int(np.fromfile(f"{features}/documents.i32", np.int32)[:own].sum())
    with open(f"{features}/words.txt", encoding="utf-8", newline="\n") as lines:
        counts = collections.Counter(spell(line) for line in lines.read().split("\n")[:length])
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    known = [w for w in tokenizer.get_vocab() if w.isalpha() and w.isascii() and len(w) > 1]
    words = sorted({w for w, c in counts.items() if c >= LEAST} | set(known))
    encoded = [e.ids for e in tokenizer.encode_batch(words)]
    order = sorted(range(len(words)), key=lambda i: len(encoded[i]))
    states = np.zeros((len(words), WIDTH), np.float32)
    model = Encoder()
    with torch.no_grad():
        for first in range(0, len(order), 512):
            group = order[first : first + 512]
            n = min(16, max(len(encoded[i]) for i in group))
            ids = torch.zeros(len(group), n, dtype=torch.long)
            for r, i in enumerate(group):
                ids[r, : min(n, len(encoded[i]))] = torch.tensor(encoded[i][:n])
            mask = ids > 0
            x = model.states(ids, mask).float()
            mean = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
            states[group] = mean.numpy()
    states -= states.mean(0)
    frequent = np.array([counts[w] >= 5 for w in words])
    _, _, axes = np.linalg.svd(states[frequent], full_matrices=False)
    vectors = states @ axes[:DIMENSIONS].T
    vectors /= vectors.std()
    np.savez(
        out,
        words=np.array(words),
        hashes=np.array([word_hash(w) for w in words], np.uint32),
        counts=np.array([counts[w] for w in words], np.int32),
        vectors=vectors.astype(np.float32),
    )
    print(len(words), "words")


if __name__ == "__main__":
    main()
