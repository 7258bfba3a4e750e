/**
 * What is read: articles, all of their trees, and what becomes of them while they are open.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { clickOn, marksOf, openCard, restOn, textOf } from '../stage.js';
import { never, until } from '../waiting.js';

/** @typedef {import('../stage.js').Stage} Stage */

/** @param {Stage} stage */
export function reading(stage) {
  test('a page is collected by the rules that the core\u2019s own HTML reader follows', async () => {
    const { page } = await stage.openTab('/blocks');
    const collected = await page.run(/** @type {any} */ (await collecting()));
    const expected = JSON.parse(await readFile(new URL('../pages/blocks.json', import.meta.url), 'utf8'));
    assert.deepEqual({ ...collected.snapshot, url: '' }, expected);
    // Where the page shows something else in between, there is no range that says the text and only that.
    const texts = expected.blocks.map((/** @type {{ text: string }} */ { text }) => text);
    assert.deepEqual(
      collected.ranges,
      texts.map((/** @type {string} */ text) => (text === 'Some inside' ? 'null' : text)),
    );
    await page.close();
  });

  test('a page that opts out is left alone; one that is no article is read only when asked', async () => {
    const left = await stage.openTab('/opted-out');
    const leftPopup = await stage.openPopup(left.id);
    await until('the reason', async () => (await textOf(leftPopup, '#status')).includes('asks not to be'));
    assert.deepEqual(await marksOf(left.page), {});
    await leftPopup.close();
    await left.page.close();

    const shop = await stage.openTab('/shop');
    const popup = await stage.openPopup(shop.id);
    await until('the reason', async () => (await textOf(popup, '#status')).includes('not look like'));
    assert.deepEqual(await marksOf(shop.page), {});
    await clickOn(popup, '#read');
    await until('the page to be read', async () => /\d names?/.test(await textOf(popup, '#status')));
    await popup.close();
    await shop.page.close();
  });

  test('an article in paragraphs of one sentence is read, where the page says that it is one', async () => {
    const { page } = await stage.openRead('/sentences');
    await restOn(page, 'Lavrov told');
    assert.match(String((await openCard(page)).heading), /Lavrov$/);
    await page.close();
  });

  test('a mailbox is left alone until it is asked for', async () => {
    const { page, id } = await stage.openTab('/mail/inbox');
    const popup = await stage.openPopup(id);
    await until('the reason', async () =>
      (await textOf(popup, '#status')).includes('a mailbox or an account'),
    );
    assert.deepEqual(await marksOf(page), {});
    await clickOn(popup, '#read');
    await until('the page to be read', async () => (await marksOf(page))['dramatis-sure']);
    await popup.close();
    await page.close();
  });

  test('text in open shadow roots and in their slots is read, marked and has cards', async () => {
    const { page } = await stage.openRead('/shadow');
    const box = await until('the story', () =>
      page.run(() => {
        const inside = document.querySelector('story-body')?.shadowRoot?.getElementById('inside');
        const text = inside?.firstChild;
        if (!inside || !text) return null;
        inside.scrollIntoView({ block: 'center', behavior: 'instant' });
        const range = new Range();
        const at = String(text.textContent).indexOf('Sergei');
        range.setStart(text, at);
        range.setEnd(text, at + 6);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }),
    );
    await page.moveMouse(box.x, box.y);
    assert.match(String((await openCard(page)).heading), /Lavrov$/);
    await page.press('Escape');
    await restOn(page, 'John Kerry');
    assert.equal((await openCard(page)).heading, 'John Kerry');
    await page.close();
  });

  test('a frame of the page\u2019s own is part of it, card and all', async () => {
    const { page, id } = await stage.openTab('/frame');
    const popup = await stage.openPopup(id);
    await until('the names', async () => (await textOf(popup, '#cast')).includes('Kerry'));
    await page.activate();
    const at = await page.run(() => {
      const frame = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
      frame.scrollIntoView({ block: 'center', behavior: 'instant' });
      const inner = /** @type {Document} */ (frame.contentDocument);
      const text = /** @type {Node} */ (inner.querySelectorAll('p')[1]?.firstChild);
      const range = inner.createRange();
      const start = String(text.textContent).indexOf('John Kerry');
      range.setStart(text, start);
      range.setEnd(text, start + 4);
      text.parentElement?.scrollIntoView({ block: 'center', behavior: 'instant' });
      const own = frame.getBoundingClientRect();
      const box = range.getBoundingClientRect();
      return {
        x: own.x + frame.clientLeft + box.x + 10,
        y: own.y + frame.clientTop + box.y + box.height / 2,
      };
    });
    await page.moveMouse(at.x, at.y);
    const card = await openCard(page);
    assert.equal(card.heading, 'John Kerry');
    assert.ok(card.box.top > at.y || card.box.bottom < at.y, 'the card keeps off the line in the frame');
    await popup.close();
    await page.close();
  });

  test('text that arrives later is read, and names whose text goes lose their marks', async () => {
    const { page } = await stage.openRead('/article');
    const marked = async () => Object.values(await marksOf(page)).flat();
    assert.ok(!(await marked()).some((name) => name.includes('Merkel')));
    await page.run(() => {
      const heading = document.createElement('h2');
      heading.textContent = 'Berlin';
      const added = document.createElement('p');
      added.id = 'added';
      added.textContent =
        'In Berlin, Chancellor Angela Merkel said that Germany would send its foreign minister to any conference ' +
        'that had a chance, and that she had told President Vladimir Putin so on the telephone that morning.';
      document.querySelector('article')?.append(heading, added);
    });
    await until('the new name', async () => (await marked()).some((name) => name.includes('Merkel')));
    await restOn(page, 'Angela Merkel');
    assert.match(String((await openCard(page)).heading), /Merkel$/);
    // While a card is read nothing changes under it; what came meanwhile is read afterwards.
    await page.run(() => {
      const more = document.createElement('p');
      more.textContent =
        'From Paris, President Fran\u00e7ois Hollande let it be known that France would wait for the Americans, and ' +
        'that its own proposals would be on the table before the end of the month if nobody else had any.';
      document.querySelector('article')?.append(more);
    });
    await never('another reading under a card', 1_500, async () =>
      (await marked()).some((name) => name.includes('Hollande')),
    );
    await page.press('Escape');
    await page.moveMouse(2, 2);
    await until('what came meanwhile', async () =>
      (await marked()).some((name) => name.includes('Hollande')),
    );
    await page.run(() => document.getElementById('added')?.remove());
    await until('the mark to go', async () => !(await marked()).some((name) => name.includes('Merkel')));
    await page.close();
  });

  test('another article in the same document is read as another', async () => {
    const { page, id } = await stage.openRead('/article');
    await page.run(() => {
      history.pushState({}, '', '/article?next');
      const article = document.querySelector('article');
      article?.replaceChildren(
        ...[
          'Chancellor Angela Merkel told the Bundestag on Thursday that the euro had come through its worst year, and ' +
            'that nobody in her government wished to see a country leave it, whatever was said elsewhere.',
          'Merkel spoke for half an hour, and was interrupted only twice. The opposition said afterwards that the ' +
            'chancellor had promised nothing that she had not promised before, and that the hard part lay ahead.',
          'European Central Bank officials said that they would look at the numbers again in the summer, when the ' +
            'new forecasts are due, and that nothing had been decided that could not be decided again.',
        ].map((text) => {
          const paragraph = document.createElement('p');
          paragraph.textContent = text;
          return paragraph;
        }),
      );
    });
    await until('the new names', async () => {
      const names = Object.values(await marksOf(page))
        .flat()
        .join();
      return names.includes('Merkel') && !names.includes('Lavrov');
    });
    const popup = await stage.openPopup(id);
    await until('the new cast', async () => (await textOf(popup, '#cast')).includes('Merkel'));
    assert.ok(!(await textOf(popup, '#cast')).includes('Lavrov'));
    await popup.close();
    await page.close();
  });

  test('a page that comes back out of the cache is as the settings say now', async () => {
    const { page } = await stage.openRead('/article');
    await page.run(() => {
      /** @type {any} */ (window).kept = true;
      location.href = '/shop';
    });
    await until('the other page', () => page.run(() => location.pathname === '/shop'));
    await stage.withSettings({ marks: 'none' }, async () => {
      await page.back();
      await until('the page again', () => page.run(() => location.pathname === '/article'));
      const kept = await page.run(() => /** @type {any} */ (window).kept === true);
      await until('no underline', async () => Object.keys(await marksOf(page)).length === 0);
      // Even a page that the browser did not keep has its cards.
      await page.hold('Shift', true);
      await restOn(page, 'John Kerry');
      assert.equal((await openCard(page)).heading, 'John Kerry');
      await page.hold('Shift', false);
      assert.ok(kept, 'the browser kept the page');
    });
    await until('the underlines', async () => (await marksOf(page))['dramatis-sure']);
    await page.close();
  });

  test('a page that changes all the time is not read all the time', async () => {
    const { page, id } = await stage.openRead('/article');
    const popup = await stage.openPopup(id);
    await until('the names', async () => (await textOf(popup, '#cast')).includes('Kerry'));
    await popup.run(() => {
      const counter = { told: 0 };
      new MutationObserver(() => (counter.told += 1)).observe(
        /** @type {Node} */ (document.getElementById('cast')),
        {
          childList: true,
        },
      );
      /** @type {any} */ (window).counter = counter;
    });
    await page.activate();
    await page.run(() => {
      const clock = document.createElement('p');
      document.body.append(clock);
      setInterval(() => (clock.textContent = `It is ${Date.now()}`), 10);
    });
    await never('another reading', 2_000, async () =>
      popup.run(() => /** @type {any} */ (window).counter.told > 0),
    );
    await popup.close();
    await page.close();
  });
}

/** A script that collects the page it runs in, and reads every block back through its range. */
async function collecting() {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { collect, rangeOf } from './snapshot.js'`,
      resolveDir: fileURLToPath(new URL('../../../extension/content/', import.meta.url)),
    },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'reader',
  });
  return `() => {
    ${outputFiles[0]?.text}
    const { snapshot, sources } = reader.collect(document);
    const ranges = snapshot.blocks.map(({ text }, block) =>
      String(reader.rangeOf(sources[block], 0, text.length, text)));
    return { snapshot, ranges };
  }`;
}
