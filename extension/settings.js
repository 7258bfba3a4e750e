/**
 * What the person has chosen: few settings, each with a default, kept in this browser's `storage.local`.
 *
 * Every part reads them through here and follows changes live, so that all tabs and windows agree. What they
 * mean for one page is `verdictOn`, a pure function.
 */
import * as v from 'valibot';

/** How long "pause for an hour" lasts, ms. */
export const PAUSE = 60 * 60 * 1000;

const Settings = v.object({
  /** Whether anything is read anywhere. */
  on: v.fallback(v.boolean(), true),
  /** When the pause ends, ms since 1970; a moment gone by is no pause. */
  pausedUntil: v.fallback(v.number(), 0),
  /** Which pages are read without being asked for: every article, those of the listed sites, none. */
  reach: v.fallback(v.picklist(['all', 'listed', 'click']), 'all'),
  /** Hosts (`www.example.org`) that are read where only listed sites are. */
  sitesOn: v.fallback(v.array(v.string()), () => []),
  /** Hosts where nothing is read. */
  sitesOff: v.fallback(v.array(v.string()), () => []),
  /** Which mentions carry the quiet underline; a card opens on the others too. */
  marks: v.fallback(v.picklist(['first', 'all', 'none']), 'first'),
  /** Whether the toolbar button shows how many names the page has. */
  badge: v.fallback(v.boolean(), true),
  /** Whether the browser's own account carries these settings to the person's other browsers. */
  sync: v.fallback(v.boolean(), false),
});

/** @typedef {v.InferOutput<typeof Settings>} Settings */
/** @typedef {'read' | 'unread' | 'off' | 'paused' | 'off-here'} Verdict */

const KEYS = /** @type {(keyof Settings)[]} */ (Object.keys(Settings.entries));
/** Those that make sense in another browser too. */
export const SHARED = /** @type {const} */ (['reach', 'sitesOn', 'sitesOff', 'marks', 'badge']);

/** @returns {Promise<Settings>} */
export async function loadSettings() {
  return v.parse(Settings, await chrome.storage.local.get(KEYS));
}

/** @param {Partial<Settings>} change */
export async function saveSettings(change) {
  await chrome.storage.local.set(change);
}

/**
 * Calls back with the settings after each change, until the returned function is called.
 * @param {(settings: Settings) => void} changed
 */
export function followSettings(changed) {
  const listener = (
    /** @type {Record<string, chrome.storage.StorageChange>} */ changes,
    /** @type {string} */ area,
  ) => {
    if (area === 'local' && KEYS.some((key) => key in changes)) loadSettings().then(changed, () => {});
  };
  chrome.storage.onChanged.addListener(listener);
  return () => chrome.storage.onChanged.removeListener(listener);
}

/**
 * What is to happen on a page.
 * @param {Settings} settings
 * @param {object} page
 * @param {string} page.host
 * @param {boolean} page.asked whether the person asked for this very page
 * @param {number} page.now ms since 1970
 * @returns {Verdict} `unread` where the page waits to be asked for
 */
export function verdictOn(settings, { host, asked, now }) {
  if (!settings.on) return 'off';
  if (settings.pausedUntil > now) return 'paused';
  if (settings.sitesOff.includes(host)) return 'off-here';
  if (asked) return 'read';
  return readsByItself(settings, host) ? 'read' : 'unread';
}

/**
 * Whether pages of a site are read without being asked for, as far as the settings say.
 * @param {Settings} settings
 * @param {string} host
 */
export function readsByItself({ reach, sitesOn, sitesOff }, host) {
  if (sitesOff.includes(host) || reach === 'click') return false;
  return reach === 'all' || sitesOn.includes(host);
}

/**
 * Turns one site on or off. A site turned on while pages wait for a click is the first of the listed ones.
 * @param {string} host
 * @param {boolean} on
 */
export async function setSite(host, on) {
  const settings = await loadSettings();
  const without = (/** @type {string[]} */ sites) => sites.filter((site) => site !== host);
  const reach = on && settings.reach === 'click' ? 'listed' : settings.reach;
  /** @type {Partial<Settings>} */
  const change = { reach, sitesOn: without(settings.sitesOn), sitesOff: without(settings.sitesOff) };
  if (on && reach === 'listed') change.sitesOn = [...without(settings.sitesOn), host].sort();
  if (!on && reach === 'all') change.sitesOff = [...without(settings.sitesOff), host].sort();
  await saveSettings(change);
}
