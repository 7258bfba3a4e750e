import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import {
  followSettings,
  loadSettings,
  readsByItself,
  saveSettings,
  setSite,
  verdictOn,
} from '../settings.js';
import { standIn } from './browser-stand-in.js';

const DEFAULTS = /** @type {const} */ ({
  on: true,
  pausedUntil: 0,
  reach: 'all',
  sitesOn: [],
  sitesOff: [],
  marks: 'first',
  badge: true,
  sync: false,
});
/** @type {Record<string, unknown>} */
let stored;

beforeEach(() => {
  ({ stored } = standIn());
});

test('a person who has chosen nothing has it on everywhere, with first mentions underlined', async () => {
  assert.deepEqual(await loadSettings(), DEFAULTS);
});

test('what is stored but makes no sense counts as not chosen', async () => {
  Object.assign(stored, { on: 'yes', sitesOff: [1], marks: 'some', reach: 7, pausedUntil: 'soon' });
  assert.deepEqual(await loadSettings(), DEFAULTS);
});

test('a site is turned off once, however often it is asked, and on again', async () => {
  await setSite('b.example', false);
  await setSite('a.example', false);
  await setSite('b.example', false);
  assert.deepEqual((await loadSettings()).sitesOff, ['a.example', 'b.example']);
  await setSite('b.example', true);
  assert.deepEqual((await loadSettings()).sitesOff, ['a.example']);
});

test('a change is heard with all settings until it is no longer listened for', async () => {
  /** @type {unknown[]} */
  const heard = [];
  const next = () => new Promise((resolve) => setImmediate(resolve));
  const stop = followSettings((settings) => heard.push(settings.marks));
  await saveSettings({ marks: 'all' });
  await next();
  stop();
  await saveSettings({ marks: 'none' });
  await next();
  assert.deepEqual(heard, ['all']);
});

test('where only listed sites are read, a site is put on the list and taken off', async () => {
  await saveSettings({ reach: 'listed' });
  await setSite('a.example', true);
  await setSite('a.example', true);
  assert.deepEqual((await loadSettings()).sitesOn, ['a.example']);
  await setSite('a.example', false);
  const { sitesOn, sitesOff } = await loadSettings();
  assert.deepEqual([sitesOn, sitesOff], [[], []]);
});

test('a site turned on while pages wait for a click is the first of a list', async () => {
  await saveSettings({ reach: 'click' });
  await setSite('a.example', true);
  const { reach, sitesOn } = await loadSettings();
  assert.deepEqual([reach, sitesOn], ['listed', ['a.example']]);
});

test('what is to happen on a page follows from the settings and from what was asked', () => {
  const settings = { ...DEFAULTS, sitesOn: ['on.example'], sitesOff: ['off.example'] };
  const verdict = (/** @type {object} */ change, host = 'news.example', asked = false) =>
    verdictOn({ ...settings, ...change }, { host, asked, now: 1_000 });
  assert.equal(verdict({}), 'read');
  assert.equal(verdict({ on: false }, 'news.example', true), 'off');
  assert.equal(verdict({ pausedUntil: 1_001 }, 'news.example', true), 'paused');
  assert.equal(verdict({ pausedUntil: 1_000 }), 'read');
  assert.equal(verdict({}, 'off.example', true), 'off-here');
  assert.equal(verdict({ reach: 'listed' }), 'unread');
  assert.equal(verdict({ reach: 'listed' }, 'on.example'), 'read');
  assert.equal(verdict({ reach: 'click' }, 'on.example'), 'unread');
  assert.equal(verdict({ reach: 'click' }, 'news.example', true), 'read');
  assert.equal(
    readsByItself({ ...settings, sitesOn: ['off.example'], reach: 'listed' }, 'off.example'),
    false,
  );
});
