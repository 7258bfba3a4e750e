/**
 * The card as it is seen: one host element in the top layer, its inside closed to the page, everything that
 * comes from facts or the page set as text.
 */
import { autoUpdate, computePosition, flip, hide, offset, shift, size } from '@floating-ui/dom';
import { language, words } from '../words.js';
import css from './card.css';

/** Gap between the name's line and the card, px: near enough to belong to it, off its descenders. */
const GAP = 5;
/** Least distance from the window's edges, px. */
const MARGIN = 8;

/** @typedef {import('../protocol/reading.js').Member} Member */
/** @typedef {import('../protocol/reading.js').Card} CardWords */
/** @typedef {import('../protocol/reading.js').Introduction} Introduction */
/**
 * @typedef {object} CardUses what a person did with the card
 * @property {() => void} used it was pressed or focused
 * @property {() => void} closed its close button was pressed
 * @property {() => void} lost its name went out of view
 * @property {(to: Introduction) => void} jumped the article's own introduction was asked for
 */

export class CardView {
  #host = document.createElement('dramatis-card');
  #root = this.#host.attachShadow({ mode: 'closed' });
  #uses;
  /** @type {HTMLElement | null} */
  #card = null;
  #stopFollowing = () => {};
  /** Where the keyboard was before the card took it. @type {Element | null} */
  #focusBefore = null;

  /** @param {CardUses} uses */
  constructor(uses) {
    this.#uses = uses;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.#root.adoptedStyleSheets = [sheet];
    this.#host.popover = 'manual';
    this.#root.addEventListener('pointerdown', () => uses.used());
    this.#root.addEventListener('focusin', () => uses.used());
  }

  /**
   * Whether an event's target, as the page sees it, is the card.
   * @param {EventTarget | null} target
   */
  owns(target) {
    return target === this.#host;
  }

  /** The card's box in the window; null while there is none. */
  get box() {
    return this.#card?.getBoundingClientRect() ?? null;
  }

  /**
   * @param {Member & { card: CardWords }} member
   * @param {Range} range the name
   * @param {() => DOMRect} lineBox what the card keeps clear of
   */
  show(member, range, lineBox) {
    this.hide();
    this.#card = this.#build(member);
    this.#root.append(this.#card);
    if (!this.#host.isConnected) document.documentElement.append(this.#host);
    this.#host.showPopover();
    this.#follow(this.#card, range, lineBox);
  }

  /** Gives the keyboard to the card; `hide` gives it back. */
  takeFocus() {
    if (this.#card === null || document.activeElement === this.#host) return;
    this.#focusBefore = document.activeElement;
    this.#card.focus({ preventScroll: true });
  }

  hide() {
    if (this.#card === null) return;
    const hadFocus = document.activeElement === this.#host;
    this.#stopFollowing();
    this.#card.remove();
    this.#card = null;
    if (this.#host.matches(':popover-open')) this.#host.hidePopover();
    if (hadFocus && this.#focusBefore instanceof HTMLElement) {
      this.#focusBefore.focus({ preventScroll: true });
    }
    this.#focusBefore = null;
  }

  /** Takes the host element off the page. */
  remove() {
    this.hide();
    this.#host.remove();
  }

  /**
   * Keeps the card beside the name while the page scrolls or changes.
   * @param {HTMLElement} card
   * @param {Range} range
   * @param {() => DOMRect} lineBox
   */
  #follow(card, range, lineBox) {
    const contextElement = range.startContainer.parentElement ?? document.documentElement;
    const reference = { contextElement, getBoundingClientRect: lineBox };
    const place = async () => {
      const { x, y, middlewareData } = await computePosition(reference, card, {
        strategy: 'fixed',
        placement: 'bottom-start',
        middleware: [
          offset(GAP),
          flip({ padding: MARGIN }),
          shift({ padding: MARGIN }),
          size({
            padding: MARGIN,
            apply: ({ availableHeight }) => {
              card.style.maxHeight = `${Math.max(availableHeight, 0)}px`;
            },
          }),
          hide(),
        ],
      });
      if (card !== this.#card) return;
      if (middlewareData.hide?.referenceHidden) {
        this.#uses.lost();
        return;
      }
      card.style.left = `${x}px`;
      card.style.top = `${y}px`;
    };
    this.#stopFollowing = autoUpdate(reference, card, place);
  }

  /** @param {Member & { card: CardWords }} member */
  #build({ confidence, why, card }) {
    const heading = element('h2', card.heading, { id: 'heading' });
    const close = element('button', '', {
      class: 'close',
      'aria-label': words('card_close'),
      type: 'button',
    });
    close.addEventListener('click', () => this.#uses.closed());
    const header = element('header');
    header.append(heading, close);

    const dialog = element('div', '', {
      class: 'card',
      role: 'dialog',
      'aria-labelledby': 'heading',
      tabindex: '-1',
      lang: language(),
      dir: words('@@bidi_dir'),
    });
    dialog.append(header);
    if (confidence === 'probable') dialog.append(doubtOf(why));
    dialog.append(...card.lines.map((line) => element('p', line, { class: 'line' })));
    if (card.alternatives.length > 0) dialog.append(folded('card_alternatives', [alternativesOf(card)]));

    const { introduced } = card;
    if (confidence === 'unknown' && introduced !== null && introduced.block !== null) {
      const jump = element('button', words('card_jump'), { class: 'jump', type: 'button' });
      jump.addEventListener('click', () => this.#uses.jumped(introduced));
      dialog.append(jump);
    }
    const links = linksOf(card);
    if (links.length > 0) {
      const footer = element('footer');
      footer.append(...links);
      dialog.append(footer);
    }
    return dialog;
  }
}

/** What makes a card that is only probable so. @param {string[]} why */
function doubtOf(why) {
  const said = why.length > 0 ? words('card_probable_why', why.join('; ')) : words('card_probable');
  return element('p', said, { class: 'sureness' });
}

/** @param {CardWords} card */
function alternativesOf({ alternatives }) {
  const list = element('ul');
  for (const { heading, description } of alternatives) {
    list.append(element('li', description === '' ? heading : `${heading}: ${description}`));
  }
  return list;
}

/** @param {CardWords} card */
function linksOf({ heading, links }) {
  const named = [
    { address: links.wikipedia, text: 'Wikipedia' },
    { address: links.wikidata, text: 'Wikidata' },
  ];
  return named.flatMap(({ address, text }) =>
    address === null
      ? []
      : [
          element('a', text, {
            href: address,
            target: '_blank',
            rel: 'noreferrer noopener',
            'aria-label': words('card_link', heading, text),
          }),
        ],
  );
}

/**
 * @param {string} key of the words to unfold it by
 * @param {HTMLElement[]} content
 */
function folded(key, content) {
  const details = element('details');
  details.append(element('summary', words(key)), ...content);
  return details;
}

/**
 * @param {string} tag
 * @param {string} text
 * @param {Record<string, string>} attributes
 */
function element(tag, text = '', attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
