/**
 * The names as they stand in the page: live ranges, the quiet underline on some of them, and which name is
 * under a point. The page's tree is never touched: marks are CSS Custom Highlights, and their look is a
 * style sheet that the background puts in (`background/look.js`), so that no page policy is in the way.
 */

import { documentOf } from './frames.js';
import { Print } from './print.js';
import { rangeOf, says } from './snapshot.js';

/** How far outside its letters' boxes a pointer still counts as on a name, px. */
const REACH = 1;
/** The name whose card is open, by the pointer or by the keyboard. */
const SHOWN = 'dramatis-shown';
const FOCUS = 'dramatis-focus';
/** All that is ever registered: Firefox lets no content script list the registry, which is the page's. */
const NAMES = ['dramatis-sure', 'dramatis-probable', 'dramatis-unknown', SHOWN, FOCUS];
/** Elements that begin a new section, where a name is marked again: a reader may start there. */
const HEADINGS = new Set(['h1', 'h2', 'h3', 'h4']);

/** @typedef {import('./card-state.js').Spot} Spot */
/** @typedef {import('./snapshot.js').Collected} Collected */
/** @typedef {import('../protocol/reading.js').Member} Member */
/** @typedef {import('../protocol/reading.js').Mention} Mention */
/** @typedef {import('../settings.js').Settings} Settings */
/** @typedef {{ spot: Spot, range: Range, text: string, marked: boolean }} Place */
/** @typedef {{ spot: Spot, mention: Mention, confidence: Member['confidence'], marked: boolean, place: Place | null }} Entry */

export class Marks {
  /** Every mention that may have a card, in the order of the page. @type {Entry[]} */
  #entries = [];
  /** By `member/mention`. @type {Map<string, Entry>} */
  #bySpot = new Map();
  /** @type {Map<Text, { start: number, end: number, place: Place }[]>} */
  #byNode = new Map();
  /** What is registered, for each window that has names and by the highlight's name. @type {Map<Window & typeof globalThis, Map<string, Highlight>>} */
  #highlights = new Map();
  #print = new Print(() => this.#follow());
  #collected;

  /**
   * @param {Member[]} members
   * @param {Collected} collected what was read
   */
  constructor(members, collected) {
    this.#collected = collected;
    for (const { id, card, confidence, mentions } of members) {
      if (card === null) continue;
      mentions.forEach((mention, index) => {
        if (!mention.mark) return;
        const spot = { member: id, mention: index };
        const entry = { spot, mention, confidence, marked: false, place: null };
        this.#entries.push(entry);
        this.#bySpot.set(keyOf(spot), entry);
      });
    }
    this.#entries.sort((a, b) => a.mention.block - b.mention.block || a.mention.start - b.mention.start);
  }

  /** Takes off what an extension that is no longer there left on the page. */
  static sweep() {
    for (const name of NAMES) CSS.highlights.delete(name);
  }

  /**
   * Finds the names in the page and underlines them, what is in the window first; every step may be the last of
   * a slice of work.
   * @param {Settings['marks']} which
   * @returns {Generator<void, void>}
   */
  *draw(which) {
    this.#choose(which);
    const first = this.#firstInView();
    const order = [...this.#entries.slice(first), ...this.#entries.slice(0, first)];
    for (const entry of order) {
      this.#find(entry);
      yield;
    }
  }

  /**
   * Draws other underlines in place of those drawn.
   * @param {Settings['marks']} which
   */
  redraw(which) {
    this.#clear();
    this.#choose(which);
    for (const entry of this.#entries) {
      if (entry.place !== null) this.#mark(entry, entry.place);
    }
  }

  /** Takes everything off the page again. */
  remove() {
    this.#print.stop();
    this.#clear();
    this.#byNode.clear();
    this.#bySpot.clear();
    this.#entries = [];
  }

  /**
   * Forgets the places that the page no longer has, or where it says something else now.
   * @returns {number} how many are left
   */
  prune() {
    let left = 0;
    this.#byNode.clear();
    for (const entry of this.#entries) {
      if (entry.place === null) continue;
      if (stands(entry.place)) {
        left += 1;
        this.#index(entry.place);
      } else {
        for (const highlights of this.#highlights.values()) {
          for (const highlight of highlights.values()) highlight.delete(entry.place.range);
        }
        entry.place = null;
      }
    }
    return left;
  }

  /**
   * Shows which name the open card speaks of.
   * @param {Place | null} place
   * @param {boolean} byKey whether the keyboard opened it
   */
  show(place, byKey = false) {
    for (const [view, highlights] of this.#highlights) {
      for (const name of [SHOWN, FOCUS]) unregister(view, highlights, name);
    }
    const view = place === null ? null : viewOf(place.range);
    if (place === null || view === null) return;
    this.#register(view, byKey ? FOCUS : SHOWN, place.range);
  }

  /**
   * The place of a mention; null where the page no longer says it there.
   * @param {Spot} spot
   */
  placeOf(spot) {
    const place = this.#bySpot.get(keyOf(spot))?.place ?? null;
    return place !== null && stands(place) ? place : null;
  }

  /**
   * A member's places that can be gone to, in the order of the page.
   * @param {number} member
   */
  placesOf(member) {
    return this.#entries.flatMap(({ spot, place }) =>
      spot.member === member && place !== null && stands(place) ? [place] : [],
    );
  }

