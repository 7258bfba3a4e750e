/**
 * For everyone: keyboard, screen reader, zoom, colours.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axeOn, axeOnCard } from '../axe.js';
import { PLAIN } from '../driver.js';
import { cardIsGone, inCard, marksOf, openCard, restOn, textOf } from '../stage.js';
import { until } from '../waiting.js';

/** @typedef {import('../stage.js').Stage} Stage */

/** @param {Stage} stage */
export function access(stage) {
  test('from the popup, by keyboard alone, to a name, its card, and back', async () => {
    const { page, id } = await stage.openRead('/article');
    await page.run(() => /** @type {HTMLElement} */ (document.querySelector('nav a')).focus());
    const popup = await stage.openPopup(id);
    await until('the names', async () => (await textOf(popup, '#cast')).includes('Lavrov'));
    await until('the keyboard to reach a name', async () => {
      await popup.press('Tab');
      return popup.run(() => document.activeElement?.querySelector('.name')?.textContent?.endsWith('Lavrov'));
    });
    await popup.press('Enter');
    await page.activate();
    assert.match(String((await openCard(page)).heading), /Lavrov$/);
    assert.equal(await page.run(() => document.activeElement?.localName), 'dramatis-card');
    assert.equal(await page.inCard((root) => root.activeElement?.getAttribute('role')), 'dialog');
    await page.press('Tab');
    assert.equal(await page.inCard((root) => root.activeElement?.localName), 'button');
    await page.press('Escape');
    await until('the card to close', () => cardIsGone(page));
    assert.equal(await page.run(() => document.activeElement?.textContent), 'World');
    await popup.close();
    await page.close();
  });

  test('axe finds nothing wrong with popup, options and card, light and dark', async () => {
    const { page, id } = await stage.openRead('/article');
    const popup = await stage.openPopup(id);
    await until('the names', async () => (await textOf(popup, '#cast')).includes('John Kerry'));
    for (const dark of [false, true]) {
      const look = { ...PLAIN, dark };
      for (const own of [popup, stage.options]) {
        await own.activate();
        await own.look(look);
        assert.deepEqual(await axeOn(own), []);
      }
      await page.activate();
      await page.look(look);
      await restOn(page, 'John Kerry');
      await openCard(page);
      assert.deepEqual(await axeOnCard(page), []);
      await page.press('Escape');
      await until('the card to close', () => cardIsGone(page));
      await page.moveMouse(5, 690);
    }
    await stage.options.look(PLAIN);
    await popup.close();
    await page.close();
  });

  test('axe finds nothing wrong with the first run, light and dark, nor with an unfolded card', async () => {
    const welcome = await stage.browser.openOwn('welcome/welcome.html');
    await until('the words', () => textOf(welcome, 'h1'));
    for (const dark of [false, true]) {
      await welcome.look({ ...PLAIN, dark });
      assert.deepEqual(await axeOn(welcome), []);
    }
    await stage.screenshot(welcome, 'welcome-dark');
    await welcome.look({ ...PLAIN, zoom: 4 });
    await stage.screenshot(welcome, 'welcome-400');
    await welcome.look(PLAIN);
    await welcome.close();
    const { page } = await stage.openRead('/article');
    await restOn(page, 'John Kerry');
    await openCard(page);
    await inCard(page, '.more', 'click');
    assert.deepEqual(await axeOnCard(page), []);
    await stage.screenshot(page, 'card-actions');
    await page.close();
  });

  test('the whole page by keyboard alone: every name in reading order, its card, and back where one was', async () => {
    const { page } = await stage.openRead('/article');
    const marked = Object.values(await marksOf(page)).flat().length;
    await page.run(() => /** @type {HTMLElement} */ (document.querySelector('nav a')).focus());
    /** @type {number[]} */
    const tops = [];
    for (let step = 0; step < marked; step += 1) {
      await page.activate();
      await stage.browser.command('next-name');
      const top = await until('the next name to have the focus', () =>
        page.run((/** @type {number} */ last) => {
          const shown = CSS.highlights.get('dramatis-focus');
          const range = /** @type {Range | undefined} */ (shown && [...shown][0]);
          if (!range || document.activeElement?.localName !== 'dramatis-card') return null;
          // A name that is broken over two lines begins on the first.
          const [line] = range.getClientRects();
          if (!line || line.top < 0 || line.bottom > innerHeight) return null;
          const place = Math.round(line.top + scrollY) * 1000 + Math.round(line.left);
          return place === last ? null : place;
        }, tops.at(-1) ?? -1),
      );
      tops.push(top);
    }
    assert.deepEqual(
      tops,
      [...tops].sort((a, b) => a - b),
      'in reading order',
    );
    // Through everything in the card that can be used, and out of it.
    const reached = new Set();
    for (let step = 0; step < 12; step += 1) {
      await page.press('Tab');
      const at = await page.inCard((root) => {
        const active = root.activeElement;
        if (active === null) return null;
        const outline = getComputedStyle(active).outlineStyle;
        return { what: active.getAttribute('aria-label') ?? active.textContent, outline };
      });
      if (at === null) break;
      assert.notEqual(at.outline, 'none', `the focus shows on ${at.what}`);
      reached.add(at.what);
    }
    assert.ok(reached.has('Close') && reached.has('Keep this card open'), [...reached].join());
    await page.press('Escape');
    await until('the card to go', () => cardIsGone(page));
    await page.close();
  });

  test('a card that the mouse brought is told politely', async () => {
    const { page } = await stage.openRead('/article');
    await restOn(page, 'John Kerry');
    await openCard(page);
    const told = await page.inCard((root) => root.querySelector('[role="status"]')?.textContent);
    assert.match(String(told), /^John Kerry\. Secretary of State/);
    await page.close();
  });

  test('a reader who asked for less motion has a card that stands still', async () => {
    const { page } = await stage.openRead('/article');
    const motion = async (/** @type {boolean} */ still) => {
      await page.look({ ...PLAIN, still });
      await page.moveMouse(2, 2);
      await restOn(page, 'John Kerry');
      await openCard(page);
      const found = await page.inCard((root) =>
        [...root.querySelectorAll('*')].map((element) => {
          const { animationName, transitionDuration } = getComputedStyle(element);
          return animationName !== 'none' || transitionDuration !== '0s';
        }),
      );
      await page.press('Escape');
      await until('the card to go', () => cardIsGone(page));
      return found?.includes(true);
    };
    assert.equal(await motion(true), false, 'nothing in the card moves by itself');
    assert.equal(await motion(false), true, 'where nobody asked, it fades in');
    await page.look(PLAIN);
    await page.close();
  });

  test('how it looks: dark, at 200 %, in forced colours', async () => {
    const { page, id } = await stage.openRead('/article');
    for (const [what, look] of Object.entries({
      dark: { ...PLAIN, dark: true },
      zoom: { ...PLAIN, zoom: 2 },
      'zoom-400': { ...PLAIN, zoom: 4 },
      forced: { ...PLAIN, forced: true },
    })) {
      await page.activate();
      await page.look(look);
      await page.moveMouse(1, 1);
      await restOn(page, 'Sergei Lavrov');
      const { box } = await openCard(page);
      const room = await page.run(() => ({ width: innerWidth, height: innerHeight }));
      assert.ok(box.left >= 0 && box.right <= room.width, `the card is inside the window (${what})`);
      assert.ok(box.top >= 0 && box.bottom <= room.height, `the card is inside the window (${what})`);
      await stage.screenshot(page, `card-${what}`);
      await page.press('Escape');
      await until('the card to close', () => cardIsGone(page));
      const popup = await stage.openPopup(id);
      await popup.look(look);
      await until('the names', async () => (await textOf(popup, '#cast')).includes('John Kerry'));
      await stage.screenshot(popup, `popup-${what}`);
      await popup.close();
    }
    await page.look(PLAIN);
    const popup = await stage.openPopup(id);
    await stage.screenshot(popup, 'popup-light');
    await stage.options.activate();
    await stage.screenshot(stage.options, 'options-light');
    await popup.close();
    await page.close();
  });
}
