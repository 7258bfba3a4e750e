/**
 * Draws the icons from `icon.svg`: `node extension/icons/draw.mjs [BROWSER]`, after a change of the drawing.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const FOLDER = path.dirname(fileURLToPath(import.meta.url));
const SIZES = [16, 32, 48, 128];

const svg = await readFile(path.join(FOLDER, 'icon.svg'), 'utf8');
const executablePath = process.argv[2] ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage();
for (const size of SIZES) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>* { margin: 0 } svg { display: block; width: ${size}px }</style>${svg}`);
  await page.screenshot({ path: path.join(FOLDER, `${size}.png`), omitBackground: true });
}
await browser.close();
