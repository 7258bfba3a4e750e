/**
 * The popup: who is who on this page, and whether pages are read.
 *
 * It speaks about the tab it was opened on; `?tab=ID` names another.
 */
import { askForEverySite, askForSite, mayReadEverySite, mayReadSite } from '../access.js';
import { heard, notice, POPUP_PORT } from '../protocol/messages.js';
import { followSettings, loadSettings, PAUSE, readsByItself, saveSettings, setSite } from '../settings.js';
import { dateWords, fillWords, timeWords, words } from '../words.js';
import { castOf, filterCast, listAsText, statisticsOf } from './cast.js';

/** @typedef {import('../protocol/messages.js').Status} Status */
/** @typedef {import('../settings.js').Settings} Settings */

const CONTENT_SCRIPT = '/content/content.js';
/** Names from which a filter is of use. */
const MANY = 6;

/** @type {(id: string) => HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @type {(id: string) => HTMLInputElement} */
const control = (id) => /** @type {HTMLInputElement} */ (part(id));

const named = new URLSearchParams(location.search).get('tab');
/** The connection to the tab; null while nothing there answers. @type {chrome.runtime.Port | null} */
let port = null;
/** @type {Status | null} */
let status = null;
/** Whether the leave to read this site is given already. */
let mayReadHost = false;
/** @type {Settings} */
let settings = await loadSettings();

const tab = named === null ? await activeTab() : await chrome.tabs.get(Number(named)).catch(() => null);
/** @type {string | null} */
let host = hostOf(tab?.url);

fillWords(document);
control('everywhere').addEventListener('change', () =>
  saveSettings({ on: control('everywhere').checked, pausedUntil: 0 }),
);
control('site').addEventListener('change', turnSite);
control('page').addEventListener('change', () => {
  if (control('page').checked) readPage();
  else port?.postMessage(notice('popup-content/leave', {}));
});
part('pause').addEventListener('click', () => {
  const isPaused = settings.pausedUntil > Date.now();
  saveSettings({ pausedUntil: isPaused ? 0 : Date.now() + PAUSE });
});
part('read').addEventListener('click', readPage);
part('every-site').addEventListener('click', async () => {
  const given = await askForEverySite();
  if (given) await saveSettings({ reach: 'all' });
  await showAsk();
  if (given) await readPage();
});
control('filter').addEventListener('input', showFiltered);
part('copy').addEventListener('click', copyList);
chrome.tabs.onUpdated.addListener((id, { status: now }) => {
  if (id === tab?.id && now === 'complete') connect();
});
followSettings((changed) => {
  settings = changed;
  showSettings();
});
showSettings();
await showAsk();
connect();

async function activeTab() {
  const [active] = await chrome.tabs.query({ active: true, currentWindow: true });
  return active ?? null;
}

/** Opens the port to the page; without a content script there, the page is unread. */
function connect() {
  if (tab?.id === undefined) return;
  port?.disconnect();
  const opened = chrome.tabs.connect(tab.id, { name: POPUP_PORT, frameId: 0 });
  port = opened;
  opened.onMessage.addListener((message) => {
    const told = heard(message, ['content-popup/status']);
    if (told !== null && port === opened) show(told.body);
  });
  opened.onDisconnect.addListener(() => {
    // Read so that the browser does not log it: that nobody answers is an answer.
    void chrome.runtime.lastError;
    if (port !== opened) return;
    port = null;
    show(null);
  });
}

async function readPage() {
  if (tab?.id === undefined) return;
  try {
    await chrome.scripting.executeScript({ target: { tabId: tab.id }, files: [CONTENT_SCRIPT] });
    connect();
    port?.postMessage(notice('popup-content/read', {}));
  } catch {
    part('status').textContent = words('state_out_of_reach');
    control('page').checked = false;
  }
}

async function turnSite() {
  if (host === null) return;
  const on = control('site').checked;
  // The question must be the first thing after the press.
  const mayRead = !on || settings.reach === 'all' || mayReadHost || (await askForSite(host));
  if (mayRead) await setSite(host, on);
  showSettings();
}

function showSettings() {
  const isPaused = settings.pausedUntil > Date.now();
  control('everywhere').checked = settings.on;
  control('site').checked = host === null ? settings.reach === 'all' : readsByItself(settings, host);
  control('site').disabled = host === null || !settings.on;
  control('page').disabled = !settings.on || isPaused;
  part('pause').hidden = !settings.on;
  part('pause').textContent = words(isPaused ? 'resume' : 'pause');
  showStatus();
}

async function showAsk() {
  part('ask').hidden = settings.reach === 'listed' || (await mayReadEverySite());
}

/** @param {Status | null} told */
function show(told) {
  status = told;
  host = status?.host ?? hostOf(tab?.url);
  part('site-words').textContent = host === null ? words('switch_this_site') : words('switch_site', host);
  if (host !== null) {
    mayReadSite(host).then((may) => {
      mayReadHost = may;
    });
  }
  showSettings();
  const unfolded = unfoldedIds();
  const members = status?.state === 'read' ? status.members : [];
  part('cast').replaceChildren(...castOf(members, { jump, unfolded }));
  part('tools').hidden = members.length === 0;
  control('filter').hidden = members.length < MANY;
  showFiltered();
}

function showStatus() {
  const state = status?.state ?? 'unread';
  control('page').checked = state === 'read' || state === 'reading';
  part('read').hidden =
    !['unread', 'not-article', 'failed', 'private', 'off-page'].includes(state) || !settings.on;
  part('status').textContent = statusWords(status);
  // Opened by a key, it is answered by one.
  if (document.activeElement === document.body && !part('read').hidden) part('read').focus();
}

function showFiltered() {
  const shown = filterCast(part('cast'), control('filter').value);
  part('no-match').hidden = shown > 0 || part('tools').hidden;
}

/** The members whose mentions are unfolded, so that they stay so. */
function unfoldedIds() {
  const open = part('cast').querySelectorAll('.count[aria-expanded="true"]');
  return new Set([...open].map((button) => Number(button.getAttribute('data-member'))));
}

/**
 * @param {number} member
 * @param {number | null} mention
 */
function jump(member, mention) {
  port?.postMessage(notice('popup-content/jump', { member, mention }));
  // The popup would cover what it leads to; opened as a page of its own it covers nothing.
  if (named === null) window.close();
}

async function copyList() {
  if (status?.state !== 'read') return;
  await navigator.clipboard.writeText(listAsText(status));
  part('copy').textContent = words('card_copied');
}

/** @param {string | undefined} address known only where the browser lets us see it */
function hostOf(address) {
  if (address === undefined || !/^https?:/.test(address)) return null;
  return new URL(address).hostname;
}

/** @param {Status | null} told */
function statusWords(told) {
  if (!settings.on) return words('state_off');
  if (settings.pausedUntil > Date.now()) return words('state_paused', timeWords(settings.pausedUntil));
  if (told === null) return words('state_unread');
  if (told.state === 'failed') return words('state_failed', told.error);
  if (told.state === 'paused') return words('state_unread');
  if (told.state !== 'read') return words(`state_${told.state.replaceAll('-', '_')}`);
  return statisticsOf(told, dateWords).join(' · ');
}
