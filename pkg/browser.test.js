/**
 * The example page with the package beside it, in Chromium: names become buttons, buttons open cards, and nothing but the
 * page's own site is asked for.
 */
import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const PACKAGE = fileURLToPath(new URL('.', import.meta.url));
const PACK = fileURLToPath(new URL('../target/dramatis.pack', import.meta.url));
const EXAMPLE = path.join(PACKAGE, 'examples/article');
/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};

/** @param {string} address */
function fileOf(address) {
  if (address === '/dramatis.pack') return PACK;
  if (address.startsWith('/dramatis/')) return path.join(PACKAGE, path.basename(address));
  return path.join(EXAMPLE, path.basename(address));
}

const server = createServer(async ({ url = '/' }, response) => {
  const file = fileOf(url);
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
});

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {string} */
let site;

before(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  site = `http://127.0.0.1:${address.port}`;
  browser = await chromium.launch({
    executablePath: process.env.DRAMATIS_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
});

after(async () => {
  await browser?.close();
  server.close();
});

test('an article of a publisher gets its cards from its own site alone', async () => {
  const page = await browser.newPage();
  /** @type {string[]} */
  const asked = [];
  /** @type {string[]} */
  const wrong = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('404')) wrong.push(message.text());
  });
  await page.goto(`${site}/index.html`);
  await page.waitForSelector('[data-cards=ready]', { state: 'attached', timeout: 30_000 });
  const names = await page.locator('button.name').allTextContents();
  // The headline names him first.
  assert.deepEqual(
    names.map((name) => name.replace(/\s+/g, ' ')),
    ['Kerry', 'Vladimir Putin'],
  );
  const card = page.locator('.dramatis-card').first();
  assert.ok(!(await card.isVisible()));
  await page.locator('button.name').first().press('Enter');
  assert.match(
    (await card.locator('.line').first().textContent()) ?? '',
    /^Secretary of State, United States/,
  );
  await page.keyboard.press('Escape');
  assert.ok(!(await card.isVisible()));
  assert.deepEqual(wrong, []);
  assert.deepEqual(
    asked.filter((address) => !address.startsWith(`${site}/`)),
    [],
  );
});

test('a mention in a live document has its range, over the borders of elements too', async () => {
  const page = await browser.newPage();
  await page.goto(`${site}/article.css`);
  const said = await page.evaluate(async (/** @type {string} */ core) => {
    const { Engine } = /** @type {typeof import('./index.js')} */ (await import(core));
    const engine = await Engine.open({ packs: '/dramatis.pack' });
    const html = `<html lang="en"><head><title>Kerry</title><meta property="og:type" content="article"></head><body><article>
      <p>U.S. Secretary of State <b>John</b> Kerry has arrived in Moscow for talks with officials, and nobody knows how long
      he will stay there.</p><p>The visit is Kerry's first since he took the office, and much is expected of it by those who
      came with him to the town.</p></article></body></html>`;
    const before = new DOMParser().parseFromString(html, 'text/html');
    const { members } = engine.scanDocument(before, { date: '2013-05-07' });
    const untouched = before.documentElement.outerHTML;
    engine.dispose();
    const same = untouched === new DOMParser().parseFromString(html, 'text/html').documentElement.outerHTML;
    return { same, texts: members[0]?.mentions.map(({ range, text }) => [range.toString(), text]) };
  }, `${site}/dramatis/index.js`);
  assert.deepEqual(said, {
    same: true,
    texts: [
      ['John Kerry', 'John Kerry'],
      ['Kerry', 'Kerry'],
    ],
  });
});
