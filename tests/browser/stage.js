/**
 * What every scene stands on: one browser with the extension, the server of the test pages, and the ways of a
 * reader's hands and eyes.
 */
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from './server.js';
import { until } from './waiting.js';

const TARGET = fileURLToPath(new URL('../../target/', import.meta.url));
const SCREENSHOTS = path.join(TARGET, 'screenshots');
const STORE = path.join(TARGET, 'store');

/** @typedef {import('./driver.js').Browser} Browser */
/** @typedef {import('./driver.js').Page} Page */
/** @typedef {import('./server.js').Server} Server */
/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */
/** @typedef {(start: { extension: string, profile: string, proxy: number }) => Promise<Browser>} Start */

export class Stage {
  #start;
  /** @type {Server | null} */
  #server = null;
  /** @type {Browser | null} */
  #browser = null;
  /** @type {Page | null} */
  #options = null;
  #profile = '';

  /**
   * @param {'chromium' | 'firefox'} name
   * @param {Start} start
   * @param {string} folder of the built extensions
   */
  constructor(name, start, folder = process.env.DRAMATIS_EXTENSION ?? path.join(TARGET, 'extension')) {
    this.name = name;
    this.#start = start;
    this.extension = path.join(folder, name);
  }

  async open() {
    const built = await stat(path.join(this.extension, 'manifest.json')).catch(() => null);
    if (built === null) throw new Error(`${this.extension} is not built: run cargo xtask build`);
    await mkdir(SCREENSHOTS, { recursive: true });
    await mkdir(STORE, { recursive: true });
    this.#server = await serve();
    this.#profile = await mkdtemp(path.join(tmpdir(), `dramatis-${this.name}-`));
    await this.launch();
  }

  async launch() {
    this.#browser = await this.#start({
      extension: this.extension,
      profile: this.#profile,
      proxy: this.server.port,
    });
    await this.openOptions();
  }

  /** Closes the browser and starts it again with the same profile. */
  async restart() {
    await this.browser.close();
    await this.launch();
  }

  async openOptions() {
    // A browser that has just reloaded the extension refuses its pages for a moment.
    this.#options = await until('the options to open', () => this.browser.openOwn('options/options.html'));
    await until('the options', () => textOf(this.options, 'h1'));
  }

  async close() {
    await this.#browser?.close();
    this.#server?.close();
    if (this.#profile) await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  get browser() {
    if (this.#browser === null) throw new Error('the browser is not started');
    return this.#browser;
  }

  get server() {
    if (this.#server === null) throw new Error('the server is not started');
    return this.#server;
  }

  /** A page of the extension that stays open, to ask the browser about its tabs. */
  get options() {
    if (this.#options === null) throw new Error('the options are not open');
    return this.#options;
  }

  /** @param {string} route */
  async openTab(route) {
    const tabs = () => this.options.run(async () => (await chrome.tabs.query({})).map(({ id }) => id));
    const known = await tabs();
    const page = await this.browser.open(this.server.origin + route);
    const id = (await tabs()).find((tab) => !known.includes(tab));
    return { page, id };
  }

  /** @param {string} route */
  async openRead(route) {
    const tab = await this.openTab(route);
    await until('names to be marked', async () => Object.keys(await marksOf(tab.page)).length > 0);
    return tab;
  }

  /** @param {number | undefined} id of the tab that it speaks about */
  async openPopup(id) {
    const popup = await this.browser.openOwn(`popup/popup.html?tab=${id}`);
    await until('the popup to know the tab', () => textOf(popup, '#status'));
    return popup;
  }

  /**
   * Changes settings as the options do, and gives them back afterwards.
   * @param {Record<string, unknown>} settings
   * @param {() => Promise<void>} act
   */
  async withSettings(settings, act) {
    const set = (/** @type {Record<string, unknown>} */ values) =>
      this.options.run((given) => chrome.storage.local.set(given), values);
    await set(settings);
    try {
      await act();
    } finally {
      await this.options.run((keys) => chrome.storage.local.remove(keys), Object.keys(settings));
    }
  }

  /**
   * @param {Page} page
   * @param {string} what
   * @returns {Promise<string>} where it is
   */
  async screenshot(page, what) {
    const file = path.join(SCREENSHOTS, `${this.name}-${what}.png`);
    await page.screenshot(file);
    return file;
  }

  /**
   * @param {Page} page
   * @param {string} what
   */
  storePicture(page, what) {
    return page.screenshot(path.join(STORE, `${this.name}-${what}.png`));
  }
}

/**
 * The names marked on a page, by highlight.
 * @param {Page} page
 * @returns {Promise<Record<string, string[]>>}
 */
export function marksOf(page) {
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
export async function restOn(page, text) {
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
    // A paragraph longer than the window has its middle elsewhere.
    const beside = range.getBoundingClientRect().top - innerHeight / 2;
    if (Math.abs(beside) > innerHeight / 2 - 20) scrollBy({ top: beside, behavior: 'instant' });
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
export function openCard(page) {
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
export async function cardIsGone(page) {
  return (await page.inCard((root) => root.querySelector('.card') !== null)) !== true;
}

/**
 * @param {Page} page
 * @param {string} selector
 * @returns {Promise<string>}
 */
export async function textOf(page, selector) {
  return (await page.run((found) => document.querySelector(found)?.textContent?.trim(), selector)) ?? '';
}

/**
 * @param {Page} page
 * @param {string} selector
 */
export async function clickOn(page, selector) {
  await page.activate();
  let before = '';
  // What is still on its way, as a list is filled above it, would be missed.
  const at = await until(`${selector} to click on`, async () => {
    const now = await page.run((wanted) => {
      const element = document.querySelector(wanted);
      element?.scrollIntoView({ block: 'center', behavior: 'instant' });
      const box = element?.getBoundingClientRect();
      return box && box.width > 0 ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
    }, selector);
    const isSame = JSON.stringify(now) === before;
    before = JSON.stringify(now);
    return isSame ? now : null;
  });
  await page.click(at.x, at.y);
}

/**
 * Presses something in the card with the mouse, or where the mouse's way matters not, as a script does.
 * @param {Page} page
 * @param {string} selector
 * @param {'click' | 'press'} how by script, or with the mouse
 */
export async function inCard(page, selector, how) {
  const at = await until(`${selector} in the card`, () =>
    page.inCard((root, wanted) => {
      const element = root.querySelector(wanted);
      element?.scrollIntoView({ block: 'nearest' });
      const box = element?.getBoundingClientRect();
      return box && box.width > 0 ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
    }, selector),
  );
  if (how === 'press') await page.click(at.x, at.y);
  else {
    await page.inCard(
      (root, wanted) => /** @type {HTMLElement} */ (root.querySelector(wanted)).click(),
      selector,
    );
  }
}
