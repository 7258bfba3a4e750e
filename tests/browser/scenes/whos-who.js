/**
 * The popup: who is who on the page.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clickOn, marksOf, openCard, restOn, textOf } from '../stage.js';
import { until } from '../waiting.js';

/** @typedef {import('../stage.js').Stage} Stage */

/** @param {Stage} stage */
export function whosWho(stage) {
  test('the popup lists the cast by group and weight, and says what was done', async () => {
    const { page, id } = await stage.openRead('/article');
    const popup = await stage.openPopup(id);
    await until('the names', async () => (await textOf(popup, '#cast')).includes('John Kerry'));
    assert.match(await textOf(popup, '#status'), /^\d+ names · \d+ ms · article of 7 May 2013 · pack of \S/);
    const groups = await popup.run(() =>
      [...document.querySelectorAll('#cast section')].map((section) => ({
        title: section.querySelector('h2')?.textContent,
        names: [...section.querySelectorAll('.name')].map((name) => name.textContent),
        counts: [...section.querySelectorAll('.count')].map((count) => Number(count.textContent)),
      })),
    );
    assert.match(String(groups[0]?.title), /^People \(\d\)$/);
    assert.equal(groups[0]?.names[0], 'John Kerry');
    for (const { counts } of groups)
      assert.deepEqual(
        counts,
        [...counts].sort((a, b) => b - a),
      );
    assert.match(String(groups.at(-1)?.title), /^Named here, not in our pack/);
    assert.match(await textOf(popup, '#cast'), /Secretary of State/);
    await popup.close();
    await page.close();
  });

  test('its filter, its list to copy, and the way to each mention', async () => {
    const { page, id } = await stage.openRead('/article');
    const popup = await stage.openPopup(id);
    await until('the names', async () => (await textOf(popup, '#cast')).includes('John Kerry'));
    const type = (/** @type {string} */ text) =>
      popup.run((wanted) => {
        const filter = /** @type {HTMLInputElement} */ (document.getElementById('filter'));
        filter.value = wanted;
        filter.dispatchEvent(new Event('input'));
      }, text);
    const shown = () =>
      popup.run(() =>
        [...document.querySelectorAll('.entry')]
          .filter((row) => row.checkVisibility())
          .map((row) => row.textContent),
      );
    await type('president');
    const presidents = await shown();
    assert.ok(presidents.length > 0 && presidents.every((row) => /president/i.test(String(row))));
    await type('zzz');
    assert.deepEqual(await shown(), []);
    assert.equal(await popup.run(() => document.getElementById('no-match')?.checkVisibility()), true);
    await type('');
    await popup.activate();
    await clickOn(popup, '#copy');
    await until('it to be said', async () => (await textOf(popup, '#copy')) === 'Copied');
    const copied = await stage.browser.clipboard();
    assert.match(copied, /^Kerry and Lavrov agree[\s\S]*People\nJohn Kerry: Secretary of State/);
    await clickOn(popup, '.count');
    assert.equal(
      await popup.run(() => document.querySelector('.count')?.getAttribute('aria-expanded')),
      'true',
    );
    await stage.screenshot(popup, 'popup-mentions');
    await clickOn(popup, '.mentions li:last-child button');
    await page.activate();
    assert.equal((await openCard(page)).heading, 'John Kerry');
    const place = await page.inCard((root) => root.querySelector('.steps span')?.textContent);
    assert.match(String(place), /^(\d) of \1$/);
    await popup.close();
    await page.close();
  });

  test('the popup turns everything off and on, live, and leaves nothing behind', async () => {
    const { page, id } = await stage.openRead('/article');
    await restOn(page, 'John Kerry');
    await openCard(page);
    const popup = await stage.openPopup(id);
    await until('the names', async () => (await textOf(popup, '#cast')).includes('John Kerry'));
    for (const [control, status] of [
      ['#everywhere', 'Turned off everywhere.'],
      ['#site', 'Turned off on this site.'],
    ]) {
      await clickOn(popup, String(control));
      await until('all to be off', async () => (await textOf(popup, '#status')) === status);
      assert.deepEqual(await marksOf(page), {});
      const left = await page.run(() => ({
        hosts: document.querySelectorAll('dramatis-card').length,
        sheets: document.adoptedStyleSheets.length,
      }));
      assert.deepEqual(left, { hosts: 0, sheets: 0 });
      await clickOn(popup, String(control));
      await until('the marks again', async () => (await marksOf(page))['dramatis-sure']);
    }
    await page.activate();
    await restOn(page, 'Sergei Lavrov');
    assert.match(String((await openCard(page)).heading), /Lavrov$/);
    await popup.close();
    await page.close();
  });
}
