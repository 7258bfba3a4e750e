/**
 * What a reader does with the extension, once for each browser: real pages over HTTP, a real mouse, real keys.
 */
import { after, before, describe } from 'node:test';
import { access } from './scenes/access.js';
import { card } from './scenes/card.js';
import { control } from './scenes/control.js';
import { ending } from './scenes/ending.js';
import { endurance } from './scenes/endurance.js';
import { hostile } from './scenes/hostile.js';
import { leave } from './scenes/leave.js';
import { privacy } from './scenes/privacy.js';
import { reading } from './scenes/reading.js';
import { robust } from './scenes/robust.js';
import { store } from './scenes/store.js';
import { whosWho } from './scenes/whos-who.js';
import { Stage } from './stage.js';

/**
 * @param {'chromium' | 'firefox'} name
 * @param {import('./stage.js').Start} start
 */
export function scenes(name, start) {
  describe(`the extension in ${name}`, () => {
    const stage = new Stage(name, start);
    before(() => stage.open());
    after(() => stage.close());
    // Leave is given once and for all in the first scenes, and taken back in the last.
    for (const scene of [
      leave,
      card,
      reading,
      whosWho,
      control,
      access,
      store,
      robust,
      hostile,
      endurance,
      ending,
      privacy,
    ])
      scene(stage);
  });
}
