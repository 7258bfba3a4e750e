import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isInCorridor } from '../content/corridor.js';

const name = { left: 400, right: 480, top: 300, bottom: 320 };
const below = { left: 200, right: 520, top: 340, bottom: 500 };
const above = { left: 200, right: 520, top: 100, bottom: 280 };

test('the straight way from a name to its card is in the corridor, above and below', () => {
  assert.ok(isInCorridor(440, 330, name, below));
  assert.ok(isInCorridor(440, 290, name, above));
});

test('the gap beside a name that is broken over lines is in the corridor', () => {
  const broken = { left: 400, right: 480, top: 300, bottom: 345 };
  assert.ok(isInCorridor(470, 335, broken, { ...below, top: 350 }));
  assert.ok(!isInCorridor(500, 335, broken, { ...below, top: 350 }));
});

test('a point that only the card’s far end could reach is not, near the name', () => {
  assert.ok(!isInCorridor(220, 322, name, below));
  assert.ok(isInCorridor(220, 338, name, below));
});

test('what lies beside, behind the name or behind the card is outside', () => {
  assert.ok(!isInCorridor(600, 330, name, below));
  assert.ok(!isInCorridor(440, 280, name, below));
  assert.ok(!isInCorridor(440, 520, name, below));
  assert.ok(!isInCorridor(440, 340, name, above));
});

test('a card that touches its name leaves no way to divide by', () => {
  const touching = { ...below, top: name.bottom };
  assert.ok(isInCorridor(440, name.bottom, name, touching));
  assert.ok(!isInCorridor(440, name.bottom + 60, name, touching));
});
