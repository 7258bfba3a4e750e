/**
 * Page after page: what a long day of reading leaves behind is nothing.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endure } from '../endurance.js';

/** @typedef {import('../stage.js').Stage} Stage */

const LOADS = 40;
/** Bytes by which a heap may differ from one look to another without anything having been kept. */
const NOISE = 4 * 2 ** 20;

/** @param {Stage} stage */
export function endurance(stage) {
  test('forty pages, with the background ended and all turned off in between, leave nothing and lose nothing', async () => {
    const { looks, kills, lost } = await endure(stage, LOADS);
    assert.equal(kills, 8);
    assert.deepEqual(lost, []);
    const middle = looks[looks.length >> 1];
    const last = looks.at(-1);
    if (middle?.page && last?.page) {
      assert.ok(last.page.heap < middle.page.heap + NOISE, 'the page\u2019s heap grows');
      assert.ok(last.page.listeners <= middle.page.listeners * 1.2, 'listeners are left behind');
      assert.ok(last.page.nodes <= middle.page.nodes * 1.2, 'nodes are left behind');
    }
    assert.ok((last?.background ?? 0) > 0);
  });
}
