/**
 * The look of the marks: a style sheet that the browser puts beside the page's own, so that it reaches shadow roots
 * and frames, no page can list it, and Firefox takes it away with the extension.
 */
const SHEET = 'content/marks.css';

/**
 * In Firefox highlights do not inherit, and only a user's sheet reaches shadow roots. In Chromium they do, but a
 * background that a user's sheet gives to a highlight is not painted.
 */
const ORIGIN = chrome.runtime.getURL('').startsWith('moz-extension:') ? 'USER' : 'AUTHOR';

/**
 * Puts it on all frames of a tab that we may reach, or takes it off.
 * @param {number} tabId
 * @param {boolean} on
 */
export async function setLook(tabId, on) {
  const injection = {
    target: { tabId, allFrames: true },
    files: [SHEET],
    origin: /** @type {'USER' | 'AUTHOR'} */ (ORIGIN),
  };
  await chrome.scripting.removeCSS(injection);
  if (on) await chrome.scripting.insertCSS(injection);
}