  /**
   * Where the keyboard goes from name to name: the underlined ones, or all where none is underlined.
   * @returns {Place[]} in the order of the page
   */
  stops() {
    const places = this.#entries.flatMap(({ place }) => (place !== null && stands(place) ? [place] : []));
    const marked = places.filter((place) => place.marked);
    return marked.length > 0 ? marked : places;
  }

  /**
   * The text around a mention, as much as a list has room for.
   * @param {Mention} mention
   */
  contextOf({ block, start, end }) {
    const text = this.#collected.snapshot.blocks[block]?.text ?? '';
    const squeeze = (/** @type {string} */ part) => part.replace(/\s+/g, ' ');
    return {
      before: squeeze(text.slice(Math.max(start - CONTEXT, 0), start)),
      text: squeeze(text.slice(start, end)),
      after: squeeze(text.slice(end, end + CONTEXT)),
    };
  }

  /**
   * Which name is at a point.
   * @param {Document} document the page's own or a frame's
   * @param {number} x in that document's pixels
   * @param {number} y
   * @returns {Place | null}
   */
  at(document, x, y) {
    const caret = this.#caretAt(document, x, y);
    const entries = caret === null ? undefined : this.#byNode.get(/** @type {Text} */ (caret.node));
    if (caret === null || entries === undefined) return null;
    for (const { start, end, place } of entries) {
      const near = start <= caret.offset && caret.offset <= end;
      // The caret nearest to a point may be far from it: behind a line's end, or in a margin.
      if (near && stands(place) && lineAt(place.range, x, y)) return place;
    }
    return null;
  }

  /**
   * The name that a stretch of text holds, is in, or comes before: the nearest one from there.
   * @param {Range} range
   */
  near(range) {
    const from = /** @type {const} */ ([range.startContainer, range.startOffset]);
    for (const { place } of this.#entries) {
      if (place === null || place.range.startContainer.getRootNode() !== from[0].getRootNode()) continue;
      if (place.range.comparePoint(...from) <= 0 && stands(place)) return place;
    }
    return null;
  }

  /**
   * The first name that has letters in a stretch of text.
   * @param {Range} range
   */
  within(range) {
    const root = range.startContainer.getRootNode();
    for (const { place } of this.#entries) {
      if (place === null || place.range.startContainer.getRootNode() !== root) continue;
      const begins = place.range.compareBoundaryPoints(Range.START_TO_END, range) > 0;
      const ends = place.range.compareBoundaryPoints(Range.END_TO_START, range) < 0;
      if (begins && ends && stands(place)) return place;
    }
    return null;
  }

