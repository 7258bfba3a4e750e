import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import { Engine, load } from './index.js';

const file = (/** @type {string} */ name) => readFile(new URL(name, import.meta.url));

const weights = () => file('../weights/names.bin');

/** @type {import('./index.js').PageSnapshot} */
const SNAPSHOT = {
  url: 'https://example.com/2013/05/07/kerry',
  title: 'Kerry in Moscow',
  language: 'en',
  meta: [['og:type', 'article']],
  jsonLd: [],
  times: [],
  containers: [
    { parent: null, tag: 'body', hint: '' },
    { parent: 0, tag: 'article', hint: '' },
  ],
  blocks: [
    {
      container: 1,
      tag: 'p',
      text: 'U.S. Secretary of State John Kerry has arrived in Moscow for talks with Russian President Vladimir Putin, and nobody knows how long he will stay.',
      linkUnits: 0,
    },
    {
      container: 1,
      tag: 'p',
      text: 'The visit is Kerry’s first to Russia since he took the office in February, and much is expected of it by those who came with him.',
      linkUnits: 0,
    },
  ],
};

before(async () => load(await file('dramatis_bg.wasm')));

test('a page read in Node gives its cast with the offices of its date', async () => {
  const engine = Engine.open(await weights(), await file('../target/dramatis.pack'));
  const { article, members } = engine.read(SNAPSHOT);
  assert.equal(article.date, '2013-05-07');
  const kerry = members.find(({ entity }) => entity === 'Q22316');
  assert.equal(kerry?.confidence, 'sure');
  assert.equal(kerry.card?.then?.what, 'Secretary of State');
  for (const { block, start, end, text } of kerry.mentions) {
    assert.equal(SNAPSHOT.blocks[block]?.text.slice(start, end), text);
  }
  assert.ok(engine.info().people > 100_000);
  engine.free();
});

test('bytes that are no pack or no weights are refused with the cure', async () => {
  const right = await weights();
  assert.throws(() => Engine.open(right, new Uint8Array(8)), /dramatis pack build/);
  assert.throws(() => Engine.open(new Uint8Array(8), new Uint8Array(8)), /weights\/names\.bin/);
});
