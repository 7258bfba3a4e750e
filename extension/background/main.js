/**
 * The background: reads snapshots with the core and keeps the content script where the person allows it.
 *
 * Chromium runs this as a service worker, Firefox as an event page; both may end it at any moment of rest, so
 * every listener is set here as it starts and nothing that matters is remembered.
 */

import { answer, listen } from '../protocol/messages.js';
import { followSettings } from '../settings.js';
import { clearBadges, setBadge } from './badge.js';
import { listenToCommands, makeMenu } from './commands.js';
import { loadCore } from './core.js';
import { setLook } from './look.js';
import { updateReach, withdrawReach } from './reach.js';
import { listenToSync } from './sync.js';

/** @typedef {import('../protocol/reading.js').Reading} Reading */
/** @typedef {import('../protocol/reading.js').EntityCard} EntityCard */
/** @typedef {import('../protocol/messages.js').Guess} Guess */

answer('content-background/read', async ({ snapshot }) => {
  const { engine, pack } = await loadCore();
  const begun = performance.now();
  // What the core says is checked, with all of the answer, before it leaves.
  const reading = /** @type {Reading} */ (engine.read(snapshot));
  return { reading, milliseconds: performance.now() - begun, pack };
});
answer('content-background/card', async ({ entity, date }) => {
  const { engine } = await loadCore();
  return { found: /** @type {EntityCard | null} */ (engine.card(entity, date ?? undefined)) };
});
answer('content-background/who', async ({ snapshot, name }) => {
  const { engine } = await loadCore();
  return { found: /** @type {Guess | null} */ (engine.who(snapshot, name)) };
});
answer('content-background/look', async ({ on }, { tab }) => {
  if (tab?.id !== undefined) await setLook(tab.id, on);
  return {};
});
listen('content-background/prepare', () => {
  // What is wrong is told to the question that follows.
  loadCore().catch(() => {});
});
listen('content-background/count', ({ names }, tab) => {
  setBadge(tab, names).catch(() => {});
});

listenToCommands();
listenToSync();
followSettings(() => {
  updateReach();
  clearBadges().catch(() => {});
});
chrome.runtime.onInstalled.addListener(({ reason }) => {
  makeMenu();
  updateReach();
  if (reason === 'install') chrome.tabs.create({ url: chrome.runtime.getURL('welcome/welcome.html') });
});
chrome.runtime.onStartup.addListener(() => updateReach());
chrome.permissions.onAdded.addListener(() => updateReach());
chrome.permissions.onRemoved.addListener(() => withdrawReach());
