/**
 * The package as its users have it: packed, installed into an empty project, and used there.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ENGLISH } from './words.js';

const PACKAGE = fileURLToPath(new URL('.', import.meta.url));
const PACK = fileURLToPath(new URL('../target/dramatis.pack', import.meta.url));

const FIRST =
  'U.S. Secretary of State John Kerry has arrived in Moscow for talks with Russian President Vladimir Putin, and nobody knows how long he will stay.';
const SECOND =
  'The visit is Kerry’s first to Russia since he took the office in February, and much is expected of it by those who came with him.';

/** @type {import('./index.js').PageSnapshot} */
const SNAPSHOT = {
  url: 'https://example.com/2013/05/07/kerry',
  title: 'Kerry in Moscow',
  language: 'en',
  meta: [['og:type', 'article']],
  jsonLd: [],
  times: [],
  containers: [
    { parent: null, tag: 'body', hint: '' },
    { parent: 0, tag: 'article', hint: '' },
  ],
  blocks: [
    { container: 1, tag: 'p', text: FIRST, linkUnits: 0 },
    { container: 1, tag: 'p', text: SECOND, linkUnits: 0 },
  ],
};

/** @type {typeof import('./index.js')} */
let dramatis;
/** @type {string} */
let project;
/** @type {string[]} */
let files;
/** @type {import('./index.js').Engine} */
let engine;

before(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'dramatis-npm-'));
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
    cwd: PACKAGE,
    encoding: 'utf8',
  });
  const [{ filename, files: listed }] = JSON.parse(packed);
  files = listed.map((/** @type {{ path: string }} */ file) => file.path).sort();
  await writeFile(path.join(project, 'package.json'), '{"private":true,"type":"module"}');
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', path.join(project, filename)], {
    cwd: project,
    stdio: 'ignore',
  });
  dramatis = await import(pathToFileURL(path.join(project, 'node_modules/dramatis/node.js')).href);
  engine = await dramatis.Engine.open({ packs: PACK });
});

after(async () => {
  engine?.dispose();
  await rm(project, { recursive: true, force: true });
});

/** @param {import('./index.js').Reading} reading */
const kerryOf = ({ members }) => members.find(({ entity }) => entity === 'Q22316');

describe('the package', () => {
  test('holds what its users need and nothing else', () => {
    assert.deepEqual(files, [
      'LICENSE-APACHE',
      'LICENSE-MIT',
      'NOTICE',
      'README.md',
      'THIRD-PARTY.txt',
      'bytes.js',
      'card-style.js',
      'card.js',
      'dramatis.js',
      'dramatis_bg.wasm',
      'engine.js',
      'errors.js',
      'index.d.ts',
      'index.js',
      'names.bin',
      'node.js',
      'package.json',
      'words.js',
    ]);
  });

  test('gives a script of an empty project the cast of an article', async () => {
    const script = `import { Engine } from 'dramatis';
      const engine = await Engine.open({ packs: ${JSON.stringify(PACK)} });
      const { members } = engine.read(${JSON.stringify(`${FIRST}\n\n${SECOND}`)}, { date: '2013-05-07' });
      console.log(members.map(({ name }) => name).join());`;
    await writeFile(path.join(project, 'script.js'), script);
    const said = execFileSync(process.execPath, ['script.js'], { cwd: project, encoding: 'utf8' });
    assert.match(said, /John Kerry,.*Vladimir Putin/);
  });

  test('exports what its types declare', async () => {
    const types = await readFile(path.join(PACKAGE, 'index.d.ts'), 'utf8');
    const declared = [...types.matchAll(/^export (?:class|function) (\w+)/gm)].map(([, name]) => name);
    assert.deepEqual(Object.keys(dramatis).sort(), declared.sort());
  });

  test('says in English what the extension says', async () => {
    const file = new URL('../extension/_locales/en/messages.json', import.meta.url);
    const messages = JSON.parse(await readFile(file, 'utf8'));
    for (const [key, said] of Object.entries(ENGLISH)) {
      const { message, placeholders = {} } = messages[key];
      const filled = message.replace(
        /\$([A-Z]+)\$/g,
        (/** @type {string} */ _, /** @type {string} */ name) => placeholders[name.toLowerCase()].content,
      );
      assert.equal(said, filled, key);
    }
  });

  test('has the version of the workspace', async () => {
    const manifest = await readFile(new URL('../Cargo.toml', import.meta.url), 'utf8');
    const { version } = JSON.parse(await readFile(path.join(PACKAGE, 'package.json'), 'utf8'));
    assert.equal(version, /\[workspace\.package\]\nversion = "([^"]+)"/.exec(manifest)?.[1]);
  });
});

