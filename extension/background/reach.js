/**
 * Which pages the content script runs on by itself: every page while the person gives that leave, none without.
 */
import { EVERY_SITE, mayReadEverySite } from '../access.js';
import { notice } from '../protocol/messages.js';

/** Where `build.mjs` puts the bundled content script. */
const CONTENT_SCRIPT = 'content/content.js';
const REGISTRATION = 'every-site';

/** Brings the registration in line with the leave given, and pages already open with it. */
export async function leaveChanged() {
  await register();
  const tabs = await chrome.tabs.query({});
  const given = await mayReadEverySite();
  await Promise.allSettled(
    tabs.map(({ id }) => {
      if (id === undefined) return undefined;
      return given
        ? chrome.scripting.executeScript({ target: { tabId: id }, files: [CONTENT_SCRIPT] })
        : chrome.tabs.sendMessage(id, notice('background-content/stop', {}));
    }),
  );
}

/** Changes come one after another: two at once would register twice. @type {Promise<void>} */
let last = Promise.resolve();

function register() {
  last = last.then(async () => {
    const registered = await chrome.scripting.getRegisteredContentScripts({ ids: [REGISTRATION] });
    const given = await mayReadEverySite();
    if (given && registered.length === 0) {
      await chrome.scripting.registerContentScripts([
        { id: REGISTRATION, matches: EVERY_SITE.origins, js: [CONTENT_SCRIPT], runAt: 'document_idle' },
      ]);
    } else if (!given && registered.length > 0) {
      await chrome.scripting.unregisterContentScripts({ ids: [REGISTRATION] });
    }
  });
  return last;
}
