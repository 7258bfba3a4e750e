"""Makes more training texts out of the sets and the facts.

    augment.py SETS FACTS OUT.jsonl

Writes the documents of the sets as they are, then changed copies: people and organizations go by other names of the
facts, capitals as in headlines, quotes and dashes as publishers set them, bylines, datelines and captions around; last,
short reports made of patterns, for what the sets hardly hold (sport, acronyms, credits). One seed, same bytes.
"""

import collections
import json
import pathlib
import random
import re
import sys

from sets import gold_of, read, training_documents

# Changed copies of a document of each set.
COPIES = {"gmb": 1, "btc-b": 0, "btc-f": 0, "re3d": 0, "btc-news": 1, "wnut17": 0}
USUAL_COPIES = 2
# Sets in which people write as they like.
CASUAL = {"uner-ewt", "btc-news", "gum"}
# Documents made of patterns.
PATTERNED = 7000
PATTERN_WEIGHT = 0.35


class Names:
    """Names of the facts to choose from."""

    def __init__(self, facts):
        self.people, self.given, self.surnames = [], [], []
        self.organizations, self.full, self.acronyms = {}, [], []
        for path in sorted(pathlib.Path(facts).rglob("*.jsonl")):
            for record in read(path):
                if record.get("kind") == "person":
                    self._person(record)
                elif record.get("kind") == "organization":
                    self._organization(record)

    def _person(self, record):
        name = re.sub(r"\s*\(.*?\)", "", record["name"])
        words = name.split()
        if 2 <= len(words) <= 4 and words[0][0].isupper() and words[-1][0].isupper() and "." not in words[-1]:
            self.people.append(name)

    def _organization(self, record):
        name = re.sub(r"\s*\(.*?\)", "", record["name"])
        if not name[:1].isupper() or len(name) > 60:
            return
        aliases = [a for a in record.get("aliases", []) if a[:1].isupper() and len(a) < 50 and "," not in a]
        kind = record["type"]
        acronyms = [a for a in aliases if re.fullmatch(r"[A-Z]{2,6}", a)]
        self.organizations.setdefault(kind, []).append((name, aliases))
        self.full.append(name)
        self.acronyms += acronyms
        if acronyms and " " in name:
            self.organizations.setdefault("with acronym", []).append((name, acronyms))

    def person(self, draw):
        """Two people mixed half of the time: the facts hold few names that nobody there bears together."""
        name = draw.choice(self.people)
        if draw.random() < 0.5:
            name = draw.choice(self.people).split()[0] + " " + " ".join(name.split()[1:])
        return name

    def organization(self, draw, like):
        if re.fullmatch(r"[A-Z]{2,6}", like):
            if draw.random() < 0.3:
                return "".join(draw.choice("ABCDEFGHIJKLMNOPRSTUVW") for _ in range(draw.randint(2, 5)))
            return draw.choice(self.acronyms)
        lower = like.lower()
        for word, kind in (("universit", "university"), ("college", "university"), ("party", "party")):
            if word in lower:
                return draw.choice(self.organizations[kind])[0]
        kind = draw.choice(("company", "company", "club", "media", "agency", "ngo", "other"))
        for _ in range(40):
            name, aliases = draw.choice(self.organizations[kind])
            for choice in [name, *aliases]:
                if (" " in choice) == (" " in like) and not re.fullmatch(r"[A-Z]{2,6}", choice):
                    return choice
        return None


def replaced(document, names, draw, share):
    """The document with other names in it; None where it has none to change."""
    text, spans = document["text"], sorted(gold_of(document))
    people, organizations = {}, {}
    full = [text[a:b] for a, b, kind in spans if kind == "PER" and " " in text[a:b]]
    for name in full:
        words = name.split()
        key = words[-1].lower()
        if key not in people and draw.random() < share:
            people[key] = names.person(draw).split()
    givens = {name.split()[0].lower(): name.split()[-1].lower() for name in full}
    pieces, gold, at, size, changed = [], [], 0, 0, False

    def put(piece):
        nonlocal size
        pieces.append(piece)
        size += len(piece)

    for start, end, kind in spans:
        if start < at:
            continue
        put(text[at:start])
        old = text[start:end]
        new = old
        if kind == "PER" and old.isupper() is False:
            words = old.split()
            key = words[-1].lower()
            if key in people:
                person = people[key]
                new = " ".join(person) if len(words) > 1 else " ".join(person[1:])
            elif len(words) == 1 and key in givens and givens[key] in people:
                new = people[givens[key]][0]
            elif len(words) == 1 and draw.random() < share:
                person = people.setdefault(key, names.person(draw).split())
                new = " ".join(person[1:])
        elif kind == "ORG" and old[:1].isupper():
            if old not in organizations:
                other = names.organization(draw, old) if draw.random() < share * 0.7 else None
                organizations[old] = other or old
            new = organizations[old]
        changed |= new != old
        gold.append([size, size + len(new), kind])
        put(new)
        at = end
    put(text[at:])
    if not changed:
        return None
    return {**document, "text": "".join(pieces), "gold": gold, "made": "names"}


