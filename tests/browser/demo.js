/**
 * The extension on one article, for people:
 *
 *     node tests/browser/demo.js --page FILE --extension DIR --out PNG    a picture with a card open
 *     node tests/browser/demo.js --page FILE --extension DIR --window     a browser window, until it is closed
 *
 * The page is served on 127.0.0.1, since extensions read no files; all other requests are refused.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { answerHostAccess, openWindow, startChromium } from './chromium.js';
import { until } from './waiting.js';

const USAGE = 'usage: node tests/browser/demo.js --page FILE --extension DIR (--out PNG | --window)';

/** @param {string} html */
async function serve(html) {
  const server = http.createServer((request, response) => {
    const asked = request.url?.replace(/^http:\/\/[^/]+/, '');
    response.writeHead(asked === '/' ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(asked === '/' ? html : '');
  });
  server.on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  return { server, port: /** @type {import('node:net').AddressInfo} */ (server.address()).port };
}

async function main() {
  const { values } = parseArgs({
    options: {
      page: { type: 'string' },
      extension: { type: 'string' },
      out: { type: 'string' },
      window: { type: 'boolean' },
    },
  });
  if (!values.page || !values.extension || !(values.out || values.window)) throw new Error(USAGE);
  const extension = path.resolve(values.extension);
  const { server, port } = await serve(await readFile(values.page, 'utf8'));
  const profile = await mkdtemp(path.join(tmpdir(), 'dramatis-demo-'));
  try {
    await answerHostAccess(extension, profile);
    const address = `http://127.0.0.1:${port}/`;
    if (values.window) await openWindow({ extension, profile }, address);
    else await picture({ extension, profile, proxy: port }, address, /** @type {string} */ (values.out));
  } finally {
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {{ extension: string, profile: string, proxy: number }} start
 * @param {string} address
 * @param {string} file
 */
async function picture(start, address, file) {
  const browser = await startChromium(start);
  try {
    const page = await browser.open(address);
    const first = () => page.run(firstMark);
    await until('a name to be marked', async () => (await first()) !== null);
    const spot = await first();
    if (spot === null) throw new Error('no name is marked');
    await page.moveMouse(spot.x, spot.y);
    await until('the card to open', () =>
      page.inCard((root) => root.querySelector('.card')?.getAnimations().length === 0),
    );
    await page.screenshot(path.resolve(file));
  } finally {
    await browser.close();
  }
}

/** Runs in the page: the middle of the first marked name in its running text. */
function firstMark() {
  for (const [name, highlight] of CSS.highlights) {
    if (!name.startsWith('dramatis-')) continue;
    for (const mark of highlight) {
      const range = /** @type {Range} */ (mark);
      // A name that is broken over two lines has two boxes.
      const [box] = range.getClientRects();
      const inText = range.startContainer.parentElement?.closest('p');
      const inView = box !== undefined && box.top > 0 && box.bottom < innerHeight;
      if (inText && inView) return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }
  }
  return null;
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
