/**
 * Before any leave is given: what a click alone can do, and how leave is given.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clickOn, marksOf, openCard, textOf } from '../stage.js';
import { never, until } from '../waiting.js';

/** @typedef {import('../stage.js').Stage} Stage */

/** @param {Stage} stage */
export function leave(stage) {
  test('the first run opens by itself, says in plain words what it does, and takes no for an answer', async () => {
    const opened = () =>
      stage.options.run(async () => {
        const tabs = await chrome.tabs.query({});
        return tabs.some(({ url }) => url?.endsWith('/welcome/welcome.html'));
      });
    await until('the first run', opened);
    const welcome = await stage.browser.openOwn('welcome/welcome.html');
    await until('the words', async () => (await textOf(welcome, 'h1')).includes('Who is who'));
    await stage.screenshot(welcome, 'welcome-light');
    await clickOn(welcome, '#click');
    await until('what to do now', async () => (await textOf(welcome, '#done')).includes('toolbar'));
    const reach = () => stage.options.run(async () => (await chrome.storage.local.get('reach')).reach);
    assert.equal(await reach(), 'click');
    await stage.options.run(() => chrome.storage.local.remove('reach'));
    await welcome.close();
  });

  test('a click on the toolbar button and one in the popup read a page without any leave', async () => {
    const { page, id } = await stage.openTab('/article');
    await stage.browser.pressAction();
    const popup = await stage.openPopup(id);
    await clickOn(popup, '#read');
    await until('the page to be read', async () => (await marksOf(page))['dramatis-sure']);
    await popup.close();
    await page.close();
  });

  test('a key does with no leave but that of the person who pressed it', async () => {
    const { page } = await stage.openTab('/article');
    await stage.browser.pressAction();
    await stage.browser.command('next-name');
    assert.ok((await openCard(page)).heading);
    await page.close();
    const other = await stage.openTab('/article');
    await never(
      'another page to be read for it',
      500,
      async () => Object.keys(await marksOf(other.page)).length,
    );
    await other.page.close();
  });

  test('no page is read by itself before leave is given; once it is, every article is', async () => {
    const { page, id } = await stage.openTab('/article');
    const popup = await stage.openPopup(id);
    assert.deepEqual(await marksOf(page), {}, 'nothing is read before the leave is given');
    assert.equal(await textOf(popup, '#status'), 'This page has not been read.');
    await stage.screenshot(popup, 'popup-unread');
    if (stage.name === 'chromium') {
      // Its question cannot be shown without a window: the answer is written down where the browser keeps it.
      await stage.restart();
      const { page: later } = await stage.openRead('/article');
      await later.close();
      return;
    }
    await clickOn(popup, '#every-site');
    await until('the page to be read', async () => (await marksOf(page))['dramatis-sure']);
    await until('the popup to follow', async () => (await textOf(popup, '#cast')).includes('John Kerry'));
    await popup.close();
    await page.close();
  });
}