SMALL = {"a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}


def titled(text, every):
    def word(match):
        found = match.group()
        return found if (found in SMALL and not every and match.start()) else found[:1].upper() + found[1:]

    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", word, text)


def headed(document, draw):
    """One of its lines again in front, as a headline; or a few lines in capitals."""
    text = document["text"]
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n.!?]{25,110}(?=[.\n])", text)]
    lines = [line for line in lines if any(line[0] <= a and b <= line[1] for a, b, _ in document["gold"])]
    if not lines:
        return document
    start, end = draw.choice(lines)
    while start < end and not text[start].isalnum():
        start += 1
    line = text[start:end]
    style = draw.random()
    head = line.upper() if style < 0.4 else titled(line, style < 0.7)
    if len(head) != len(line):
        return document
    gold = [[a - start, b - start, k] for a, b, k in document["gold"] if start <= a and b <= end]
    shift = len(head) + 1
    gold += [[a + shift, b + shift, k] for a, b, k in document["gold"]]
    return {**document, "text": head + "\n" + text, "gold": gold}


def typeset(document, draw):
    """Curly quotes and long dashes in place of the typewriter's: as many characters as before."""
    text = document["text"]
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = re.sub(r'(^|[\s(])"', r"\1“", text).replace('"', "”")
    text = re.sub(r"(?<=\s)-(?=\s)", draw.choice("–—"), text)
    return {**document, "text": text}


def unstopped(document, draw):
    """Lines that end without a full stop, as list items and captions do."""
    text = list(document["text"])
    for at, c in enumerate(text[:-1]):
        if c == "." and text[at + 1] == "\n" and draw.random() < 0.5:
            text[at] = " "
    if text and text[-1] == ".":
        text[-1] = " "
    return {**document, "text": "".join(text)}


def whispered(document):
    """All in small letters, as some write on the web; the offsets stay where every letter has a small one."""
    text = document["text"].lower()
    return {**document, "text": text} if len(text) == len(document["text"]) else document


CITIES = (
    "LONDON WASHINGTON PARIS BERLIN MOSCOW BEIJING TOKYO NAIROBI LAGOS CAIRO DELHI DUBLIN SYDNEY WELLINGTON OTTAWA "
    "TORONTO MADRID ROME ATHENS ANKARA TEHRAN BAGHDAD JERUSALEM DHAKA JAKARTA MANILA SEOUL TAIPEI ACCRA HARARE LUSAKA "
    "KAMPALA BOGOTA LIMA SANTIAGO BRASILIA HAVANA GENEVA VIENNA BRUSSELS WARSAW KIEV PRAGUE BUDAPEST"
).split()
CITY = [c.title() for c in CITIES]
AGENCIES = ["Reuters", "AP", "AFP", "Associated Press", "Bloomberg", "Xinhua", "DPA", "PTI", "ANI", "EFE", "CNN", "BBC"]
CREDITS = ["Getty Images", "AFP", "Reuters", "AP", "EPA", "Shutterstock", "Getty", "Alamy", "PA", "Xinhua", "Bloomberg"]
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

