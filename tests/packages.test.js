/**
 * The built extensions, as the stores get them: what they may do, what they could ask of a network, whose work is in them; and
 * the command and the npm package as they are handed out.
 *
 *     node --test tests/packages.test.js        (after cargo xtask package)
 *
 * The code is read without its comments. What the source looks like does not matter here, only what is packaged.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';

const BUILT = fileURLToPath(new URL('../target/extension/', import.meta.url));
const HANDED_OUT = fileURLToPath(new URL('../target/package/', import.meta.url));
/** A folder of the machine that built something. */
const MACHINE = /\/(?:home|root|Users)\/[\w.]/;

/** All ways to load, send or run something that a script has, and where each one stands in the packages. */
const WAYS = [
  {
    // The package's own files; wasm-bindgen's `init`, which the background hands a response and no address.
    way: /(?<![\w.])fetch\(([^)]*)/g,
    found: ['background/main.js: chrome.runtime.getURL(path', 'core/dramatis.js: module_or_path'],
  },
  {
    way: /\b(XMLHttpRequest|WebSocket|WebSocketStream|WebTransport|EventSource|RTCPeerConnection|BackgroundFetchManager)\b/g,
    found: [],
  },
  {
    way: /\b(sendBeacon|importScripts|serviceWorker|setUninstallURL|connectNative|sendNativeMessage)\b/g,
    found: [],
  },
  { way: /(?<![\w.])(import\s*\()/g, found: [] },
  { way: /\bnew (Image|Audio|Worker|SharedWorker|FontFace|Function)\b/g, found: [] },
  // wasm-bindgen names a function in what it prints for debugging; nothing is made of it.
  { way: /(?<![\w.])(eval|Function)\(/g, found: ['core/dramatis.js: Function'] },
  {
    way: /\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment)\b/g,
    found: [],
  },
  { way: /\.(src|srcset|srcdoc|poster|action|background)\s*=[^=]/g, found: [] },
  {
    way: /createElement(?:NS)?\([^)]*["'](script|img|iframe|link|object|embed|audio|video|form)["']/g,
    found: [],
  },
];

/** Every address in the scripts and the core: what it is for. None is asked for anything unless a person clicks on it. */
const ADDRESSES = {
  'http://www.w3.org/2000/svg': 'the name of a kind of element',
  'https://www.wikidata.org/wiki/': 'a link',
  'https://en.wikipedia.org/wiki/': 'a link',
};

for (const browser of ['chromium', 'firefox']) {
  describe(`the package for ${browser}`, () => {
    const folder = path.join(BUILT, browser);
    /** @type {string[]} */
    const files = [];
    /** Scripts without their comments. @type {Map<string, string>} */
    const scripts = new Map();
    const read = (/** @type {string} */ name) => readFile(path.join(folder, name), 'utf8');

    before(async () => {
      const names = await readdir(folder, { recursive: true }).catch(() => {
        throw new Error(`${folder} is not built: run cargo xtask build`);
      });
      for (const name of names.sort()) {
        if ((await stat(path.join(folder, name))).isFile()) files.push(name.replaceAll(path.sep, '/'));
      }
      for (const name of files.filter((each) => each.endsWith('.js'))) {
        const { code } = await transform(await read(name), {
          legalComments: 'none',
          minifyWhitespace: true,
          charset: 'utf8',
        });
        scripts.set(name, code);
      }
    });

    test('asks for four permissions at install, none of which a person is asked about', async () => {
      const manifest = JSON.parse(await read('manifest.json'));
      assert.deepEqual(manifest.permissions, ['activeTab', 'contextMenus', 'scripting', 'storage']);
      assert.deepEqual(manifest.optional_host_permissions, ['*://*/*']);
      const others = [
        'host_permissions',
        'optional_permissions',
        'content_scripts',
        'externally_connectable',
        'web_accessible_resources',
        'devtools_page',
        'chrome_url_overrides',
        'declarative_net_request',
        'update_url',
        'sandbox',
      ];
      assert.deepEqual(
        others.filter((key) => key in manifest),
        [],
      );
    });

    test('lets its own pages and its background load nothing but its own files', async () => {
      const { content_security_policy: policy } = JSON.parse(await read('manifest.json'));
      assert.deepEqual(policy, {
        extension_pages:
          "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'",
      });
    });

    test('has no code that asks anybody anything', () => {
      for (const { way, found } of WAYS) {
        const uses = [...scripts].flatMap(([name, code]) =>
          [...code.matchAll(way)].map((match) => `${name}: ${match[1]}`),
        );
        assert.deepEqual(uses, found, String(way));
      }
    });

    test('knows no address but those that a person may click on', async () => {
      const core = await readFile(path.join(folder, 'core/dramatis_bg.wasm'), 'latin1');
      for (const [name, code] of [...scripts, ['core/dramatis_bg.wasm', core]]) {
        for (const [address] of String(code).matchAll(/\b(?:https?|wss?|ftp):\/\/[\w.-]+(?:\/[\w/]*)?/g)) {
          // In the core one word follows the other without a gap.
          const known = Object.keys(ADDRESSES).some((start) => address.startsWith(start));
          assert.ok(known, `${name} holds ${address}`);
        }
      }
    });

    test('has pages and styles that name its own files only', async () => {
      for (const name of files.filter((each) => each.endsWith('.html'))) {
        const html = await read(name);
        for (const [, at] of html.matchAll(
          /\b(?:src|href|action|data|poster|srcset)\s*=\s*["']?([^"'\s>]+)/g,
        )) {
          const file = path.posix.join(path.posix.dirname(name), String(at));
          assert.ok(String(at).startsWith('#') || files.includes(file), `${name} names ${at}`);
        }
        assert.doesNotMatch(html, /<base|<iframe|http-equiv|<script>|\son\w+=/i, name);
      }
      for (const name of files.filter((each) => each.endsWith('.css'))) {
        assert.doesNotMatch(await read(name), /@import|url\(|image-set\(/, name);
      }
    });

    test('says whose work is in it: every library in its scripts, the facts and the weights', async () => {
      const notices = await read('THIRD-PARTY.txt');
      const libraries = new Set();
      for (const name of scripts.keys()) {
        for (const [, library] of (await read(name)).matchAll(
          /^\/\/ .*node_modules\/((?:@[^/]+\/)?[^/]+)\//gm,
        )) {
          libraries.add(library);
        }
      }
      assert.ok(libraries.size > 0, 'the scripts say where their parts come from');
      for (const work of [...libraries, 'serde_json', 'wasm-bindgen', 'unicode-normalization', 'thiserror']) {
        assert.match(notices, new RegExp(`^${work} \\d`, 'm'), `${work} is not in THIRD-PARTY.txt`);
      }
      assert.match(notices, /Permission is hereby granted/);
      assert.match(await read('NOTICE'), /CC BY-SA 4\.0/);
      assert.ok(files.includes('LICENSE-MIT') && files.includes('LICENSE-APACHE'));
    });

    test('holds no folder of the machine that built it', async () => {
      for (const name of files) {
        const bytes = await readFile(path.join(folder, name), 'latin1');
        assert.doesNotMatch(bytes, MACHINE, name);
        assert.ok(!bytes.includes(path.join(BUILT, '../..')), name);
      }
    });

    test('holds nothing that is not for its reader', () => {
      const kinds = new Set(files.map((name) => path.extname(name)));
      assert.deepEqual(
        [...kinds].sort(),
        ['', '.bin', '.css', '.html', '.js', '.json', '.pack', '.png', '.txt', '.wasm'].sort(),
      );
      assert.ok(!files.some((name) => name.includes('test') || name.endsWith('.map')));
    });
  });
}

describe('what is handed out', () => {
  /** @type {string} */
  let folder;
  /** @type {string[]} */
  let names;
  /** @param {RegExp} kind @param {string} into */
  const unpack = async (kind, into) => {
    const name = names.find((each) => kind.test(each)) ?? assert.fail(`none of ${names} is ${kind}`);
    await mkdir(path.join(folder, into));
    execFileSync('tar', ['-xzf', path.join(HANDED_OUT, name), '-C', path.join(folder, into)]);
    const [inside] = await readdir(path.join(folder, into));
    return path.join(folder, into, String(inside));
  };

  before(async () => {
    names = await readdir(HANDED_OUT).catch(() => {
      throw new Error(`${HANDED_OUT} is not there: run cargo xtask package`);
    });
    folder = await mkdtemp(path.join(tmpdir(), 'dramatis-packages-'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  test('is named by version and kind, and every sum is right', async () => {
    const sums = (await readFile(path.join(HANDED_OUT, 'SHA256SUMS'), 'utf8')).trim().split('\n');
    const told = sums.map((line) => line.split('  '));
    assert.deepEqual(['SHA256SUMS', ...told.map(([, name]) => name)].sort(), names.sort());
    for (const kind of ['chromium.zip', 'firefox.zip', 'npm.tgz', '.tar.gz']) {
      assert.equal(
        names.filter((name) => name.endsWith(kind) && /^dramatis-\d+\.\d+\.\d+-/.test(name)).length,
        1,
      );
    }
    for (const [sum, name] of told) {
      const bytes = await readFile(path.join(HANDED_OUT, String(name)));
      assert.equal(createHash('sha256').update(bytes).digest('hex'), sum, name);
    }
  });

  test('the command reads an article where it was unpacked, and names nobody’s folders', async () => {
    const command = await unpack(/\.tar\.gz$/, 'command');
    assert.deepEqual((await readdir(command)).sort(), [
      'LICENSE-APACHE',
      'LICENSE-MIT',
      'NOTICE',
      'README.md',
      'THIRD-PARTY.txt',
      'dramatis',
      'dramatis.pack',
    ]);
    const program = path.join(command, 'dramatis');
    const article = fileURLToPath(new URL('articles/demo.html', import.meta.url));
    const said = execFileSync(program, ['scan', article], { cwd: folder, encoding: 'utf8' });
    assert.match(said, /Secretary of State/);
    const bytes = await readFile(program, 'latin1');
    assert.doesNotMatch(bytes, MACHINE);
    assert.ok(!bytes.includes(path.join(HANDED_OUT, '../..')));
    const notices = await readFile(path.join(command, 'THIRD-PARTY.txt'), 'utf8');
    for (const work of ['clap', 'rayon', 'csv', 'html5ever', 'pulp-wasm-simd-flag']) {
      assert.match(notices, new RegExp(`^${work} \\d`, 'm'), `${work} is not in THIRD-PARTY.txt`);
    }
  });

  test('the npm package says whose work is in its core', async () => {
    const notices = await readFile(path.join(await unpack(/npm\.tgz$/, 'npm'), 'THIRD-PARTY.txt'), 'utf8');
    for (const work of ['html5ever', 'wasm-bindgen', 'encoding_rs']) {
      assert.match(notices, new RegExp(`^${work} \\d`, 'm'), `${work} is not in THIRD-PARTY.txt`);
    }
  });
});
