/**
 * Keys and the context menu: each becomes a notice to the page in front, where the content script is put first if
 * it is not there. Both are the person's own act, so they work with no leave but `activeTab`.
 */
import * as v from 'valibot';
import { Command, notice } from '../protocol/messages.js';
import { words } from '../words.js';
import { putContentScript } from './reach.js';

const WHO = 'who-is-this';

/** Menus are kept by the browser: they are made when the extension is installed or updated. */
export async function makeMenu() {
  // Firefox for Android has no menus and no keys.
  await chrome.contextMenus?.removeAll();
  chrome.contextMenus?.create({ id: WHO, title: words('menu_who'), contexts: ['selection'] });
}

/** To be called as the background starts. */
export function listenToCommands() {
  chrome.commands?.onCommand.addListener((name, tab) => {
    const command = v.safeParse(Command, name);
    if (command.success) send(tab?.id, notice('background-content/command', { command: command.output }));
  });
  chrome.contextMenus?.onClicked.addListener(({ menuItemId, selectionText = '' }, tab) => {
    if (menuItemId === WHO) send(tab?.id, notice('background-content/who', { text: selectionText }));
  });
}

/** @param {number | undefined} tab @param {unknown} message */
async function send(tab, message) {
  if (tab === undefined) return;
  // Where the browser lets no extension in, such as its own pages, there is nobody to tell.
  await putContentScript(tab)
    .then(() => chrome.tabs.sendMessage(tab, message, { frameId: 0 }))
    .catch(() => {});
}
