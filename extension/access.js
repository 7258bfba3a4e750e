/**
 * The leave to read every site by itself: asked for from a click, never at install, withdrawn as easily.
 */

/** What is asked for: pages of every site, over http and https. */
const EVERY_SITE = { origins: ['*://*/*'] };

export function mayReadEverySite() {
  return chrome.permissions.contains(EVERY_SITE);
}

/** Must be called from a click: browsers refuse the question otherwise. */
export function askForEverySite() {
  return chrome.permissions.request(EVERY_SITE);
}

export function withdrawEverySite() {
  return chrome.permissions.remove(EVERY_SITE);
}

export { EVERY_SITE };
