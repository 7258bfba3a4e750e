/**
 * Who's who as a list: the members of one page by group and weight, as elements and as text.
 */
import { countedWords, words } from '../words.js';

/** Text shown before a mention, UTF-16 units: half of what the popup has room for. */
const LEAD = 26;
/** The language of names and of the core's own lines. */
const LINES_LANGUAGE = 'en';

/** @typedef {Extract<import('../protocol/messages.js').Status, { state: 'read' }>} Read */
/** @typedef {Read['members'][number]} Member */
/** @typedef {{ key: string, members: Member[] }} Group */
/**
 * @typedef {object} Uses
 * @property {(member: number, mention: number | null) => void} jump
 * @property {Set<number>} unfolded the members whose mentions are shown
 */

/**
 * People, organizations, and whom we do not know; each with those named most often first.
 * @param {Member[]} members in the order in which the page first names them
 * @returns {Group[]} without empty ones
 */
export function groupsOf(members) {
  const byWeight = [...members].sort((a, b) => b.count - a.count);
  const isKnown = (/** @type {Member} */ { confidence }) => confidence !== 'unknown';
  return [
    { key: 'people', members: byWeight.filter((each) => isKnown(each) && each.kind === 'person') },
    {
      key: 'organizations',
      members: byWeight.filter((each) => isKnown(each) && each.kind === 'organization'),
    },
    { key: 'unknown_names', members: byWeight.filter((each) => !isKnown(each)) },
  ].filter((group) => group.members.length > 0);
}

/**
 * What was done, part by part.
 * @param {Read} read
 * @param {(date: string) => string} dateWords
 */
export function statisticsOf({ members, milliseconds, date, pack }, dateWords) {
  return [
    countedWords('done_names', members.length),
    words('done_milliseconds', Math.max(1, Math.round(milliseconds)).toString()),
    date === null ? words('done_no_date') : words('done_date', dateWords(date)),
    ...(pack.as_of === null ? [] : [words('done_pack', dateWords(pack.as_of))]),
  ];
}

/**
 * The list as a person pastes it.
 * @param {Read} read
 */
export function listAsText({ title, members }) {
  const groups = groupsOf(members).map((group) => {
    const lines = group.members.map(({ name, line }) => (line === null ? name : `${name}: ${line}`));
    return [words(group.key), ...lines].join('\n');
  });
  return [title, ...groups].join('\n\n');
}

/**
 * @param {Member[]} members
 * @param {Uses} uses
 */
export function castOf(members, uses) {
  return groupsOf(members).map(({ key, members: kept }) => {
    const section = document.createElement('section');
    const heading = document.createElement('h2');
    heading.id = key;
    heading.textContent = words('group_count', words(key), String(kept.length));
    const list = document.createElement('ul');
    list.setAttribute('aria-labelledby', key);
    list.append(...kept.map((member) => rowOf(member, uses)));
    section.append(heading, list);
    return section;
  });
}

/**
 * Hides what a filter leaves out.
 * @param {HTMLElement} cast
 * @param {string} filter
 * @returns {number} how many names are left
 */
export function filterCast(cast, filter) {
  const wanted = filter.trim().toLowerCase();
  let shown = 0;
  for (const section of cast.children) {
    let left = 0;
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll('li.entry'))) {
      const text = row.querySelector('.member')?.textContent?.toLowerCase() ?? '';
      row.hidden = !text.includes(wanted);
      if (!row.hidden) left += 1;
    }
    /** @type {HTMLElement} */ (section).hidden = left === 0;
    shown += left;
  }
  return shown;
}

/**
 * One name: a button that goes to its first mention and opens its card, and one that unfolds all of them.
 * @param {Member} member
 * @param {Uses} uses
 */
function rowOf({ id, name, line, confidence, count, mentions }, { jump, unfolded }) {
  const item = document.createElement('li');
  item.className = 'entry';
  const row = document.createElement('div');
  row.className = 'row';
  const button = buttonOf('member');
  const title = span('name', name, LINES_LANGUAGE);
  if (confidence === 'probable') title.append(` (${words('probably')})`);
  button.append(title);
  if (line !== null) button.append(span('line', line, LINES_LANGUAGE));
  button.addEventListener('click', () => jump(id, null));
  row.append(button);
  item.append(row);

  const counted = countedWords('mentions', count);
  if (mentions.length < 2) {
    const only = span('count', String(count));
    only.title = counted;
    if (mentions.length === 0) button.disabled = true;
    else row.append(only);
    return item;
  }
  const unfold = buttonOf('count');
  unfold.textContent = String(count);
  unfold.setAttribute('data-member', String(id));
  unfold.setAttribute('aria-label', words('mentions_of', counted, name));
  unfold.title = counted;
  const list = document.createElement('ul');
  list.className = 'mentions';
  list.append(...mentions.map((mention) => mentionOf(mention, () => jump(id, mention.mention))));
  const fold = (/** @type {boolean} */ open) => {
    unfold.setAttribute('aria-expanded', String(open));
    list.hidden = !open;
  };
  fold(unfolded.has(id));
  unfold.addEventListener('click', () => fold(list.hidden === true));
  row.append(unfold);
  item.append(list);
  return item;
}

/**
 * @param {Member['mentions'][number]} mention
 * @param {() => void} go
 */
function mentionOf({ before, text, after }, go) {
  const item = document.createElement('li');
  const button = buttonOf('');
  const name = document.createElement('b');
  name.textContent = text;
  button.lang = LINES_LANGUAGE;
  button.append(leadOf(before), name, after.trim() === '' ? '' : `${after}…`);
  button.addEventListener('click', go);
  item.append(button);
  return item;
}

/** The words that lead up to a name, as many as leave it in sight. @param {string} before */
function leadOf(before) {
  const words = before.trimStart();
  if (words.length <= LEAD) return words;
  return `…${words.slice(-LEAD).replace(/^\S*\s/, '')}`;
}

/** @param {string} className */
function buttonOf(className) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = className;
  return made;
}

/**
 * @param {string} className
 * @param {string} text
 * @param {string} lang
 */
function span(className, text, lang = '') {
  const made = document.createElement('span');
  made.className = className;
  made.textContent = text;
  if (lang !== '') made.lang = lang;
  return made;
}
