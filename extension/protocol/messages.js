/**
 * Every message between the extension's parts: one map, used by both ends, each name saying from whom to whom.
 *
 * A content script lives in a page that may be hostile, so nothing is believed for its shape: each end checks
 * what it receives, and an odd message is answered with a sentence that says what was wrong.
 */
import * as v from 'valibot';
import { EntityCard, Member, PackInfo, Reading } from './reading.js';
import { PageSnapshot } from './snapshot.js';

const index = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A bare name is never sure. */
const Guess = v.object({ ...Member.entries, confidence: v.picklist(['probable', 'unknown']) });

/** Asked with `ask`, answered once. */
export const QUESTIONS = {
  'content-background/read': {
    asked: v.object({ snapshot: PageSnapshot }),
    answered: v.object({
      reading: Reading,
      /** Milliseconds that the core took to read. */
      milliseconds: v.number(),
      pack: PackInfo,
    }),
  },
  /** The card of an entity that the person chose, as of the article's date; null where the pack no longer knows it. */
  'content-background/card': {
    asked: v.object({ entity: v.string(), date: v.nullable(v.string()) }),
    answered: v.object({ found: v.nullable(EntityCard) }),
  },
  /** Whom a name means that the person selected on a page; null for nobody we know. */
  'content-background/who': {
    asked: v.object({ snapshot: PageSnapshot, name: v.string() }),
    answered: v.object({ found: v.nullable(Guess) }),
  },
  /** Puts the look of the marks on the page, or takes it off: only the background can, out of the page's sight. */
  'content-background/look': { asked: v.object({ on: v.boolean() }), answered: v.object({}) },
};

/** What a tab is doing, as the popup shows it. */
export const Status = v.variant('state', [
  v.object({
    state: v.picklist([
      'unread',
      'off',
      'paused',
      'off-here',
      'off-page',
      'opted-out',
      'private',
      'not-article',
      'reading',
    ]),
    host: v.string(),
  }),
  v.object({ state: v.literal('failed'), host: v.string(), error: v.string() }),
  v.object({
    state: v.literal('read'),
    host: v.string(),
    title: v.string(),
    date: v.nullable(v.string()),
    /** Milliseconds that the core took to read. */
    milliseconds: v.number(),
    /** Milliseconds of the page's own thread: collecting what it says, drawing what came back. */
    pageMilliseconds: v.number(),
    pack: PackInfo,
    members: v.array(
      v.object({
        id: index,
        name: v.string(),
        kind: v.picklist(['person', 'organization']),
        confidence: v.picklist(['sure', 'probable', 'unknown']),
        /** The card's first line: the office then, or the article's own words. */
        line: v.nullable(v.string()),
        /** Where the page names them and can be gone to, in its order. */
        mentions: v.array(
          v.object({ mention: index, before: v.string(), text: v.string(), after: v.string() }),
        ),
        /** How often the article names them. */
        count: index,
      }),
    ),
  }),
]);

/** What a person can ask for by a key, the same names as in the manifest. */
export const Command = v.picklist(['toggle', 'next-name', 'previous-name', 'open-card']);

/** Told without an answer, over a port (popup and content) or as a message (background and content). */
export const NOTICES = {
  'content-popup/status': Status,
  /** The person asks for this page: read it even where the gate sees no article. */
  'popup-content/read': v.object({}),
  /** The person wants this page left alone, until it is opened again. */
  'popup-content/leave': v.object({}),
  'popup-content/jump': v.object({ member: index, mention: v.nullable(index) }),
  /** The leave to read this site is gone. */
  'background-content/stop': v.object({}),
  /** A key was pressed; a page that was not asked for before is now. */
  'background-content/command': v.object({ command: Command }),
  /** "Who is this?" was chosen on the words selected. */
  'background-content/who': v.object({ text: v.string() }),
  /** A page is about to be read: the core may as well be loaded while the page is collected. */
  'content-background/prepare': v.object({}),
  /** How many names the badge shows; null takes it away. */
  'content-background/count': v.object({ names: v.nullable(index) }),
};

/** The name of the port that a popup opens to the tab it speaks about. */
export const POPUP_PORT = 'popup-content';

