/**
 * The leave to read sites by itself: asked for from a click, never at install, withdrawn as easily.
 */

/** What is asked for: pages of every site, over http and https. */
const EVERY_SITE = { origins: ['*://*/*'] };

export function mayReadEverySite() {
  return chrome.permissions.contains(EVERY_SITE);
}

/** @param {string} host */
export function mayReadSite(host) {
  return chrome.permissions.contains({ origins: [patternOf(host)] });
}

/** Must be called from a click: browsers refuse the question otherwise. */
export function askForEverySite() {
  return chrome.permissions.request(EVERY_SITE);
}

/** Likewise. @param {string} host */
export function askForSite(host) {
  return chrome.permissions.request({ origins: [patternOf(host)] });
}

/** Gives back every leave that was given. */
export async function withdrawSites() {
  const { origins = [] } = await chrome.permissions.getAll();
  if (origins.length > 0) await chrome.permissions.remove({ origins });
}

/** The pattern of a site's pages, over http and https. @param {string} host */
export function patternOf(host) {
  return `*://${host}/*`;
}

export { EVERY_SITE };
