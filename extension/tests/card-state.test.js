import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  CROSSING_GRACE,
  deadlineOf,
  FAST,
  IDLE,
  LEAST_DWELL,
  LEAVE_GRACE,
  MOST_DWELL,
  reduce,
  spotOf,
} from '../content/card-state.js';

/** @typedef {import('../content/card-state.js').Event} Event */

const kerry = { member: 0, mention: 0 };
const lavrov = { member: 1, mention: 0 };

/**
 * @param {typeof kerry} spot
 * @param {number} at
 * @param {{ marked?: boolean, speed?: number }} more
 * @returns {Event}
 */
const over = (spot, at, { marked = true, speed = 0 } = {}) => ({ type: 'over', spot, at, marked, speed });
/** @param {Event[]} events */
const after = (...events) => events.reduce(reduce, IDLE);
/** @param {number} at @returns {Event} */
const tick = (at) => ({ type: 'tick', at });
/** @param {number} at @returns {Event} */
const away = (at) => ({ type: 'away', at });

const SHOWN_AT = LEAST_DWELL;
const shown = /** @type {Event[]} */ ([over(kerry, 0), tick(SHOWN_AT)]);

describe('a card comes', () => {
  test('after the shortest dwell where the pointer came slowly', () => {
    assert.equal(deadlineOf(after(over(kerry, 0))), LEAST_DWELL);
    assert.equal(spotOf(after(over(kerry, 0), tick(LEAST_DWELL - 1))), null);
    assert.deepEqual(spotOf(after(...shown)), kerry);
  });

  test('after the longest dwell where the pointer came fast, or no underline called for it', () => {
    assert.equal(deadlineOf(after(over(kerry, 0, { speed: 2 * FAST }))), MOST_DWELL);
    assert.equal(deadlineOf(after(over(kerry, 0, { marked: false }))), MOST_DWELL);
  });

  test('later while the pointer still moves on the name, but never beyond the longest dwell', () => {
    assert.equal(deadlineOf(after(over(kerry, 0), over(kerry, 100))), 100 + LEAST_DWELL);
    const moving = Array.from({ length: 30 }, (_, step) => over(kerry, step * 16, { speed: FAST }));
    assert.equal(deadlineOf(after(...moving)), MOST_DWELL);
  });

  test('not for a pointer that only passes', () => {
    assert.deepEqual(after(over(kerry, 0), away(100), tick(LEAST_DWELL)), IDLE);
    const passing = after(over(kerry, 0), over(lavrov, 100));
    assert.equal(deadlineOf(passing), 100 + LEAST_DWELL);
    assert.equal(spotOf(reduce(passing, tick(LEAST_DWELL))), null);
  });
});

describe('a card stays', () => {
  test('while the pointer is on the name or the card', () => {
    const state = after(...shown);
    assert.equal(reduce(state, over(kerry, 9_000)), state);
    assert.equal(reduce(state, { type: 'on-card' }), state);
    assert.equal(deadlineOf(state), null);
  });

  test('a moment after the pointer left, and for good if it comes back', () => {
    const left = after(...shown, away(1_000));
    assert.deepEqual(spotOf(left), kerry);
    assert.equal(deadlineOf(left), 1_000 + LEAVE_GRACE);
    assert.equal(reduce(left, over(kerry, 1_100)).name, 'shown');
    assert.equal(reduce(left, { type: 'on-card' }).name, 'shown');
    assert.deepEqual(reduce(left, tick(1_000 + LEAVE_GRACE)), IDLE);
  });

  test('longer while the pointer is on its way to it', () => {
    const crossing = after(...shown, { type: 'between', at: 1_000 });
    assert.equal(deadlineOf(crossing), 1_000 + CROSSING_GRACE);
    assert.deepEqual(spotOf(reduce(crossing, tick(1_000 + LEAVE_GRACE))), kerry);
  });

  test('while the pointer crosses another name on its way', () => {
    const crossing = after(...shown, over(lavrov, 1_000), { type: 'on-card' });
    assert.deepEqual(crossing, { name: 'shown', spot: kerry });
  });

  test('until another name was rested on, and then changes at once', () => {
    const state = after(...shown, over(lavrov, 1_000));
    assert.deepEqual(spotOf(state), kerry);
    assert.deepEqual(spotOf(reduce(state, tick(1_000 + LEAST_DWELL))), lavrov);
  });

  test('gone, the name rested on meanwhile still waits for its own time', () => {
    const state = after(...shown, over(lavrov, 1_000, { speed: FAST }), tick(1_000 + LEAVE_GRACE));
    assert.equal(state.name, 'waiting');
    assert.deepEqual(spotOf(reduce(state, tick(1_000 + MOST_DWELL))), lavrov);
  });
});

describe('a card goes', () => {
  test('by Esc, and does not come back while the pointer stays', () => {
    const dismissed = after(...shown, { type: 'dismiss' });
    assert.equal(spotOf(dismissed), null);
    assert.equal(reduce(dismissed, over(kerry, 5_000)), dismissed);
    assert.equal(reduce(dismissed, over(lavrov, 5_000)).name, 'waiting');
    assert.equal(after(...shown, { type: 'dismiss' }, away(5_000), over(kerry, 6_000)).name, 'waiting');
  });

  test('by Esc before it came', () => {
    const dismissed = after(over(kerry, 0), { type: 'dismiss' });
    assert.equal(reduce(dismissed, over(kerry, 50)), dismissed);
    assert.equal(reduce(IDLE, { type: 'dismiss' }), IDLE);
  });
});

describe('a card that was asked for', () => {
  test('stays whatever the pointer does, until it is dismissed', () => {
    const pinned = after({ type: 'open', spot: kerry });
    assert.deepEqual(spotOf(pinned), kerry);
    for (const event of [over(lavrov, 0), away(1), tick(9_000), { type: 'between', at: 1 }]) {
      assert.equal(reduce(pinned, /** @type {Event} */ (event)), pinned);
    }
    assert.equal(spotOf(reduce(pinned, { type: 'dismiss' })), null);
  });

  test('goes by a press elsewhere, unless its pin holds it', () => {
    const pinned = after({ type: 'open', spot: kerry });
    assert.equal(spotOf(reduce(pinned, { type: 'elsewhere' })), null);
    const kept = reduce(pinned, { type: 'keep' });
    assert.equal(reduce(kept, { type: 'elsewhere' }), kept);
    assert.equal(spotOf(reduce(kept, { type: 'dismiss' })), null);
    assert.equal(spotOf(reduce(reduce(kept, { type: 'release' }), { type: 'elsewhere' })), null);
  });

  test('kept, stays kept from name to name', () => {
    const next = after({ type: 'open', spot: kerry }, { type: 'keep' }, { type: 'open', spot: lavrov });
    assert.deepEqual(next, { name: 'pinned', spot: lavrov, kept: true });
  });

  test('is any card that was used', () => {
    assert.equal(after(...shown, { type: 'pin' }).name, 'pinned');
    assert.equal(after(...shown, away(1_000), { type: 'pin' }).name, 'pinned');
    assert.equal(reduce(IDLE, { type: 'pin' }), IDLE);
    assert.equal(reduce(IDLE, { type: 'keep' }), IDLE);
  });
});
