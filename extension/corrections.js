/**
 * What the person has put right: "not this person", "this one instead", "don't mark this name". Kept in this
 * browser only, never synchronized, and undone in the options.
 *
 * What corrections do to a reading is `correct`, a pure function: the core's answer stays what it was.
 */
import * as v from 'valibot';

/** Most corrections kept of each kind; the oldest go first. */
const MOST = 2_000;
/** Where they are kept. */
const KEY = 'corrections';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(300));

export const Corrections = v.object({
  /** Names, as the page writes them, that get no mark and no card. */
  unmarked: v.fallback(v.array(name), () => []),
  /** Who a name does not mean. */
  refused: v.fallback(v.array(v.object({ name, entity: v.string(), heading: v.string() })), () => []),
  /** Whom a name means instead, of those that the card offered. */
  chosen: v.fallback(
    v.array(v.object({ name, entity: v.string(), heading: v.string(), description: v.string() })),
    () => [],
  ),
});

/** @typedef {v.InferOutput<typeof Corrections>} Corrections */
/** @typedef {{ [K in keyof Corrections]: { kind: K, entry: Corrections[K][number] } }[keyof Corrections]} Correction */
/** @typedef {import('./protocol/reading.js').Member} Member */
/** @typedef {import('./protocol/reading.js').EntityCard} EntityCard */

/** @type {Corrections} */
export const NONE = { unmarked: [], refused: [], chosen: [] };

/** @returns {Promise<Corrections>} */
export async function loadCorrections() {
  const { [KEY]: stored } = await chrome.storage.local.get([KEY]);
  const read = v.safeParse(Corrections, stored);
  return read.success ? read.output : NONE;
}

/** @param {Corrections} corrections */
export async function saveCorrections(corrections) {
  const last = (/** @type {any[]} */ entries) => entries.slice(-MOST);
  const { unmarked, refused, chosen } = corrections;
  await chrome.storage.local.set({
    [KEY]: { unmarked: last(unmarked), refused: last(refused), chosen: last(chosen) },
  });
}

/**
 * Calls back with the corrections after each change, until the returned function is called.
 * @param {(corrections: Corrections) => void} changed
 */
export function followCorrections(changed) {
  const listener = (
    /** @type {Record<string, chrome.storage.StorageChange>} */ changes,
    /** @type {string} */ area,
  ) => {
    if (area === 'local' && KEY in changes) loadCorrections().then(changed, () => {});
  };
  chrome.storage.onChanged.addListener(listener);
  return () => chrome.storage.onChanged.removeListener(listener);
}

/**
 * Adds a correction; one that says otherwise of the same name gives way.
 * @param {Corrections} corrections
 * @param {Correction} correction
 * @returns {Corrections}
 */
export function withCorrection(corrections, correction) {
  const cleared = withoutCorrection(corrections, correction);
  return { ...cleared, [correction.kind]: [...cleared[correction.kind], correction.entry] };
}

/**
 * Takes a correction back.
 * @param {Corrections} corrections
 * @param {Correction} correction
 * @returns {Corrections}
 */
export function withoutCorrection(corrections, { kind, entry }) {
  const key = keyOf(kind, entry);
  const others = [...corrections[kind]].filter((each) => keyOf(kind, each) !== key);
  return { ...corrections, [kind]: others };
}

/**
 * The members as the person has put them right.
 *
 * - A name not to be marked takes the marks of those mentions; a member left without any has no card.
 * - Somebody refused for a name is, where the page calls them so, somebody we do not know: the article's own
 *   words are left, or nothing.
 * - Somebody chosen for a name stands in the place of whom the core took it for, as long as the core still
 *   offers them, with their own card where it is at hand.
 * @param {Member[]} members
 * @param {Corrections} corrections
 * @param {ReadonlyMap<string, EntityCard>} cards of those chosen, by their ids
 * @returns {Member[]}
 */
