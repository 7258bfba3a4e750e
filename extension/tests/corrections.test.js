import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import {
  chosenAmong,
  correct,
  followCorrections,
  loadCorrections,
  NONE,
  saveCorrections,
  withCorrection,
  withoutCorrection,
} from '../corrections.js';
import { standIn } from './browser-stand-in.js';

/** @typedef {import('../protocol/reading.js').Member} Member */
/** @typedef {import('../corrections.js').Correction} Correction */

/** @type {Member} */
const spencer = {
  id: 0,
  kind: 'person',
  name: 'Richard Spencer',
  entity: 'Q1',
  confidence: 'probable',
  probability: 0.7,
  why: ['a minister'],
  mentions: [
    { block: 0, start: 0, end: 15, text: 'Richard Spencer', mark: true },
    { block: 1, start: 0, end: 7, text: 'Spencer', mark: true },
  ],
  card: {
    heading: 'Richard V. Spencer',
    // biome-ignore lint/suspicious/noThenProperty: the contract's name
    then: null,
    later: [],
    facts: [],
    introduced: { quote: 'a journalist of the Harbour Dispatch', start: 20, end: 56, block: 0 },
    ties: [],
    alternatives: [{ entity: 'Q2', heading: 'Richard Spencer', description: 'journalist' }],
    links: { wikidata: 'https://www.wikidata.org/wiki/Q1', wikipedia: null },
    lines: ['Secretary of the Navy'],
  },
};

/** @type {Correction} */
const refusal = {
  kind: 'refused',
  entry: { name: 'richard  spencer', entity: 'Q1', heading: 'Richard V. Spencer' },
};
/** @type {Correction} */
const choice = {
  kind: 'chosen',
  entry: { name: 'Spencer', entity: 'Q2', heading: 'Richard Spencer', description: 'journalist' },
};

describe('a correction', () => {
  test('"not this person" leaves the article\u2019s own words, or nothing', () => {
    const corrections = withCorrection(NONE, refusal);
    const [refused] = correct([spencer], corrections);
    assert.equal(refused?.confidence, 'unknown');
    assert.equal(refused?.entity, null);
    assert.equal(refused?.card?.heading, 'Richard Spencer');
    assert.deepEqual(refused?.card?.lines, ['\u201Ca journalist of the Harbour Dispatch\u201D']);
    const mute = { ...spencer, card: { .../** @type {any} */ (spencer.card), introduced: null } };
    assert.equal(correct([mute], corrections)[0]?.card, null);
  });

  test('"not this person" holds for that name and that person only', () => {
    const corrections = withCorrection(NONE, refusal);
    assert.equal(correct([{ ...spencer, entity: 'Q9' }], corrections)[0]?.entity, 'Q9');
    const other = { ...spencer, name: 'Spencer', mentions: spencer.mentions.slice(1) };
    assert.equal(correct([other], corrections)[0]?.entity, 'Q1');
  });

  test('"it is this one" puts somebody else in the place, where the core offers them', () => {
    const corrections = withCorrection(NONE, choice);
    const [chosen] = correct([spencer], corrections);
    assert.equal(chosen?.entity, 'Q2');
    assert.equal(chosen?.confidence, 'sure');
    assert.deepEqual(chosen?.card?.lines, ['journalist']);
    assert.equal(chosen?.card?.links.wikidata, 'https://www.wikidata.org/wiki/Q2');
    const own = {
      kind: /** @type {const} */ ('person'),
      card: {
        .../** @type {any} */ (spencer.card),
        heading: 'Richard B. Spencer',
        introduced: null,
        alternatives: [],
        lines: ['Journalist (since 2001)'],
      },
    };
    const [whole] = correct([spencer], corrections, new Map([['Q2', own]]));
    assert.equal(whole?.name, 'Richard B. Spencer');
    assert.deepEqual(whole?.card?.lines, ['Journalist (since 2001)']);
    assert.equal(whole?.card?.introduced, spencer.card?.introduced, 'the article\u2019s own words stay');
    assert.deepEqual(chosenAmong([spencer], corrections), ['Q2']);
    const without = { ...spencer, card: { .../** @type {any} */ (spencer.card), alternatives: [] } };
    assert.equal(correct([without], corrections)[0]?.entity, 'Q1');
    assert.deepEqual(chosenAmong([without], corrections), []);
  });

  test('"don\u2019t mark this name" takes that name\u2019s marks, and the card with the last of them', () => {
    const one = withCorrection(NONE, { kind: 'unmarked', entry: 'Spencer' });
    const [some] = correct([spencer], one);
    assert.deepEqual(
      some?.mentions.map(({ mark }) => mark),
      [true, false],
    );
    assert.notEqual(some?.card, null);
    const both = withCorrection(one, { kind: 'unmarked', entry: 'RICHARD SPENCER' });
    assert.equal(correct([spencer], both)[0]?.card, null);
  });

  test('is made once, however often it is made, and taken back whole', () => {
    const twice = withCorrection(withCorrection(NONE, refusal), refusal);
    assert.equal(twice.refused.length, 1);
    assert.deepEqual(withoutCorrection(twice, refusal), NONE);
    const other = { ...choice, entry: { ...choice.entry, entity: 'Q3' } };
    const chosen = withCorrection(withCorrection(NONE, choice), /** @type {Correction} */ (other));
    assert.deepEqual(
      chosen.chosen.map(({ entity }) => entity),
      ['Q3'],
    );
  });

  test('changes nothing of what the core said', () => {
    const before = JSON.stringify(spencer);
    correct([spencer], withCorrection(withCorrection(NONE, refusal), choice));
    assert.equal(JSON.stringify(spencer), before);
  });
});

describe('corrections', () => {
  /** @type {Record<string, unknown>} */
  let stored;

  beforeEach(() => {
    ({ stored } = standIn());
  });

  test('are kept, and what makes no sense is none', async () => {
    await saveCorrections(withCorrection(NONE, refusal));
    assert.deepEqual(await loadCorrections(), withCorrection(NONE, refusal));
    Object.assign(stored, { corrections: { unmarked: [''], refused: 7 } });
    assert.deepEqual(await loadCorrections(), NONE);
    Object.assign(stored, { corrections: 'none' });
    assert.deepEqual(await loadCorrections(), NONE);
  });

  test('are bounded: the oldest go first', async () => {
    const unmarked = Array.from({ length: 2_005 }, (_, at) => `Name ${at}`);
    await saveCorrections({ ...NONE, unmarked });
    const kept = await loadCorrections();
    assert.equal(kept.unmarked.length, 2_000);
    assert.equal(kept.unmarked[0], 'Name 5');
  });

  test('are followed until nobody listens', async () => {
    /** @type {number[]} */
    const heard = [];
    const next = () => new Promise((resolve) => setImmediate(resolve));
    const stop = followCorrections(({ refused }) => heard.push(refused.length));
    await saveCorrections(withCorrection(NONE, refusal));
    await next();
    stop();
    await saveCorrections(NONE);
    await next();
    assert.deepEqual(heard, [1]);
  });
});
