/**
 * The background: reads snapshots with the core and keeps the content script where the person allows it.
 *
 * Chromium runs this as a service worker, Firefox as an event page; both may end it at any moment of rest.
 */

import * as v from 'valibot';
import { answer } from '../protocol/messages.js';
import { Reading } from '../protocol/reading.js';
import { loadCore } from './core.js';
import { leaveChanged } from './reach.js';

answer('content-background/read', async ({ snapshot }) => {
  const { engine, pack } = await loadCore();
  const begun = performance.now();
  const reading = v.parse(Reading, engine.read(snapshot));
  return { reading, milliseconds: performance.now() - begun, pack };
});

chrome.runtime.onInstalled.addListener(leaveChanged);
chrome.runtime.onStartup.addListener(leaveChanged);
chrome.permissions.onAdded.addListener(leaveChanged);
chrome.permissions.onRemoved.addListener(leaveChanged);
