/**
 * Facts that mean harm, all the way: records whose names, descriptions and posts are scripts go through the check of the facts, are
 * built into a pack, and the extension is put together with it. What they say is shown as the words that they are.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildExtension } from '../../extension/build.mjs';
import { answerHostAccess, startChromium } from './chromium.js';
import { giveLeave } from './endurance.js';
import { startFirefox } from './firefox.js';
import { whoIs } from './scenes/control.js';
import { inCard, openCard, restOn, Stage, textOf } from './stage.js';
import { until } from './waiting.js';

const TARGET = fileURLToPath(new URL('../../target/', import.meta.url));
const COMMAND = path.join(TARGET, 'release/dramatis');
const IMAGE = '<img src=x onerror="window.pwned=1">';
const SCRIPT = '</p><script>window.pwned=2</script>';

const LAVROV = `Sergei ${IMAGE} Lavrov`;
const FACTS = [
  {
    id: 'x:script-name',
    kind: 'person',
    name: LAVROV,
    aliases: ['Sergei Lavrov'],
    type: 'politician',
    country: 'RU',
    desc: `${SCRIPT} minister`,
    wiki: 'javascript:window.pwned=3',
    pop: 90,
    held: [{ what: 'Foreign Minister', of: `Russia ${SCRIPT}`, from: '2004-03-09' }],
  },
  ...['one', 'two'].map((which) => ({
    id: `x:script-${which}`,
    kind: 'person',
    name: `Richard ${IMAGE} Spencer ${which}`,
    aliases: ['Richard Spencer'],
    type: 'politician',
    country: 'US',
    desc: `"><svg/onload=window.pwned=4> ${which}`,
    pop: 60,
  })),
];

/** @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dramatis-hostile-facts-'));
  await mkdir(path.join(folder, 'facts'));
  const lines = FACTS.map((fact) => `${JSON.stringify(fact)}\n`).join('');
  await writeFile(path.join(folder, 'facts/supplement.jsonl'), lines);
  // Nothing of it is against the rules for facts, so that it must do no harm where it is shown.
  execFileSync(COMMAND, ['pack', 'check', path.join(folder, 'facts')]);
  const pack = path.join(folder, 'hostile.pack');
  execFileSync(COMMAND, ['pack', 'build', '--facts', path.join(folder, 'facts'), '--out', pack]);
  const core = path.join(process.env.DRAMATIS_EXTENSION ?? path.join(TARGET, 'extension'), 'chromium/core');
  const weights = path.join(core, 'names.bin');
  await buildExtension({ version: '0.0.1', core, weights, pack, out: path.join(folder, 'extension') });
});
after(() => rm(folder, { recursive: true, force: true }));

for (const name of /** @type {const} */ (['chromium', 'firefox'])) {
  describe(`a pack whose names are scripts, in ${name}`, () => {
    /** @type {Stage} */
    let stage;
    before(async () => {
      const start = async (/** @type {Parameters<import('./stage.js').Start>[0]} */ given) => {
        if (name === 'firefox') return startFirefox(given);
        await answerHostAccess(given.extension, given.profile);
        return startChromium(given);
      };
      stage = new Stage(name, start, path.join(folder, 'extension'));
      await stage.open();
      if (name === 'firefox') await giveLeave(stage);
    });
    after(() => stage.close());

    test('shows them as words in cards, lists, answers and options, and runs nothing', async () => {
      const { page, id } = await stage.openRead('/beside');
      /** What of a script there is in a tree: elements that would run, and addresses that would. */
      const harm = () =>
        page.inCard((root) => ({
          made: root.querySelectorAll('img, script, svg[onload]').length,
          links: [...root.querySelectorAll('a')]
            .map(({ href }) => href)
            .filter((href) => !href.startsWith('https://en.wikipedia.org/wiki/')),
        }));
      await restOn(page, 'Sergei Lavrov');
      const card = await openCard(page);
      assert.equal(card.heading, LAVROV);
      assert.ok(card.text.includes(SCRIPT), card.text);
      assert.deepEqual(await harm(), { made: 0, links: [] });

      const several = await whoIs(stage, page, 'Richard Spencer');
      assert.ok(several.text.includes(`Richard ${IMAGE} Spencer one`), several.text);
      assert.ok(several.text.includes('"><svg/onload=window.pwned=4> two'), several.text);
      assert.deepEqual(await harm(), { made: 0, links: [] });
      await inCard(page, '.pick', 'click');
      await until('the choice', async () => (await openCard(page)).text.includes('will be taken for'));
      assert.deepEqual(await harm(), { made: 0, links: [] });

      const popup = await stage.openPopup(id);
      await until('the list', async () => (await textOf(popup, '#cast')).includes(LAVROV));
      await stage.openOptions();
      await until('what was put right', async () =>
        (await textOf(stage.options, '#corrections')).includes(IMAGE),
      );
      for (const own of [popup, stage.options]) {
        const made = await own.run(() => document.querySelectorAll('img[onerror], svg[onload]').length);
        assert.equal(made, 0);
      }
      for (const each of [page, popup, stage.options]) {
        assert.equal(await each.run(() => /** @type {any} */ (window).pwned ?? null), null);
        assert.deepEqual(each.errors, []);
      }
      const own = new Set(stage.browser.ownTraffic);
      assert.deepEqual(
        stage.server.strays.filter((stray) => !own.has(stray)),
        [],
        'no picture was asked for',
      );
    });
  });
}
