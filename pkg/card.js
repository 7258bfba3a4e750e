/**
 * What a card says, as elements: everything that comes from facts or from a page is set as text. The extension's card
 * and `renderCard` are made of it.
 */
import { style } from './card-style.js';
import { english } from './words.js';

/** Lines that a card shows before "more". */
const MOST_LINES = 6;
/** The language of the core's own lines. */
export const LINES_LANGUAGE = 'en';

/** @typedef {import('./index.js').Member} Member */
/** @typedef {import('./index.js').Card} Card */
/** @typedef {import('./index.js').CardOptions} CardOptions */
/** @typedef {import('./index.js').Words} Words */

/**
 * A member's card as one element, its look closed to the page's style sheets; `::part(card)` opens the box.
 * @param {Member} member
 * @param {CardOptions} options
 * @returns {HTMLElement | null} null where there is nothing to say
 */
export function renderCard({ confidence, why, card }, { words = english, language = 'en', jumped } = {}) {
  if (card === null) return null;
  const host = element('div', '', { class: 'dramatis-card' });
  const box = element('div', '', { class: 'card', part: 'card', lang: language });
  const header = element('header');
  header.append(headingOf(card));
  box.append(header, ...bodyOf({ confidence, why, card }, { words }));
  const { introduced } = card;
  if (introduced && jumped) {
    const jump = button(words(confidence === 'unknown' ? 'card_jump' : 'card_introduction'), {
      class: 'jump',
    });
    jump.addEventListener('click', () => jumped(introduced));
    box.append(jump);
  }
  const links = linksOf(card, words);
  if (links.length > 0) {
    const footer = element('footer');
    footer.append(...links);
    box.append(footer);
  }
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  root.append(box);
  return host;
}

/** @param {Pick<Card, 'heading'>} card */
export function headingOf({ heading }) {
  return element('h2', heading, { id: 'heading', lang: LINES_LANGUAGE });
}

/**
 * What a card says below its heading: how sure it is, its lines, and who else it could be.
 * @param {{
 *   confidence: Member['confidence'],
 *   why: string[],
 *   card: Pick<Card, 'lines' | 'alternatives'>,
 * }} member
 * @param {{ words: Words, picked?: (alternative: Card['alternatives'][number]) => void }} uses with `picked`, the others
 *   are buttons
 * @returns {HTMLElement[]}
 */
export function bodyOf({ confidence, why, card }, { words, picked }) {
  const body = confidence === 'probable' ? [doubtOf(why, words)] : [];
  body.push(...firstLinesOf(card));
  if (card.lines.length > MOST_LINES) {
    body.push(foldedUnder(words('card_more'), card.lines.slice(MOST_LINES).map(lineOf)));
  }
  if (card.alternatives.length > 0) {
    body.push(foldedUnder(words('card_alternatives'), [alternativesOf(card, { words, picked })]));
  }
  return body;
}

/**
 * Who else it could be.
 * @param {Pick<Card, 'alternatives'>} card
 * @param {{ words: Words, picked?: ((alternative: Card['alternatives'][number]) => void) | undefined }} uses as of `bodyOf`
 */
export function alternativesOf({ alternatives }, { words, picked }) {
  const list = element('ul');
  list.append(...alternatives.map((alternative) => alternativeOf(alternative, words, picked)));
  return list;
}

/** The lines that a card shows at once. @param {Pick<Card, 'lines'>} card */
export function firstLinesOf({ lines }) {
  return lines.slice(0, MOST_LINES).map(lineOf);
}

/** @param {string} text */
function lineOf(text) {
  return element('p', text, { class: 'line', lang: LINES_LANGUAGE });
}

/**
 * What makes a card that is only probable so.
 * @param {string[]} why
 * @param {Words} words
 */
function doubtOf(why, words) {
  const said = why.length > 0 ? words('card_probable_why', why.join('; ')) : words('card_probable');
  return element('p', said, { class: 'sureness' });
}

/**
 * @param {Card['alternatives'][number]} alternative
 * @param {Words} words
 * @param {((alternative: Card['alternatives'][number]) => void) | undefined} picked
 */
function alternativeOf(alternative, words, picked) {
  const { heading, description } = alternative;
  const who = picked
    ? button('', { class: 'pick', 'aria-label': words('card_pick', heading) })
    : element('div', '', { class: 'pick' });
  who.append(element('span', heading, { class: 'who', lang: LINES_LANGUAGE }));
  if (description !== '') who.append(element('span', description, { class: 'what', lang: LINES_LANGUAGE }));
  if (picked) who.addEventListener('click', () => picked(alternative));
  const item = element('li');
  item.append(who);
  return item;
}

/**
 * The ways out of a card, opened only by a click and without telling from where.
 * @param {Pick<Card, 'heading' | 'links'>} card
 * @param {Words} words
 */
export function linksOf({ heading, links }, words) {
  const named = [
    { address: links.wikipedia, text: 'Wikipedia' },
    { address: links.wikidata, text: 'Wikidata' },
  ];
  return named.flatMap(({ address, text }) =>
    address
      ? [
          element('a', text, {
            href: address,
            target: '_blank',
            rel: 'noreferrer noopener',
            'aria-label': words('card_link', heading, text),
          }),
        ]
      : [],
  );
}

/**
 * @param {string} summary
 * @param {HTMLElement[]} content
 */
function foldedUnder(summary, content) {
  const details = element('details');
  details.append(element('summary', summary), ...content);
  return details;
}

/**
 * @param {string} text
 * @param {Record<string, string>} attributes
 */
export function button(text, attributes = {}) {
  return element('button', text, { type: 'button', ...attributes });
}

/**
 * @param {string} tag
 * @param {string} text
 * @param {Record<string, string>} attributes
 */
export function element(tag, text = '', attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
