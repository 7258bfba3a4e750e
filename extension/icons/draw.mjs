/**
 * Draws the icons from `icon.svg`, and those for toolbars from `toolbar.svg` in the two colours that themes have:
 * `node extension/icons/draw.mjs [BROWSER]`, after a change of a drawing.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const FOLDER = path.dirname(fileURLToPath(import.meta.url));
/** File name's ending, drawing, colour and sizes. */
const DRAWINGS = [
  { ending: '', file: 'icon.svg', colour: 'black', sizes: [16, 32, 48, 96, 128] },
  { ending: '-dark', file: 'toolbar.svg', colour: '#3a3a3e', sizes: [16, 32, 48] },
  { ending: '-light', file: 'toolbar.svg', colour: '#fbfbfe', sizes: [16, 32, 48] },
];

const executablePath = process.argv[2] ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage();
for (const { ending, file, colour, sizes } of DRAWINGS) {
  const svg = await readFile(path.join(FOLDER, file), 'utf8');
  for (const size of sizes) {
    const style = `* { margin: 0 } svg { display: block; width: ${size}px; color: ${colour} }`;
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<style>${style}</style>${svg}`);
    await page.screenshot({ path: path.join(FOLDER, `${size}${ending}.png`), omitBackground: true });
  }
}
await browser.close();
