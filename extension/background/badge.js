/**
 * The number of names on the toolbar button, for as long as the page stands.
 */
import { loadSettings } from '../settings.js';

/** The ground of the badge: the icon's blue, on which white has 7 : 1. */
const GROUND = '#0b4fa8';

/**
 * @param {number} tabId
 * @param {number | null} names
 */
export async function setBadge(tabId, names) {
  const { badge } = await loadSettings();
  const text = badge && names !== null && names > 0 ? String(names) : '';
  await chrome.action.setBadgeBackgroundColor({ tabId, color: GROUND });
  await chrome.action.setBadgeTextColor({ tabId, color: '#ffffff' });
  await chrome.action.setBadgeText({ tabId, text });
}

/** Takes the number off every tab once it is turned off. */
export async function clearBadges() {
  const { badge } = await loadSettings();
  if (badge) return;
  const tabs = await chrome.tabs.query({});
  await Promise.allSettled(
    tabs.flatMap(({ id }) => (id === undefined ? [] : [chrome.action.setBadgeText({ tabId: id, text: '' })])),
  );
}
