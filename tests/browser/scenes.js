/**
 * What a reader does with the extension, once for each browser: real pages over HTTP, a real mouse, real keys.
 */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { CROSSING_GRACE, MOST_DWELL } from '../../extension/content/card-state.js';
import { PLAIN } from './driver.js';
import { serve } from './server.js';
import { never, until } from './waiting.js';

const TARGET = fileURLToPath(new URL('../../target/', import.meta.url));
const SCREENSHOTS = path.join(TARGET, 'screenshots');

/** @typedef {import('./driver.js').Browser} Browser */
/** @typedef {import('./driver.js').Page} Page */
/** @typedef {import('./server.js').Server} Server */
/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */

/**
 * @param {'chromium' | 'firefox'} name
 * @param {(start: { extension: string, profile: string, proxy: number }) => Promise<Browser>} start
 */
export function scenes(name, start) {
  describe(`the extension in ${name}`, () => {
    /** @type {Server} */
    let server;
    /** @type {Browser} */
    let browser;
    /** @type {string} */
    let profile;
    /** A page of the extension that stays open, to ask the browser about its tabs. @type {Page} */
    let options;
    const extension = path.join(process.env.DRAMATIS_EXTENSION ?? path.join(TARGET, 'extension'), name);

    const launch = async () => {
      browser = await start({ extension, profile, proxy: server.port });
      options = await browser.openOwn('options/options.html');
    };

    before(async () => {
      const built = await stat(path.join(extension, 'manifest.json')).catch(() => null);
      if (built === null) throw new Error(`${extension} is not built: run cargo xtask build`);
      await mkdir(SCREENSHOTS, { recursive: true });
      server = await serve();
      profile = await mkdtemp(path.join(tmpdir(), `dramatis-${name}-`));
      await launch();
    });

    after(async () => {
      await browser?.close();
      server?.close();
      if (profile) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    });

    /** @param {string} route */
    const openTab = async (route) => {
      const tabs = () => options.run(async () => (await chrome.tabs.query({})).map(({ id }) => id));
      const known = await tabs();
      const page = await browser.open(server.origin + route);
      const id = (await tabs()).find((tab) => !known.includes(tab));
      return { page, id };
    };

    /** @param {string} route */
    const openRead = async (route) => {
      const tab = await openTab(route);
      await until('names to be marked', async () => Object.keys(await marksOf(tab.page)).length > 0);
      return tab;
    };

    /** @param {number | undefined} id */
    const openPopup = async (id) => {
      const popup = await browser.openOwn(`popup/popup.html?tab=${id}`);
      await until('the popup to know the tab', () => textOf(popup, '#status'));
      return popup;
    };

    const screenshot = (/** @type {Page} */ page, /** @type {string} */ what) =>
      page.screenshot(path.join(SCREENSHOTS, `${name}-${what}.png`));

    test('a click on the toolbar button and one in the popup read a page without any leave', async (t) => {
      const pressAction = browser.pressAction;
      if (pressAction === null) return t.skip('a headless Chromium has no toolbar to click on');
      const { page, id } = await openTab('/article');
      await pressAction();
      const popup = await openPopup(id);
      await clickOn(popup, '#read');
      await until('the page to be read', async () => (await marksOf(page))['dramatis-sure']);
      await popup.close();
      await page.close();
    });

    test('leave to read every site is asked for by a click and acts on the open page', async (t) => {
      if (name === 'chromium') return t.skip('a headless Chromium cannot show its question');
      const { page, id } = await openTab('/article');
      const popup = await openPopup(id);
      assert.deepEqual(await marksOf(page), {}, 'nothing is read before the leave is given');
      assert.equal(await textOf(popup, '#status'), 'This page has not been read.');
      await screenshot(popup, 'popup-unread');
      await clickOn(popup, '#every-site');
      await until('the page to be read', async () => (await marksOf(page))['dramatis-sure']);
      await until('the popup to follow', async () => (await textOf(popup, '#cast')).includes('John Kerry'));
      await popup.close();
      await page.close();
    });

    test('a mouse at rest on a name brings its card, with the office on the day of the article', async () => {
      const { page } = await openRead('/article');
      const box = await restOn(page, 'John Kerry');
      const card = await openCard(page);
      assert.equal(card.heading, 'John Kerry');
      assert.match(card.text, /Secretary of State/);
      assert.ok(card.box.top >= box.bottom || card.box.bottom <= box.top, 'the card keeps off the line');
      await screenshot(page, 'card-light');
      await page.close();
    });

    test('the mouse can go over to the card, and the card goes once the mouse has left both', async () => {
      const { page } = await openRead('/article');
      await restOn(page, 'John Kerry');
      const { box } = await openCard(page);
      await page.moveMouse(box.left + 20, (box.top + box.bottom) / 2);
      await never('a card that goes under the mouse', CROSSING_GRACE + MOST_DWELL, () => cardIsGone(page));
      await page.moveMouse(5, 690);
      await until('the card to go', () => cardIsGone(page));
      await page.close();
    });

    test('Esc closes the card, and it stays closed while the mouse stays', async () => {
      const { page } = await openRead('/article');
      const box = await restOn(page, 'John Kerry');
      await openCard(page);
      await page.press('Escape');
      await until('the card to close', () => cardIsGone(page));
      await page.moveMouse(box.left + 4, (box.top + box.bottom) / 2);
      await never('the card again', 2 * MOST_DWELL, async () => !(await cardIsGone(page)));
      await page.close();
    });

    test('a name broken over two elements is one name, and a name in an editor is none', async () => {
      const { page } = await openRead('/article');
      await restOn(page, 'Kerry shortly');
      assert.equal((await openCard(page)).heading, 'John Kerry');
      await page.press('Escape');
      await restOn(page, 'John Kerry here');
      await never('a card in an editor', 2 * MOST_DWELL, async () => !(await cardIsGone(page)));
      await page.close();
    });

    test('somebody whom nobody knows is introduced in the article\u2019s own words', async () => {
      const { page } = await openRead('/article');
      await restOn(page, 'Orbeck is not');
      const card = await openCard(page);
      assert.equal(card.heading, 'Miriam Orbeck');
      assert.match(card.text, /a historian of Russian diplomacy at the Calder Institute/);
      await screenshot(page, 'card-unknown');
      await page.inCard((root) => /** @type {HTMLElement} */ (root.querySelector('.jump')).click());
      const selected = await until('the words to be shown', () => page.run(() => String(getSelection())));
      assert.match(selected, /historian of Russian diplomacy/);
      assert.ok(await cardIsGone(page));
      await page.close();
    });

    test('the popup turns everything off and on, live, and leaves nothing behind', async () => {
      const { page, id } = await openRead('/article');
      await restOn(page, 'John Kerry');
      await openCard(page);
      const popup = await openPopup(id);
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

    test('from the popup, by keyboard alone, to a name, its card, and back', async () => {
      const { page, id } = await openRead('/article');
      await page.run(() => /** @type {HTMLElement} */ (document.querySelector('nav a')).focus());
      const popup = await openPopup(id);
      await until('the names', async () => (await textOf(popup, '#cast')).includes('Lavrov'));
      await until('the keyboard to reach a name', async () => {
        await popup.press('Tab');
        return popup.run(() =>
          document.activeElement?.querySelector('.name')?.textContent?.endsWith('Lavrov'),
        );
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

    test('the options say which names are underlined', async () => {
      const { page } = await openRead('/article');
      const count = async () => (await marksOf(page))['dramatis-sure']?.length ?? 0;
      const first = await count();
      await options.activate();
      await clickOn(options, '#marks-all');
      const all = await until('every mention', async () => (await count()) > first && (await count()));
      await clickOn(options, '#marks-none');
      await until('no underline', async () => (await count()) === 0);
      await clickOn(options, '#marks-first');
      await until('the first mentions', async () => (await count()) === first);
      assert.ok(all > first);
      await page.close();
    });

    test('a page with the strictest policy is read like any other', async () => {
      const { page } = await openRead('/strict');
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
      const { page } = await openRead('/watched');
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
            !ours(target) &&
            (type !== 'childList' || removedNodes.length > 0 || ![...addedNodes].every(ours)),
        );
        const copy = /** @type {HTMLElement} */ (document.documentElement.cloneNode(true));
        const hosts = [...copy.querySelectorAll('dramatis-card')];
        for (const host of hosts) host.remove();
        return { same: copy.outerHTML === before, hosts: hosts.length, others: others.length };
      });
      assert.deepEqual(seen, { same: true, hosts: 1, others: 0 });
      await page.close();
    });

    test('a page is collected by the rules that the core\u2019s own HTML reader follows', async () => {
      const { page } = await openTab('/blocks');
      const collected = await page.run(/** @type {any} */ (await collecting()));
      const expected = JSON.parse(await readFile(new URL('./pages/blocks.json', import.meta.url), 'utf8'));
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
      const left = await openTab('/opted-out');
      const leftPopup = await openPopup(left.id);
      await until('the reason', async () => (await textOf(leftPopup, '#status')).includes('asks not to be'));
      assert.deepEqual(await marksOf(left.page), {});
      await leftPopup.close();
      await left.page.close();

      const shop = await openTab('/shop');
      const popup = await openPopup(shop.id);
      await until('the reason', async () => (await textOf(popup, '#status')).includes('not look like'));
      assert.deepEqual(await marksOf(shop.page), {});
      await clickOn(popup, '#read');
      await until('the page to be read', async () => /\d names?/.test(await textOf(popup, '#status')));
      await popup.close();
      await shop.page.close();
    });

    test('axe finds nothing wrong with popup, options and card, light and dark', async () => {
      const { page, id } = await openRead('/article');
      const popup = await openPopup(id);
      await until('the names', async () => (await textOf(popup, '#cast')).includes('John Kerry'));
      for (const dark of [false, true]) {
        const look = { ...PLAIN, dark };
        for (const own of [popup, options]) {
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
      await options.look(PLAIN);
      await popup.close();
      await page.close();
    });

    test('how it looks: dark, at 200 %, in forced colours', async () => {
      const { page, id } = await openRead('/article');
      for (const [what, look] of Object.entries({
        dark: { ...PLAIN, dark: true },
        zoom: { ...PLAIN, zoom: 2 },
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
        await screenshot(page, `card-${what}`);
        await page.press('Escape');
        await until('the card to close', () => cardIsGone(page));
        const popup = await openPopup(id);
        await popup.look(look);
        await until('the names', async () => (await textOf(popup, '#cast')).includes('John Kerry'));
        await screenshot(popup, `popup-${what}`);
        await popup.close();
      }
      await page.look(PLAIN);
      const popup = await openPopup(id);
      await screenshot(popup, 'popup-light');
      await options.activate();
      await screenshot(options, 'options-light');
      await popup.close();
      await page.close();
    });

    test('a background that has ended is there again when it is needed', async () => {
      await browser.stopBackground();
      const { page } = await openRead('/article');
      await page.close();
    });

    test('leave withdrawn in the options ends all reading at once', async () => {
      const { page } = await openRead('/article');
      await options.activate();
      await clickOn(options, '#withdraw');
      await until('the marks to go', async () => Object.keys(await marksOf(page)).length === 0);
      assert.match(await textOf(options, '#reach'), /only when you ask/);
      await page.close();
      const later = await openTab('/article');
      const popup = await openPopup(later.id);
      assert.equal(await textOf(popup, '#status'), 'This page has not been read.');
      assert.deepEqual(await marksOf(later.page), {});
      await popup.close();
      await later.page.close();
    });

    test('no request ever leaves the extension, and one that did would be seen', async () => {
      const own = new Set(browser.ownTraffic);
      assert.deepEqual(
        server.strays.filter((stray) => !own.has(stray)),
        [],
      );
      const refused = await options.run(() =>
        fetch('http://outside.invalid/from-the-extension').then(
          () => 'sent',
          () => 'refused',
        ),
      );
      assert.equal(refused, 'refused');
      const { page } = await openTab('/article');
      await page.run(() => fetch('http://outside.invalid/from-the-page').catch(() => {}));
      await until('the page\u2019s own request to be seen', async () =>
        server.strays.some((stray) => stray.includes('from-the-page')),
      );
      assert.ok(!server.strays.some((stray) => stray.includes('from-the-extension')));
      await page.close();
    });

    test('settings outlive the browser', async () => {
      await options.run(() => chrome.storage.local.set({ marks: 'all', sitesOff: ['news.example'] }));
      await browser.close();
      await launch();
      await until('the options', () => textOf(options, '#sites'));
      assert.ok(await options.run(() => document.querySelector('#marks-all:checked') !== null));
      assert.match(await textOf(options, '#sites'), /news\.example/);
      await clickOn(options, '#sites button');
      await until('the site to be gone', async () => (await textOf(options, '#sites')) === '');
    });
  });
}

/**
 * The names marked on a page, by highlight.
 * @param {Page} page
 * @returns {Promise<Record<string, string[]>>}
 */
function marksOf(page) {
  return page.run(() =>
    Object.fromEntries(
      [...CSS.highlights]
        .filter(([highlight]) => highlight.startsWith('dramatis-'))
        .map(([highlight, ranges]) => [highlight, [...ranges].map(String)]),
    ),
  );
}

/**
 * Rests the mouse on the first word of the text given, where it first stands in the page's paragraphs.
 * @param {Page} page
 * @param {string} text
 * @returns {Promise<Box>} the word's line
 */
async function restOn(page, text) {
  const box = await page.run((wanted) => {
    const word = String(wanted.split(' ')[0]);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    /** @type {{ node: Text, start: number }[]} */
    const nodes = [];
    let whole = '';
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      nodes.push({ node: /** @type {Text} */ (node), start: whole.length });
      whole += /** @type {Text} */ (node).data;
    }
    const at = whole.search(new RegExp(wanted.replaceAll(' ', '\\s+')));
    const source = nodes.findLast(({ start }) => start <= at);
    if (at < 0 || source === undefined) throw new Error(`no ${wanted} on the page`);
    const range = new Range();
    range.setStart(source.node, at - source.start);
    range.setEnd(source.node, at - source.start + word.length);
    source.node.parentElement?.scrollIntoView({ block: 'center', behavior: 'instant' });
    const { left, right, top, bottom } = range.getBoundingClientRect();
    return { left, right, top, bottom };
  }, text);
  await page.moveMouse((box.left + box.right) / 2, (box.top + box.bottom) / 2);
  return box;
}

/**
 * Waits for the card and reads it.
 * @param {Page} page
 */
function openCard(page) {
  return until('a card', () =>
    page.inCard((root) => {
      const card = root.querySelector('.card');
      if (card === null || !root.host.matches(':popover-open')) return null;
      // Placed and fully there, so that what is read and photographed is what a reader sees.
      if (card.getAnimations().length > 0 || !(/** @type {HTMLElement} */ (card).style.left)) return null;
      const { left, right, top, bottom } = card.getBoundingClientRect();
      const heading = root.getElementById(String(card.getAttribute('aria-labelledby')))?.textContent;
      return { heading, text: String(card.textContent), box: { left, right, top, bottom } };
    }),
  );
}

/**
 * @param {Page} page
 * @returns {Promise<boolean>}
 */
async function cardIsGone(page) {
  return (await page.inCard((root) => root.querySelector('.card') !== null)) !== true;
}

/**
 * @param {Page} page
 * @param {string} selector
 * @returns {Promise<string>}
 */
async function textOf(page, selector) {
  return (await page.run((found) => document.querySelector(found)?.textContent?.trim(), selector)) ?? '';
}

/**
 * @param {Page} page
 * @param {string} selector
 */
async function clickOn(page, selector) {
  const at = await until(`${selector} to click on`, () =>
    page.run((wanted) => {
      const element = document.querySelector(wanted);
      element?.scrollIntoView({ block: 'center', behavior: 'instant' });
      const box = element?.getBoundingClientRect();
      return box && box.width > 0 ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
    }, selector),
  );
  await page.activate();
  await page.click(at.x, at.y);
}

/** A script that collects the page it runs in, and reads every block back through its range. */
async function collecting() {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { collect, rangeOf } from './snapshot.js'`,
      resolveDir: fileURLToPath(new URL('../../extension/content/', import.meta.url)),
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

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The rules of WCAG 2.2, A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What axe says is wrong with an open page.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
function axeOn(page) {
  return page.run(/** @type {any} */ (axeRun(`document`)));
}

/**
 * What axe says is wrong with the open card. It sees open shadow roots only, so it is shown this one for as
 * long as it looks.
 * @param {Page} page
 * @returns {Promise<string[] | null>}
 */
function axeOnCard(page) {
  const run = axeRun(`{ fromShadowDom: ['dramatis-card', '.card'] }`);
  return page.inCard(
    /** @type {any} */ (
      `async (root) => {
      Object.defineProperty(root.host, 'shadowRoot', { value: root, configurable: true });
      const wrong = await (${run})();
      delete root.host.shadowRoot;
      return wrong;
    }`
    ),
  );
}

/** @param {string} context what to look at, as a script */
function axeRun(context) {
  return `async () => {
    ${axe};
    const { violations, passes } = await axe.run(${context}, { runOnly: ${JSON.stringify(RULES)} });
    if (passes.length === 0) throw new Error('axe saw nothing');
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html));
  }`;
}
