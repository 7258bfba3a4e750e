/**
 * Whether a page stays at its reader's command, whatever it is: the tasks of its thread in Chromium, with the extension
 * and without. That none of ours is long is part of the scenes (`scenes/hostile.js`); the table is measured by
 *
 *     node tests/browser/responsive.js --extension DIR [--runs N]        (cargo xtask bench)
 *
 * DIR holds both built extensions. Prints a table.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { answerHostAccess, startChromium } from './chromium.js';
import { HOSTILE_PAGES } from './hostile-pages.js';
import { middle } from './quantile.js';
import { marksOf, Stage } from './stage.js';
import { longestOfOurs } from './tasks.js';
import { until } from './waiting.js';

const USAGE = 'usage: node tests/browser/responsive.js --extension DIR [--runs N]';
/** How long a page is watched after it was read, ms: the watch looks at it again in this time. */
const AFTER = 1_500;
/** An article like any other, for comparison, and all pages that are out of proportion. */
const ROUTES = ['/article', '/hostile', ...Object.keys(HOSTILE_PAGES)];
/** How often each page is opened for the table by default; the middle one counts. */
const RUNS = 3;

/**
 * @typedef {object} Measured times of the processor, ms
 * @property {number} ours the longest task in which our script ran, without the page's own scripts in it
 * @property {number} total all such tasks together
 * @property {number} longest the longest task, whoever's
 * @property {number} thread all tasks together
 */

/**
 * Opens a page and says what it cost.
 * @param {Stage} stage of a browser that tells of tasks
 * @param {string} route
 * @param {{ on: boolean }} how whether the extension is
 * @returns {Promise<Measured>}
 */
async function measure(stage, route, { on }) {
  const { tasks: trace } = stage.browser;
  if (trace === null) throw new Error(`${stage.name} does not tell of tasks`);
  // An address of its own, so that no cache has it.
  const address = `${route}?${on ? 'on' : 'off'}`;
  const tasks = await trace(stage.server.origin + address, async () => {
    const { page } = await stage.openTab(address);
    await until('the page to have done what it does', () =>
      page.run(() => {
        const { mutated = 1e9, rounds = 6 } = /** @type {{ mutated?: number, rounds?: number }} */ (
          /** @type {any} */ (window)
        );
        return mutated >= 1_000_000 && rounds >= 6;
      }),
    );
    // The one that was opened anew has no names in the end, and those with broken built-ins cannot be asked.
    if (on && route !== '/hostile/reopen' && route !== '/hostile') {
      await until('names to be marked', async () => Object.keys(await marksOf(page)).length > 0);
    }
    await new Promise((resume) => setTimeout(resume, AFTER));
    await page.close();
  });
  const ours = tasks.filter(({ isOurs }) => isOurs).map(({ time, pages }) => time - pages);
  const times = tasks.map(({ time }) => time);
  const sum = (/** @type {number[]} */ values) => values.reduce((all, value) => all + value, 0);
  return {
    ours: longestOfOurs(tasks),
    total: sum(ours),
    longest: times.reduce((most, value) => Math.max(most, value), 0),
    thread: sum(times),
  };
}

async function main() {
  const { values } = parseArgs({ options: { extension: { type: 'string' }, runs: { type: 'string' } } });
  const runs = Number(values.runs ?? RUNS);
  if (!values.extension || !(runs >= 1)) throw new Error(USAGE);
  process.env.DRAMATIS_EXTENSION = path.resolve(values.extension);
  const stage = new Stage('chromium', async (start) => {
    await answerHostAccess(start.extension, start.profile);
    return startChromium(start);
  });
  try {
    await stage.open();
    /** @type {Map<string, { on: Measured[], off: Measured[] }>} */
    const taken = new Map(ROUTES.map((route) => [route, { on: [], off: [] }]));
    for (const [route, { on, off }] of taken) {
      for (let run = 0; run < runs; run += 1) {
        on.push(await measure(stage, route, { on: true }));
        await stage.withSettings({ on: false }, async () => {
          off.push(await measure(stage, route, { on: false }));
        });
      }
    }
    const rows = [...taken].map(([route, { on, off }]) => {
      const of = (/** @type {Measured[]} */ each, /** @type {keyof Measured} */ what) =>
        middle(each.map((run) => run[what])).toFixed(0);
      const most = Math.max(...on.map(({ ours }) => ours)).toFixed(0);
      const cells = [route, of(on, 'ours'), most, of(on, 'total'), of(on, 'longest'), of(off, 'longest')];
      return `| ${[...cells, of(on, 'thread'), of(off, 'thread')].join(' | ')} |`;
    });
    const table = [
      `Chromium, time that the page\u2019s thread had of the processor, ms, while traced; the middle of ${runs}:`,
      '',
      '| page | longest task of ours | in the worst run | all of ours | longest task | without us | all tasks | without us |',
      '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
      ...rows,
    ];
    process.stdout.write(`${table.join('\n')}\n`);
  } finally {
    await stage.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
