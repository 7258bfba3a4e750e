import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { followSettings, loadSettings, saveSettings, setSite } from '../settings.js';
import { standIn } from './browser-stand-in.js';

/** @type {Record<string, unknown>} */
let stored;

beforeEach(() => {
  ({ stored } = standIn());
});

test('a person who has chosen nothing has it on everywhere, with first mentions underlined', async () => {
  assert.deepEqual(await loadSettings(), { on: true, sitesOff: [], marks: 'first' });
});

test('what is stored but makes no sense counts as not chosen', async () => {
  Object.assign(stored, { on: 'yes', sitesOff: [1], marks: 'some' });
  assert.deepEqual(await loadSettings(), { on: true, sitesOff: [], marks: 'first' });
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
