/**
 * At the very end: the features that no other scene has used, and then what the network saw of all of them.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clickOn, textOf } from '../stage.js';
import { until } from '../waiting.js';

/** @typedef {import('../stage.js').Stage} Stage */

/** @param {Stage} stage */
export function privacy(stage) {
  test('corrections saved to a file, undone, and settings shared ask no network for anything', async () => {
    const entry = { name: 'Sergei Lavrov', entity: 'Q1', heading: 'Somebody' };
    await stage.options.run(
      (refused) => chrome.storage.local.set({ corrections: { unmarked: ['Kerry'], refused, chosen: [] } }),
      [entry],
    );
    await stage.openOptions();
    await until('what was put right', async () =>
      (await textOf(stage.options, '#corrections')).includes('Kerry'),
    );
    await clickOn(stage.options, '#export');
    await clickOn(stage.options, '#undo-all');
    await until('nothing to be left of it', async () => (await textOf(stage.options, '#corrections')) === '');
    await clickOn(stage.options, '#sync');
    await until('sharing', () =>
      stage.options.run(async () => (await chrome.storage.local.get('sync')).sync === true),
    );
    await clickOn(stage.options, '#sync');
    await clickOn(stage.options, '#badge');
    await clickOn(stage.options, '#badge');
    assert.deepEqual(stage.options.errors, []);
  });

  test('of all that was done here, the network saw the test pages and what the browser asks by itself', () => {
    const own = new Set(stage.browser.ownTraffic);
    // The one that a page was made to send, to see that it would be seen.
    const expected = (/** @type {string} */ stray) => own.has(stray) || stray.endsWith('/from-the-page');
    assert.deepEqual(
      stage.server.strays.filter((stray) => !expected(stray)),
      [],
    );
  });
}
