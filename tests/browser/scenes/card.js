/**
 * The card: when it comes and goes, where it stands, and what can be done in it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CROSSING_GRACE, MOST_DWELL } from '../../../extension/content/card-state.js';
import { PLAIN } from '../driver.js';
import { cardIsGone, clickOn, inCard, marksOf, openCard, restOn, textOf } from '../stage.js';
import { never, until } from '../waiting.js';

/** @typedef {import('../stage.js').Stage} Stage */

/** @param {Stage} stage */
export function card(stage) {
  test('a mouse at rest on a name brings its card, with the office on the day of the article', async () => {
    const { page } = await stage.openRead('/article');
    const box = await restOn(page, 'John Kerry');
    const card = await openCard(page);
    assert.equal(card.heading, 'John Kerry');
    assert.match(card.text, /Secretary of State/);
    assert.ok(card.box.top >= box.bottom || card.box.bottom <= box.top, 'the card keeps off the line');
    await stage.screenshot(page, 'card-light');
    await page.close();
  });

  test('the mouse can go over to the card, and the card goes once the mouse has left both', async () => {
    const { page } = await stage.openRead('/article');
    await restOn(page, 'John Kerry');
    const { box } = await openCard(page);
    await page.moveMouse(box.left + 20, (box.top + box.bottom) / 2);
    await never('a card that goes under the mouse', CROSSING_GRACE + MOST_DWELL, () => cardIsGone(page));
    await page.moveMouse(5, 690);
    await until('the card to go', () => cardIsGone(page));
    await page.close();
  });

  test('Esc closes the card, and it stays closed while the mouse stays', async () => {
    const { page } = await stage.openRead('/article');
    const box = await restOn(page, 'John Kerry');
    await openCard(page);
    await page.press('Escape');
    await until('the card to close', () => cardIsGone(page));
    await page.moveMouse(box.left + 4, (box.top + box.bottom) / 2);
    await never('the card again', 2 * MOST_DWELL, async () => !(await cardIsGone(page)));
    await page.close();
  });

  test('a name broken over two elements is one name, and a name in an editor is none', async () => {
    const { page } = await stage.openRead('/article');
    await restOn(page, 'Kerry shortly');
    assert.equal((await openCard(page)).heading, 'John Kerry');
    await page.press('Escape');
    await restOn(page, 'John Kerry here');
    await never('a card in an editor', 2 * MOST_DWELL, async () => !(await cardIsGone(page)));
    await page.close();
  });

  test('somebody whom nobody knows is introduced in the article\u2019s own words', async () => {
    const { page } = await stage.openRead('/article');
    await restOn(page, 'Orbeck is not');
    const card = await openCard(page);
    assert.equal(card.heading, 'Miriam Orbeck');
    assert.match(card.text, /a historian of Russian diplomacy at the Calder Institute/);
    await stage.screenshot(page, 'card-unknown');
    await page.inCard((root) => /** @type {HTMLElement} */ (root.querySelector('.jump')).click());
    const selected = await until('the words to be shown', () => page.run(() => String(getSelection())));
    assert.match(selected, /historian of Russian diplomacy/);
    assert.ok(await cardIsGone(page));
    await page.close();
  });

  test('from the card of somebody known the article\u2019s own introduction can be jumped to', async () => {
    const { page } = await stage.openRead('/article');
    await restOn(page, 'John Kerry');
    await openCard(page);
    await inCard(page, '.more', 'click');
    await page.inCard((root) => {
      const actions = /** @type {HTMLElement[]} */ ([...root.querySelectorAll('.action')]);
      actions.find((action) => action.textContent === 'Where the article introduces them')?.click();
    });
    const selected = await until('the words to be shown', () => page.run(() => String(getSelection())));
    assert.match(selected, /U\.S\. Secretary of State/);
    assert.ok(await cardIsGone(page));
    await page.close();
  });

  test('a mouse that passes over names brings no card', async () => {
    const { page } = await stage.openRead('/article');
    const box = await restOn(page, 'John Kerry');
    await page.moveMouse(5, 690);
    await page.press('Escape');
    await until('no card', () => cardIsGone(page));
    for (let pass = 0; pass < 4; pass += 1) {
      await page.moveMouse(box.right + 200, box.top + 8);
      await page.moveMouse(5, 690);
    }
    assert.ok(await cardIsGone(page));
    await page.close();
  });

  test('kept by its pin, a card stays through presses elsewhere and scrolling; its close button ends it', async () => {
    const { page } = await stage.openRead('/article');
    await restOn(page, 'John Kerry');
    await openCard(page);
    await inCard(page, '.pin', 'click');
    await page.click(5, 400);
    await page.run(() => scrollTo(0, document.body.scrollHeight));
    await never('a kept card that goes', 600, () => cardIsGone(page));
    assert.equal(
      await page.inCard((root) => root.querySelector('.pin')?.getAttribute('aria-pressed')),
      'true',
    );
    await inCard(page, '.close', 'click');
    await until('the card to go', () => cardIsGone(page));
    await page.close();
  });

  test('from a card to the other mentions of the name, and round', async () => {
    const { page } = await stage.openRead('/article');
    await restOn(page, 'Putin at');
    await openCard(page);
    const where = () => page.inCard((root) => root.querySelector('.steps span')?.textContent);
    const first = await where();
    assert.match(String(first), /^1 of \d$/);
    await inCard(page, '.next', 'click');
    await until('the second', async () => (await where())?.startsWith('2 of'));
    await inCard(page, '.previous', 'click');
    await until('the first', async () => (await where()) === first);
    await page.press('Escape');
    await until('the card to go', () => cardIsGone(page));
    await page.close();
  });

  test('a card is copied as text', async () => {
    const { page } = await stage.openRead('/article');
    await restOn(page, 'John Kerry');
    await openCard(page);
    await inCard(page, '.more', 'click');
    await inCard(page, '.action', 'press');
    await until('the word that it is copied', () =>
      page.inCard((root) => root.querySelector('.action')?.textContent === 'Copied'),
    );
    await page.press('Escape');
    assert.match(await stage.browser.clipboard(), /^John Kerry\nSecretary of State/);
    await page.close();
  });

  test('"not this person" and "don\u2019t mark this name" are kept, and undone in the card and in the options', async () => {
    await stage.options.run(() => chrome.storage.local.set({ marks: 'all' }));
    const { page } = await stage.openRead('/article');
    const stored = () =>
      stage.options.run(
        async () => /** @type {any} */ ((await chrome.storage.local.get('corrections')).corrections),
      );
    const act = async (/** @type {string} */ name, /** @type {number} */ at) => {
      await page.moveMouse(2, 2);
      await restOn(page, name);
      await openCard(page);
      await inCard(page, '.more', 'click');
      await page.inCard((root, wanted) => {
        const actions = [...root.querySelectorAll('.action')];
        /** @type {HTMLElement} */ (actions.at(wanted)).click();
      }, at);
    };
    await act('Sergei Lavrov', -1);
    await until('it to be said', () =>
      page.inCard((root) => root.querySelector('.card')?.textContent?.includes('will not be marked')),
    );
    await inCard(page, '.jump', 'click');
    await until('it to be undone', async () => (await stored())?.unmarked.length === 0);
    await act('Sergei Lavrov', -1);
    await until('it to be kept', async () => (await stored())?.unmarked.length === 1);
    await page.press('Escape');
    const says = async (/** @type {string} */ name) =>
      Object.values(await marksOf(page))
        .flat()
        .includes(name);
    await until('the mark to go', async () => !(await says('Sergei Lavrov')));
    await page.moveMouse(2, 2);
    await act('Putin at', -2);
    await until('it to be kept', async () => (await stored())?.refused.length === 1);
    await page.press('Escape');
    await until('the name to be left', async () => !(await says('Vladimir Putin')));
    await stage.options.activate();
    await until('both to be listed', () =>
      stage.options.run(() => document.querySelectorAll('#corrections li').length === 2),
    );
    await stage.screenshot(stage.options, 'options-corrections');
    const saved = await stage.options.run(
      () =>
        new Promise((resolve) => {
          const { createObjectURL } = URL;
          URL.createObjectURL = (file) => {
            URL.createObjectURL = createObjectURL;
            /** @type {Blob} */ (file).text().then(resolve);
            return '#';
          };
          document.getElementById('export')?.click();
        }),
    );
    assert.deepEqual(JSON.parse(String(saved)), await stored(), 'the file has what is listed');
    await clickOn(stage.options, '#corrections button');
    await until('the mark again', () => says('Sergei Lavrov'));
    await clickOn(stage.options, '#undo-all');
    await until('the other, too', () => says('Vladimir Putin'));
    await until('none', async () => (await textOf(stage.options, '#corrections')) === '');
    await stage.options.run(() => chrome.storage.local.remove('marks'));
    await page.close();
  });

  test('whom a reader picks among those it could be has the whole card, then and whenever the page is read', async () => {
    const { page } = await stage.openRead('/namesakes');
    await restOn(page, 'Rogers said');
    const doubtful = await openCard(page);
    assert.match(doubtful.text, /Probably/);
    await page.inCard((root) => root.querySelector('details:has(.pick)')?.setAttribute('open', ''));
    const picked = String(await page.inCard((root) => root.querySelector('.pick .who')?.textContent));
    await stage.screenshot(page, 'card-alternatives');
    await inCard(page, '.pick', 'click');
    const lines = () =>
      page.inCard((root) => [...root.querySelectorAll('.line')].map(({ textContent }) => textContent));
    const told = await until('what is known of them', async () => {
      const said = await lines();
      return (said?.length ?? 0) > 1 ? said : null;
    });
    assert.match(String(told?.[0]), /representative \(2001.2015\)/, 'the office, with its years');
    assert.match(String(told), /Born .*\(aged 5\d then\)/, 'as of the day of the article');
    await stage.screenshot(page, 'card-picked');
    await page.press('Escape');
    await until('the card to go', () => cardIsGone(page));
    await page.close();
    const again = await stage.openRead('/namesakes');
    await restOn(again.page, 'Rogers said');
    const card = await openCard(again.page);
    assert.equal(card.heading, picked);
    assert.doesNotMatch(card.text, /Probably/);
    assert.deepEqual(
      await again.page.inCard((root) => [...root.querySelectorAll('.line')].map((line) => line.textContent)),
      told,
    );
    await again.page.close();
    await stage.options.run(() => chrome.storage.local.remove('corrections'));
  });

  test('on a page that runs from right to left the card begins where the name does', async () => {
    const { page } = await stage.openRead('/rtl');
    const box = await restOn(page, 'John Kerry');
    const card = await openCard(page);
    assert.ok(Math.abs(card.box.right - box.right) < 60 || card.box.left <= 8, 'the right edges are near');
    assert.ok(card.box.top >= box.bottom || card.box.bottom <= box.top);
    await stage.screenshot(page, 'card-rtl');
    await page.close();
  });

  test('the card is above a modal dialog and can be used there; above the whole screen too', async () => {
    const { page } = await stage.openRead('/dialog');
    await restOn(page, 'Sergei Lavrov');
    assert.match(String((await openCard(page)).heading), /Lavrov$/);
    await inCard(page, '.pin', 'press');
    await until('the pin to be down', () =>
      page.inCard((root) => root.querySelector('.pin')?.getAttribute('aria-pressed') === 'true'),
    );
    await page.press('Escape');
    await until('the card to close', () => cardIsGone(page));
    assert.ok(await page.run(() => document.querySelector('dialog')?.matches(':modal')), 'the dialog stays');
    await page.close();

    const other = await stage.openRead('/article');
    await other.page.run(() => {
      const article = /** @type {HTMLElement} */ (document.querySelector('article'));
      article.style.overflow = 'auto';
      return article.requestFullscreen();
    });
    await restOn(other.page, 'Sergei Lavrov');
    const card = await openCard(other.page);
    await stage.screenshot(other.page, 'card-fullscreen');
    const onTop = await other.page.run(
      ({ left, top }) => document.elementFromPoint(left + 20, top + 20)?.localName,
      card.box,
    );
    assert.equal(onTop, 'dramatis-card');
    await other.page.run(() => document.exitFullscreen());
    await other.page.close();
  });

  test('a finger on a name brings the card at the lower edge; a link under it still works', async () => {
    const { page } = await stage.openRead('/article');
    await page.look({ ...PLAIN, width: 400, height: 700 });
    const box = await restOn(page, 'Putin has said');
    await page.moveMouse(2, 2);
    await page.press('Escape');
    await page.tap((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    const card = await until('the card', () =>
      page.inCard((root) => {
        const sheet = root.querySelector('.sheet');
        if (sheet === null || sheet.getAnimations().length > 0) return null;
        const { left, right, bottom } = sheet.getBoundingClientRect();
        const sizes = [...sheet.querySelectorAll('button, summary, a')].map((each) =>
          each.getBoundingClientRect(),
        );
        const shown = sizes.filter(({ width }) => width > 0);
        return {
          left,
          right,
          bottom: Math.round(bottom),
          least: Math.min(...shown.map(({ height }) => height)),
        };
      }),
    );
    const width = await page.run(() => document.documentElement.clientWidth);
    assert.deepEqual([card.left, card.right, card.bottom], [0, width, 700]);
    assert.ok(card.least >= 44, `a finger finds every target (${card.least})`);
    await stage.screenshot(page, 'card-sheet');
    await page.tap(200, 60);
    await until('the card to go', () => cardIsGone(page));
    const link = await restOn(page, 'NATO');
    await page.moveMouse(2, 2);
    await page.tap((link.left + link.right) / 2, (link.top + link.bottom) / 2);
    await until('the link to be followed', () => page.run(() => location.hash === '#nato'));
    assert.ok(await cardIsGone(page));
    await page.look(PLAIN);
    await page.close();
  });
}
