/**
 * What reading costs in a real Chromium, for `cargo xtask bench`:
 *
 *     node tests/browser/bench.js --extension DIR --out FILE
 *
 * One article of 1,500 words, made of the test articles' paragraphs, is opened again and again with the extension as
 * it is shipped. Beside the core, the npm package `compromise` finds people and organizations in the same text in the
 * same browser. Figures of one run compare with each other and with no other run's.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { FAST, LEAST_DWELL, MOST_DWELL } from '../../extension/content/card-state.js';
import { answerHostAccess, startChromium } from './chromium.js';
import { middle, quantile } from './quantile.js';
import { cardIsGone, marksOf } from './stage.js';
import { until } from './waiting.js';

const USAGE = 'usage: node tests/browser/bench.js --extension DIR --out FILE';
const TESTS = fileURLToPath(new URL('../', import.meta.url));
/** Length of the article, words: a long news report. */
const WORDS = 1_500;
/** Length of the page that no task of ours may block, characters. */
const LARGE = 1_000_000;
/** How often each figure is taken, with the background at hand and ended before; the middle one counts. */
const RUNS = 15;
/** Readings before any counts: browsers make wasm fast only where it is used. */
const WARMING = 12;

/** @typedef {import('./driver.js').Page} Page */
/** @typedef {import('./driver.js').Browser} Browser */

/** Notes in the page's own time when it was there and when the first name was marked. */
const NOTING = `<script>
  addEventListener('DOMContentLoaded', () => {
    window.there = performance.now();
    const look = () => {
      for (const name of CSS.highlights.keys()) if (name.startsWith('dramatis-')) {
        window.marked = performance.now();
        return;
      }
      // Timers rest for 4 ms between two looks; these tasks come when nothing else is to be done.
      scheduler.postTask(look, { priority: 'background' });
    };
    look();
  });
</script>`;

/** @returns {Promise<string[]>} the paragraphs of all test articles */
async function paragraphs() {
  const folder = path.join(TESTS, 'articles');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.html')).sort();
  const files = [
    path.join(TESTS, 'browser/pages/article.html'),
    ...names.map((name) => path.join(folder, name)),
  ];
  const pages = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return pages.flatMap((html) =>
    [...html.matchAll(/<p>([\s\S]*?)<\/p>/g)].map(([, inside]) => String(inside).trim()),
  );
}

/**
 * An article of the length given. What comes again begins with other words: pages that say a thing twice are read once.
 * @param {string[]} from
 * @param {(text: string) => boolean} enough
 */
