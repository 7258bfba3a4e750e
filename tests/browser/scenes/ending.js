/**
 * At the end: leave withdrawn, nothing sent, settings kept, a private window.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clickOn, marksOf, openCard, restOn, textOf } from '../stage.js';
import { until } from '../waiting.js';

/** @typedef {import('../stage.js').Stage} Stage */

/** @param {Stage} stage */
export function ending(stage) {
  test('leave withdrawn in the options ends all reading at once', async () => {
    const { page } = await stage.openRead('/article');
    await stage.options.activate();
    await clickOn(stage.options, '#withdraw');
    await until('the marks to go', async () => Object.keys(await marksOf(page)).length === 0);
    await until('it to be said', async () =>
      (await textOf(stage.options, '#reach')).includes('only when you ask'),
    );
    await page.close();
    const later = await stage.openTab('/article');
    const popup = await stage.openPopup(later.id);
    assert.equal(await textOf(popup, '#status'), 'This page has not been read.');
    assert.deepEqual(await marksOf(later.page), {});
    await popup.close();
    await later.page.close();
  });

  test('no request ever leaves the extension, and one that did would be seen', async () => {
    const own = new Set(stage.browser.ownTraffic);
    assert.deepEqual(
      stage.server.strays.filter((stray) => !own.has(stray)),
      [],
    );
    const refused = await stage.options.run(() =>
      fetch('http://outside.invalid/from-the-extension').then(
        () => 'sent',
        () => 'refused',
      ),
    );
    assert.equal(refused, 'refused');
    const { page } = await stage.openTab('/article');
    await page.run(() => fetch('http://outside.invalid/from-the-page').catch(() => {}));
    await until('the page\u2019s own request to be seen', async () =>
      stage.server.strays.some((stray) => stray.includes('from-the-page')),
    );
    assert.ok(!stage.server.strays.some((stray) => stray.includes('from-the-extension')));
    await page.close();
  });

  test('settings outlive the browser', async () => {
    await stage.options.run(() => chrome.storage.local.set({ marks: 'all', sitesOff: ['news.example'] }));
    await stage.restart();
    await until('the options', () => textOf(stage.options, '#sites'));
    assert.ok(await stage.options.run(() => document.querySelector('#marks-all:checked') !== null));
    assert.match(await textOf(stage.options, '#sites'), /news\.example/);
    await clickOn(stage.options, '#sites button');
    await until('the site to be gone', async () => (await textOf(stage.options, '#sites')) === '');
  });

  test('in a private window it works, and what is put right there is not kept', async () => {
    await stage.options.run(() => chrome.storage.local.remove(['marks', 'reach']));
    const page = await stage.browser.openPrivate(`${stage.server.origin}/article`);
    await stage.openOptions();
    await stage.options.run(() => chrome.storage.local.set({ marks: 'first' }));
    await page.activate();
    await stage.browser.pressAction();
    await stage.browser.command('next-name');
    await openCard(page);
    await page.press('Escape');
    await restOn(page, 'Sergei Lavrov');
    await openCard(page);
    await page.inCard((root) => {
      const actions = [...root.querySelectorAll('.action')];
      /** @type {HTMLElement} */ (actions.at(-1)).click();
    });
    await page.press('Escape');
    await until(
      'the mark to go',
      async () =>
        !Object.values(await marksOf(page))
          .flat()
          .includes('Sergei Lavrov'),
    );
    const kept = await stage.options.run(
      async () =>
        /** @type {any} */ ((await chrome.storage.local.get('corrections')).corrections)?.unmarked ?? [],
    );
    assert.deepEqual(kept, []);
    await page.close();
  });
}
