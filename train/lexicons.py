#!/usr/bin/env python3
"""Makes the word lists of the recognizer that are counted, not written: common words and places.

    python3 train/lexicons.py ../shared/train/ner src/names/lexicon

Reads the training texts (JSON lines with `text` and `gold` spans in code points; gzip), writes
`common_words.txt` and `places.txt`. Standard library only; the same texts give the same lists.
"""
import collections
import gzip
import json
import pathlib
import re
import sys

# Sets whose capitals follow edited English; tweets are left out.
EDITED = ("gmb-silver", "uner-ewt", "gum", "redocred", "wikigold", "crossner-politics", "crossner-literature")
WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
COMMON_COUNT, COMMON_SHARE = 8, 0.25
PLACE_COUNT, PLACE_SHARE = 3, 0.75


def main() -> None:
    source, target = map(pathlib.Path, sys.argv[1:])
    lower, capital = collections.Counter(), collections.Counter()
    place, other = collections.Counter(), collections.Counter()
    for name in EDITED:
        with gzip.open(source / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                document = json.loads(line)
                for word in WORD.findall(document["text"]):
                    (lower if word.islower() else capital)[word.lower()] += 1
                for start, end, kind in document["gold"]:
                    words = document["text"][start:end].lower().replace("’", "'").removeprefix("the ")
                    (place if kind == "LOC" else other)[words] += 1
    common = [
        word
        for word, count in lower.items()
        if len(word) > 1 and count >= COMMON_COUNT and count >= COMMON_SHARE * capital[word]
    ]
    places = [
        words
        for words, count in place.items()
        if count >= PLACE_COUNT and count >= PLACE_SHARE * (count + other[words]) and words[0].isalpha()
    ]
    write(
        target / "common_words.txt",
        f"Common English words: in lower case at least {COMMON_COUNT} times, and at least {COMMON_SHARE} times as "
        "often as with a capital, in the training texts (train/lexicons.py).",
        common,
    )
    write(
        target / "places.txt",
        f"Places: marked as one at least {PLACE_COUNT} times, and in {PLACE_SHARE:.0%} of all marks, in the training "
        "texts (train/lexicons.py). Lower case.",
        places,
    )


def write(path: pathlib.Path, head: str, words: list[str]) -> None:
    path.write_text(f"# {head}\n" + "".join(f"{word}\n" for word in sorted(words)), encoding="utf-8")


if __name__ == "__main__":
    main()
