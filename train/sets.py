"""The sets as they lie: lines of texts with spans, which of their spans are worth learning, and words as the recognizer
spells them. Standard library only."""

import gzip
import json
import pathlib
import re

PRONOUNS = {"we", "they", "he", "she", "it", "i", "you", "our", "their", "us", "who"}
DATE = re.compile(
    r"\d|(mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|week|month|year|spring|summer|autumn|winter",
    re.IGNORECASE,
)


def read(path):
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def trim(text, start, end):
    """Cuts what no name has at its edges in our reading: quotes, a leading article, a possessive."""
    while True:
        before = start, end
        if text[start:end].endswith(("'s", "’s")):
            end -= 2
        while start < end and not (text[end - 1].isalnum() or text[end - 1] in ".)!+"):
            end -= 1
        while start < end and not text[start].isalnum():
            start += 1
        if text[start:end].lower().startswith("the "):
            start += 4
        if (start, end) == before:
            return before


def gold_of(document):
    """The spans of a document that are worth learning."""
    text, which = document["text"], document["set"]
    for start, end, kind in document["gold"]:
        words = text[start:end]
        if which == "gmb" and kind == "MISC" and (DATE.search(words) or words.islower()):
            continue
        if words.lower() in PRONOUNS or (which == "re3d" and words.islower()):
            continue
        start, end = trim(text, start, end)
        if start < end:
            yield start, end, kind


def training_documents(folder):
    for path in sorted(pathlib.Path(folder).glob("*.jsonl.gz")):
        yield from read(path)


def spell(word):
    """The word in small letters as `src/names/features.rs` spells it."""
    out = []
    for c in word:
        if c in "’‘ʼ`":
            out.append("'")
        elif c in "“”«»":
            out.append('"')
        elif c in "–—‐‑":
            out.append("-")
        elif c.isnumeric():
            out.append("0")
        else:
            out.append(c.lower())
    return "".join(out)


def word_hash(spelled):
    """The hash of a spelled word as `src/names/features.rs` makes it."""
    value = (0x811C9DC5 * 0x01000193) & 0xFFFFFFFF
    for byte in spelled.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    value ^= value >> 16
    value = (value * 0x85EBCA6B) & 0xFFFFFFFF
    value ^= value >> 13
    value = (value * 0xC2B2AE35) & 0xFFFFFFFF
    return value ^ (value >> 16)
