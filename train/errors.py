#!/usr/bin/env python3
"""What kinds of mistakes the answers to a development set hold, most frequent first, each with examples.

    errors.py SCORE.py GOLD.jsonl.gz ANSWERS.jsonl [EXAMPLES]

Edges are trimmed as `score.py` does. Examples are printed, never kept: the texts belong to their publishers.
"""

import collections
import importlib.util
import random
import sys

SHOWN = 10
AROUND = 30  # characters of an example on either side
WANTED = ("PER", "ORG")


def main():
    spec = importlib.util.spec_from_file_location("score", sys.argv[1])
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    examples = int(sys.argv[4]) if len(sys.argv) > 4 else 2
    answers = {row["id"]: row.get("mentions", []) for row in score.rows(sys.argv[3])}
    mistakes = collections.defaultdict(list)
    for document in score.rows(sys.argv[2]):
        text = document["text"]
        gold = {(*score.trim(text, a, b), kind) for a, b, kind in document["gold"]}
        found = {
            (*score.trim(text, m["start"], m["end"]), score.KIND[m["kind"]]) for m in answers.get(document["id"], [])
        }
        for span in found ^ {span for span in gold if span[2] in WANTED}:
            kind = mistake(span, found, gold, span in found)
            if kind:
                start, end, _ = span
                around = text[max(0, start - AROUND) : start] + "[" + text[start:end] + "]" + text[end : end + AROUND]
                mistakes[kind].append(" ".join(around.split()))
    draw = random.Random(1)
    for kind, found in sorted(mistakes.items(), key=lambda item: -len(item[1]))[:SHOWN]:
        print(f"{len(found):6} {kind}")
        for example in draw.sample(found, min(examples, len(found))):
            print(f"         {example}")


def mistake(span, found, gold, was_found):
    """The kind of a mistake; None where the gold span it belongs to tells of it."""
    start, end, kind = span
    others = [other for other in (gold if was_found else found) if other[0] < end and start < other[1]]
    same = [other[2] for other in others if other[:2] == (start, end)]
    if was_found:
        if not others:
            return f"{kind} where no name is"
        if same and same[0] not in WANTED:
            return f"{kind} where {same[0]} is"
        return None if any(other[2] in WANTED for other in others) else f"{kind} across a {others[0][2]}"
    if not others:
        return f"{kind} missed"
    return f"{kind} taken for {same[0]}" if same else f"{kind} with other edges"


if __name__ == "__main__":
    main()