PATTERNS = """
By [P]
By [P] and [P]
By [P], [A]
By [P] | [D] [M] 2019
[P], [m]
[P] [m]
Reporting by [P]; editing by [P]
[C] ([A]) — [P] said on [Y] that [O] would close its plant.
[C], [M] [D] ([A]) - [O] said on [Y] it had agreed to buy [O].
[C] — [P], the head of [O], resigned on [Y].
[C]: The [B] will meet in [c] on [Y], [P] told [m].
Photo: [P]/[R]
(Photo by [P]/[R])
[P] speaks to reporters in [c]. [P] / [R]
[P] of [K] celebrates scoring during the match against [K] at [c]. Picture: [R]
FILE PHOTO: [P] arrives in [c], [M] [D], 2018. REUTERS/[P]
[k] 2 - 1 [k]
[k] beat [k] 3-0 on [Y] to go top of the table.
[k] drew 1-1 with [k], while [k] lost at home to [k].
[k] travel to [k] on [Y] in the second leg.
[P] scored twice as [k] came from behind to beat [k].
[k] manager [P] said [p] would miss the game against [k].
[k] have signed [P] from [k] on a three-year deal.
The [k] striker joined from [k] for £12m in [M].
[p] put [k] ahead after 12 minutes before [p] levelled for the visitors.
[k] coach [P] praised [p] and [p] after the win over [k].
It was [k]'s fourth defeat in a row, and fans called for [p] to go.
The final between [k] and [k] will be played in [c].
[k]: [P]; [P], [P], [P]
[P] ([k]) 12, [P] ([k]) 9
Players to watch: [P], [P] and [P].
[F] ([a]) said on [Y] that the plan was not ready.
The [F] ([a]) has called for talks. The [a] was founded in 1998.
[a] spokesman [P] declined to comment.
[a], [a] and [a] signed the agreement in [c].
Members of [a] met [a] officials in [c] on [Y].
Shares in [S] fell 4%, while [S] rose.
[S] and [S] are in talks, people familiar with the matter told [m].
[S] chief executive [P] said the company would cut jobs.
[S], which owns [S], said profits rose 12% in [M].
[S] launched its new app on [Y], a rival to [S].
According to [m], [S] plans to open a factory in [c].
[P], an analyst at [S], said demand was weak.
[P], a professor at [U], said the result was no surprise.
Researchers at [U] and [U] studied 1,200 patients.
[P] studied law at [U] before joining [S].
"It is over," [P] told [m] in [c].
“We will not stop,” said [P], who leads [F].
“[p] knows it,” [p] said. “[k] know it too.”
Mr [p] said Ms [p] and Dr [p] had met in [c].
Prime Minister [P] and President [P] met in [c] on [Y].
Foreign Minister [P] said [p] had spoken with [P].
[B] leader [P] accused the [B] of lying.
The [B] and the [B] won 30 and 12 seats.
— [P] (@user[D]) [M] [D], 2019
RT @user: [P] is right about [S]
[P]: What we know
[p] v [p]: the story so far
- [P], [U]
• [P], [S]
[P] — [F]
[p], [D], of [c], was charged on [Y].
[P], [D], and [P], [D], appeared in court in [c].
Sen. [P], D-Ohio, and Rep. [P], R-Texas, wrote to [F].
Sen. [P] (I-Maine) and Rep. [P] (D-Calif.) voted against.
[P], [J] of [S], and [P], its [J], will step down in [M].
[P] was [J] at [S] before [p] became its [J].
The [J] said that [T] and [T] were on the list.
[p], a [J] with [T] experience, joined [a] in [c].
[T] rose 3% in [M], [a] said, while [T] fell.
She was tested for [T] after the [T] came back.
Is there a [T] with the [T] of [S]?
The [T] between [F] ([a]) and [O] was signed in [c].
Hi [g],
Dear [g] and [g],
Thanks, [g]
[g] and I had lunch at [S] on [Y], and [g] liked it.
Please call [g] or [p] at [S] about the [T].
From: [P]
To: [P]; [P]
Subject: [S] and the [T]
[P] [J], [S]
I bought it at [S] and took it back to [S] the next day.
Has anybody ordered from [S]? Their [T] never came.
The staff at [S] in [c] were kind, above all [g].
""".strip().split("\n")
# Letters that name nobody: what somebody is, and things.
JOBS = "CEO CFO COO CTO CIO SVP EVP VP MD CPA MBA PhD MP MEP QC RN GP CMO GM PM DA AG".split()
THINGS = (
    "DUI GDP FAQ PDF HIV AIDS DNA DVD TV PC ATM ID VAT IPO AI IT HR PR GPS SUV UFO LNG NDA MoU VIP RSVP USB CCTV SMS URL "
    "VPN API PIN PTSD ADHD MRI CPR TSH NICU CPI GST CNG OEM RFP SOP ETA ASAP FYI BTW EST GMT PIP LED LCD CPU GPU RAM SIM "
    "WiFi DIY BBQ DJ CV PhDs CEOs SUVs ICU IVF MPG II III IV"
).split()


