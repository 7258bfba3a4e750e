/**
 * How reading grows with the length of an article, beside its peers, in Chromium and Firefox, for `cargo xtask bench`:
 *
 *     node tests/browser/bench-lengths.js --extension DIR --out FILE.json
 *
 * DIR holds both built extensions. One page of each browser holds the core as it is packaged, `compromise` and
 * `wink-nlp`, and gives all three the same texts in turn, so that their figures compare. Prints a table; FILE has every
 * time that was taken.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { startChromium } from './chromium.js';
import { startFirefox } from './firefox.js';
import { middle, quantile } from './quantile.js';

const USAGE = 'usage: node tests/browser/bench-lengths.js --extension DIR --out FILE.json';
const TESTS = fileURLToPath(new URL('../', import.meta.url));
/** Lengths of the articles, words: a short item, a long report, a book's chapter; between them, for the growth. */
const LENGTHS = [300, 750, 1_500, 3_000, 7_500, 15_000, 30_000];
/** Those that the peers read too. */
const COMPARED = [300, 1_500, 30_000];
/** How often each figure is taken; the middle one counts. */
const RUNS = 15;
/** Longest time spent on one figure, ms: peers may need seconds for the longest text. At least three runs are made. */
const PATIENCE = 30_000;
const LEAST_RUNS = 3;

/** @typedef {import('./driver.js').Page} Page */
/** @typedef {{ who: string, words: number, first: number, times: number[] }} Figure times in ms */

/** @returns {Promise<string[]>} the paragraphs of all test articles, without markup */
async function paragraphs() {
  const folder = path.join(TESTS, 'articles');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.html')).sort();
  const pages = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return pages.flatMap((html) =>
    [...html.matchAll(/<p>([\s\S]*?)<\/p>/g)].map(([, inside]) =>
      String(inside)
        .replace(/<[^>]+>/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    ),
  );
}

/**
 * An article of the length given. What comes again begins with other words: pages that say a thing twice are read once.
 * @param {string[]} from
 * @param {number} length words
 */
function article(from, length) {
  /** @type {string[]} */
  const texts = [];
  let words = 0;
  for (let round = 0; words < length; round += 1) {
    for (const paragraph of from) {
      const text = round === 0 ? paragraph : `On day ${round + 1} it was the same: ${paragraph}`;
      texts.push(text);
      words += text.split(' ').length;
      if (words >= length) break;
    }
  }
  return { texts, words };
}

const PEERS = `
  import compromise from 'compromise';
  import winkNLP from 'wink-nlp';
  import model from 'wink-eng-lite-web-model';
  const wink = winkNLP(model);
  window.readers = {
    compromise: (texts) => {
      const read = compromise(texts.join('\\n\\n'));
      return read.people().out('array').length + read.organizations().out('array').length;
    },
    'wink-nlp': (texts) => wink.readDoc(texts.join('\\n\\n')).entities().out().length,
  };
`;

/** The page's own script: the core as the background loads it. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,"><script src="/peers.js"></script>
  <script type="module">
    import init, { Engine } from '/core/dramatis.js';
    const bytes = async (file) => new Uint8Array(await (await fetch('/core/' + file)).arrayBuffer());
    const [weights, pack] = await Promise.all([bytes('names.bin'), bytes('dramatis.pack')]);
    const begun = performance.now();
    await init({ module_or_path: '/core/dramatis_bg.wasm' });
    const engine = Engine.open(weights, pack);
    window.opening = performance.now() - begun;
    window.readers.dramatis = (texts) => engine.read({
      url: 'https://news.example/2013/05/07/talks', title: 'Talks', language: 'en', jsonLd: [], times: [],
      meta: [['og:type', 'article'], ['article:published_time', '2013-05-07']],
      containers: [{ parent: null, tag: 'body', hint: '' }, { parent: 0, tag: 'article', hint: '' }],
      blocks: texts.map((text) => ({ container: 1, tag: 'p', text, linkUnits: 0 })),
    }).members.length;
    window.ready = true;
  </script>`;

/** @param {string} core folder */
async function serve(core) {
  const { outputFiles } = await build({
    stdin: { contents: PEERS, resolveDir: TESTS },
    bundle: true,
    write: false,
    format: 'iife',
    logLevel: 'error',
  });
  const kinds = { '.js': 'text/javascript', '.wasm': 'application/wasm' };
  const server = http.createServer(async (request, response) => {
    const at = String(request.url?.replace(/^http:\/\/[^/]+/, ''));
    const kind = kinds[/** @type {keyof typeof kinds} */ (path.extname(at))] ?? 'application/octet-stream';
    if (at === '/') response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
    else if (at === '/peers.js') response.writeHead(200, { 'content-type': kind }).end(outputFiles[0]?.text);
    else if (at.startsWith('/core/')) {
      response
        .writeHead(200, { 'content-type': kind })
        .end(await readFile(path.join(core, path.basename(at))));
    } else response.writeHead(404).end();
  });
  server.on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(null)));
  return { server, port: /** @type {import('node:net').AddressInfo} */ (server.address()).port };
}

