/**
 * Puts the extension together for each browser:
 *
 *     node extension/build.mjs --version VERSION --core DIR --weights FILE --pack FILE --out target/extension
 *
 * DIR holds the core as wasm-bindgen's `web` output (`dramatis.js`, `dramatis_bg.wasm`), the files are the recognizer's
 * weights and the built pack.
 * Leaves OUT/chromium and OUT/firefox, loadable as they are. Same input, same bytes.
 */
import { cp, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { manifest } from './manifest.mjs';

const SOURCE = path.dirname(fileURLToPath(import.meta.url));
const BROWSERS = /** @type {const} */ (['chromium', 'firefox']);
const USAGE =
  'usage: node extension/build.mjs --version VERSION --core DIR --weights FILE --pack FILE --out DIR';

/** Copied as they are. */
const FILES = [
  '_locales',
  ...['16', '32', '48', '96', '128'].map((size) => `icons/${size}.png`),
  'content/marks.css',
  'look.css',
  'popup/popup.html',
  'popup/popup.css',
  'options/options.html',
  'options/options.css',
  'welcome/welcome.html',
  'welcome/welcome.css',
];
/** Copied for Firefox, whose toolbar follows the theme. */
const FIREFOX_FILES = ['16', '32', '48'].flatMap((size) => [
  `icons/${size}-dark.png`,
  `icons/${size}-light.png`,
]);

/** One script each: a content script must be a single classic script, the others are modules. */
const SCRIPTS = [
  { from: 'content/main.js', to: 'content/content.js', format: /** @type {const} */ ('iife') },
  { from: 'background/main.js', to: 'background/main.js', format: /** @type {const} */ ('esm') },
  { from: 'popup/popup.js', to: 'popup/popup.js', format: /** @type {const} */ ('esm') },
  { from: 'options/options.js', to: 'options/options.js', format: /** @type {const} */ ('esm') },
  { from: 'welcome/welcome.js', to: 'welcome/welcome.js', format: /** @type {const} */ ('esm') },
];

/**
 * @param {object} parts
 * @param {string} parts.version as the manifests tell it
 * @param {string} parts.core
 * @param {string} parts.weights
 * @param {string} parts.pack
 * @param {string} parts.out
 */
export async function buildExtension({ version, core, weights, pack, out }) {
  const wanted = [
    { from: path.join(core, 'dramatis.js'), to: 'core/dramatis.js', cure: 'build the core first' },
    { from: path.join(core, 'dramatis_bg.wasm'), to: 'core/dramatis_bg.wasm', cure: 'build the core first' },
    { from: weights, to: 'core/names.bin', cure: 'check the weights out again' },
    { from: pack, to: 'core/dramatis.pack', cure: 'build the pack first' },
  ];
  for (const { from, cure } of wanted) {
    const found = await stat(from).catch(() => null);
    if (!found?.isFile()) throw new Error(`${from} is missing: ${cure} (cargo xtask build does both)`);
  }
  for (const browser of BROWSERS) {
    const folder = path.resolve(out, browser);
    await rm(folder, { recursive: true, force: true });
    await mkdir(path.join(folder, 'core'), { recursive: true });
    const files = browser === 'firefox' ? [...FILES, ...FIREFOX_FILES] : FILES;
    for (const file of files) await cp(path.join(SOURCE, file), path.join(folder, file), { recursive: true });
    for (const { from, to } of wanted) await cp(from, path.join(folder, to));
    for (const { from, to, format } of SCRIPTS) await bundle(from, path.join(folder, to), format);
    const text = JSON.stringify(manifest(browser, version), null, 2);
    await writeFile(path.join(folder, 'manifest.json'), `${text}\n`);
  }
}

/**
 * Readable output, not squeezed: a store's reviewer reads it, and it is small.
 * @param {string} from
 * @param {string} to
 * @param {'iife' | 'esm'} format
 */
async function bundle(from, to, format) {
  await build({
    entryPoints: [path.join(SOURCE, from)],
    outfile: to,
    absWorkingDir: SOURCE,
    bundle: true,
    format,
    charset: 'utf8',
    target: ['chrome121', 'firefox153'],
    loader: { '.css': 'text' },
    external: ['../core/dramatis.js'],
    logLevel: 'error',
  });
}

async function main() {
  const { values } = parseArgs({
    options: {
      version: { type: 'string' },
      core: { type: 'string' },
      weights: { type: 'string' },
      pack: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const { version, core, weights, pack, out } = values;
  if (!version || !core || !weights || !pack || !out) throw new Error(USAGE);
  await buildExtension({ version, core, weights, pack, out });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
