/**
 * What stands in the extension's card: what a card says (`pkg/card.js`), and what a person can do with it.
 */
import { alternativesOf, bodyOf, button, element, firstLinesOf, headingOf, linksOf } from '../../pkg/card.js';
import { language, words } from '../words.js';

/** Pictures as paths in a square of 16; drawn in the tree, since a page's policy would refuse any that is loaded. */
const PICTURES = {
  close: 'M4 4l8 8M12 4l-8 8',
  pin: 'M5.5 2h5l-.7 1v3.6l2.2 2v1H4v-1l2.2-2V3zM8 9.6V14',
  previous: 'M10 3.5L5.5 8l4.5 4.5',
  next: 'M6 3.5L10.5 8L6 12.5',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
};

/** @typedef {import('./card.js').Showing} Showing */
/** @typedef {import('./card.js').CardUses} CardUses */
/** @typedef {import('./card.js').Member} Member */
/** @typedef {import('./card.js').CardWords} CardWords */
/** @typedef {import('./card.js').Correction} Correction */

/**
 * @param {Showing} showing
 * @param {CardUses} uses
 * @returns {HTMLElement}
 */
export function contentOf({ member, name, at, of }, uses) {
  const { confidence, card } = member;
  const dialog = dialogOf(card.heading, uses);
  dialog.querySelector('.close')?.before(pinOf(uses));
  dialog.append(...bodyOf(member, { words, picked: pickOf(name, dialog, uses) }));
  const jump = jumpOf(member, uses);
  if (jump !== null && confidence === 'unknown') dialog.append(jump);

  const footer = element('footer');
  if (of > 1) footer.append(stepsOf(at, of, uses));
  const actions = actionsOf(member, name, dialog, confidence === 'unknown' ? null : jump, uses);
  footer.append(...linksOf(card, words), moreOf(actions));
  dialog.append(footer, actions);
  return dialog;
}

/**
 * The answer to "Who is this?" for a name that has no card on the page.
 * @param {string} name
 * @param {Member | null} found
 * @param {CardUses} uses
 */
export function answerOf(name, found, uses) {
  const card = found?.card ?? null;
  const dialog = dialogOf(card?.heading ?? name, uses);
  if (found === null || card === null) {
    dialog.append(element('p', words('card_nobody'), { class: 'line' }));
    return dialog;
  }
  const picked = pickOf(name, dialog, uses);
  if (found.confidence === 'unknown') {
    dialog.append(...firstLinesOf(card));
    if (card.alternatives.length > 0) {
      dialog.append(
        element('p', words('card_several'), { class: 'sureness' }),
        alternativesOf(card, { words, picked }),
      );
    }
    return dialog;
  }
  dialog.append(...bodyOf({ ...found, card }, { words, picked }));
  const footer = element('footer');
  footer.append(...linksOf(card, words));
  dialog.append(footer);
  return dialog;
}

/** A card in one sentence. @param {Member & { card: CardWords }} member */
export function announcement({ confidence, card }) {
  const sureness = confidence === 'probable' ? [words('card_probable')] : [];
  return [card.heading, ...sureness, ...card.lines.slice(0, 1)].join('. ');
}

/**
 * What picking one of the alternatives does.
 * @param {string} name
 * @param {HTMLElement} dialog
 * @param {CardUses} uses
 */
function pickOf(name, dialog, uses) {
  return (/** @type {CardWords['alternatives'][number]} */ { entity, heading, description }) =>
    putRight({ kind: 'chosen', entry: { name, entity, heading, description } }, dialog, uses);
}

/**
 * The empty card: a heading, and a way to close it.
 * @param {string} heading
 * @param {CardUses} uses
 */
function dialogOf(heading, uses) {
  const close = tool('close', 'card_close');
  close.addEventListener('click', () => uses.closed());
  const tools = element('div', '', { class: 'tools' });
  tools.append(close);
  const header = element('header');
  header.append(headingOf({ heading }), tools);
  const dialog = element('div', '', {
    class: 'card',
    role: 'dialog',
    'aria-labelledby': 'heading',
    tabindex: '-1',
    lang: language(),
    dir: words('@@bidi_dir'),
  });
  dialog.append(header);
  return dialog;
}

/** @param {CardUses} uses */
function pinOf(uses) {
  const pin = tool('pin', 'card_pin');
  pin.addEventListener('click', () => uses.kept(pin.getAttribute('aria-pressed') !== 'true'));
  return pin;
}

/**
 * The way to where the article itself says who this is.
 * @param {Member & { card: CardWords }} member
 * @param {CardUses} uses
 */
