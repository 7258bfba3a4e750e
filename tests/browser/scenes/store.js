/**
 * The pictures for the stores' listings, taken where everything works: `target/store`, 1280 by 800.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PLAIN } from '../driver.js';
import { clickOn, marksOf, openCard, restOn, textOf } from '../stage.js';
import { until } from '../waiting.js';

/** What both stores take. */
const SIZE = { width: 1280, height: 800 };

/** @typedef {import('../stage.js').Stage} Stage */

/** @param {Stage} stage */
export function store(stage) {
  test('pictures for the stores: a card by day and by night, the cast, the first run', async () => {
    const { page, id } = await stage.openRead('/article');
    for (const dark of [false, true]) {
      await page.look({ ...PLAIN, ...SIZE, dark });
      await page.moveMouse(2, 2);
      await restOn(page, 'Sergei Lavrov');
      assert.match(String((await openCard(page)).heading), /Lavrov$/);
      assert.ok((await marksOf(page))['dramatis-shown'], 'the name shows whose card it is');
      await stage.storePicture(page, dark ? '2-card-dark' : '1-card');
      await page.press('Escape');
    }
    await page.look(PLAIN);
    const popup = await stage.openPopup(id);
    await until('the names', async () => (await textOf(popup, '#cast')).includes('John Kerry'));
    await clickOn(popup, '.count');
    await popup.look({ ...PLAIN, ...SIZE, zoom: 2 });
    await stage.storePicture(popup, '3-whos-who');
    await popup.look(PLAIN);
    await popup.close();
    const welcome = await stage.browser.openOwn('welcome/welcome.html');
    await welcome.look({ ...PLAIN, ...SIZE });
    await until('the words', () => textOf(welcome, 'h1'));
    await stage.storePicture(welcome, '4-first-run');
    await welcome.look(PLAIN);
    await welcome.close();
    await page.close();
  });
}
