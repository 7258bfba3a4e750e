/**
 * What the person has chosen: few settings, each with a default, kept in this browser's `storage.local`.
 *
 * Every part reads them through here and follows changes live, so that all tabs and windows agree.
 */
import * as v from 'valibot';

const Settings = v.object({
  /** Whether anything is read anywhere. */
  on: v.fallback(v.boolean(), true),
  /** Hosts (`www.example.org`) where nothing is read. */
  sitesOff: v.fallback(v.array(v.string()), () => []),
  /** Which mentions carry the quiet underline; a card opens on the others too. */
  marks: v.fallback(v.picklist(['first', 'all', 'none']), 'first'),
});

/** @typedef {v.InferOutput<typeof Settings>} Settings */

const KEYS = /** @type {(keyof Settings)[]} */ (Object.keys(Settings.entries));

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
 * Turns one site off or on again.
 * @param {string} host
 * @param {boolean} on
 */
export async function setSite(host, on) {
  const { sitesOff } = await loadSettings();
  const others = sitesOff.filter((site) => site !== host);
  await saveSettings({ sitesOff: on ? others : [...others, host].sort() });
}
