/**
 * Text to the clipboard, from a press on one of the extension's own buttons.
 */

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it is there now
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A page that is not secure has no such interface; the older one needs none.
    return copyByCommand(text);
  }
}

/** @param {string} text */
function copyByCommand(text) {
  let copied = false;
  const fill = (/** @type {ClipboardEvent} */ event) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    // The page's own listeners would add to what is copied, as some do with its text.
    event.stopImmediatePropagation();
    copied = event.clipboardData !== null;
  };
  addEventListener('copy', fill, { capture: true });
  try {
    return document.execCommand('copy') && copied;
  } finally {
    removeEventListener('copy', fill, { capture: true });
  }
}
