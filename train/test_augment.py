"""What the changed copies keep: every span still names what it named, at its place.

    python3 -m unittest discover train
"""

import json
import pathlib
import random
import tempfile
import unittest

import augment
from sets import gold_of, trim

FACTS = [
    {"kind": "person", "name": "Ruth Okafor"},
    {"kind": "person", "name": "Jonas van der Berg"},
    {"kind": "person", "name": "Mei-Ling Chou"},
    {"kind": "organization", "type": "company", "name": "Brightwater Foods", "aliases": ["Brightwater", "BWF"]},
    {"kind": "organization", "type": "club", "name": "Harbour Rovers", "aliases": ["Rovers"]},
    {"kind": "organization", "type": "media", "name": "The Northern Post", "aliases": ["Northern Post"]},
    {"kind": "organization", "type": "agency", "name": "Office for Coasts", "aliases": ["OFC"]},
    {"kind": "organization", "type": "ngo", "name": "Clean Rivers Trust", "aliases": ["CRT"]},
    {"kind": "organization", "type": "other", "name": "Hill Farmers Union", "aliases": ["HFU"]},
    {"kind": "organization", "type": "university", "name": "University of Westmere", "aliases": ["Westmere"]},
    {"kind": "organization", "type": "party", "name": "Reform Alliance", "aliases": ["RA"]},
]


def document(marked, which="uner-ewt"):
    """A document of a text in which `[PER Ann Lee]` marks a span."""
    text, gold = "", []
    for piece in augment.re.split(r"(\[[A-Z]+ [^\]]+\])", marked):
        if piece.startswith("["):
            kind, name = piece[1:-1].split(" ", 1)
            gold.append([len(text), len(text) + len(name), kind])
            piece = name
        text += piece
    return {"id": "made", "set": which, "text": text, "gold": gold}


def names_of(document):
    return [(document["text"][start:end], kind) for start, end, kind in document["gold"]]


REPORT = document(
    "[PER Ann Lee] of [ORG Acme Foods] met [PER Bo Ek] in [LOC Paris] - again.\n"
    'Mr. [PER Lee] said [ORG Acme Foods] was "late", and that [PER Ek]\'s plan was known to the [ORG UN].'
)


class Copies(unittest.TestCase):
    def setUp(self):
        with tempfile.TemporaryDirectory() as folder:
            lines = "".join(json.dumps(fact) + "\n" for fact in FACTS)
            (pathlib.Path(folder) / "facts.jsonl").write_text(lines, encoding="utf-8")
            self.names = augment.Names(folder)

    def test_other_names_stand_where_the_old_ones_stood(self):
        for seed in range(50):
            made = augment.replaced(REPORT, self.names, random.Random(seed), 1.0)
            names = names_of(made)
            self.assertEqual([kind for _, kind in names], [kind for _, kind in names_of(REPORT)])
            # A surname goes with the full name that it shortens, and so does the place without a change.
            self.assertTrue(names[0][0].endswith(names[4][0]), names)
            self.assertEqual(names[1], names[5])
            self.assertEqual(names[3], ("Paris", "LOC"))
            self.assertIn("'s plan was known to the ", made["text"])

    def test_a_text_without_names_to_change_is_left_out(self):
        self.assertIsNone(augment.replaced(document("Rain fell on [LOC Paris]."), self.names, random.Random(1), 1.0))

    def test_a_headline_repeats_the_names_of_its_line(self):
        styles = set()
        for seed in range(40):
            made = augment.headed(REPORT, random.Random(seed))
            head, rest = made["text"].split("\n", 1)
            self.assertEqual(rest, REPORT["text"])
            shouted = [(name, kind) for name, kind in names_of(REPORT)]
            self.assertEqual(names_of(made)[-len(shouted) :], shouted)
            in_head = [name for name, _ in names_of(made)[: -len(shouted)]]
            self.assertTrue(in_head and all(name in head for name in in_head), made)
            styles.add("upper" if head.isupper() else "title")
        self.assertEqual(styles, {"upper", "title"})

    def test_changes_of_letters_and_marks_move_nothing(self):
        for change in (
            lambda draw: augment.typeset(REPORT, draw),
            lambda draw: augment.unstopped(REPORT, draw),
            lambda draw: augment.whispered(REPORT),
        ):
            for seed in range(20):
                made = change(random.Random(seed))
                self.assertEqual(len(made["text"]), len(REPORT["text"]))
                lower = [(name.lower(), kind) for name, kind in names_of(made)]
                self.assertEqual(lower, [(name.lower(), kind) for name, kind in names_of(REPORT)])
        self.assertIn("“late”", augment.typeset(REPORT, random.Random(1))["text"])
        self.assertTrue(augment.whispered(REPORT)["text"].islower())

    def test_letters_that_grow_when_made_small_are_left_alone(self):
        turkish = document("[PER İnci Kaya] spoke.")
        self.assertEqual(augment.whispered(turkish), turkish)

    def test_patterns_mark_names_and_nothing_else(self):
        jobs, things = set(augment.JOBS), set(augment.THINGS)
        for seed in range(300):
            made = augment.patterned(self.names, random.Random(seed))
            for name, kind in names_of(made):
                self.assertEqual(name, name.strip())
                self.assertNotIn("[", name)
                self.assertNotIn(name, jobs | things)
                self.assertIn(kind, ("PER", "ORG", "LOC"))
            self.assertEqual(list(gold_of(made)), [tuple(span) for span in trimmed(made)])

    def test_contradictions_of_the_silver_set_are_mended(self):
        silver = [document("The [ORG Elbe Fund] met.", "gmb") for _ in range(6)]
        silver.append(document("The [PER Elbe Fund] met [PER Sunni] leaders of [LOC NATO].", "gmb"))
        *_, last = augment.cleaned(silver)
        self.assertEqual(names_of(last), [("Elbe Fund", "ORG"), ("Sunni", "MISC"), ("NATO", "ORG")])


def trimmed(made):
    for start, end, kind in made["gold"]:
        start, end = trim(made["text"], start, end)
        if start < end:
            yield start, end, kind


if __name__ == "__main__":
    unittest.main()
