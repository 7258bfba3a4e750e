/**
 * Messages to the background: whatever arrives, an answer goes back, and it is one that a page can be given.
 *
 *     node fuzz/messages.js (--seconds N | --runs N) [--seed N]        (after cargo xtask build)
 *
 * The other fuzz targets are Rust under libFuzzer; the check of a message is JavaScript, so values are made up by
 * fast-check here: any JSON at all, snapshots as pages send them, and snapshots changed in places. What passes the check is
 * read by the core as it is shipped, and the answer is checked as the background checks it.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import * as v from 'valibot';
import { answer, heard, listen, NOTICES } from '../extension/protocol/messages.js';
import { Reading } from '../extension/protocol/reading.js';

const USAGE = 'usage: node fuzz/messages.js (--seconds N | --runs N) [--seed N]';
/** Longest that one message may take of the processor, ms: a hang is an error too. */
const LONGEST = 2_000;
const ROOT = new URL('../', import.meta.url);

/** @typedef {{ ok: boolean, error?: string, body?: any }} Reply */
/** @typedef {(message: unknown, sender: object, respond: (reply: Reply) => void) => boolean} Listener */
/** @type {Listener[]} */
const listeners = [];
Object.assign(globalThis, {
  chrome: {
    runtime: { id: 'us', onMessage: { addListener: (/** @type {Listener} */ one) => listeners.push(one) } },
  },
});

/**
 * Sends a message as the browser does, as JSON or as a structured clone.
 * @param {unknown} message
 * @param {object} sender
 * @returns {Promise<Reply | undefined>}
 */
function send(message, sender) {
  return new Promise((resolve) => {
    const taken = listeners.map((listener) => listener(structuredClone(message), sender, resolve));
    if (!taken.includes(true)) resolve(undefined);
  });
}

const words = fc.oneof(
  fc.constantFrom(
    'Sergei Lavrov',
    'Mr. Kerry',
    'Kerry',
    'the Fed',
    'Ann Lee',
    'said',
    'of',
    'Ford',
    "Kellogg's",
    '.',
  ),
  fc.constantFrom(
    '\u200b',
    '\u202e',
    '\u00ad',
    '\ud83d',
    '\udc00',
    'e\u0301',
    '\0',
    '\n',
    '\ufeff',
    'İ',
    'ß',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const text = fc.array(words, { maxLength: 60 }).map((parts) => parts.join(' '));
const index = fc.oneof(
  { weight: 300, arbitrary: fc.nat(6) },
  { weight: 1, arbitrary: fc.constantFrom(2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER) },
);
/** Enough of an article for the core to read on. */
const PARAGRAPH =
  'Ann Lee met Sergei Lavrov in Vienna on Tuesday, and Mr. Lavrov said that the Federal Reserve (the Fed) had nothing to do ' +
  'with it, whatever John Kerry, the Secretary of State, had told the newspapers a day before in Washington.';
const anySnapshot = fc.record({
  url: fc.oneof(fc.webUrl(), fc.string()),
  title: text,
  language: fc.option(fc.constantFrom('en', 'en-GB', 'de', '', '\ud800')),
  meta: fc.array(fc.tuple(fc.constantFrom('og:type', 'article:published_time', 'author', ''), text), {
    maxLength: 5,
  }),
  jsonLd: fc.array(fc.oneof(fc.json(), fc.string(), fc.constant('{"@type":"NewsArticle"}')), {
    maxLength: 3,
  }),
  times: fc.array(fc.record({ container: index, value: fc.oneof(fc.string(), fc.constant('2013-05-07')) }), {
    maxLength: 3,
  }),
  containers: fc.array(
    fc.record({
      parent: fc.option(index),
      tag: fc.constantFrom('body', 'article', 'div', 'aside', ''),
      hint: fc.string(),
    }),
    { maxLength: 8 },
  ),
  blocks: fc.array(
    fc.record({
      container: index,
      tag: fc.constantFrom('p', 'h1', 'li', 'figcaption', ''),
      text,
      linkUnits: index,
    }),
    { maxLength: 12 },
  ),
});
const snapshot = fc.tuple(anySnapshot, fc.boolean()).map(([any, isArticle]) => {
  if (!isArticle) return any;
  return {
    ...any,
    meta: [...any.meta, ['og:type', 'article']],
    containers: [
      { parent: null, tag: 'body', hint: '' },
      { parent: 0, tag: 'article', hint: '' },
      ...any.containers,
    ],
    blocks: [
      ...['', 'Then '].map((start) => ({ container: 1, tag: 'p', text: start + PARAGRAPH, linkUnits: 0 })),
      ...any.blocks,
    ],
  };
});
/** A snapshot in which one place holds something else. */
const changed = fc.tuple(snapshot, fc.nat(), fc.anything()).map(([given, at, value]) => {
  const good = structuredClone(given);
  const places = placesOf(good);
  const place = places[at % places.length];
  if (place) place.holder[place.key] = value;
  return good;
});
const body = fc.oneof(
  { weight: 6, arbitrary: fc.record({ snapshot, name: text }) },
  { weight: 3, arbitrary: fc.record({ snapshot: changed, name: text }) },
  { weight: 1, arbitrary: fc.record({ names: fc.option(fc.nat()) }) },
  { weight: 1, arbitrary: fc.anything() },
);
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constant('content-background/read') },
  { weight: 2, arbitrary: fc.constant('content-background/who') },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(NOTICES), '__proto__', 'constructor', 'toString') },
  { weight: 1, arbitrary: fc.string() },
);
const message = fc.oneof(
  { weight: 9, arbitrary: fc.record({ name, body }) },
  {
    weight: 1,
    arbitrary: fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
  },
);

