/**
 * What the core answers: who is named on a page, where, and what may be said of them.
 *
 * The background checks the core's answer against these shapes before it leaves, the content script checks
 * it again before it draws: a page can reach neither, a mistake of ours can reach both.
 */
import * as v from 'valibot';

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.string();
/** Absent, `undefined` and `null` all mean that nothing is known. */
const maybeText = v.nullish(text, null);

/** An address that begins with the one host family named, over TLS, or nothing: a card never links anywhere else. */
const linkTo = (/** @type {RegExp} */ site) =>
  v.nullish(v.pipe(text, v.regex(site, 'not an address that a card may link to')), null);

export const Office = v.object({
  what: text,
  of: maybeText,
  from: maybeText,
  to: maybeText,
  as_of: maybeText,
});

/** Where the article itself says who somebody is. */
export const Introduction = v.object({
  quote: text,
  start: index,
  end: index,
  block: v.nullish(index, null),
});

export const Card = v.object({
  heading: text,
  /** The office in force on the article's date. */
  // biome-ignore lint/suspicious/noThenProperty: the contract's name; never a function, the schema sees to it
  then: v.nullish(Office, null),
  later: v.array(Office),
  facts: v.array(v.object({ label: text, value: text })),
  introduced: v.nullish(Introduction, null),
  ties: v.array(v.object({ member: index, text })),
  alternatives: v.array(v.object({ entity: text, heading: text, description: text })),
  links: v.object({
    wikidata: linkTo(/^https:\/\/www\.wikidata\.org\//),
    wikipedia: linkTo(/^https:\/\/[a-z-]+\.wikipedia\.org\//),
  }),
  /** The card's wording, ready to show, the most important line first. */
  lines: v.array(text),
});

export const Mention = v.object({
  /** Which block of the snapshot. */
  block: index,
  /** UTF-16 units in that block's text. */
  start: index,
  end: index,
  text,
  /** Whether the page may show anything here at all. */
  mark: v.boolean(),
});

export const Member = v.object({
  id: index,
  kind: v.picklist(['person', 'organization']),
  name: text,
  entity: maybeText,
  confidence: v.picklist(['sure', 'probable', 'unknown']),
  probability: v.number(),
  why: v.array(text),
  mentions: v.array(Mention),
  card: v.nullish(Card, null),
});

/** One entity's card, which belongs to no article. */
export const EntityCard = v.object({ kind: v.picklist(['person', 'organization']), card: Card });

export const Reading = v.object({
  article: v.object({ title: text, date: maybeText, language: maybeText, is_article: v.boolean() }),
  members: v.array(Member),
});

/** What the popup says of the pack. */
export const PackInfo = v.object({ people: v.number(), organizations: v.number(), as_of: maybeText });

/** @typedef {v.InferOutput<typeof Reading>} Reading */
/** @typedef {v.InferOutput<typeof Member>} Member */
/** @typedef {v.InferOutput<typeof Mention>} Mention */
/** @typedef {v.InferOutput<typeof Card>} Card */
/** @typedef {v.InferOutput<typeof EntityCard>} EntityCard */
/** @typedef {v.InferOutput<typeof Introduction>} Introduction */
/** @typedef {v.InferOutput<typeof PackInfo>} PackInfo */
