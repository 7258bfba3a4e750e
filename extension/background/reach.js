/**
 * Which pages the content script runs on by itself: those that the settings name, as far as the person gave leave.
 *
 * What the settings turn off is left out of the registration, so that no code runs there at all.
 */
import { EVERY_SITE, mayReadEverySite, mayReadSite, patternOf } from '../access.js';
import { notice } from '../protocol/messages.js';
import { loadSettings, readsByItself } from '../settings.js';

/** Where `build.mjs` puts the bundled content script. */
const CONTENT_SCRIPT = 'content/content.js';
const REGISTRATION = 'by-itself';

/** Puts the content script on a tab. @param {number} tabId */
export function putContentScript(tabId) {
  return chrome.scripting.executeScript({ target: { tabId }, files: [CONTENT_SCRIPT] });
}

/** Changes come one after another: two at once would register twice. @type {Promise<void>} */
let last = Promise.resolve();

/** Brings the registration in line with settings and leave, and pages already open with it. */
export function updateReach() {
  last = last.then(update).catch(() => {});
  return last;
}

async function update() {
  const settings = await loadSettings();
  const wanted = settings.on ? await patterns(settings) : null;
  await register(wanted);
  if (wanted === null) return;
  const tabs = await chrome.tabs.query({ discarded: false });
  await Promise.allSettled(
    tabs.map(async ({ id, url }) => {
      const host = hostOf(url);
      if (id !== undefined && host !== null && readsByItself(settings, host)) await putContentScript(id);
    }),
  );
}

/** Ends reading where leave is gone, at once, and then everywhere else. */
export async function withdrawReach() {
  const tabs = await chrome.tabs.query({});
  await Promise.allSettled(
    tabs.map(async ({ id, url }) => {
      if (id === undefined || hostOf(url) !== null) return;
      await chrome.tabs.sendMessage(id, notice('background-content/stop', {}));
    }),
  );
  await updateReach();
}

/** A tab's address is told only where we have leave to read it. @param {string | undefined} url */
function hostOf(url) {
  return url !== undefined && /^https?:/.test(url) ? new URL(url).hostname : null;
}

/** @typedef {{ matches: string[], excludeMatches: string[] }} Patterns */

/**
 * @param {import('../settings.js').Settings} settings
 * @returns {Promise<Patterns | null>} null where there is nothing to run on
 */
async function patterns({ reach, sitesOn, sitesOff }) {
  if (reach === 'click') return null;
  if (reach === 'all' && (await mayReadEverySite())) {
    return { matches: EVERY_SITE.origins, excludeMatches: sitesOff.map(patternOf) };
  }
  const given = await Promise.all(sitesOn.map(mayReadSite));
  const matches = sitesOn.filter((site, at) => given[at] && !sitesOff.includes(site)).map(patternOf);
  return reach === 'listed' && matches.length > 0 ? { matches, excludeMatches: [] } : null;
}

/** @param {Patterns | null} wanted */
async function register(wanted) {
  const [registered] = await chrome.scripting.getRegisteredContentScripts({ ids: [REGISTRATION] });
  const same =
    wanted !== null &&
    String(registered?.matches) === String(wanted.matches) &&
    String(registered?.excludeMatches ?? []) === String(wanted.excludeMatches);
  if (same || (wanted === null && registered === undefined)) return;
  if (registered !== undefined) await chrome.scripting.unregisterContentScripts({ ids: [REGISTRATION] });
  if (wanted === null) return;
  await chrome.scripting.registerContentScripts([
    { id: REGISTRATION, ...wanted, js: [CONTENT_SCRIPT], runAt: 'document_idle' },
  ]);
}