  /** @param {Settings['marks']} which */
  #choose(which) {
    const { blocks } = this.#collected.snapshot;
    const seen = new Set();
    let section = 0;
    let block = 0;
    for (const entry of this.#entries) {
      // A heading is the first of its section.
      for (; block <= entry.mention.block; block += 1) {
        if (HEADINGS.has(blocks[block]?.tag ?? '')) section += 1;
      }
      const key = `${section}/${entry.spot.member}`;
      entry.marked = which === 'all' || (which === 'first' && !seen.has(key));
      seen.add(key);
      if (entry.place !== null) entry.place.marked = entry.marked;
    }
  }

  /** The first mention not above the window, found by halving: blocks stand one below the other. */
  #firstInView() {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const source = this.#collected.sources[this.#entries[middle]?.mention.block ?? -1]?.[0];
      const bottom = source?.node.parentElement?.getBoundingClientRect().bottom ?? 0;
      if (bottom < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @param {Entry} entry */
  #find(entry) {
    const { block, start, end, text } = entry.mention;
    const sources = this.#collected.sources[block];
    const range = sources ? rangeOf(sources, start, end, text) : null;
    if (range === null) return;
    entry.place = { spot: entry.spot, range, text, marked: entry.marked };
    this.#index(entry.place);
    this.#mark(entry, entry.place);
  }

  /**
   * @param {Entry} entry
   * @param {Place} place
   */
  #mark({ marked, confidence }, place) {
    const view = viewOf(place.range);
    if (!marked || view === null) return;
    this.#register(view, `dramatis-${confidence}`, place.range);
  }

  /**
   * @param {Window & typeof globalThis} view
   * @param {string} name
   * @param {Range} range
   */
  #register(view, name, range) {
    this.#print.watch(view);
    const highlights = this.#highlights.get(view) ?? new Map();
    this.#highlights.set(view, highlights);
    const highlight = highlights.get(name) ?? new view.Highlight();
    highlight.add(range);
    if (highlights.has(name)) return;
    highlights.set(name, highlight);
    if (!this.#print.isOn) view.CSS.highlights.set(name, highlight);
  }

  /** Takes what is registered off for as long as the page is printed, and puts it back. */
  #follow() {
    for (const [view, highlights] of this.#highlights) {
      for (const [name, highlight] of highlights) {
        if (this.#print.isOn) withdraw(view, name, highlight);
        else view.CSS?.highlights.set(name, highlight);
      }
    }
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
    const walker = documentOf(range).createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
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
    for (const [view, highlights] of this.#highlights) {
      for (const name of NAMES) unregister(view, highlights, name);
    }
    this.#highlights.clear();
  }

  /**
   * @param {Document} document
   * @param {number} x
   * @param {number} y
   * @returns {{ node: Node, offset: number } | null}
   */
  #caretAt(document, x, y) {
    if (document.caretPositionFromPoint !== undefined) {
      const shadowRoots = this.#collected.roots.filter((root) => 'host' in root);
      const caret = document.caretPositionFromPoint(x, y, { shadowRoots });
      return caret === null ? null : { node: caret.offsetNode, offset: caret.offset };
    }
    // Chromium before 128 has only this one.
    const range = document.caretRangeFromPoint(x, y);
    return range === null ? null : { node: range.startContainer, offset: range.startOffset };
  }
}

/** How much text around a mention a list shows on each side, UTF-16 units. */
const CONTEXT = 40;

/** @param {Spot} spot */
function keyOf({ member, mention }) {
  return `${member}/${mention}`;
}

/**
 * Whether a point is on a line of a name, both in the name's own document's pixels.
 * @param {Range} range
 * @param {number} x
 * @param {number} y
 */
function lineAt(range, x, y) {
  return [...range.getClientRects()].some((box) => isOn(box, x, y));
}

/**
 * Whether a point is on a line of a name, or as good as.
 * @param {DOMRect} box
 * @param {number} x
 * @param {number} y
 */
export function isOn(box, x, y) {
  const across = x >= box.left - REACH && x <= box.right + REACH;
  return across && y >= box.top - REACH && y <= box.bottom + REACH;
}

/**
 * @param {Window & typeof globalThis} view
 * @param {Map<string, Highlight>} highlights
 * @param {string} name
 */
function unregister(view, highlights, name) {
  const ours = highlights.get(name);
  highlights.delete(name);
  if (ours !== undefined) withdraw(view, name, ours);
}

/**
 * Takes off what is ours and only that: another script of the extension may have come since.
 * @param {Window & typeof globalThis} view
 * @param {string} name
 * @param {Highlight} ours
 */
function withdraw(view, name, ours) {
  // A frame that is gone has no registry.
  if (view.CSS?.highlights.get(name) === ours) view.CSS.highlights.delete(name);
}

/** @param {Place} place */
function stands({ range, text }) {
  return range.startContainer.isConnected && says(range, text);
}

/** @param {Range} range @returns {(Window & typeof globalThis) | null} */
function viewOf(range) {
  return documentOf(range).defaultView;
}