function jumpOf({ confidence, card: { introduced } }, uses) {
  if (introduced === null || introduced.block === null) return null;
  const isUnknown = confidence === 'unknown';
  const jump = button(words(isUnknown ? 'card_jump' : 'card_introduction'), {
    class: isUnknown ? 'jump' : 'action',
  });
  jump.addEventListener('click', () => uses.jumped(introduced));
  return jump;
}

/**
 * @param {number} at
 * @param {number} of
 * @param {CardUses} uses
 */
function stepsOf(at, of, uses) {
  const step = (/** @type {'previous' | 'next'} */ what, /** @type {1 | -1} */ by) => {
    const made = tool(what, `card_${what}`);
    made.addEventListener('click', () => uses.stepped(by));
    return made;
  };
  const group = element('div', '', { class: 'steps', role: 'group', 'aria-label': words('card_mentions') });
  group.append(
    step('previous', -1),
    element('span', words('card_mention_of', String(at + 1), String(of))),
    step('next', 1),
  );
  return group;
}

/**
 * What is wanted rarely.
 * @param {Member & { card: CardWords }} member
 * @param {string} name
 * @param {HTMLElement} dialog
 * @param {HTMLElement | null} jump
 * @param {CardUses} uses
 */
function actionsOf({ kind, entity, card }, name, dialog, jump, uses) {
  const action = (/** @type {string} */ text, /** @type {() => void} */ act) => {
    const made = button(text, { class: 'action' });
    made.addEventListener('click', act);
    return made;
  };
  const copy = action(words('card_copy'), async () => {
    copy.textContent = words((await uses.copied(textOf(card))) ? 'card_copied' : 'card_not_copied');
  });
  const refuse =
    entity === null
      ? []
      : [
          action(words(kind === 'person' ? 'card_not_person' : 'card_not_organization'), () =>
            putRight({ kind: 'refused', entry: { name, entity, heading: card.heading } }, dialog, uses),
          ),
        ];
  const unmark = action(words('card_unmark', name), () =>
    putRight({ kind: 'unmarked', entry: name }, dialog, uses),
  );
  const list = element('div', '', { class: 'actions', id: 'actions' });
  list.append(copy, ...(jump === null ? [] : [jump]), ...refuse, unmark);
  return list;
}

/**
 * The button that unfolds them.
 * @param {HTMLElement} list
 */
function moreOf(list) {
  const more = tool('more', 'card_actions');
  const fold = (/** @type {boolean} */ open) => {
    more.setAttribute('aria-expanded', String(open));
    list.hidden = !open;
  };
  more.setAttribute('aria-controls', list.id);
  more.addEventListener('click', () => fold(list.hidden === true));
  fold(false);
  return more;
}

/**
 * Keeps a correction, says so in the card's place, and offers the way back.
 * @param {Correction} correction
 * @param {HTMLElement} dialog
 * @param {CardUses} uses
 */
function putRight(correction, dialog, uses) {
  uses.corrected(correction, true);
  const { kind } = correction;
  const said =
    kind === 'unmarked'
      ? words('card_unmarked', correction.entry)
      : words(`card_${kind}`, correction.entry.name, correction.entry.heading);
  const undo = button(words('card_undo'), { class: 'jump' });
  undo.addEventListener('click', () => {
    uses.corrected(correction, false);
    uses.closed();
  });
  const [header] = dialog.children;
  const status = element('p', said, { class: 'sureness', role: 'status' });
  dialog.replaceChildren(...(header ? [header] : []), status, undo);
  undo.focus({ preventScroll: true });
  if (kind === 'chosen') tellOfChosen(correction.entry, dialog, status, uses);
}

/**
 * Whoever was picked has the card now, as far as it can be said at once.
 * @param {Extract<Correction, { kind: 'chosen' }>['entry']} choice
 * @param {HTMLElement} dialog
 * @param {HTMLElement} status
 * @param {CardUses} uses
 */
async function tellOfChosen({ entity, heading }, dialog, status, uses) {
  const title = dialog.querySelector('h2');
  if (title) title.textContent = heading;
  const found = await uses.chosen(entity);
  status.after(...(found ? firstLinesOf(found.card) : []));
}

/** A card as it is pasted elsewhere. @param {CardWords} card */
function textOf({ heading, lines, links }) {
  return [heading, ...lines, links.wikipedia ?? links.wikidata ?? ''].filter(Boolean).join('\n');
}

/**
 * A button that is a picture.
 * @param {keyof typeof PICTURES} what
 * @param {string} key of the words for it
 */
function tool(what, key) {
  const made = button('', { class: `tool ${what}`, 'aria-label': words(key), title: words(key) });
  made.append(pictureOf(what));
  return made;
}

/** @param {keyof typeof PICTURES} what */
function pictureOf(what) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PICTURES[what]);
  svg.append(path);
  return svg;
}
