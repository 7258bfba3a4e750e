/**
 * The extension on stored news pages, for `cargo xtask eval --pages DIR`:
 *
 *     node tests/browser/eval-pages.js --pages DIR --extension DIR --out FOLDER [--only TEXT]
 *
 * DIR holds pages as `NAME.html.gz` and may hold `index.jsonl` with their addresses. Each is served on 127.0.0.1
 * without its scripts, so that whatever is said or changed there is ours; everything else is refused. A page stands
 * until it is at rest, then the extension is turned on. Ends with 1 where a page had an error of ours, where its tree
 * or the place of any element changed, or where something is left once it is turned off.
 */
import { isUtf8 } from 'node:buffer';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { answerHostAccess, startChromium } from './chromium.js';
import { quantile } from './quantile.js';
import { marksOf } from './stage.js';
import { until } from './waiting.js';

const USAGE =
  'usage: node tests/browser/eval-pages.js --pages DIR --extension DIR --out FOLDER [--only TEXT]';
/** Pages that are photographed with a card open: every so many. */
const PHOTOGRAPHED = 10;
/** Looks at a page until it counts as one that moves by itself, a tenth of a second apart. */
const MOST_LOOKS = 20;
/** Complaints of the browser about what a stored page asks for and does not get. */
const NOT_OURS =
  /Failed to load resource|Content Security Policy|CORS policy|Manifest fetch|Refused to|Not allowed to load|ERR_/i;

/** @typedef {import('./driver.js').Page} Page */
/** @typedef {{ name: string, gate: string, members: number, marks: number, core: number, thread: number, total: number, task: number, shift: number, faults: string[] }} Row */

/** @param {string} folder */
async function pagesIn(folder) {
  const index = await readFile(path.join(folder, 'index.jsonl'), 'utf8').catch(() => '');
  /** @type {Map<string, string>} */
  const addresses = new Map();
  for (const line of index.split('\n').filter(Boolean)) {
    const { page, url } = JSON.parse(line);
    addresses.set(String(page), String(url));
  }
  const names = (await readdir(folder)).filter((name) => name.endsWith('.html.gz')).sort();
  return names.map((file) => {
    const name = file.slice(0, -'.html.gz'.length);
    const address = addresses.get(name);
    // The path is part of what a page says: it may hold the date.
    const route = address !== undefined && URL.canParse(address) ? new URL(address).pathname : '/';
    return { name, file: path.join(folder, file), route: `/${name}${route}` };
  });
}

/** @param {Awaited<ReturnType<typeof pagesIn>>} pages */
async function serve(pages) {
  const server = http.createServer(async (request, response) => {
    const asked = request.url?.replace(/^http:\/\/127\.0\.0\.1:\d+/, '');
    const page = pages.find(({ route }) => route === asked);
    if (page === undefined) {
      response.writeHead(404).end();
      return;
    }
    const html = await promisify(gunzip)(await readFile(page.file));
    // What the first server said of the encoding is not stored.
    response.setHeader('content-type', `text/html${isUtf8(html) ? '; charset=utf-8' : ''}`);
    response.setHeader('content-security-policy', "script-src 'none'");
    response.end(html);
  });
  server.on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(null)));
  return { server, port: /** @type {import('node:net').AddressInfo} */ (server.address()).port };
}

/** What a page is: its tree, and the place of every element, each as a checksum. Runs in the page. */
async function lookAt() {
  const sum = async (/** @type {string} */ text) => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return [...new Uint8Array(digest)].join();
  };
  const copy = /** @type {HTMLElement} */ (document.documentElement.cloneNode(true));
  for (const host of copy.querySelectorAll('dramatis-card')) host.remove();
  const places = [...document.querySelectorAll(':not(dramatis-card)')].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x + scrollX, y + scrollY, width, height].map(Math.round).join();
  });
  return { tree: await sum(copy.outerHTML), places: await sum(places.join(' ')) };
}

