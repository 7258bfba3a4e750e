/**
 * The first run: says in plain words what it does, and asks when it shall read.
 */
import { askForEverySite, mayReadEverySite } from '../access.js';
import { loadSettings, saveSettings } from '../settings.js';
import { fillWords, words } from '../words.js';

/** @type {(id: string) => HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

fillWords(document);
document.title = words('welcome_title');
part('all').addEventListener('click', async () => {
  if (!(await askForEverySite())) return showDone('welcome_click_done');
  await saveSettings({ reach: 'all' });
  showDone('welcome_all_done');
});
part('click').addEventListener('click', async () => {
  await saveSettings({ reach: 'click' });
  showDone('welcome_click_done');
});
await showKey();
if ((await mayReadEverySite()) && (await loadSettings()).reach === 'all') showDone('welcome_all_done');

/** @param {string} key */
function showDone(key) {
  part('done').textContent = words(key);
}

async function showKey() {
  const commands = (await chrome.commands?.getAll()) ?? [];
  const next = commands.find(({ name }) => name === 'next-name')?.shortcut;
  part('keys').hidden = !next;
  if (next) part('keys').textContent = words('welcome_keys', next);
}