def patterned(names, draw):
    """A short report of a few patterns around the same handful of names."""
    pieces, gold, size = [], [], 0
    clubs = [draw.choice(names.organizations["club"]) for _ in range(4)]
    people = [names.person(draw) for _ in range(5)]
    full, acronyms = draw.choice(names.organizations["with acronym"])

    def short_club():
        name, aliases = draw.choice(clubs)
        short = [a for a in aliases if len(a) > 3 and not a.isupper()]
        return draw.choice(short) if short and draw.random() < 0.7 else name

    def one_of(kind):
        name, aliases = draw.choice(names.organizations[kind])
        return draw.choice([name, name, *aliases[:2]])

    make = {
        "P": lambda: (draw.choice(people), "PER"),
        "p": lambda: (draw.choice(people).split(" ", 1)[1], "PER"),
        "g": lambda: (draw.choice(people).split(" ", 1)[0], "PER"),
        "J": lambda: (draw.choice(JOBS), None),
        "T": lambda: (draw.choice(THINGS), None),
        "O": lambda: (draw.choice(names.full), "ORG"),
        "F": lambda: (full, "ORG"),
        "a": lambda: (draw.choice(acronyms) if draw.random() < 0.5 else draw.choice(names.acronyms), "ORG"),
        "A": lambda: (draw.choice(AGENCIES), "ORG"),
        "R": lambda: (draw.choice(CREDITS), "ORG"),
        "K": lambda: (draw.choice(clubs)[0], "ORG"),
        "k": lambda: (short_club(), "ORG"),
        "S": lambda: (one_of("company"), "ORG"),
        "U": lambda: (one_of("university"), "ORG"),
        "B": lambda: (one_of("party"), "ORG"),
        "m": lambda: (one_of("media"), "ORG"),
        "C": lambda: (draw.choice(CITIES), "LOC"),
        "c": lambda: (draw.choice(CITY), "LOC"),
        "M": lambda: (draw.choice(MONTHS), None),
        "Y": lambda: (draw.choice(DAYS), None),
        "D": lambda: (str(draw.randint(1, 79)), None),
    }
    for _ in range(draw.randint(3, 8)):
        for piece in re.split(r"(\[\w\])", draw.choice(PATTERNS)):
            if re.fullmatch(r"\[\w\]", piece):
                piece, kind = make[piece[1]]()
                if kind:
                    gold.append([size, size + len(piece), kind])
            pieces.append(piece)
            size += len(piece)
        pieces.append("\n")
        size += 1
    return {"id": "pattern", "set": "pattern", "text": "".join(pieces), "gold": gold, "weight": PATTERN_WEIGHT}


# What GMB marks as places half of the time.
BODIES = set(
    "u.n.|un|united nations|african union|european union|eu|e.u.|nato|fatah|hamas|hezbollah|taleban|taliban|al-qaida|"
    "al-qaeda|al qaida|opec|asean|u.n. security council|security council|arab league|world bank|"
    "international monetary fund|imf|interpol|red cross|farc|ltte|tamil tigers|kremlin|pentagon|white house|"
    "state department|congress|senate|parliament".split("|")
)
# Peoples and faiths name nobody in our reading.
PEOPLES = set(
    "muslim|muslims|sunni|sunnis|shiite|shiites|shi'ite|shi'ites|christian|christians|catholic|catholics|protestant|"
    "protestants|jew|jews|jewish|hindu|hindus|buddhist|buddhists|islamist|islamists|islamic|kurd|kurds|kurdish|arab|arabs|"
    "nazi|nazis|democrat|democrats|republican|republicans|communist|communists".split("|")
)
# A name that GMB marks in different ways gets the way of the majority, where that is so clear and so well attested.
MAJORITY, ATTESTED = 0.6, 5


def cleaned(documents):
    """The documents with GMB's plainest contradictions mended."""
    ways = collections.defaultdict(collections.Counter)
    spans = [list(gold_of(document)) for document in documents]
    for document, gold in zip(documents, spans):
        for start, end, kind in gold:
            ways[document["text"][start:end].lower()][kind] += 1
    for document, gold in zip(documents, spans):
        clean = []
        for start, end, kind in gold:
            name = document["text"][start:end].lower()
            if name in PEOPLES and kind in ("ORG", "PER"):
                kind = "MISC"
            elif document["set"] == "gmb":
                (usual, count), total = ways[name].most_common(1)[0], ways[name].total()
                if name in BODIES:
                    kind = "ORG"
                elif count >= MAJORITY * total and total >= ATTESTED:
                    kind = usual
            clean.append([start, end, kind])
        yield {k: document[k] for k in ("id", "set", "text")} | {"gold": clean}


def main():
    sets, facts, out = sys.argv[1:4]
    draw = random.Random(1)
    names = Names(facts)
    documents = list(cleaned(list(training_documents(sets))))
    with open(out, "w", encoding="utf-8") as file:
        write = lambda document: file.write(json.dumps(document, ensure_ascii=False) + "\n")
        for document in documents:
            write({k: document[k] for k in ("id", "set", "text", "gold")})
        for document in documents:
            for _ in range(COPIES.get(document["set"], USUAL_COPIES)):
                made = replaced(document, names, draw, 0.8)
                if made is None and document["set"] == "gmb":
                    continue
                made = made or {**document, "gold": [list(span) for span in gold_of(document)]}
                if document["set"] != "gmb" and draw.random() < 0.35:
                    made = headed(made, draw)
                if draw.random() < 0.5:
                    made = typeset(made, draw)
                if draw.random() < 0.15:
                    made = unstopped(made, draw)
                if document["set"] in CASUAL and draw.random() < 0.08:
                    made = whispered(made)
                write({k: made[k] for k in ("id", "set", "text", "gold")} | {"made": True})
        for _ in range(PATTERNED):
            write(patterned(names, draw))


if __name__ == "__main__":
    main()