describe('an engine', () => {
  test('reads a snapshot, with places in its blocks', () => {
    const reading = engine.read(SNAPSHOT);
    assert.equal(reading.article.date, '2013-05-07');
    const kerry = kerryOf(reading);
    assert.equal(kerry?.confidence, 'sure');
    assert.equal(kerry.card?.then?.what, 'Secretary of State');
    for (const { members } of [reading]) {
      for (const { block, start, end, text } of members.flatMap(({ mentions }) => mentions)) {
        assert.equal(SNAPSHOT.blocks[block]?.text.slice(start, end), text);
      }
    }
  });

  test('reads plain text, with places in the text as it was given', () => {
    const text = `😀 ${FIRST}\n\n${SECOND}`;
    const reading = engine.read(text, { date: '2013-05-07' });
    assert.equal(reading.text, text);
    assert.equal(kerryOf(reading)?.mentions.length, 2);
    for (const { start, end, text: said } of reading.members.flatMap(({ mentions }) => mentions)) {
      assert.equal(text.slice(start, end), said);
    }
  });

  test('reads HTML, with places in the text that it gives', () => {
    const html = `<title>Kerry in Moscow</title><nav>Home</nav><article><h1>Kerry</h1><p>${FIRST}<p>${SECOND}</article>`;
    const reading = engine.read(html, { url: 'https://example.com/2013/05/07/kerry' });
    assert.equal(reading.article.date, '2013-05-07');
    assert.ok(!reading.text.includes('<') && !reading.text.includes('Home'));
    for (const { start, end, text } of kerryOf(reading)?.mentions ?? assert.fail('nobody')) {
      assert.equal(reading.text.slice(start, end), text);
    }
  });

  test('tells the card of one entity as of a date', () => {
    assert.equal(engine.card('Q22316', '2013-05-07')?.card.then?.what, 'Secretary of State');
    assert.equal(engine.card('Q0'), null);
  });

  test('takes packs and weights from bytes, blobs, responses and addresses alike', async () => {
    const bytes = new Uint8Array(await readFile(PACK));
    const weights = await readFile(new URL('../weights/names.bin', import.meta.url));
    for (const packs of [bytes, new Blob([bytes]), new Response(bytes), pathToFileURL(PACK)]) {
      const other = await dramatis.Engine.open({ packs, weights });
      assert.equal(other.info()[0]?.people, engine.info()[0]?.people);
      other.dispose();
    }
  });

  test('tells how much of its files has come, up to all of it', async () => {
    /** @type {import('./index.js').Progress[]} */
    const told = [];
    const other = await dramatis.Engine.open({ packs: PACK, onProgress: (progress) => told.push(progress) });
    other.dispose();
    assert.ok(told.length > 10);
    assert.ok(told.every(({ loaded }, at) => at === 0 || loaded >= (told[at - 1]?.loaded ?? 0)));
    const last = told.at(-1);
    assert.ok(last !== undefined && last.loaded === last.total && last.loaded > 20_000_000);
  });

  test('stops opening where its signal says so, with the reason of the signal', async () => {
    const reason = new Error('enough');
    const before = dramatis.Engine.open({ packs: PACK, signal: AbortSignal.abort(reason) });
    await assert.rejects(before, reason);
    const controller = new AbortController();
    const during = dramatis.Engine.open({
      packs: PACK,
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await assert.rejects(during, reason);
    (await dramatis.Engine.open({ packs: PACK })).dispose();
  });

  test('gives its memory back when it is disposed of, and is of no use then', async () => {
    const other = await dramatis.Engine.open({ packs: PACK });
    other.dispose();
    other.dispose();
    assert.throws(() => other.read(FIRST), { name: 'DramatisError', code: 'disposed' });
    const resident = () => process.memoryUsage().arrayBuffers;
    const start = resident();
    for (let round = 0; round < 4; round += 1) (await dramatis.Engine.open({ packs: PACK })).dispose();
    assert.ok(resident() - start < 60_000_000, `${resident() - start}`);
  });

  test('tells what is wrong with what it was given, where, and what to do', async () => {
    const folder = path.join(project, 'wrong');
    await mkdir(folder);
    await cp(PACK, path.join(folder, 'right.pack'));
    const wrong = path.join(folder, 'wrong.pack');
    await writeFile(wrong, 'no pack');
    const { Engine } = dramatis;
    const is = (/** @type {string} */ code, /** @type {RegExp} */ said) => (/** @type {any} */ error) => {
      assert.ok(error instanceof dramatis.DramatisError);
      assert.equal(error.code, code);
      assert.match(error.message, said);
      return true;
    };
    await assert.rejects(
      Engine.open({ packs: [PACK, wrong] }),
      is('pack', /wrong\.pack: .*dramatis pack build/),
    );
    await assert.rejects(
      Engine.open({ packs: 'nowhere.pack' }),
      is('unreadable', /nowhere\.pack: .*address/),
    );
    await assert.rejects(Engine.open({ packs: new Response('', { status: 404 }) }), is('unreadable', /404/));
    await assert.rejects(
      Engine.open({ packs: PACK, weights: new Uint8Array(8) }),
      is('weights', /weights\/names\.bin/),
    );
    await assert.rejects(Engine.open({ packs: /** @type {any} */ (7) }), is('unreadable', /give bytes/));
    assert.throws(() => engine.read(/** @type {any} */ (7)), is('page', /no page snapshot/));
    assert.throws(() => engine.read(FIRST, { date: 'yesterday' }), is('date', /./));
  });
});
