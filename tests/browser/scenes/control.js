/**
 * Who decides: settings, keys, menu and badge, each with its effect on open pages.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardIsGone, clickOn, inCard, marksOf, openCard, restOn, textOf } from '../stage.js';
import { never, until } from '../waiting.js';

/** @typedef {import('../stage.js').Stage} Stage */
/** @typedef {import('../driver.js').Page} Page */

/** @param {Stage} stage */
export function control(stage) {
  test('the options say which names are underlined', async () => {
    const { page } = await stage.openRead('/article');
    const count = async () => (await marksOf(page))['dramatis-sure']?.length ?? 0;
    const first = await count();
    await stage.options.activate();
    await clickOn(stage.options, '#marks-all');
    const all = await until('every mention', async () => (await count()) > first && (await count()));
    await clickOn(stage.options, '#marks-none');
    await until('no underline', async () => (await count()) === 0);
    await clickOn(stage.options, '#marks-first');
    await until('the first mentions', async () => (await count()) === first);
    assert.ok(all > first);
    await page.close();
  });

  test('without underlines a card comes only while Shift is held', async () => {
    await stage.withSettings({ marks: 'none' }, async () => {
      const { page, id } = await stage.openTab('/article');
      const popup = await stage.openPopup(id);
      await until('the page to be read', async () => (await textOf(popup, '#cast')).includes('Kerry'));
      await page.activate();
      await restOn(page, 'John Kerry');
      await never('a card without Shift', 800, async () => !(await cardIsGone(page)));
      await page.moveMouse(2, 2);
      await page.hold('Shift', true);
      await restOn(page, 'John Kerry');
      assert.equal((await openCard(page)).heading, 'John Kerry');
      await page.hold('Shift', false);
      await popup.close();
      await page.close();
    });
  });

  test('settings follow the reader into other browsers, and come from them, if that is wished', async () => {
    const sync = (/** @type {Record<string, unknown> | null} */ news) =>
      stage.options.run(async (told) => {
        if (told !== null) await chrome.storage.sync.set(told);
        return chrome.storage.sync.get();
      }, news);
    const kept = () => stage.options.run(() => chrome.storage.local.get());
    await stage.options.activate();
    await clickOn(stage.options, '#marks-all');
    await until('the choice to be kept', async () => (await kept()).marks === 'all');
    assert.deepEqual(await sync(null), {}, 'nothing is told to the account before it is wished');
    await clickOn(stage.options, '#sync');
    await until('the account to hold the choice', async () => (await sync(null)).marks === 'all');
    const { page } = await stage.openRead('/article');
    await sync({ marks: 'none' });
    await until('another browser\u2019s choice to count here', async () => (await kept()).marks === 'none');
    await until('the marks to go', async () => Object.keys(await marksOf(page)).length === 0);
    await stage.options.activate();
    await until('the options to show it', () =>
      stage.options.run(
        () => /** @type {HTMLInputElement} */ (document.querySelector('#marks-none')).checked,
      ),
    );
    await clickOn(stage.options, '#marks-first');
    await until('the account to follow', async () => (await sync(null)).marks === 'first');
    await clickOn(stage.options, '#sync');
    await until('the wish to be taken back', async () => (await kept()).sync === false);
    await sync({ marks: 'all' });
    await never('what others choose', 500, async () => (await kept()).marks !== 'first');
    await stage.options.run(() => chrome.storage.sync.clear());
    await page.close();
  });

  test('this page alone can be left, and asked for again', async () => {
    const { page, id } = await stage.openRead('/article');
    const popup = await stage.openPopup(id);
    await until('the names', async () => (await textOf(popup, '#cast')).includes('Kerry'));
    await clickOn(popup, '#page');
    await until('it to be left', async () => (await textOf(popup, '#status')) === 'Turned off on this page.');
    assert.deepEqual(await marksOf(page), {});
    await clickOn(popup, '#page');
    await until('the marks again', async () => (await marksOf(page))['dramatis-sure']);
    await popup.close();
    await page.close();
  });

  test('only on listed sites; only on a click', async () => {
    await stage.withSettings({ reach: 'listed', sitesOn: [] }, async () => {
      const { page, id } = await stage.openTab('/article');
      const popup = await stage.openPopup(id);
      await until(
        'the status',
        async () => (await textOf(popup, '#status')) === 'This page has not been read.',
      );
      assert.deepEqual(await marksOf(page), {});
      await clickOn(popup, '#site');
      await until('the listed site to be read', async () => (await marksOf(page))['dramatis-sure']);
      await page.close();
      const again = await stage.openRead('/article');
      await stage.options.run(() => chrome.storage.local.set({ reach: 'click' }));
      await until('it to be left', async () => Object.keys(await marksOf(again.page)).length === 0);
      await again.page.close();
      await popup.close();
    });
    await until('leave to count again', async () => {
      const { page } = await stage.openTab('/article');
      const marks = await until('a mark', async () => (await marksOf(page))['dramatis-sure']).catch(
        () => null,
      );
      await page.close();
      return marks;
    });
  });

  test('a pause ends all reading for an hour, and goes on by a press', async () => {
    const { page, id } = await stage.openRead('/article');
    const popup = await stage.openPopup(id);
    await until('the names', async () => (await textOf(popup, '#cast')).includes('Kerry'));
    await clickOn(popup, '#pause');
    await until('the pause', async () => /^Paused until \d/.test(await textOf(popup, '#status')));
    await until('the marks to go', async () => Object.keys(await marksOf(page)).length === 0);
    const left = await stage.options.run(
      async () =>
        /** @type {number} */ ((await chrome.storage.local.get('pausedUntil')).pausedUntil) - Date.now(),
    );
    assert.ok(left > 55 * 60_000 && left <= 60 * 60_000);
    await clickOn(popup, '#pause');
    await until('the marks again', async () => (await marksOf(page))['dramatis-sure']);
    await popup.close();
    await page.close();
  });

  test('turned off, no code of ours runs on a page that is opened', async () => {
    await stage.withSettings({ on: false }, async () => {
      const registered = () =>
        stage.options.run(async () => (await chrome.scripting.getRegisteredContentScripts()).length);
      await until('the registration to go', async () => (await registered()) === 0);
      const { page, id } = await stage.openTab('/article');
      const answered = await stage.options.run(
        (tab) =>
          new Promise((resolve) => {
            const port = chrome.tabs.connect(Number(tab), { name: 'popup-content' });
            port.onMessage.addListener(() => resolve(true));
            port.onDisconnect.addListener(() => resolve(false));
          }),
        id,
      );
      assert.equal(answered, false, 'nobody answers in the page');
      await page.close();
    });
    await until('the registration again', () =>
      stage.options.run(async () => (await chrome.scripting.getRegisteredContentScripts()).length === 1),
    );
  });

  test('keys lead from name to name, open a card, and turn the page off and on', async () => {
    const { page } = await stage.openRead('/article');
    const heading = () => page.inCard((root) => root.querySelector('h2')?.textContent);
    await page.activate();
    await stage.browser.command('next-name');
    const first = await until('the first name', heading);
    await page.activate();
    await stage.browser.command('next-name');
    const second = await until('the second', async () => (await heading()) !== first && (await heading()));
    await page.activate();
    await stage.browser.command('previous-name');
    await until('the first again', async () => (await heading()) === first);
    assert.notEqual(first, second);
    await page.activate();
    await page.press('Escape');
    await until('the card to go', () => cardIsGone(page));
    await stage.browser.command('open-card');
    await until('a card', heading);
    await page.activate();
    await stage.browser.command('toggle');
    await until('all to be off', async () => Object.keys(await marksOf(page)).length === 0);
    assert.ok(await cardIsGone(page));
    await page.activate();
    await stage.browser.command('toggle');
    await until('the marks again', async () => (await marksOf(page))['dramatis-sure']);
    await page.close();
  });

  test('"Who is this?" answers for the words selected, and says so where nobody is known', async () => {
    const { page } = await stage.openRead('/article');
    assert.match(String((await whoIs(stage, page, 'Lavrov')).heading), /Lavrov$/);
    // Neither a place nor words that are no name, though a name has such letters in it.
    for (const words of ['Geneva', 'the war', 'the']) {
      const nobody = await whoIs(stage, page, words);
      assert.equal(nobody.heading, words);
      assert.match(nobody.text, /We know nobody/);
    }
    const unknown = await whoIs(stage, page, 'Miriam Orbeck');
    assert.match(unknown.text, /a historian of Russian diplomacy/, 'the article\u2019s own words');
    await page.close();
  });

  test('"Who is this?" on a name outside of the article says "probably", or who it could be, and is put right there', async () => {
    const { page } = await stage.openRead('/beside');
    const clear = await whoIs(stage, page, 'Angela Merkel');
    assert.equal(clear.heading, 'Angela Merkel');
    assert.match(clear.text, /Probably.*Germany/);
    const again = await whoIs(stage, page, 'Lavrov', 'aside');
    assert.match(again.text, /Probably.*Foreign Affairs/);
    const several = await whoIs(stage, page, 'Richard Spencer');
    assert.match(several.text, /^Richard Spencer.*does not tell who is meant/);
    await stage.screenshot(page, 'who-several');
    const picks = await page.inCard((root) =>
      [...root.querySelectorAll('.pick .who')].map((who) => who.textContent),
    );
    assert.ok(Number(picks?.length) > 1, String(picks));
    await inCard(page, '.pick', 'press');
    await until('the choice', async () => (await openCard(page)).text.includes('will be taken for'));
    const chosen = await whoIs(stage, page, 'Richard Spencer');
    assert.doesNotMatch(chosen.text, /Probably|does not tell/);
    await stage.options.run(() => chrome.storage.local.remove('corrections'));
    await page.close();
  });

  test('"Who is this?" answers on a page that is no article and was not read', async () => {
    const { page } = await stage.openTab('/shop/names');
    const clear = await whoIs(stage, page, 'Angela Merkel');
    assert.equal(clear.heading, 'Angela Merkel');
    assert.match(clear.text, /Probably/);
    assert.deepEqual(await marksOf(page), {}, 'nothing else is marked');
    assert.deepEqual(page.errors, []);
    await page.close();
  });

  test('the badge counts the names, unless it is turned off', async () => {
    const { page } = await stage.openRead('/article');
    await page.activate();
    await until('a number', async () => Number(await stage.browser.badge()) > 3);
    await stage.withSettings({ badge: false }, async () => {
      await page.activate();
      await until('none', async () => (await stage.browser.badge()) === '');
    });
    await page.close();
  });
}

/**
 * Selects words in a paragraph of a page and asks who that is.
 * @param {Stage} stage
 * @param {Page} page
 * @param {string} words
 * @param {string} within a selector
 */
export async function whoIs(stage, page, words, within = 'p') {
  await page.activate();
  await page.press('Escape');
  await until('the card before to go', () => cardIsGone(page));
  await page.run(
    (wanted, inside) => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const at = String(node.textContent).indexOf(wanted);
        if (at < 0 || !node.parentElement?.closest(inside)) continue;
        node.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
        getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length);
        return;
      }
      throw new Error(`no ${wanted} on the page`);
    },
    words,
    within,
  );
  await stage.browser.whoIsThis(words);
  return openCard(page);
}
