/**
 * A fresh page under Vite that imports the package from its tarball, as a publisher would: built for production, it reads an
 * article in the page and in a module worker, in Chromium; its development server serves the same.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build, createServer, preview } from 'vite';

const PACKAGE = fileURLToPath(new URL('.', import.meta.url));
const PACK = fileURLToPath(new URL('../target/dramatis.pack', import.meta.url));

const FILES = {
  'package.json': '{"private":true,"type":"module"}',
  'index.html': `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Kerry in Moscow</title>
    <meta property="og:type" content="article"><meta property="article:published_time" content="2013-05-07"></head>
    <body><article><h1>Kerry arrives in Moscow</h1>
    <p>U.S. Secretary of State John Kerry has arrived in Moscow for talks with Russian President Vladimir Putin, and nobody
    knows how long he will stay.</p><p>The visit is Kerry’s first to Russia since he took the office in February, and much is
    expected of it by those who came with him.</p></article><script type="module" src="/main.js"></script></body></html>`,
  'main.js': `import { Engine } from 'dramatis';
    const engine = await Engine.open({ packs: '/dramatis.pack' });
    const names = (members) => members.map(({ name, confidence }) => name + ' ' + confidence);
    const here = names(engine.scanDocument(document).members);
    engine.dispose();
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    const text = [...document.querySelectorAll('p')].map((p) => p.textContent).join('\\n\\n');
    worker.onmessage = ({ data }) => { window.said = { here, there: names(data) }; };
    worker.onerror = ({ message }) => { window.said = { here, there: message }; };
    worker.postMessage(text);`,
  'worker.js': `import { Engine } from 'dramatis';
    const opened = Engine.open({ packs: '/dramatis.pack' });
    onmessage = async ({ data }) => {
      const engine = await opened;
      const { members } = engine.read(data, { date: '2013-05-07' });
      postMessage(members.map(({ name, confidence }) => ({ name, confidence })));
      engine.dispose();
    };`,
};

/** @type {string} */
let project;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('vite').InlineConfig} */
let config;

before(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'dramatis-vite-'));
  for (const [name, text] of Object.entries(FILES)) await writeFile(path.join(project, name), text);
  await mkdir(path.join(project, 'public'));
  await cp(PACK, path.join(project, 'public/dramatis.pack'));
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
    cwd: PACKAGE,
    encoding: 'utf8',
  });
  const [{ filename }] = JSON.parse(packed);
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', path.join(project, filename)], {
    cwd: project,
    stdio: 'ignore',
  });
  // As the README says; and workers that are modules, since they import one.
  config = {
    root: project,
    configFile: false,
    logLevel: 'warn',
    optimizeDeps: { exclude: ['dramatis'] },
    worker: { format: 'es' },
    build: { target: 'es2022' },
    server: { host: '127.0.0.1', port: 0 },
    preview: { host: '127.0.0.1', port: 0 },
  };
  browser = await chromium.launch({
    executablePath: process.env.DRAMATIS_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
});

after(async () => {
  await browser?.close();
  await rm(project, { recursive: true, force: true });
});

/** @param {string | undefined} site */
async function assertReads(site) {
  assert.ok(site);
  const page = await browser.newPage();
  /** @type {string[]} */
  const wrong = [];
  /** @type {string[]} */
  const asked = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(site);
  await page.waitForFunction('window.said', undefined, { timeout: 60_000 });
  const names = ['John Kerry sure', 'Vladimir Putin sure'];
  assert.deepEqual(await page.evaluate('window.said'), { here: names, there: names });
  assert.deepEqual(wrong, []);
  const elsewhere = asked.filter((address) => !address.startsWith(site) && !address.startsWith('blob:'));
  assert.deepEqual(elsewhere, []);
  await page.close();
}

test('a built page reads its article, and so does its worker', async () => {
  await build(config);
  const server = await preview(config);
  await assertReads(server.resolvedUrls?.local[0]);
  await server.close();
});

test('the development server serves the same', async () => {
  const server = await createServer(config);
  await server.listen();
  await assertReads(server.resolvedUrls?.local[0]);
  await server.close();
});