function article(from, enough) {
  /** @type {string[]} */
  const kept = [];
  let text = '';
  for (let round = 0; !enough(text); round += 1) {
    for (const paragraph of from) {
      const next = round === 0 ? paragraph : `On day ${round + 1} it was the same: ${paragraph}`;
      kept.push(next);
      text += ` ${next.replace(/<[^>]+>/g, ' ')}`;
      if (enough(text)) break;
    }
  }
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A long report</title>
    <meta property="og:type" content="article"><meta property="article:published_time" content="2013-05-07">${NOTING}
    </head><body><article><h1>A long report</h1>${kept.map((inside) => `<p>${inside}</p>`).join('\n')}</article></body></html>`;
  return { html, text };
}

/** @param {Record<string, string>} routes */
async function serve(routes) {
  const server = http.createServer((request, response) => {
    const html = routes[String(request.url?.replace(/^http:\/\/[^/]+/, ''))];
    response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(html ?? '');
  });
  server.on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(null)));
  return { server, port: /** @type {import('node:net').AddressInfo} */ (server.address()).port };
}

/** What the reader of a tab tells once it has read. Runs in a page of the extension. @param {number} tab */
function statusOf(tab) {
  return new Promise((resolve) => {
    const port = chrome.tabs.connect(tab, { name: 'popup-content', frameId: 0 });
    port.onMessage.addListener(({ body }) => body.state === 'read' && resolve(body));
    port.onDisconnect.addListener(() => resolve(null));
  });
}

/**
 * Opens a page and waits until it is read.
 * @param {Browser} browser
 * @param {Page} options
 * @param {string} address
 */
async function read(browser, options, address) {
  const tabs = () => options.run(async () => (await chrome.tabs.query({})).map(({ id }) => id));
  const known = await tabs();
  const page = await browser.open(address);
  const tab = Number((await tabs()).find((id) => !known.includes(id)));
  const status = await until('the page to be read', () => options.run(statusOf, tab));
  const first = await until('a mark', () =>
    page.run(() => {
      const { there, marked } = /** @type {{ there: number, marked?: number }} */ (
        /** @type {any} */ (window)
      );
      return marked === undefined ? null : marked - there;
    }),
  );
  return { page, status, first: Math.max(first, 0) };
}

/**
 * From the end of the dwell to the frame in which the card is there, ms.
 * @param {Page} page
 */
async function hover(page) {
  const spot = await page.run(() => {
    for (const [name, highlight] of CSS.highlights) {
      if (!name.startsWith('dramatis-')) continue;
      for (const mark of highlight) {
        const [box] = /** @type {Range} */ (mark).getClientRects();
        if (box && box.top > 20 && box.bottom < innerHeight) return { x: box.x + 8, top: box.top };
      }
    }
    throw new Error('no mark is in view');
  });
  await page.moveMouse(spot.x, spot.top - 8, 1);
  await page.run(() => {
    /** @type {{ moves: { y: number, at: number }[], shown: number }} */
    const seen = { moves: [], shown: 0 };
    /** @type {any} */ (window).seen = seen;
    const note = (/** @type {PointerEvent} */ { clientY, timeStamp }) =>
      seen.moves.push({ y: clientY, at: timeStamp });
    addEventListener('pointermove', note, { capture: true });
    const look = () => {
      if (document.querySelector('dramatis-card:popover-open')) seen.shown = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.moveMouse(spot.x, spot.top - 6, 1);
  await new Promise((resume) => setTimeout(resume, 200));
  await page.moveMouse(spot.x, spot.top + 6, 1);
  const { moves, shown } = await until('the card', () =>
    page.run(() => {
      const { seen } = /** @type {any} */ (window);
      return seen.shown === 0 ? null : seen;
    }),
  );
  await page.press('Escape');
  await until('the card to go', () => cardIsGone(page));
  const [from, to] = moves.slice(-2);
  const haste = Math.min(Math.abs(to.y - from.y) / Math.max(to.at - from.at, 1) / FAST, 1);
  return shown - to.at - LEAST_DWELL - haste * (MOST_DWELL - LEAST_DWELL);
}

/**
 * People and organizations as `compromise` finds them, in a page of the same browser.
 * @param {Page} page
 * @param {string} text
 */
async function peer(page, text) {
  const { outputFiles } = await build({
    stdin: { contents: `export { default } from 'compromise'`, resolveDir: TESTS },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'peer',
  });
  await page.run(/** @type {any} */ (`() => { ${outputFiles[0]?.text}; window.nlp = peer.default; }`));
  const times = [];
  for (let run = 0; run < RUNS; run += 1) {
    times.push(
      await page.run((given) => {
        const begun = performance.now();
        const read = /** @type {any} */ (window).nlp(given);
        read.people().out('array');
        read.organizations().out('array');
        return performance.now() - begun;
      }, text),
    );
  }
  return times;
}

async function main() {
  const { values } = parseArgs({ options: { extension: { type: 'string' }, out: { type: 'string' } } });
  if (!values.extension || !values.out) throw new Error(USAGE);
  const extension = path.resolve(values.extension);
  const from = await paragraphs();
  const long = article(from, (text) => text.split(/\s+/).length >= WORDS);
  const large = article(from, (text) => text.length >= LARGE);
  const { server, port } = await serve({
    '/long': long.html,
    '/large': large.html,
    '/empty': '<!doctype html><p>',
  });
  const origin = `http://127.0.0.1:${port}`;
  const profile = await mkdtemp(path.join(tmpdir(), 'dramatis-bench-'));
  await answerHostAccess(extension, profile);
  const browser = await startChromium({ extension, profile, proxy: port });
  try {
    const options = await browser.openOwn('options/options.html');
    const empty = await browser.memory();
    /** @type {{ core: number[], thread: number[], warm: number[], cold: number[], hover: number[] }} */
    const taken = { core: [], thread: [], warm: [], cold: [], hover: [] };
    for (let run = 0; run < WARMING + RUNS; run += 1) {
      const { page, status, first } = await read(browser, options, `${origin}/long`);
      if (run >= WARMING) {
        taken.core.push(status.milliseconds);
        taken.thread.push(status.pageMilliseconds);
        taken.warm.push(first);
        taken.hover.push(await hover(page));
      }
      await page.close();
    }
    const full = await browser.memory();
    for (let run = 0; run < RUNS; run += 1) {
      await browser.stopBackground();
      const { page, first } = await read(browser, options, `${origin}/long`);
      taken.cold.push(first);
      await page.close();
    }
    const blank = await browser.open(`${origin}/empty`);
    const compromise = await peer(blank, long.text);
    await blank.close();

    const whole = await browser.open(`${origin}/empty`);
    await whole.run((address) => location.assign(address), `${origin}/large`);
    await until('the page', () => whole.run(() => document.readyState === 'complete'));
    await whole.run(() => {
      const longest = { task: 0 };
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longest.task = Math.max(longest.task, duration);
      }).observe({ type: 'longtask' });
      /** @type {any} */ (window).longest = longest;
    });
    await until('names on the large page', async () => Object.keys(await marksOf(whole)).length > 0);
    await whole.run(() => new Promise((resume) => setTimeout(resume, 500)));
    const task = await whole.run(() => /** @type {any} */ (window).longest.task);

    const ms = (/** @type {number} */ value) => `${value.toFixed(1)} ms`;
    const half = (/** @type {number[]} */ values) =>
      `${quantile(values, 0.25).toFixed(1)} – ${quantile(values, 0.75).toFixed(1)}`;
    const taking = (
      /** @type {string} */ what,
      /** @type {number[]} */ values,
      /** @type {string} */ budget,
    ) => [what, ms(middle(values)), half(values), budget];
    const times = (middle(compromise) / middle(taken.core)).toFixed(1);
    const mib = (/** @type {number} */ bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
    const words = long.text.split(/\s+/).length;
    const rows = [
      taking('analysis in the background, warm', taken.core, '≤ 15 ms'),
      taking('compromise on the same text', compromise, `${times} times ours; budget ≥ 10`),
      taking('page’s thread: snapshot and marks', taken.thread, '≤ 8 ms'),
      taking('page there → first mark, warm', taken.warm, '≤ 50 ms'),
      taking('page there → first mark, cold background', taken.cold, '≤ 300 ms'),
      taking('end of the dwell → card', taken.hover, 'one frame, 16.7 ms'),
      ['longest task on a page of 1 MB', task === 0 ? 'under 50 ms' : ms(task), 'once', 'under 50 ms'],
      ['background’s memory over an empty one', mib(full - empty), 'once', '≤ 64 MiB'],
    ];
    const table = [
      `Chromium, an article of ${words} words, the middle of ${RUNS} runs:`,
      '',
      '| what | measured | middle half of the runs | budget |',
      '| --- | --- | --- | --- |',
      ...rows.map((row) => `| ${row.join(' | ')} |`),
    ].join('\n');
    await writeFile(values.out, `${table}\n`);
    process.stdout.write(`${table}\n`);
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