/** Begins to count what the page's own thread and layout suffer. Runs in the page. */
function beginCounting() {
  const counted = { shift: 0, task: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) counted.shift += /** @type {any} */ (entry).value;
  }).observe({ type: 'layout-shift' });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) counted.task = Math.max(counted.task, entry.duration);
  }).observe({ type: 'longtask' });
  /** @type {any} */ (window).counted = counted;
}

/** What a page's reader tells. Runs in a page of the extension. @param {number} tab */
function statusOf(tab) {
  return new Promise((resolve) => {
    const port = chrome.tabs.connect(tab, { name: 'popup-content', frameId: 0 });
    port.onMessage.addListener((message) => {
      const { state } = message.body;
      if (state === 'unread' || state === 'reading' || state === 'off') return;
      resolve(message.body);
      port.disconnect();
    });
    port.onDisconnect.addListener(() => {
      void chrome.runtime.lastError;
      resolve(null);
    });
  });
}

/**
 * Waits until a page looks the same twice.
 * @param {Page} page
 * @returns {Promise<{ tree: string, places: string | null }>} without places where something always moves
 */
async function atRest(page) {
  let before = await page.run(lookAt);
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    await page.run(() => new Promise((resume) => setTimeout(resume, 100)));
    const now = await page.run(lookAt);
    if (now.tree === before.tree && now.places === before.places) return now;
    before = now;
  }
  return { tree: before.tree, places: null };
}

/** The middle of the first mark in view, after it was brought there. Runs in the page. */
function firstMark() {
  for (const [name, highlight] of CSS.highlights) {
    if (!name.startsWith('dramatis-')) continue;
    for (const mark of highlight) {
      const range = /** @type {Range} */ (mark);
      range.startContainer.parentElement?.scrollIntoView({ block: 'center', behavior: 'instant' });
      const [box] = range.getClientRects();
      if (!box || box.top < 0 || box.bottom > innerHeight) continue;
      const at = { x: box.x + Math.min(box.width / 2, 12), y: box.y + box.height / 2 };
      const hit = document.elementFromPoint(at.x, at.y);
      // Something may lie over it: a bar, a banner.
      if (hit !== null && range.startContainer.parentElement?.contains(hit)) return at;
    }
  }
  return null;
}

/**
 * @param {import('./driver.js').Browser} browser
 * @param {Page} options
 * @param {string} address
 * @param {string} name
 * @param {string | null} picture where to leave one
 * @returns {Promise<Row>}
 */
async function measure(browser, options, address, name, picture) {
  const turn = (/** @type {boolean} */ on) =>
    options.run((value) => chrome.storage.local.set({ on: value }), on);
  const tabs = () => options.run(async () => (await chrome.tabs.query({})).map(({ id }) => id));
  const known = await tabs();
  const page = await browser.open(address);
  const tab = Number((await tabs()).find((id) => !known.includes(id)));
  /** @type {string[]} */
  const faults = [];
  const before = await atRest(page);
  await page.run(beginCounting);

  const begun = performance.now();
  await turn(true);
  const status = await until('the page to be read', () => options.run(statusOf, tab));
  const total = performance.now() - begun;
  await page.run(() => new Promise((resume) => setTimeout(resume, 50)));
  const counted = await page.run(() => /** @type {any} */ (window).counted);
  const after = await page.run(lookAt);
  if (after.tree !== before.tree) faults.push('the tree changed');
  if (before.places !== null && after.places !== before.places) faults.push('elements moved');
  const marks = Object.values(await marksOf(page)).flat().length;

  const spot = picture === null ? null : await page.run(firstMark);
  if (picture !== null && spot !== null) {
    await page.moveMouse(spot.x, spot.y);
    await until('the card', () =>
      page.inCard((root) => root.querySelector('.card')?.getAnimations().length === 0),
    ).catch(() => faults.push('no card opened'));
  }
  if (picture !== null) await page.screenshot(picture);
  if (spot !== null && (await page.run(lookAt)).tree !== before.tree)
    faults.push('the card changed the tree');

  await turn(false);
  await until('all to be gone', async () => Object.keys(await marksOf(page)).length === 0).catch(() =>
    faults.push('marks are left'),
  );
  faults.push(...page.errors.filter((error) => !NOT_OURS.test(error)).map((error) => `said: ${error}`));
  await page.close();
  return {
    name,
    gate: status.state === 'read' ? 'article' : status.state,
    members: status.members?.length ?? 0,
    marks,
    core: status.milliseconds ?? 0,
    thread: status.pageMilliseconds ?? 0,
    total,
    task: counted.task,
    shift: counted.shift,
    faults,
  };
}

