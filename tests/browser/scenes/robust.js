/**
 * What may go wrong: the background ends, the extension is reloaded, pages are hostile.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { PLAIN } from '../driver.js';
import { cardIsGone, marksOf, openCard, restOn } from '../stage.js';
import { never, until } from '../waiting.js';

/** @typedef {import('../stage.js').Stage} Stage */

/** @param {Stage} stage */
export function robust(stage) {
  test('a page with the strictest policy is read like any other', async () => {
    const { page } = await stage.openRead('/strict');
    await restOn(page, 'John Kerry');
    assert.equal((await openCard(page)).heading, 'John Kerry');
    const look = await page.inCard((root) => {
      const card = root.querySelector('.card');
      return card && getComputedStyle(card).position;
    });
    assert.equal(look, 'absolute', 'the card has its style');
    assert.deepEqual(page.errors, []);
    await page.close();
  });

  test('the page\u2019s own tree stays as it was, but for one host element', async () => {
    const { page } = await stage.openRead('/watched');
    await restOn(page, 'John Kerry');
    await openCard(page);
    await page.press('Escape');
    await until('the card to close', () => cardIsGone(page));
    const seen = await page.run(() => {
      const { before, changes } = /** @type {{ before: string, changes: MutationRecord[] }} */ (
        /** @type {any} */ (window).watch
      );
      const ours = (/** @type {Node} */ node) => node.nodeName === 'DRAMATIS-CARD';
      const others = changes.filter(
        ({ type, target, addedNodes, removedNodes }) =>
          !ours(target) && (type !== 'childList' || removedNodes.length > 0 || ![...addedNodes].every(ours)),
      );
      const copy = /** @type {HTMLElement} */ (document.documentElement.cloneNode(true));
      const hosts = [...copy.querySelectorAll('dramatis-card')];
      for (const host of hosts) host.remove();
      return { same: copy.outerHTML === before, hosts: hosts.length, others: others.length };
    });
    assert.deepEqual(seen, { same: true, hosts: 1, others: 0 });
    await page.close();
  });

  test('what is copied from a page that is read is the page\u2019s own text', async () => {
    const { page } = await stage.openRead('/article');
    await restOn(page, 'Sergei Lavrov');
    await openCard(page);
    const { copied, paragraphs } = /** @type {{ copied: string, paragraphs: string[] }} */ (
      await page.run(() => {
        const article = /** @type {HTMLElement} */ (document.querySelector('article'));
        const selection = /** @type {Selection} */ (getSelection());
        selection.selectAllChildren(article);
        const copied = selection.toString();
        selection.removeAllRanges();
        return { copied, paragraphs: [...article.querySelectorAll('p')].map((p) => p.textContent) };
      })
    );
    const words = (/** @type {string} */ text) => text.split(/\s+/).filter(Boolean).join(' ');
    assert.ok(copied.includes('Sergei Lavrov'));
    for (const paragraph of paragraphs) assert.ok(words(copied).includes(words(paragraph)), paragraph);
    await page.close();
  });

  test('what is printed from a page that is read is the page alone, without marks and without the card', async () => {
    const { page } = await stage.openRead('/article');
    const shot = async (/** @type {string} */ what) =>
      readFile(await stage.screenshot(page, `printed-${what}`), 'base64');
    // Two alike in a row: what still moves would count as a difference.
    const printed = (/** @type {string} */ what) =>
      until('the page to stand still', async () => {
        const first = await shot(what);
        return first === (await shot(what)) && first;
      });
    await restOn(page, 'John Kerry');
    await openCard(page);
    await page.look({ ...PLAIN, print: true });
    const read = await printed('read');
    await page.press('Escape');
    await stage.withSettings({ on: false }, async () => {
      await until('all to be off', async () => Object.keys(await marksOf(page)).length === 0);
      assert.equal(await page.run(pointsThatDiffer, read, await printed('unread')), 0);
    });
    // Turned on again while it is still printed, nothing is marked yet.
    await never('marks in print', 500, async () => Object.keys(await marksOf(page)).length > 0);
    await page.look(PLAIN);
    await until('the marks again', async () => (await marksOf(page))['dramatis-sure']);
    await page.moveMouse(2, 2);
    await restOn(page, 'John Kerry');
    await openCard(page);
    assert.ok((await page.run(pointsThatDiffer, read, await printed('not'))) > 1_000, 'the screen has both');
    await page.close();
  });

  test('a page that is printed has no marks for as long as that, also where it was turned off and on meanwhile', async () => {
    const { page } = await stage.openRead('/article');
    const before = await marksOf(page);
    await page.run(() =>
      addEventListener('beforeprint', () => {
        /** @type {any} */ (window).printed = [...CSS.highlights.keys()].filter((name) =>
          name.startsWith('dramatis-'),
        );
      }),
    );
    await page.print();
    assert.deepEqual(await page.run(() => /** @type {any} */ (window).printed), [], 'printed without marks');
    await until('the marks again', async () => (await marksOf(page))['dramatis-sure']);
    assert.deepEqual(await marksOf(page), before);

    const printing = (/** @type {string} */ type) =>
      page.run((each) => void dispatchEvent(new Event(each)), type);
    await printing('beforeprint');
    assert.deepEqual(await marksOf(page), {});
    await stage.withSettings({ on: false }, () => printing('afterprint'));
    await until('the marks again', async () => (await marksOf(page))['dramatis-sure']);
    await printing('beforeprint');
    await stage.withSettings({ on: false }, async () => {
      await never('marks', 300, async () => Object.keys(await marksOf(page)).length > 0);
      await printing('afterprint');
      await never(
        'marks of a page that is turned off',
        300,
        async () => Object.keys(await marksOf(page)).length > 0,
      );
    });
    await until('the marks again', async () => (await marksOf(page))['dramatis-sure']);
    await page.close();
  });

  test('a background that has ended is there again when it is needed', async () => {
    await stage.browser.stopBackground();
    const { page } = await stage.openRead('/article');
    await page.close();
  });

  test('a page that breaks the language, changes all the time and throws the card away harms only itself', async () => {
    const { page } = await stage.openTab('/hostile');
    const marked = () =>
      page.run(() => {
        let count = 0;
        CSS.highlights.forEach((highlight, name) => {
          if (name.startsWith('dramatis-')) count += highlight.size;
        });
        return count;
      });
    const count = await until('names to be marked', marked);
    const line = await page.run(() => {
      const range = new Range();
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const at = String(node.textContent).indexOf('Sergei');
        if (at < 0) continue;
        range.setStart(node, at);
        range.setEnd(node, at + 6);
        break;
      }
      range.startContainer.parentElement?.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    });
    await page.moveMouse(line.x, line.y);
    assert.match(String((await openCard(page)).heading), /Lavrov$/);
    await page.run(() => /** @type {any} */ (window).tear());
    await until('the card to be gone', () => cardIsGone(page));
    await page.moveMouse(5, 690);
    await page.moveMouse(line.x, line.y);
    assert.match(String((await openCard(page)).heading), /Lavrov$/, 'the next one comes');
    assert.ok((await marked()) >= count);
    assert.deepEqual(
      page.errors.filter((error) => !error.includes('hostile')),
      [],
    );
    await page.close();
  });

  test('a page in another window, and one that is zoomed, are read like any other', async () => {
    const opened = `${stage.server.origin}/article?window`;
    await stage.options.run((url) => chrome.windows.create({ url }), opened);
    const marked = () =>
      stage.options.run(async (url) => {
        const tab = (await chrome.tabs.query({})).find((each) => each.url === url);
        if (tab?.id === undefined || tab.status !== 'complete') return null;
        const [{ result } = { result: 0 }] = await chrome.scripting.executeScript({
          target: { tabId: tab.id },
          func: () => CSS.highlights.size,
        });
        return result;
      }, opened);
    await until('names to be marked there', marked);
    await stage.options.run(async (url) => {
      const tab = (await chrome.tabs.query({})).find((each) => each.url === url);
      await chrome.windows.remove(Number(tab?.windowId));
    }, opened);
    const { page, id } = await stage.openRead('/article');
    await stage.options.run((tab) => chrome.tabs.setZoom(Number(tab), 1.5), id);
    const box = await restOn(page, 'John Kerry');
    const card = await openCard(page);
    assert.equal(card.heading, 'John Kerry');
    assert.ok(card.box.top >= box.bottom || card.box.bottom <= box.top, 'the card keeps off the line');
    await stage.options.run((tab) => chrome.tabs.setZoom(Number(tab), 1), id);
    await page.close();
  });

  test('a page that the browser translates loses the marks of the words that are no longer there', async () => {
    const { page } = await stage.openRead('/article');
    await page.run(() => {
      // As translators do: every text in elements of its own, in other words.
      for (const paragraph of document.querySelectorAll('h1, p')) {
        const font = document.createElement('font');
        font.textContent = String(paragraph.textContent).replace(/[a-z]+/g, (word) => `${word}en`);
        paragraph.replaceChildren(font);
      }
      document.documentElement.lang = 'de';
    });
    await until('no mark that says another thing', async () => {
      const names = Object.values(await marksOf(page)).flat();
      return names.every((name) => name !== '' && !names.includes('Sergei Lavrov'));
    });
    assert.deepEqual(page.errors, []);
    await page.close();
  });

  test('the extension reloaded leaves no dead marks, and reads open pages anew', async () => {
    const { page } = await stage.openRead('/article');
    await restOn(page, 'John Kerry');
    await openCard(page);
    await stage.browser.reloadExtension();
    await page.activate();
    await page.moveMouse(4, 4);
    await until('the old card to go', () => cardIsGone(page));
    await stage.openOptions();
    await page.activate();
    await until('the marks of the new one', async () => {
      await page.moveMouse(6 + Math.random() * 5, 6);
      return (await marksOf(page))['dramatis-sure'];
    });
    await restOn(page, 'Sergei Lavrov');
    assert.match(String((await openCard(page)).heading), /Lavrov$/);
    assert.deepEqual(page.errors, []);
    await page.close();
    await never('errors', 0, async () => page.errors.length > 0);
  });
}

/**
 * How many points of two pictures differ so much that it is seen: a browser that paints a line of text in pieces smooths
 * a few edges otherwise. Runs in a page.
 * @param {string} one PNG in Base64
 * @param {string} other
 */
async function pointsThatDiffer(one, other) {
  const points = async (/** @type {string} */ picture) => {
    const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
  };
  const [a, b] = await Promise.all([points(one), points(other)]);
  // A fifth of the way from black to white; the faintest mark is twice that.
  const seen = 51;
  let differing = a.length === b.length ? 0 : a.length;
  for (let at = 0; at < a.length; at += 4) {
    const away = [0, 1, 2].map((channel) => Math.abs((a[at + channel] ?? 0) - (b[at + channel] ?? 0)));
    if (Math.max(...away) > seen) differing += 1;
  }
  return differing;
}
