/**
 * The card as it is seen: one host element in the top layer, its inside closed to the page, kept beside its name.
 * What stands in it is `card-content.js`.
 */
import { autoUpdate, computePosition, flip, hide, offset, shift, size } from '@floating-ui/dom';
import { style } from '../../pkg/card-style.js';
import { language, words } from '../words.js';
import css from './card.css';
import { announcement, answerOf, contentOf } from './card-content.js';
import { closest, parentOf } from './frames.js';

/**
 * The element of the page itself that holds a node, which may be in a frame: the card is placed in the page's pixels.
 * @param {Node} node
 */
function inOwnDocument(node) {
  let element = parentOf(node);
  while (element !== null && element.ownerDocument !== document) element = parentOf(element);
  return element ?? document.documentElement;
}

/** The name of the host element. */
export const HOST = 'dramatis-card';

/** Gap between the name's line and the card, px: near enough to belong to it, off its descenders. */
const GAP = 5;
/** Least distance from the window's edges, px. */
const MARGIN = 8;

/** @typedef {import('../protocol/reading.js').Member} Member */
/** @typedef {import('../protocol/reading.js').Card} CardWords */
/** @typedef {import('../protocol/reading.js').EntityCard} EntityCard */
/** @typedef {import('../protocol/reading.js').Introduction} Introduction */
/** @typedef {import('../corrections.js').Correction} Correction */
/**
 * @typedef {object} CardUses what a person did with the card
 * @property {() => void} used it was pressed or focused
 * @property {() => void} closed its close button was pressed
 * @property {() => void} lost its name went out of view, or the page took the card away
 * @property {(kept: boolean) => void} kept its pin was pressed
 * @property {(by: 1 | -1) => void} stepped another mention of the same name is wanted
 * @property {(to: Introduction) => void} jumped the article's own introduction was asked for
 * @property {(text: string) => Promise<boolean>} copied its text is wanted
 * @property {(correction: Correction, on: boolean) => void} corrected the person knows better, or takes it back
 * @property {(entity: string) => Promise<EntityCard | null>} chosen what is to be said of whom they picked
 */
/**
 * @typedef {object} Showing
 * @property {Member & { card: CardWords }} member
 * @property {string} name as this mention writes it
 * @property {Range} range the name
 * @property {() => DOMRect} lineBox what the card keeps clear of
 * @property {number} at which of its places this is, from 0
 * @property {number} of how many places it has
 * @property {boolean} kept
 * @property {boolean} asSheet whether it stands at the lower edge of the window, for fingers
 */

export class CardView {
  #host = document.createElement(HOST);
  #root = this.#host.attachShadow({ mode: 'closed' });
  #uses;
  /** @type {HTMLElement | null} */
  #card = null;
  /** Says politely what a card that took no keyboard is about. */
  #live = document.createElement('div');
  #stopFollowing = () => {};
  /** Where the keyboard was before the card took it. @type {Element | null} */
  #focusBefore = null;

  /** @param {CardUses} uses */
  constructor(uses) {
    this.#uses = uses;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style + css);
    this.#root.adoptedStyleSheets = [sheet];
    this.#live.className = 'live';
    this.#live.setAttribute('role', 'status');
    this.#live.lang = language();
    this.#root.append(this.#live);
    this.#host.popover = 'manual';
    this.#root.addEventListener('pointerdown', () => uses.used());
    this.#root.addEventListener('focusin', () => uses.used());
    // A page can close any popover; then the card is gone, and whoever shows it should know.
    this.#host.addEventListener('toggle', () => {
      if (this.#card !== null && !this.#host.matches(':popover-open')) uses.lost();
    });
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

  /** Whether the page took the card's element away while it was shown. */
  get isTorn() {
    return this.#card !== null && !this.#host.isConnected;
  }

  /** @param {boolean} kept */
  set kept(kept) {
    const pin = this.#card?.querySelector('.pin');
    pin?.setAttribute('aria-pressed', String(kept));
    pin?.setAttribute('aria-label', words(kept ? 'card_unpin' : 'card_pin'));
    pin?.setAttribute('title', words(kept ? 'card_unpin' : 'card_pin'));
  }

  /** @param {Showing} showing */
  show(showing) {
    this.#put(contentOf(showing, this.#uses), showing.range);
    this.kept = showing.kept;
    this.#live.textContent = announcement(showing.member);
    if (!this.#card) return;
    if (showing.asSheet) this.#layAtEdge(this.#card, showing.lineBox);
    else this.#follow(this.#card, showing.range, showing.lineBox);
  }

  /**
   * The card of a name that has none on the page: whom we take it for, or nobody.
   * @param {string} name
   * @param {Member | null} found
   * @param {Range} range
   * @param {() => DOMRect} lineBox
   */
  showAnswer(name, found, range, lineBox) {
    this.#put(answerOf(name, found, this.#uses), range);
    if (this.#card) this.#follow(this.#card, range, lineBox);
  }

  /** Gives the keyboard to the card; `hide` gives it back. */
  takeFocus() {
    if (this.#card === null || document.activeElement === this.#host) return;
    this.#focusBefore = document.activeElement;
    // What has the keyboard is read out by itself.
    this.#live.textContent = '';
    this.#card.focus({ preventScroll: true });
  }

  hide() {
    if (this.#card === null) return;
    const hadFocus = document.activeElement === this.#host;
    this.#stopFollowing();
    this.#card.remove();
    this.#card = null;
    this.#live.textContent = '';
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
   * @param {HTMLElement} card
   * @param {Range} range
   */
  #put(card, range) {
    this.hide();
    this.#card = card;
    this.#root.append(card);
    // What lies outside an open modal dialog can be neither pressed nor focused, and outside what fills the screen
    // not pressed in Chromium: then the card goes inside.
    const around = closest(range.startContainer, 'dialog:modal, :fullscreen');
    const place = around?.ownerDocument === document ? around : document.documentElement;
    if (this.#host.parentNode !== place) place.append(this.#host);
    this.#host.showPopover();
  }

  /**
   * Lays the card along the window's lower edge, and brings a name that it would cover out from under it.
   * @param {HTMLElement} card
   * @param {() => DOMRect} lineBox
   */
  #layAtEdge(card, lineBox) {
    this.#stopFollowing = () => {};
    card.classList.add('sheet');
    const covered = lineBox().bottom + GAP - card.getBoundingClientRect().top;
    if (covered > 0) scrollBy({ top: covered, behavior: 'instant' });
  }

  /**
   * Keeps the card beside the name while the page scrolls or changes.
   * @param {HTMLElement} card
   * @param {Range} range
   * @param {() => DOMRect} lineBox
   */
  #follow(card, range, lineBox) {
    const contextElement = inOwnDocument(range.startContainer);
    const reference = { contextElement, getBoundingClientRect: lineBox };
    // The card begins where the name does, whichever way the page and our own words run.
    const turned = getComputedStyle(contextElement).direction !== getComputedStyle(card).direction;
    const place = async () => {
      card.style.setProperty('--room', `${document.documentElement.clientWidth - 2 * MARGIN}px`);
      const { x, y, middlewareData } = await computePosition(reference, card, {
        strategy: 'fixed',
        placement: turned ? 'bottom-end' : 'bottom-start',
        middleware: [
          offset(GAP),
          flip({ padding: MARGIN, crossAxis: false }),
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
}
