/**
 * The options: where pages are read, which names are underlined, keys, and what the person put right.
 */
import { askForEverySite, askForSite, mayReadEverySite, withdrawSites } from '../access.js';
import {
  followCorrections,
  loadCorrections,
  NONE,
  saveCorrections,
  withoutCorrection,
} from '../corrections.js';
import { followSettings, loadSettings, saveSettings, setSite } from '../settings.js';
import { fillWords, words } from '../words.js';

/** @typedef {import('../settings.js').Settings} Settings */
/** @typedef {import('../corrections.js').Corrections} Corrections */
/** @typedef {import('../corrections.js').Correction} Correction */

/** @type {(id: string) => HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @type {(id: string) => HTMLInputElement} */
const control = (id) => /** @type {HTMLInputElement} */ (part(id));
/** @type {(name: string) => NodeListOf<HTMLInputElement>} */
const radios = (name) => document.querySelectorAll(`[name="${name}"]`);

fillWords(document);
document.title = words('options_title');
for (const choice of radios('marks')) {
  choice.addEventListener('change', () =>
    saveSettings({ marks: /** @type {Settings['marks']} */ (choice.value) }),
  );
}
for (const choice of radios('reach')) choice.addEventListener('change', () => chooseReach(choice.value));
for (const key of /** @type {const} */ (['badge', 'sync'])) {
  control(key).addEventListener('change', () => saveSettings({ [key]: control(key).checked }));
}
part('every-site').addEventListener('click', () => chooseReach('all'));
part('withdraw').addEventListener('click', () => withdrawSites());
part('add').addEventListener('submit', addSite);
part('change-keys').addEventListener('click', changeKeys);
part('export').addEventListener('click', exportCorrections);
part('undo-all').addEventListener('click', () => saveCorrections(NONE));
chrome.permissions.onAdded.addListener(showReach);
chrome.permissions.onRemoved.addListener(showReach);
followSettings(showSettings);
followCorrections(showCorrections);
showSettings(await loadSettings());
showCorrections(await loadCorrections());
await showKeys();

/** @param {Settings} settings */
function showSettings(settings) {
  const { marks, sitesOn, sitesOff, reach, badge, sync } = settings;
  for (const choice of radios('marks')) choice.checked = choice.value === marks;
  for (const choice of radios('reach')) choice.checked = choice.value === reach;
  control('badge').checked = badge;
  control('sync').checked = sync;
  part('listed').hidden = reach !== 'listed';
  const listed = sitesOn.map((site) =>
    rowOf(site, words('options_site_off'), words('options_site_off_label', site), () => setSite(site, false)),
  );
  showRows('sites-on', 'no-sites-on', 'sites-on-title', listed);
  const off = sitesOff.map((site) =>
    rowOf(site, words('options_site_on'), words('options_site_on_label', site), () => setSite(site, true)),
  );
  showRows('sites', 'no-sites', 'sites-title', off);
  showReach();
}

/** @param {string} value of the choice made */
async function chooseReach(value) {
  const reach = /** @type {Settings['reach']} */ (value);
  // The question must be the first thing after the press. Refused, the choice waits for the leave.
  if (reach === 'all') await askForEverySite();
  await saveSettings({ reach });
}

async function showReach() {
  const [{ reach }, every, { origins = [] }] = await Promise.all([
    loadSettings(),
    mayReadEverySite(),
    chrome.permissions.getAll(),
  ]);
  const text = { all: every ? 'options_reach_every' : 'options_reach_click', listed: 'options_reach_sites' };
  part('reach').textContent = words(reach === 'click' ? 'options_reach_click' : text[reach]);
  part('every-site').hidden = every || reach !== 'all';
  part('withdraw').hidden = origins.length === 0;
}

/** @param {Event} event */
async function addSite(event) {
  event.preventDefault();
  const host = hostIn(control('add-site').value);
  part('add-wrong').textContent = host === null ? words('options_not_a_site') : '';
  if (host === null || !(await askForSite(host))) return;
  control('add-site').value = '';
  await setSite(host, true);
}

/** The host in what a person may type or paste: a name, or a whole address. @param {string} text */
function hostIn(text) {
  const address = /^https?:\/\//i.test(text.trim()) ? text.trim() : `https://${text.trim()}`;
  const host = URL.canParse(address) ? new URL(address).hostname : '';
  return /^[^.*]+(\.[^.*]+)+$/.test(host) ? host : null;
}

async function showKeys() {
  // Firefox for Android has no keys.
  const commands = (await chrome.commands?.getAll()) ?? [];
  part('keys-section').hidden = commands.length === 0;
  part('keys').replaceChildren(
    ...commands.map(({ description, shortcut }) => {
      const row = document.createElement('div');
      const term = document.createElement('dt');
      term.textContent = description || words('command_who');
      const value = document.createElement('dd');
      const key = document.createElement(shortcut ? 'kbd' : 'span');
      key.textContent = shortcut || words('options_no_key');
      value.append(key);
      row.append(term, value);
      return row;
    }),
  );
}

/** Each browser has a page of its own for this; a link cannot lead there. */
function changeKeys() {
  const { openShortcutSettings } = /** @type {{ openShortcutSettings?: () => void }} */ (chrome.commands);
  if (openShortcutSettings) openShortcutSettings();
  else chrome.tabs.create({ url: 'chrome://extensions/shortcuts' });
}

/** @param {Corrections} corrections */
function showCorrections({ unmarked, refused, chosen }) {
  const rows = [
    ...unmarked.map((entry) => ({
      what: words('options_correction_unmarked', entry),
      correction: /** @type {Correction} */ ({ kind: 'unmarked', entry }),
    })),
    ...refused.map((entry) => ({
      what: words('options_correction_refused', entry.name, entry.heading),
      correction: /** @type {Correction} */ ({ kind: 'refused', entry }),
    })),
    ...chosen.map((entry) => ({
      what: words('options_correction_chosen', entry.name, entry.heading),
      correction: /** @type {Correction} */ ({ kind: 'chosen', entry }),
    })),
  ].map(({ what, correction }) =>
    rowOf(what, words('options_undo'), words('options_undo_label', what), async () =>
      saveCorrections(withoutCorrection(await loadCorrections(), correction)),
    ),
  );
  part('corrections-tools').hidden = rows.length === 0;
  showRows('corrections', 'no-corrections', 'corrections-title', rows);
}

async function exportCorrections() {
  const text = JSON.stringify(await loadCorrections(), null, 2);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${text}\n`], { type: 'application/json' }));
  link.download = 'dramatis-corrections.json';
  link.click();
  URL.revokeObjectURL(link.href);
}

/**
 * @param {string} list
 * @param {string} none
 * @param {string} title where the keyboard goes when the list has ended
 * @param {HTMLElement[]} rows
 */
function showRows(list, none, title, rows) {
  const hadFocus = part(list).contains(document.activeElement);
  part(none).hidden = rows.length > 0;
  part(list).replaceChildren(...rows);
  // The button that was pressed is gone: the keyboard stays in its list.
  if (hadFocus) (part(list).querySelector('button') ?? part(title)).focus();
}

/**
 * @param {string} text
 * @param {string} action
 * @param {string} label
 * @param {() => void} act
 */
function rowOf(text, action, label, act) {
  const row = document.createElement('li');
  const name = document.createElement('span');
  name.textContent = text;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = action;
  button.setAttribute('aria-label', label);
  button.addEventListener('click', act);
  row.append(name, button);
  return row;
}
