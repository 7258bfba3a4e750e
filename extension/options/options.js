/**
 * The options: which names are underlined, where pages are read, and the sites turned off.
 */
import { askForEverySite, mayReadEverySite, withdrawEverySite } from '../access.js';
import { followSettings, loadSettings, saveSettings, setSite } from '../settings.js';
import { fillWords, words } from '../words.js';

/** @typedef {import('../settings.js').Settings} Settings */

/** @type {(id: string) => HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const choices = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('[name="marks"]'));

fillWords(document);
document.title = words('options_title');
for (const choice of choices) {
  choice.addEventListener('change', () =>
    saveSettings({ marks: /** @type {Settings['marks']} */ (choice.value) }),
  );
}
part('every-site').addEventListener('click', () => askForEverySite());
part('withdraw').addEventListener('click', () => withdrawEverySite());
chrome.permissions.onAdded.addListener(showReach);
chrome.permissions.onRemoved.addListener(showReach);
followSettings(showSettings);
showSettings(await loadSettings());
await showReach();

/** @param {Settings} settings */
function showSettings({ marks, sitesOff }) {
  for (const choice of choices) choice.checked = choice.value === marks;
  part('no-sites').hidden = sitesOff.length > 0;
  const hadFocus = part('sites').contains(document.activeElement);
  part('sites').replaceChildren(...sitesOff.map(rowOf));
  // The button that was pressed is gone: the keyboard stays in its list.
  if (hadFocus) (part('sites').querySelector('button') ?? part('sites-title')).focus();
}

async function showReach() {
  const every = await mayReadEverySite();
  part('reach').textContent = words(every ? 'options_reach_every' : 'options_reach_click');
  part('every-site').hidden = every;
  part('withdraw').hidden = !every;
}

/** @param {string} host */
function rowOf(host) {
  const row = document.createElement('li');
  const name = document.createElement('span');
  name.textContent = host;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words('options_site_on');
  button.setAttribute('aria-label', words('options_site_on_label', host));
  button.addEventListener('click', () => setSite(host, true));
  row.append(name, button);
  return row;
}
