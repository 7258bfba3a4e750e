/**
 * Endurance: page after page in one tab, with the background ended and settings changed in between; whether anything
 * grows, and whether a setting is ever lost. A short form is one of the scenes; the long one is measured by
 *
 *     node tests/browser/endurance.js --extension DIR --loads 1000        (cargo xtask bench --endurance 1000)
 *
 * DIR holds both built extensions. Prints what was held on the way.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { answerHostAccess, startChromium } from './chromium.js';
import { startFirefox } from './firefox.js';
import { clickOn, marksOf, Stage, textOf } from './stage.js';
import { until } from './waiting.js';

const USAGE = 'usage: node tests/browser/endurance.js --extension DIR --loads N';
/** Pages with names, one after the other. */
const ROUTES = ['/article', '/strict', '/shadow', '/article?again', '/rtl', '/dialog'];
/** Every so many loads the background is ended, in the middle of a change of settings. */
const KILL = 5;
/** Every so many loads everything is turned off and on again. */
const TOGGLE = 7;
/** How often what is held is looked at. */
const LOOKS = 8;

/** @typedef {import('./driver.js').Held} Held */
/** @typedef {{ loads: number, background: number, page: Held | null }} Look background in bytes */

/**
 * Opens pages and says what was held on the way.
 * @param {Stage} stage one that may read every site
 * @param {number} loads
 * @returns {Promise<{ looks: Look[], kills: number, lost: string[] }>} `lost`: settings that were written and not there after
 */
export async function endure(stage, loads) {
  const { page } = await stage.openRead(String(ROUTES[0]));
  /** @type {Look[]} */
  const looks = [];
  /** @type {string[]} */
  const lost = [];
  let kills = 0;
  const hasMarks = async () => Object.keys(await marksOf(page)).length > 0;
  const set = (/** @type {Record<string, unknown>} */ values) =>
    stage.options.run((given) => chrome.storage.local.set(given), values);
  for (let load = 1; load <= loads; load += 1) {
    const address = stage.server.origin + ROUTES[load % ROUTES.length];
    await page.run((to) => location.assign(to), address).catch(() => {});
    await until(`${address} to be read`, () => page.run((to) => location.href === to, address));
    await until(`names to be marked on ${address}`, hasMarks);
    if (load % KILL === 0) {
      kills += 1;
      const site = `news-${load}.example`;
      // Written and not waited for: the background ends while it hears of it.
      await stage.options.run((sitesOff) => void chrome.storage.local.set({ sitesOff }), [site]);
      await stage.browser.stopBackground();
      const kept = await stage.options.run(async () => (await chrome.storage.local.get('sitesOff')).sitesOff);
      if (String(kept) !== site) lost.push(site);
    }
    if (load % TOGGLE === 0) {
      await set({ on: false });
      await until('the marks to go', async () => !(await hasMarks()));
      await set({ on: true, marks: load % 2 === 0 ? 'all' : 'first' });
      await until('the marks to be back', hasMarks);
    }
    if (load % Math.ceil(loads / LOOKS) === 0 || load === loads) {
      // The same page each time, so that it is not another page's nodes that are counted.
      await page.run((to) => location.assign(to), `${stage.server.origin}/article?look`).catch(() => {});
      await until('the page that is looked at', () => page.run(() => location.search === '?look'));
      await until('its marks', hasMarks);
      looks.push({
        loads: load,
        background: await stage.browser.memory(),
        page: (await page.held?.()) ?? null,
      });
    }
  }
  await stage.options.run(() => chrome.storage.local.remove(['sitesOff', 'on', 'marks']));
  await page.close();
  return { looks, kills, lost };
}

/** @param {Stage} stage gives leave to read every site, where a person is asked for it */
export async function giveLeave(stage) {
  const { page, id } = await stage.openTab('/article');
  const popup = await stage.openPopup(id);
  await clickOn(popup, '#every-site');
  await until('the page to be read', async () => (await marksOf(page))['dramatis-sure']);
  await until('the popup to follow', () => textOf(popup, '#cast'));
  await popup.close();
  await page.close();
}

/** @param {'chromium' | 'firefox'} name @param {number} loads */
async function measure(name, loads) {
  const stage = new Stage(name, async (start) => {
    if (name === 'firefox') return startFirefox(start);
    await answerHostAccess(start.extension, start.profile);
    return startChromium(start);
  });
  try {
    await stage.open();
    if (name === 'firefox') await giveLeave(stage);
    const { looks, kills, lost } = await endure(stage, loads);
    const mib = (/** @type {number} */ bytes) => (bytes / 2 ** 20).toFixed(1);
    const rows = looks.map(({ loads: after, background, page }) => {
      const held = page === null ? ['', '', ''] : [mib(page.heap), page.listeners, page.nodes];
      return `| ${[after, mib(background), ...held].join(' | ')} |`;
    });
    return [
      `In ${name}: ${loads} loads, the background ended ${kills} times, ${lost.length} settings lost.`,
      '',
      '| loads | background, MiB | page’s heap, MiB | listeners | nodes |',
      '| ---: | ---: | ---: | ---: | ---: |',
      ...rows,
    ].join('\n');
  } finally {
    await stage.close();
  }
}

async function main() {
  const { values } = parseArgs({ options: { extension: { type: 'string' }, loads: { type: 'string' } } });
  const loads = Number(values.loads);
  if (!values.extension || !(loads >= 1)) throw new Error(USAGE);
  process.env.DRAMATIS_EXTENSION = path.resolve(values.extension);
  for (const name of /** @type {const} */ (['chromium', 'firefox'])) {
    process.stdout.write(`${await measure(name, loads)}\n\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