/**
 * One reading in the page, ms.
 * @param {Page} page
 * @param {string} who
 * @param {number} length
 */
function once(page, who, length) {
  return page.run(
    (reader, words) => {
      const { readers, texts } = /** @type {any} */ (window);
      const begun = performance.now();
      const found = readers[reader](texts[words]);
      const took = performance.now() - begun;
      if (!(found > 0)) throw new Error(`${reader} found nobody in ${words} words`);
      return took;
    },
    who,
    length,
  );
}

/**
 * The exponent with which times grow with lengths: the slope of the straight line through their logarithms.
 * @param {Figure[]} figures
 */
function exponent(figures) {
  const points = figures.map(({ words, times }) => ({ x: Math.log(words), y: Math.log(middle(times)) }));
  const mean = (/** @type {'x' | 'y'} */ axis) =>
    points.reduce((sum, at) => sum + at[axis], 0) / points.length;
  const [x, y] = [mean('x'), mean('y')];
  const along = points.reduce((sum, at) => sum + (at.x - x) * (at.y - y), 0);
  return along / points.reduce((sum, at) => sum + (at.x - x) ** 2, 0);
}

/**
 * @param {import('./stage.js').Start} start
 * @param {string} extension
 */
async function measure(start, extension) {
  const { server, port } = await serve(path.join(extension, 'core'));
  const profile = await mkdtemp(path.join(tmpdir(), 'dramatis-lengths-'));
  const browser = await start({ extension, profile, proxy: port });
  const from = await paragraphs();
  const articles = new Map(LENGTHS.map((length) => [length, article(from, length)]));
  const texts = Object.fromEntries([...articles].map(([length, { texts: each }]) => [length, each]));
  try {
    const page = await browser.open(`http://127.0.0.1:${port}/`);
    await page.run((given) => {
      /** @type {any} */ (window).texts = given;
    }, texts);
    await page.run(async () => {
      while (!(/** @type {any} */ (window).ready)) await new Promise((resume) => setTimeout(resume, 20));
    });
    const opening = await page.run(() => /** @type {number} */ (/** @type {any} */ (window).opening));
    /** @type {Figure[]} */
    const figures = [];
    for (const [length, { words }] of articles) {
      const readers = COMPARED.includes(length) ? ['dramatis', 'compromise', 'wink-nlp'] : ['dramatis'];
      const taken = readers.map((who) => ({ who, words, first: 0, times: /** @type {number[]} */ ([]) }));
      for (const figure of taken) figure.first = await once(page, figure.who, length);
      // In turn, so that what else the machine does meets all of them.
      for (let run = 0; run < RUNS; run += 1) {
        for (const { who, times } of taken) {
          const spent = times.reduce((sum, time) => sum + time, 0);
          if (times.length < LEAST_RUNS || spent < PATIENCE) times.push(await once(page, who, length));
        }
      }
      figures.push(...taken);
    }
    return { browser: browser.name, opening, figures };
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {Awaited<ReturnType<typeof measure>>} measured */
function table({ browser, opening, figures }) {
  const ms = (/** @type {number} */ value) => (value < 100 ? value.toFixed(1) : value.toFixed(0));
  const own = figures.filter(({ who }) => who === 'dramatis');
  const rows = figures.map(({ who, words, first, times }) => {
    const time = middle(times);
    const ours = middle(own.find((figure) => figure.words === words)?.times ?? []);
    const spread = `${ms(quantile(times, 0.25))} – ${ms(quantile(times, 0.75))}`;
    const ratio = who === 'dramatis' ? '1' : (time / ours).toFixed(1);
    const speed = Math.round(words / time);
    return `| ${words} | ${who} | ${ms(time)} | ${spread} | ${times.length} | ${ms(first)} | ${speed} | ${ratio} |`;
  });
  return [
    `In ${browser}: compiling the core and opening the pack ${ms(opening)} ms; time grows with the length to the power of ${exponent(own).toFixed(2)}.`,
    '',
    '| words | who | middle, ms | middle half of the runs | runs | first, ms | thousand words/s | times ours |',
    '| ---: | --- | ---: | --- | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}

async function main() {
  const { values } = parseArgs({ options: { extension: { type: 'string' }, out: { type: 'string' } } });
  if (!values.extension || !values.out) throw new Error(USAGE);
  const extensions = path.resolve(values.extension);
  const measured = [
    await measure(startChromium, path.join(extensions, 'chromium')),
    await measure(startFirefox, path.join(extensions, 'firefox')),
  ];
  await writeFile(values.out, `${JSON.stringify(measured, null, 1)}\n`);
  process.stdout.write(`${measured.map(table).join('\n\n')}\n`);
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
