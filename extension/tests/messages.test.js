import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import * as v from 'valibot';
import { answer, ask, heard, listen, notice } from '../protocol/messages.js';
import { Card, Reading } from '../protocol/reading.js';
import { standIn } from './browser-stand-in.js';

const snapshot = {
  url: 'https://news.example/a',
  title: 'A title',
  language: 'en',
  meta: /** @type {[string, string][]} */ ([['og:type', 'article']]),
  jsonLd: [],
  times: [{ container: 0, value: '2013-05-07' }],
  containers: [{ parent: null, tag: 'body', hint: '' }],
  blocks: [{ container: 0, tag: 'p', text: 'John Kerry spoke.', linkUnits: 0 }],
};
const reading = {
  article: { title: 'A title', date: '2013-05-07', language: 'en', is_article: true },
  members: [],
};
const answered = { reading, milliseconds: 3, pack: { people: 1, organizations: 1, as_of: '2026-11-01' } };

describe('a question to the background', () => {
  beforeEach(() => {
    standIn();
  });

  test('arrives as it was asked and is answered', async () => {
    answer('content-background/read', async (asked) => {
      assert.deepEqual(asked.snapshot, snapshot);
      return answered;
    });
    assert.deepEqual(await ask('content-background/read', { snapshot }), answered);
  });

  test('of an odd shape is refused with the part that is wrong', async () => {
    answer('content-background/read', async () => answered);
    const odd = { ...snapshot, blocks: [{ container: -1, tag: 'p', text: 'x', linkUnits: 0 }] };
    await assert.rejects(ask('content-background/read', { snapshot: odd }), /snapshot\.blocks\.0\.container/);
  });

  test('brings back the background’s own words where it failed', async () => {
    answer('content-background/read', async () => {
      throw new Error('the pack is of version 9; install the extension again');
    });
    await assert.rejects(ask('content-background/read', { snapshot }), /install the extension again/);
  });

  test('answered in an odd shape is an error, not a card', async () => {
    answer('content-background/read', async () => /** @type {any} */ ({ ...answered, milliseconds: 'few' }));
    await assert.rejects(ask('content-background/read', { snapshot }), /milliseconds/);
  });

  test('whose background ended meanwhile is asked once more', async () => {
    answer('content-background/read', async () => answered);
    const { runtime } = /** @type {any} */ (globalThis).chrome;
    const { sendMessage } = runtime;
    let sent = 0;
    runtime.sendMessage = (/** @type {unknown} */ message) => {
      sent += 1;
      if (sent === 1) return Promise.reject(new Error('the channel closed before an answer came'));
      return sendMessage(message);
    };
    assert.deepEqual(await ask('content-background/read', { snapshot }), answered);
    assert.equal(sent, 2);
  });

  test('from somebody else is refused', async () => {
    standIn({ sender: { id: 'them', tab: { id: 1 } } });
    answer('content-background/read', async () => answered);
    await assert.rejects(ask('content-background/read', { snapshot }), /own scripts/);
  });
});

describe('a notice', () => {
  test('is heard where it is expected, and nowhere else', () => {
    const jump = notice('popup-content/jump', { member: 3, mention: null });
    assert.deepEqual(heard(jump, ['popup-content/jump', 'popup-content/read']), jump);
    assert.equal(heard(jump, ['popup-content/read']), null);
  });

  test('of a tab is heard with the tab, and of nobody else', async () => {
    /** @type {unknown[]} */
    const told = [];
    for (const sender of [{ id: 'us', tab: { id: 7 } }, { id: 'them', tab: { id: 8 } }, { id: 'us' }]) {
      standIn({ sender });
      listen('content-background/count', ({ names }, tab) => told.push([names, tab]));
      await chrome.runtime.sendMessage(notice('content-background/count', { names: 3 }));
    }
    assert.deepEqual(told, [[3, 7]]);
  });

  test('of an odd shape is nothing', () => {
    for (const odd of [null, 'jump', { name: 'popup-content/jump', body: { member: 'x' } }, { name: 7 }]) {
      assert.equal(heard(odd, ['popup-content/jump']), null);
    }
  });
});

describe('a reading', () => {
  const card = {
    heading: 'John Kerry',
    later: [{ what: 'Special envoy' }],
    facts: [],
    ties: [],
    alternatives: [],
    links: {},
    lines: ['Secretary of State'],
  };

  test('may leave out what is not known', () => {
    const { then, introduced, links, later } = v.parse(Card, card);
    assert.deepEqual([then, introduced, links], [null, null, { wikidata: null, wikipedia: null }]);
    assert.equal(later[0]?.of, null);
  });

  test('links to Wikidata and Wikipedia and nowhere else', () => {
    const linked = (/** @type {object} */ links) => v.is(Card, { ...card, links });
    assert.ok(linked({ wikidata: 'https://www.wikidata.org/wiki/Q22316' }));
    assert.ok(linked({ wikipedia: 'https://en.wikipedia.org/wiki/John_Kerry' }));
    assert.ok(!linked({ wikidata: 'https://www.wikidata.org.example/wiki/Q1' }));
    assert.ok(!linked({ wikipedia: 'http://en.wikipedia.org/wiki/John_Kerry' }));
    assert.ok(!linked({ wikipedia: 'javascript:alert(1)' }));
  });

  test('with a mention before the start of its block is refused', () => {
    const mention = { block: 0, start: -1, end: 4, text: 'John', mark: true };
    const member = {
      id: 0,
      kind: 'person',
      name: 'John',
      confidence: 'sure',
      probability: 1,
      why: [],
      mentions: [mention],
    };
    assert.ok(!v.is(Reading, { ...reading, members: [member] }));
  });
});
