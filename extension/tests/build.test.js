import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { buildExtension } from '../build.mjs';
import { manifest } from '../manifest.mjs';

describe('the looks', () => {
  const sheet = (/** @type {string} */ name) =>
    readFile(new URL(`../content/${name}`, import.meta.url), 'utf8').then((css) =>
      css.replace(/\/\*[\s\S]*?\*\//g, ''),
    );

  test('of marks are for the screen, so that paper shows none', async () => {
    const rules = (await sheet('marks.css')).split('\n').filter((line) => /^[^\s}]/.test(line));
    assert.ok(rules.length > 0 && rules.every((rule) => rule.startsWith('@media screen')), rules.join('\n'));
  });

  test('of the card leave paper alone and hold still where a person asks for it', async () => {
    const css = await sheet('card.css');
    assert.match(css, /@media print \{\s*:host\(:popover-open\) \{\s*display: none !important;/);
    assert.match(css, /@media \(prefers-reduced-motion: reduce\) \{\s*\.card \{\s*animation: none;/);
  });
});

describe('the manifest', () => {
  for (const browser of /** @type {const} */ (['chromium', 'firefox'])) {
    const made = manifest(browser, '1.2.3');

    test(`asks for no more than it must at install (${browser})`, () => {
      assert.deepEqual(made.permissions, ['activeTab', 'contextMenus', 'scripting', 'storage']);
      assert.deepEqual(made.optional_host_permissions, ['*://*/*']);
      assert.ok(!('host_permissions' in made) && !('content_scripts' in made));
      assert.ok(!('web_accessible_resources' in made));
    });

    test(`lets its pages load nothing from outside (${browser})`, () => {
      assert.equal(
        made.content_security_policy.extension_pages,
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'",
      );
    });
  }

  test('lets no site talk to it and is talked to by none', () => {
    for (const browser of /** @type {const} */ (['chromium', 'firefox'])) {
      assert.ok(!('externally_connectable' in manifest(browser, '1.2.3')));
    }
  });

  test('suggests no more keys than Chromium lets it, none of them twice', () => {
    for (const browser of /** @type {const} */ (['chromium', 'firefox'])) {
      const keys = Object.values(manifest(browser, '1.2.3').commands).flatMap((command) =>
        'suggested_key' in command ? [command.suggested_key.default] : [],
      );
      assert.equal(new Set(keys).size, keys.length);
      assert.equal(keys.length, browser === 'chromium' ? 4 : 5);
    }
  });

  test('says the oldest browsers that it runs in', () => {
    assert.ok('minimum_chrome_version' in manifest('chromium', '1.2.3'));
    const { gecko, gecko_android } = /** @type {any} */ (manifest('firefox', '1.2.3'))
      .browser_specific_settings;
    assert.ok(gecko.strict_min_version && gecko_android.strict_min_version);
  });

  test('tells Firefox that no data is collected', () => {
    const { browser_specific_settings } = /** @type {any} */ (manifest('firefox', '1.2.3'));
    assert.deepEqual(browser_specific_settings.gecko.data_collection_permissions, { required: ['none'] });
  });
});

describe('the build', () => {
  /** @type {string} */
  let folder;
  const parts = () => ({
    version: '1.2.3',
    core: folder,
    weights: path.join(folder, 'names.bin'),
    pack: path.join(folder, 'pack.bin'),
  });

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dramatis-build-'));
    await writeFile(path.join(folder, 'dramatis.js'), 'export default () => {};');
    await writeFile(path.join(folder, 'dramatis_bg.wasm'), 'wasm');
    await writeFile(path.join(folder, 'names.bin'), 'weights');
    await writeFile(path.join(folder, 'pack.bin'), 'pack');
  });

  after(() => rm(folder, { recursive: true }));

  test('gives the same bytes twice, for both browsers', async () => {
    const bytes = [];
    for (const run of ['one', 'two']) {
      const out = path.join(folder, run);
      await buildExtension({ ...parts(), out });
      /** @type {Record<string, string>} */
      const files = {};
      for (const name of await listed(out)) files[name] = await readFile(path.join(out, name), 'base64');
      bytes.push(files);
    }
    assert.deepEqual(bytes[0], bytes[1]);
    assert.ok(bytes[0]?.['chromium/manifest.json'] && bytes[0]?.['firefox/manifest.json']);
  });

  test('holds every file that its pages and its manifest name', async () => {
    const out = path.join(folder, 'named');
    await buildExtension({ ...parts(), out });
    for (const browser of ['chromium', 'firefox']) {
      const base = path.join(out, browser);
      const files = await listed(base);
      const made = JSON.parse(await readFile(path.join(base, 'manifest.json'), 'utf8'));
      const named = [
        made.background.service_worker ?? made.background.scripts[0],
        made.action.default_popup,
        made.options_ui.page,
        ...Object.values(made.icons),
        ...Object.values(made.action.default_icon),
        ...(made.action.theme_icons ?? []).flatMap((/** @type {any} */ icon) => [icon.light, icon.dark]),
        'content/content.js',
        'content/marks.css',
        'core/dramatis.pack',
      ];
      const pages = [made.action.default_popup, made.options_ui.page, 'welcome/welcome.html'];
      for (const page of pages) {
        const html = await readFile(path.join(base, page), 'utf8');
        for (const [, name] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
          named.push(path.join(path.dirname(page), String(name)));
        }
      }
      for (const name of named) assert.ok(files.includes(name), `${name} is missing`);
    }
  });

  test('says what is missing and how to get it', async () => {
    const missing = { ...parts(), pack: path.join(folder, 'nowhere.bin'), out: path.join(folder, 'out') };
    await assert.rejects(buildExtension(missing), /nowhere\.bin is missing: build the pack first/);
  });
});

/**
 * Every file below a folder, by its path there.
 * @param {string} folder
 */
async function listed(folder) {
  const names = await readdir(folder, { recursive: true });
  const isFile = await Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).isFile()));
  return names.filter((_, index) => isFile[index]).sort();
}
