"""Writes a trained model as the file that `src/names/weights.rs` reads (the format is described there).

weights.py MODEL.pt VECTORS.npz OUT.bin
"""

import struct
import sys
import zlib

import numpy as np
import torch

from dataset import LABELS


# What matrices are multiplied with at most (`MOST_INPUT` in `src/names/weights.rs`): sums must stay in 32 bits.
MOST_INPUT = 4095


def scaled(rows, most, total=np.inf):
    """Each row as whole numbers up to `most`, up to `total` together, and the exponent of the power of two that they are
    multiplied by."""
    greatest = np.maximum(np.abs(rows).max(1), np.abs(rows).sum(1) * (most / total))
    exponents = np.ceil(np.log2(np.maximum(greatest, 1e-9) / most)).clip(-40, 10).astype(np.int8)
    numbers = np.rint(rows / np.exp2(exponents.astype(np.float64))[:, None]).clip(-most, most)
    return exponents, numbers


def table(rows):
    exponents, numbers = scaled(rows, 127)
    return exponents.tobytes() + numbers.astype(np.int8).tobytes()


def matrix(layer, parts=1):
    """A matrix; of a convolution (`parts` 3) up to three numbers are added up before they are multiplied, and sums are twice
    as large."""
    most, total = (32767, 2**31 - 1) if parts == 1 else (32767 // parts - 1, 2**30 - 1)
    exponents, numbers = scaled(layer["weight"], most, total / MOST_INPUT - layer["weight"].shape[1])
    return exponents.tobytes() + layer["bias"].astype("<f4").tobytes() + numbers.astype("<i2").tobytes()


def norm(layer):
    return layer["weight"].astype("<f4").tobytes() + layer["bias"].astype("<f4").tobytes()


def main():
    model, vectors, out = sys.argv[1:4]
    saved = torch.load(model)
    state = {name: value.double().numpy() for name, value in saved["state"].items()}
    layer = lambda name: {part: state[f"{name}.{part}"] for part in ("weight", "bias")}
    vocabulary = np.load(vectors)
    order = np.argsort(vocabulary["hashes"])
    hashes = vocabulary["hashes"][order]
    assert (np.diff(hashes.astype(np.int64)) > 0).all(), "two words of one hash"
    words = (state["vectors"][1:] @ state["project.weight"].T)[order]
    width = words.shape[1]
    before = sorted({int(n.split(".")[1]) for n in state if n.startswith("first.")})
    after = sorted({int(n.split(".")[1]) for n in state if n.startswith("second.")})
    steps = saved["steps"]
    sizes = (width, len(hashes), len(state["hashed.weight"]), len(state["signs.weight"]), len(LABELS), len(before), len(after))
    body = struct.pack("<7I", *sizes) + bytes(steps) + hashes.astype("<u4").tobytes()
    body += table(words) + table(state["hashed.weight"]) + table(state["signs.weight"])
    for name in [f"first.{n}" for n in before] + [f"second.{n}" for n in after]:
        body += norm(layer(name + ".norm")) + matrix(layer(name + ".mix"), parts=3)
    body += matrix(layer("recall")) + norm(layer("norm")) + matrix(layer("out"))
    data = b"DRAMNAME" + struct.pack("<II", 3, zlib.crc32(body)) + body
    with open(out, "wb") as file:
        file.write(data)
    print(len(data), "bytes")


if __name__ == "__main__":
    main()
