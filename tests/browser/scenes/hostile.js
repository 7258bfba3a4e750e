/**
 * Pages that mean harm or are out of all proportion: the page goes on, nothing of ours breaks, nothing runs, nothing is told.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SCRIPT } from '../hostile-pages.js';
import { marksOf, openCard, restOn } from '../stage.js';
import { longestOfOurs } from '../tasks.js';
import { never, until } from '../waiting.js';

/** Longest task that a page may owe to us, ms of the processor: what is longer may be felt as a hitch. */
const LONGEST_TASK = 50;

/** @typedef {import('../stage.js').Stage} Stage */
/** @typedef {import('../driver.js').Page} Page */

/** @param {Page} page */
async function names(page) {
  return Object.values(await marksOf(page)).flat();
}

/**
 * Does something with a page and sees to it that no task of ours held it up, where the browser tells.
 * @param {Stage} stage
 * @param {string} route
 * @param {() => Promise<void>} act
 */
async function quickly(stage, route, act) {
  const { tasks } = stage.browser;
  if (tasks === null) return act();
  const longest = longestOfOurs(await tasks(stage.server.origin + route, act));
  assert.ok(longest > 0, 'our script was seen');
  assert.ok(longest < LONGEST_TASK, `a task of ours took ${longest} ms`);
}

/** @param {Stage} stage */
export function hostile(stage) {
  for (const [what, route] of [
    ['10 MB of text', '/hostile/long'],
    ['200,000 nodes', '/hostile/wide'],
    ['5,000 elements one inside the other', '/hostile/deep'],
    ['a thousand frames', '/hostile/frames'],
    ['a million changes of its text', '/hostile/mutations'],
    ['a policy that puts it into a sandbox', '/hostile/sandbox'],
  ]) {
    test(`a page with ${what} is read where it begins, and goes on`, async () => {
      /** @type {Page | undefined} */
      let page;
      const readIt = async () => {
        ({ page } = await stage.openRead(String(route)));
        const read = page;
        await until('the two names', async () => {
          const found = await names(read);
          return found.includes('John Kerry') && found.includes('Sergei Lavrov');
        });
      };
      // To trace a thousand frames takes minutes; `responsive.js` does.
      await (route === '/hostile/frames' ? readIt() : quickly(stage, String(route), readIt));
      assert.ok(page);
      await restOn(page, 'Sergei Lavrov');
      assert.match(String((await openCard(page)).heading), /Lavrov$/);
      if (route === '/hostile/mutations') {
        const changing = page;
        await until('all changes', () =>
          changing.run(() => /** @type {any} */ (window).mutated >= 1_000_000),
        );
      }
      // Firefox itself says so.
      const errors = page.errors.filter((error) => !error.includes('The document tree is too deep'));
      assert.deepEqual(errors, []);
      await page.close();
    });
  }

  test('a name in pieces, a letter an element, is one name', () =>
    quickly(stage, '/hostile/split', async () => {
      const { page } = await stage.openRead('/hostile/split');
      await until('the name', async () => (await names(page)).includes('Sergei Lavrov'));
      await page.close();
    }));

  test('a name in letters of another alphabet is not taken for the one that it looks like', async () => {
    const { page } = await stage.openRead('/hostile/characters');
    const sure = (await marksOf(page))['dramatis-sure'] ?? [];
    assert.ok(sure.includes('John Kerry'));
    assert.deepEqual(
      sure.filter((name) => /[\u0400-\u04ff\u202e]/.test(name)),
      [],
    );
    await page.close();
  });

  test('names that would be scripts are words: on the page, in a card and in what was put right', async () => {
    const entry = { name: 'Sergei Lavrov', entity: 'Q1', heading: SCRIPT, description: SCRIPT };
    await stage.withSettings({ corrections: { unmarked: [], refused: [], chosen: [entry] } }, async () => {
      const { page, id } = await stage.openRead('/hostile/script');
      await restOn(page, 'Sergei Lavrov');
      const card = await openCard(page);
      assert.ok(card.text.length > 0);
      assert.equal(await page.inCard((root) => root.querySelectorAll('script, img').length), 0);
      const popup = await stage.openPopup(id);
      await until('the cast', () => popup.run(() => document.querySelector('#cast li') !== null));
      await stage.openOptions();
      for (const own of [popup, stage.options]) {
        const ran = await own.run(() => ({
          pwned: /** @type {any} */ (window).pwned ?? null,
          made: document.querySelectorAll('img[onerror], svg[onload]').length,
          polluted: /** @type {any} */ ({}).polluted ?? null,
        }));
        assert.deepEqual(ran, { pwned: null, made: 0, polluted: null });
      }
      assert.equal(await page.run(() => /** @type {any} */ (window).pwned ?? null), null);
      await popup.close();
      await page.close();
    });
  });

  test('a document that is opened anew in the middle of reading keeps no mark of what it was', () =>
    quickly(stage, '/hostile/reopen', async () => {
      const { page } = await stage.openTab('/hostile/reopen');
      await until('the last round', () => page.run(() => /** @type {any} */ (window).rounds === 6));
      await until('no mark of the first document', async () => {
        const found = await names(page);
        return !found.includes('Sergei Lavrov') && !found.includes('John Kerry');
      });
      assert.deepEqual(page.errors, []);
      await page.close();
    }));

  test('a page that fakes our messages and opens our element up turns nothing off and learns nothing', async () => {
    const { page } = await stage.openRead('/hostile/faker');
    await restOn(page, 'Sergei Lavrov');
    const card = await openCard(page);
    const seen = await page.run(() => {
      const host = /** @type {HTMLElement} */ (document.querySelector('dramatis-card'));
      const attempts = [
        () => host.shadowRoot,
        () => HTMLElement.prototype.attachShadow.call(host, { mode: 'open' }),
        () => /** @type {any} */ (host).openOrClosedShadowRoot,
        () => document.elementFromPoint(0, 0)?.getRootNode().nodeName === '#document-fragment',
      ];
      const got = attempts.map((attempt) => {
        try {
          return Boolean(attempt());
        } catch {
          return false;
        }
      });
      const { answers } = /** @type {any} */ (window);
      const { runtime } = /** @type {any} */ (globalThis).chrome ?? {};
      return { got, text: host.textContent, answers, canTell: typeof runtime?.sendMessage === 'function' };
    });
    assert.deepEqual(seen, { got: [false, false, false, false], text: '', answers: [], canTell: false });
    assert.ok(card.text.length > 0, 'there was something to be read');
    await never('the marks gone', 300, async () => (await names(page)).length === 0);
    await page.close();
  });

  test('a page cannot load a file of the package, so that it cannot look whether it is there', async () => {
    const base = await stage.options.run(() => chrome.runtime.getURL(''));
    const { page } = await stage.openRead('/article');
    const loaded = await page.run(async (root) => {
      const files = [
        'manifest.json',
        'icons/16.png',
        'content/content.js',
        'core/names.bin',
        'popup/popup.html',
      ];
      const tried = files.map((file) =>
        fetch(root + file).then(
          () => file,
          () => null,
        ),
      );
      const pictures = new Promise((resolve) => {
        const picture = new Image();
        picture.onload = () => resolve('picture');
        picture.onerror = () => resolve(null);
        picture.src = `${root}icons/16.png`;
      });
      return (await Promise.all([...tried, pictures])).filter(Boolean);
    }, base);
    assert.deepEqual(loaded, []);
    await page.close();
  });
}