/** @param {Row[]} rows */
function tableOf(rows) {
  const ms = (/** @type {number} */ value) => value.toFixed(1);
  const lines = [
    '| page | gate | names | marks | core, ms | page thread, ms | in all, ms | longest task, ms | layout shift | faults |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      (row) =>
        `| ${row.name} | ${row.gate} | ${row.members} | ${row.marks} | ${ms(row.core)} | ${ms(row.thread)} | ` +
        `${ms(row.total)} | ${ms(row.task)} | ${row.shift.toFixed(4)} | ${row.faults.join('; ') || '-'} |`,
    ),
  ];
  const read = rows.filter(({ gate }) => gate === 'article');
  const column = (/** @type {'core' | 'thread' | 'total' | 'task'} */ key) =>
    `${key} p50 ${ms(
      quantile(
        read.map((row) => row[key]),
        0.5,
      ),
    )}, p95 ${ms(
      quantile(
        read.map((row) => row[key]),
        0.95,
      ),
    )}`;
  lines.push(
    '',
    `${rows.length} pages, ${read.length} read as articles, ${read.filter(({ marks }) => marks > 0).length} with marks; ` +
      `${/** @type {const} */ (['core', 'thread', 'total', 'task']).map(column).join('; ')} (ms); ` +
      `layout shift ${rows.reduce((sum, { shift }) => sum + shift, 0).toFixed(4)} in all; ` +
      `${rows.filter(({ faults }) => faults.length > 0).length} with faults`,
  );
  return lines.join('\n');
}

async function main() {
  const { values } = parseArgs({
    options: {
      pages: { type: 'string' },
      extension: { type: 'string' },
      out: { type: 'string' },
      only: { type: 'string' },
    },
  });
  if (!values.pages || !values.extension || !values.out) throw new Error(USAGE);
  const extension = path.resolve(values.extension);
  const pages = (await pagesIn(values.pages)).filter(({ name }) => name.includes(values.only ?? ''));
  if (pages.length === 0) throw new Error(`${values.pages} has no pages (NAME.html.gz)`);
  await mkdir(values.out, { recursive: true });
  const { server, port } = await serve(pages);
  const profile = await mkdtemp(path.join(tmpdir(), 'dramatis-pages-'));
  /** @type {Row[]} */
  const rows = [];
  await answerHostAccess(extension, profile);
  const browser = await startChromium({ extension, profile, proxy: port });
  try {
    const options = await browser.openOwn('options/options.html');
    await options.run(() => chrome.storage.local.set({ on: false }));
    for (const [at, { name, route }] of pages.entries()) {
      const picture = at % PHOTOGRAPHED === 0 ? path.join(String(values.out), `${name}.png`) : null;
      const row = await measure(browser, options, `http://127.0.0.1:${port}${route}`, name, picture);
      rows.push(row);
      process.stdout.write(
        `${name}: ${row.gate}, ${row.members} names, ${row.marks} marks${row.faults.length > 0 ? `, ${row.faults.join('; ')}` : ''}\n`,
      );
    }
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  const table = tableOf(rows);
  await writeFile(path.join(values.out, 'pages.md'), `${table}\n`);
  process.stdout.write(`\n${table.slice(table.lastIndexOf('\n\n') + 2)}\n`);
  if (rows.some(({ faults }) => faults.length > 0)) throw new Error('some pages had faults');
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