/** @typedef {v.InferOutput<typeof Guess>} Guess */
/** @typedef {v.InferOutput<typeof Status>} Status */
/** @typedef {v.InferOutput<typeof Command>} Command */
/** @typedef {keyof typeof QUESTIONS} QuestionName */
/** @typedef {keyof typeof NOTICES} NoticeName */
/**
 * @template {QuestionName} Q
 * @typedef {v.InferOutput<(typeof QUESTIONS)[Q]['asked']>} Asked
 */
/**
 * @template {QuestionName} Q
 * @typedef {v.InferOutput<(typeof QUESTIONS)[Q]['answered']>} Answered
 */
/**
 * @template {NoticeName} N
 * @typedef {v.InferOutput<(typeof NOTICES)[N]>} Told
 */

const Envelope = v.object({ name: v.string(), body: v.unknown() });
const Reply = v.variant('ok', [
  v.object({ ok: v.literal(true), body: v.unknown() }),
  v.object({ ok: v.literal(false), error: v.string() }),
]);

/**
 * @template {v.GenericSchema} S
 * @param {S} schema
 * @param {unknown} value
 * @param {string} what whose shape it is, for the error
 * @returns {v.InferOutput<S>}
 * @throws {TypeError} saying which part is wrong
 */
function checked(schema, value, what) {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new TypeError(`${what}: ${v.getDotPath(issue) ?? 'the whole'} is wrong (${issue.message})`);
}

/**
 * Asks the background and waits. A background that ended between question and answer, as browsers end it at any
 * moment, is asked once more and starts again for it.
 * @template {QuestionName} Q
 * @param {Q} name
 * @param {Asked<Q>} body
 * @returns {Promise<Answered<Q>>}
 * @throws {Error} with the background's own sentence, or saying what was wrong with its answer
 */
export async function ask(name, body) {
  const send = () => chrome.runtime.sendMessage({ name, body });
  const first = await send().catch(() => undefined);
  const reply = checked(Reply, first ?? (await send()), `answer to ${name}`);
  if (!reply.ok) throw new Error(reply.error);
  return checked(QUESTIONS[name].answered, reply.body, `answer to ${name}`);
}

/**
 * Answers one question. Messages with other names are left to other listeners.
 * @template {QuestionName} Q
 * @param {Q} name
 * @param {(body: Asked<Q>, sender: chrome.runtime.MessageSender) => Promise<Answered<Q>>} handle
 */
export function answer(name, handle) {
  chrome.runtime.onMessage.addListener((message, sender, respond) => {
    const envelope = v.safeParse(Envelope, message);
    if (!envelope.success || envelope.output.name !== name) return false;
    const reply = async () => {
      if (!isOurs(sender)) {
        throw new Error(`${name} is answered to this extension's own scripts in a tab only`);
      }
      const body = await handle(checked(QUESTIONS[name].asked, envelope.output.body, name), sender);
      return checked(QUESTIONS[name].answered, body, `answer to ${name}`);
    };
    reply().then(
      (body) => respond({ ok: true, body }),
      (error) => respond({ ok: false, error: error instanceof Error ? error.message : String(error) }),
    );
    return true;
  });
}

/**
 * Listens for one notice of the scripts in tabs.
 * @template {NoticeName} N
 * @param {N} name
 * @param {(body: Told<N>, tab: number) => void} handle
 */
export function listen(name, handle) {
  chrome.runtime.onMessage.addListener((message, sender) => {
    const told = heard(message, [name]);
    if (told !== null && isOurs(sender) && sender.tab?.id !== undefined) handle(told.body, sender.tab.id);
    return false;
  });
}

/** Whether a message comes from this extension's own script in a tab. @param {chrome.runtime.MessageSender} sender */
function isOurs(sender) {
  return sender.id === chrome.runtime.id && sender.tab !== undefined;
}

/**
 * The message that carries a notice.
 * @template {NoticeName} N
 * @param {N} name
 * @param {Told<N>} body
 */
export function notice(name, body) {
  return { name, body };
}

/**
 * Reads a notice of the names expected here; anything else is nothing.
 * @template {NoticeName} N
 * @param {unknown} message
 * @param {N[]} expected
 * @returns {{ [K in N]: { name: K, body: Told<K> } }[N] | null}
 */
export function heard(message, expected) {
  const envelope = v.safeParse(Envelope, message);
  if (!envelope.success) return null;
  const name = expected.find((candidate) => candidate === envelope.output.name);
  if (name === undefined) return null;
  const body = v.safeParse(NOTICES[name], envelope.output.body);
  return body.success ? /** @type {any} */ ({ name, body: body.output }) : null;
}