/**
 * Every place in a value that can hold another one.
 * @param {any} value
 * @returns {{ holder: any, key: string }[]}
 */
function placesOf(value) {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [{ holder: value, key }, ...placesOf(value[key])]);
}

const OURS = { id: 'us', tab: { id: 1 } };

async function main() {
  const { values } = parseArgs({
    options: { seconds: { type: 'string' }, runs: { type: 'string' }, seed: { type: 'string' } },
  });
  const numbers = [values.seconds, values.runs, values.seed].map((given) =>
    given === undefined ? 0 : Number(given),
  );
  const [seconds, runs, seed] = numbers;
  if (numbers.some(Number.isNaN) || (!seconds && !runs)) throw new Error(USAGE);
  const { default: load, Engine } = await import(new URL('target/core/dramatis.js', ROOT).href);
  await load({ module_or_path: await readFile(new URL('target/core/dramatis_bg.wasm', ROOT)) });
  const engine = Engine.open(
    await readFile(new URL('weights/names.bin', ROOT)),
    await readFile(new URL('target/dramatis.pack', ROOT)),
  );
  const pack = engine.info();
  let told = 0;
  answer('content-background/read', async ({ snapshot: read }) => ({
    reading: v.parse(Reading, engine.read(read)),
    milliseconds: 0,
    pack,
  }));
  answer('content-background/who', async ({ snapshot: read, name: asked }) => ({
    found: engine.who(read, asked),
  }));
  listen('content-background/count', () => {
    told += 1;
  });

  let sent = 0;
  let read = 0;
  let named = 0;
  let answered = 0;
  let slowest = 0;
  await fc.assert(
    fc.asyncProperty(message, async (value) => {
      sent += 1;
      const begun = process.cpuUsage();
      const reply = await send(value, OURS);
      const took = process.cpuUsage(begun).user / 1_000;
      slowest = Math.max(slowest, took);
      assert.ok(took < LONGEST, `it took ${took} ms`);
      // A page's notices are nothing to it; whatever it says, reading is what they are.
      heard(value, /** @type {any} */ (Object.keys(NOTICES)));
      if (reply === undefined) return;
      if (!reply.ok) return assert.ok(reply.error, 'an error says what was wrong');
      if (!('reading' in reply.body)) {
        answered += reply.body.found === null ? 0 : 1;
        return;
      }
      read += 1;
      named += reply.body.reading.members.length > 0 ? 1 : 0;
      const { blocks } = /** @type {any} */ (value).body.snapshot;
      for (const { mentions } of reply.body.reading.members) {
        for (const { block, start, end, text: said } of mentions) {
          assert.equal(
            blocks[block].text.slice(start, end).toWellFormed(),
            said,
            'a mention stands where it is said to',
          );
        }
      }
      const theirs = await send(value, { id: 'them', tab: { id: 1 } });
      assert.ok(theirs === undefined || !theirs.ok, 'another extension is refused');
    }),
    {
      numRuns: runs || Number.MAX_SAFE_INTEGER,
      ...(seconds ? { interruptAfterTimeLimit: seconds * 1000 } : {}),
      ...(values.seed === undefined ? {} : { seed: Number(seed) }),
    },
  );
  assert.equal({}.constructor, Object, 'nothing was put into all objects');
  process.stdout.write(
    `${sent} messages, ${read} read by the core, names in ${named}, ${answered} names answered, ${told} notices; the slowest took ${slowest.toFixed(0)} ms\n`,
  );
}

main().catch((error) => {
  console.error(error instanceof Error ? `${error.message}\n${error.cause ?? ''}` : error);
  process.exitCode = 1;
});
