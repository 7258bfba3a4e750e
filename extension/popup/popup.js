/**
 * The popup: turns reading on and off, has this page read, and lists who is who on it.
 *
 * It speaks about the tab it was opened on; `?tab=ID` names another.
 */
import { askForEverySite, mayReadEverySite } from '../access.js';
import { heard, notice, POPUP_PORT } from '../protocol/messages.js';
import { followSettings, loadSettings, saveSettings, setSite } from '../settings.js';
import { countedWords, dateWords, fillWords, words } from '../words.js';

/** @typedef {import('../protocol/messages.js').Status} Status */
/** @typedef {Extract<Status, { state: 'read' }>} Read */

const CONTENT_SCRIPT = '/content/content.js';

/** @type {(id: string) => HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const everywhere = /** @type {HTMLInputElement} */ (part('everywhere'));
const site = /** @type {HTMLInputElement} */ (part('site'));

const named = new URLSearchParams(location.search).get('tab');
/** The connection to the tab; null while nothing there answers. @type {chrome.runtime.Port | null} */
let port = null;
/** @type {Status | null} */
let status = null;
/** @type {string | null} */
let host = null;

const tab = named === null ? await activeTab() : await chrome.tabs.get(Number(named)).catch(() => null);

fillWords(document);
everywhere.addEventListener('change', () => saveSettings({ on: everywhere.checked }));
site.addEventListener('change', () => host !== null && setSite(host, site.checked));
part('read').addEventListener('click', readPage);
part('every-site').addEventListener('click', async () => {
  const given = await askForEverySite();
  await showAsk();
  if (given) await readPage();
});
chrome.tabs.onUpdated.addListener((id, { status: now }) => {
  if (id === tab?.id && now === 'complete') connect();
});
followSettings(showSettings);
await Promise.all([loadSettings().then(showSettings), showAsk()]);
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
  }
}

/** @param {import('../settings.js').Settings} settings */
function showSettings(settings) {
  everywhere.checked = settings.on;
  site.checked = host === null || !settings.sitesOff.includes(host);
  site.disabled = host === null || !settings.on;
}

async function showAsk() {
  part('ask').hidden = await mayReadEverySite();
}

/** @param {Status | null} told */
function show(told) {
  status = told;
  host = status?.host ?? hostOf(tab?.url);
  part('site-words').textContent = host === null ? words('switch_this_site') : words('switch_site', host);
  loadSettings().then(showSettings);
  const state = status?.state ?? 'unread';
  part('read').hidden = state !== 'unread' && state !== 'not-article' && state !== 'failed';
  part('status').textContent = statusWords(status);
  part('cast').replaceChildren(...(status?.state === 'read' ? castOf(status) : []));
}

/** @param {string | undefined} address known only where the browser lets us see it */
function hostOf(address) {
  if (address === undefined || !/^https?:/.test(address)) return null;
  return new URL(address).hostname;
}

/** @param {Status | null} told */
function statusWords(told) {
  if (told === null) return words('state_unread');
  if (told.state === 'failed') return words('state_failed', told.error);
  if (told.state !== 'read') return words(`state_${told.state.replaceAll('-', '_')}`);
  const parts = [
    countedWords('done_names', told.members.length),
    words('done_milliseconds', Math.max(1, Math.round(told.milliseconds)).toString()),
    told.date === null ? words('done_no_date') : words('done_date', dateWords(told.date)),
  ];
  if (told.pack.as_of !== null) parts.push(words('done_pack', dateWords(told.pack.as_of)));
  return parts.join(' · ');
}

/** The lists of names, known ones first. @param {Read} read */
function castOf({ members }) {
  const groups = [
    { title: 'people', kept: members.filter((m) => m.kind === 'person' && m.confidence !== 'unknown') },
    {
      title: 'organizations',
      kept: members.filter((m) => m.kind === 'organization' && m.confidence !== 'unknown'),
    },
    { title: 'unknown_names', kept: members.filter((m) => m.confidence === 'unknown') },
  ];
  return groups
    .filter(({ kept }) => kept.length > 0)
    .map(({ title, kept }) => {
      const section = document.createElement('section');
      const heading = document.createElement('h2');
      heading.id = title;
      heading.textContent = words(title);
      const list = document.createElement('ul');
      list.setAttribute('aria-labelledby', title);
      list.append(...kept.map(rowOf));
      section.append(heading, list);
      return section;
    });
}

/** One name: a button that goes to its first mention and opens its card. @param {Read['members'][number]} member */
function rowOf({ id, name, line, confidence, mentions }) {
  const row = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  const title = confidence === 'probable' ? `${name} (${words('probably')})` : name;
  button.append(span('name', title), span('count', countedWords('mentions', mentions)));
  if (line !== null) button.append(span('line', line));
  button.addEventListener('click', () => {
    port?.postMessage(notice('popup-content/jump', { member: id }));
    // The popup would cover what it leads to; opened as a page of its own it covers nothing.
    if (named === null) window.close();
  });
  row.append(button);
  return row;
}

/**
 * @param {string} className
 * @param {string} text
 */
function span(className, text) {
  const made = document.createElement('span');
  made.className = className;
  made.textContent = text;
  return made;
}
