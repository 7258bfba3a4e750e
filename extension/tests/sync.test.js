import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { listenToSync } from '../background/sync.js';
import { saveSettings } from '../settings.js';
import { standIn } from './browser-stand-in.js';

/** @type {Record<string, unknown>} */
let stored;
/** @type {Record<string, unknown>} */
let synchronized;

/** Until all copies are made. */
const rest = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

beforeEach(() => {
  ({ stored, synchronized } = standIn());
  listenToSync();
});

test('nothing goes into the browser\u2019s account unless that is wanted', async () => {
  await saveSettings({ marks: 'all', sitesOff: ['a.example'] });
  await rest();
  assert.deepEqual(synchronized, {});
});

test('turned on, what other browsers chose comes first, and the rest goes to them', async () => {
  synchronized.marks = 'none';
  await saveSettings({ marks: 'all', sitesOff: ['a.example'] });
  await saveSettings({ sync: true });
  await rest();
  assert.equal(stored.marks, 'none');
  assert.deepEqual(synchronized, { marks: 'none', sitesOff: ['a.example'] });
});

test('a change here goes there, a change there comes here, and neither is answered', async () => {
  await saveSettings({ sync: true });
  await saveSettings({ reach: 'listed' });
  await rest();
  assert.equal(synchronized.reach, 'listed');
  await chrome.storage.sync.set({ badge: false });
  await rest();
  assert.equal(stored.badge, false);
});

test('whether it is on, a pause, and what was put right stay in this browser', async () => {
  await saveSettings({ sync: true });
  await saveSettings({ on: false, pausedUntil: 9 });
  await chrome.storage.local.set({ corrections: { unmarked: ['Name'] } });
  await rest();
  assert.deepEqual(synchronized, {});
});
