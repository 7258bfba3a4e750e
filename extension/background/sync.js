/**
 * Settings in the person's other browsers, if they want that: the browser's own account carries them.
 *
 * What counts here is always `storage.local`; this only copies between it and `storage.sync`, and only what
 * differs, so that a copy is never answered by a copy.
 */
import { loadSettings, SHARED } from '../settings.js';

/** To be called as the background starts. */
export function listenToSync() {
  chrome.storage.onChanged.addListener(async (changes, area) => {
    const { sync } = await loadSettings();
    if (!sync) return;
    if (area === 'sync') await copy(chrome.storage.sync, chrome.storage.local);
    else if (area === 'local' && 'sync' in changes) await join();
    else if (area === 'local') await copy(chrome.storage.local, chrome.storage.sync);
  });
}

/** What other browsers have chosen already comes first. */
async function join() {
  await copy(chrome.storage.sync, chrome.storage.local);
  await copy(chrome.storage.local, chrome.storage.sync);
}

/**
 * @param {chrome.storage.StorageArea} from
 * @param {chrome.storage.StorageArea} to
 */
async function copy(from, to) {
  const keys = [...SHARED];
  const [told, known] = await Promise.all([from.get(keys), to.get(keys)]);
  const news = Object.entries(told).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(known[key]),
  );
  // Too long a list of sites, or no account: the settings of this browser stand all the same.
  if (news.length > 0) await to.set(Object.fromEntries(news)).catch(() => {});
}
