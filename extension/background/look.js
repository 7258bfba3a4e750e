/**
 * The look of the marks: a style sheet of the user's, not of the page, so that it reaches shadow roots and frames,
 * no page can see or override it, and Firefox takes it away with the extension.
 */
const SHEET = 'content/marks.css';

/**
 * Puts it on all frames of a tab that we may reach, or takes it off.
 * @param {number} tabId
 * @param {boolean} on
 */
export async function setLook(tabId, on) {
  const injection = {
    target: { tabId, allFrames: true },
    files: [SHEET],
    origin: /** @type {const} */ ('USER'),
  };
  await chrome.scripting.removeCSS(injection);
  if (on) await chrome.scripting.insertCSS(injection);
}