export function correct(members, { unmarked, refused, chosen }, cards = new Map()) {
  const silent = new Set(unmarked.map(fold));
  const isSilent = (/** @type {string} */ text) => silent.size > 0 && silent.has(fold(text));
  return members.map((member) => {
    const refusals = refused.filter((each) => each.entity === member.entity);
    const names = refusals.length > 0 ? namesOf(member) : null;
    const refusal = refusals.some((each) => names?.has(fold(each.name)));
    const choice = choiceFor(member, chosen);
    const right = choice
      ? asChosen(member, choice, cards.get(choice.entity))
      : refusal
        ? asUnknown(member)
        : member;
    const mentions = right.mentions.map((mention) =>
      mention.mark && isSilent(mention.text) ? { ...mention, mark: false } : mention,
    );
    const hidden = isSilent(right.name) || mentions.every(({ mark }) => !mark);
    return hidden ? { ...right, mentions, card: null } : { ...right, mentions };
  });
}

/**
 * Whom the person chose for names of these members, by their ids.
 * @param {Member[]} members
 * @param {Corrections} corrections
 */
export function chosenAmong(members, { chosen }) {
  return members.flatMap((member) => choiceFor(member, chosen)?.entity ?? []);
}

/**
 * @param {Member} member
 * @param {Corrections['chosen']} chosen
 */
function choiceFor(member, chosen) {
  const offered = member.card?.alternatives ?? [];
  if (chosen.length === 0 || offered.length === 0) return undefined;
  const names = namesOf(member);
  return chosen.find(
    ({ name, entity }) => names.has(fold(name)) && offered.some((each) => each.entity === entity),
  );
}

/** All that the page calls a member. @param {Member} member */
function namesOf({ name, mentions }) {
  return new Set([name, ...mentions.map(({ text }) => text)].map(fold));
}

/** @param {Member} member @returns {Member} */
function asUnknown(member) {
  const introduced = member.card?.introduced ?? null;
  const name = longest(member);
  const card =
    introduced === null
      ? null
      : {
          heading: name,
          // biome-ignore lint/suspicious/noThenProperty: the contract's name
          then: null,
          later: [],
          facts: [],
          introduced,
          ties: [],
          alternatives: [],
          links: { wikidata: null, wikipedia: null },
          lines: [`\u201C${introduced.quote}\u201D`],
        };
  return { ...member, name, entity: null, confidence: 'unknown', why: [], card };
}

/**
 * @param {Member} member
 * @param {Corrections['chosen'][number]} choice
 * @param {EntityCard | undefined} found
 * @returns {Member}
 */
function asChosen(member, { entity, heading, description }, found) {
  if (member.card === null) return member;
  if (found !== undefined) {
    const { kind, card } = found;
    const own = { ...card, introduced: member.card.introduced };
    return { ...member, kind, name: card.heading, entity, confidence: 'sure', why: [], card: own };
  }
  const wikidata = /^Q\d+$/.test(entity) ? `https://www.wikidata.org/wiki/${entity}` : null;
  const card = {
    heading,
    // biome-ignore lint/suspicious/noThenProperty: the contract's name
    then: null,
    later: [],
    facts: [],
    introduced: member.card.introduced,
    ties: [],
    alternatives: [],
    links: { wikidata, wikipedia: null },
    lines: description === '' ? [] : [description],
  };
  return { ...member, name: heading, entity, confidence: 'sure', why: [], card };
}

/** The fullest name that the page itself uses. @param {Member} member */
function longest({ name, mentions }) {
  return mentions.reduce(
    (best, { text }) => (text.length > best.length ? text : best),
    mentions[0]?.text ?? name,
  );
}

/** @param {keyof Corrections} kind @param {string | { name: string, entity: string }} entry */
function keyOf(kind, entry) {
  if (typeof entry === 'string') return fold(entry);
  return kind === 'chosen' ? fold(entry.name) : `${fold(entry.name)}\n${entry.entity}`;
}

/** One name however it is spaced and capitalized. @param {string} text */
function fold(text) {
  return text.trim().split(/\s+/).join(' ').toLowerCase();
}
