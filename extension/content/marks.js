/**
 * The names as they stand in the page: live ranges, the quiet underline on some of them, and which name is
 * under a point. The page's tree is never touched: marks are CSS Custom Highlights, their look a constructed
 * style sheet, so that no page policy (CSP, Trusted Types) is in the way.
 */

import css from './marks.css';
import { rangeOf, says } from './snapshot.js';

/** How far outside its letters' boxes a pointer still counts as on a name, px. */
const REACH = 1;
/** The name whose card is open. */
const SHOWN = 'dramatis-shown';
/** All that is ever registered: Firefox lets no content script list the registry, which is the page's. */
const NAMES = ['dramatis-sure', 'dramatis-probable', 'dramatis-unknown', SHOWN];

/** @typedef {import('./card-state.js').Spot} Spot */
/** @typedef {import('../protocol/reading.js').Member} Member */
/** @typedef {import('../settings.js').Settings} Settings */
/** @typedef {{ spot: Spot, range: Range, text: string, marked: boolean }} Place */

export class Marks {
  /** @type {Map<Text, { start: number, end: number, place: Place }[]>} */
  #byNode = new Map();
  /** Each member's in the order of the page. @type {Place[]} */
  #places = [];
  #sheet = new CSSStyleSheet();

  /**
   * @param {Member[]} members
   * @param {import('./snapshot.js').Sources[]} sources of the snapshot that was read
   */
  constructor(members, sources) {
    this.#sheet.replaceSync(css);
    for (const member of members) {
      if (member.card === null) continue;
      member.mentions.forEach((mention, index) => {
        const nodes = sources[mention.block];
        const range = mention.mark && nodes ? rangeOf(nodes, mention.start, mention.end, mention.text) : null;
        if (range === null) return;
        const place = {
          spot: { member: member.id, mention: index },
          range,
          text: mention.text,
          marked: false,
        };
        this.#places.push(place);
        this.#index(place);
      });
    }
  }

  /**
   * Draws the underlines, in place of any drawn before.
   * @param {Member[]} members
   * @param {Settings['marks']} which
   */
  draw(members, which) {
    const confidences = new Map(members.map(({ id, confidence }) => [id, confidence]));
    /** @type {Map<string, Highlight>} */
    const highlights = new Map();
    const seen = new Set();
    for (const place of this.#places) {
      const { member } = place.spot;
      place.marked = which === 'all' || (which === 'first' && !seen.has(member));
      seen.add(member);
      if (!place.marked) continue;
      const name = `dramatis-${confidences.get(member)}`;
      const highlight = highlights.get(name) ?? new Highlight();
      highlight.add(place.range);
      highlights.set(name, highlight);
    }
    this.#clear();
    for (const [name, highlight] of highlights) CSS.highlights.set(name, highlight);
    if (!document.adoptedStyleSheets.includes(this.#sheet)) {
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet];
    }
  }

  /** Takes everything off the page again. */
  remove() {
    this.#clear();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
  }

  /**
   * Shows which name the open card speaks of.
   * @param {Place | null} place
   */
  show(place) {
    if (place === null) CSS.highlights.delete(SHOWN);
    else CSS.highlights.set(SHOWN, new Highlight(place.range));
  }

  /**
   * The place of a mention; null where the page no longer says it there.
   * @param {Spot} spot
   */
  placeOf(spot) {
    const place = this.#places.find(
      (each) => each.spot.member === spot.member && each.spot.mention === spot.mention,
    );
    return place !== undefined && stands(place) ? place : null;
  }

  /**
   * The first place of a member that can be gone to.
   * @param {number} member
   */
  firstOf(member) {
    return this.#places.find((place) => place.spot.member === member && stands(place)) ?? null;
  }

  /**
   * Which name is at a point of the window.
   * @param {number} x
   * @param {number} y
   * @returns {Place | null}
   */
  at(x, y) {
    const caret = caretAt(x, y);
    const entries = caret === null ? undefined : this.#byNode.get(/** @type {Text} */ (caret.node));
    if (caret === null || entries === undefined) return null;
    for (const { start, end, place } of entries) {
      const near = start <= caret.offset && caret.offset <= end;
      // The caret nearest to a point may be far from it: behind a line's end, or in a margin.
      if (near && stands(place) && boxAt(place.range, x, y) !== null) return place;
    }
    return null;
  }

  /** @param {Place} place */
  #index(place) {
    const { range } = place;
    const add = (/** @type {Node} */ node, /** @type {number} */ start, /** @type {number} */ end) => {
      const entries = this.#byNode.get(/** @type {Text} */ (node)) ?? [];
      entries.push({ start, end, place });
      this.#byNode.set(/** @type {Text} */ (node), entries);
    };
    if (range.startContainer === range.endContainer) {
      add(range.startContainer, range.startOffset, range.endOffset);
      return;
    }
    const walker = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
    walker.currentNode = range.startContainer;
    for (
      let node = /** @type {Node | null} */ (range.startContainer);
      node !== null && range.intersectsNode(node);
      node = walker.nextNode()
    ) {
      const start = node === range.startContainer ? range.startOffset : 0;
      const end = node === range.endContainer ? range.endOffset : /** @type {Text} */ (node).length;
      add(node, start, end);
    }
  }

  #clear() {
    for (const name of NAMES) CSS.highlights.delete(name);
  }
}

/**
 * The box of the line that a point is on, of a name that may be broken over several lines.
 * @param {Range} range
 * @param {number} x
 * @param {number} y
 * @returns {DOMRect | null}
 */
export function boxAt(range, x, y) {
  for (const box of range.getClientRects()) {
    const across = x >= box.left - REACH && x <= box.right + REACH;
    if (across && y >= box.top - REACH && y <= box.bottom + REACH) return box;
  }
  return null;
}

/** @param {Place} place */
function stands({ range, text }) {
  return range.startContainer.isConnected && says(range, text);
}

/**
 * @param {number} x
 * @param {number} y
 * @returns {{ node: Node, offset: number } | null}
 */
function caretAt(x, y) {
  if (document.caretPositionFromPoint !== undefined) {
    const caret = document.caretPositionFromPoint(x, y);
    return caret === null ? null : { node: caret.offsetNode, offset: caret.offset };
  }
  // Chromium before 128 has only this one.
  const range = document.caretRangeFromPoint(x, y);
  return range === null ? null : { node: range.startContainer, offset: range.startOffset };
}
