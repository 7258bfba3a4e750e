/**
 * The hand: turns what the pointer and the keyboard do into events of `card-state.js` and shows its states.
 *
 * The pointer is asked about at most once in an animation frame, and only after it moved; nothing is polled.
 */
import { CardView } from './card.js';
import { deadlineOf, IDLE, reduce, sameSpot, spotOf } from './card-state.js';
import { isInCorridor } from './corridor.js';
import { boxAt } from './marks.js';
import { rangeOf } from './snapshot.js';

/** @typedef {import('./card-state.js').State} State */
/** @typedef {import('./card-state.js').Event} CardEvent */
/** @typedef {import('./marks.js').Place} Place */
/** @typedef {import('../protocol/reading.js').Member} Member */
/** @typedef {{ x: number, y: number, at: number }} Point */

export class Hover {
  /** @type {State} */
  #state = IDLE;
  #marks;
  #members;
  #sources;
  #needsKey;
  #orphaned;
  #listening = new AbortController();
  /** Listeners that are there only while a card is. */
  #whileShown = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #frame = 0;
  /** Where the pointer is, and where it was in the frame before. @type {{ now: PointerEvent, before: Point } | null} */
  #pointer = null;
  /** The name and its line that the card is shown for. @type {{ place: Place, lineBox: () => DOMRect } | null} */
  #shown = null;
  #card = new CardView({
    used: () => this.#send({ type: 'pin' }),
    closed: () => this.#send({ type: 'dismiss' }),
    lost: () => this.#send({ type: 'dismiss' }),
    jumped: (to) => this.#goToIntroduction(to),
  });

  /**
   * @param {object} page
   * @param {import('./marks.js').Marks} page.marks
   * @param {Member[]} page.members
   * @param {import('./snapshot.js').Sources[]} page.sources
   * @param {boolean} page.needsKey whether cards come only while Shift is held (no underline tells of them)
   * @param {() => void} page.orphaned the extension was updated or removed, and this script is all that is left
   */
  constructor({ marks, members, sources, needsKey, orphaned }) {
    this.#marks = marks;
    this.#members = new Map(members.map((member) => [member.id, member]));
    this.#sources = sources;
    this.#needsKey = needsKey;
    this.#orphaned = orphaned;
    const options = { passive: true, capture: true, signal: this.#listening.signal };
    addEventListener('pointermove', (event) => this.#moved(event), options);
    document.documentElement.addEventListener('pointerleave', () => this.#left(), options);
  }

  /** @param {boolean} needsKey */
  set needsKey(needsKey) {
    this.#needsKey = needsKey;
  }

  /**
   * Scrolls to a place and opens its card with the keyboard in it.
   * @param {Place} place
   */
  open(place) {
    scrollTo(place.range);
    this.#send({ type: 'dismiss' });
    this.#send({ type: 'open', spot: place.spot });
    this.#card.takeFocus();
  }

  /** Leaves nothing behind. */
  stop() {
    this.#listening.abort();
    this.#whileShown.abort();
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#marks.show(null);
    this.#card.remove();
  }

  /** @param {PointerEvent} event */
  #moved(event) {
    if (event.pointerType === 'touch') return;
    const before = this.#pointer?.before ?? pointOf(event);
    this.#pointer = { now: event, before };
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#look();
    });
  }

  #left() {
    this.#pointer = null;
    this.#send({ type: 'away', at: performance.now() });
  }

  /** Says what the pointer is on, once a frame. */
  #look() {
    if (this.#pointer === null) return;
    const { now, before } = this.#pointer;
    const point = pointOf(now);
    const elapsed = Math.max(point.at - before.at, 1);
    const speed = Math.hypot(point.x - before.x, point.y - before.y) / elapsed;
    this.#pointer = { now, before: point };
    const at = performance.now();

    if (this.#card.owns(now.target)) {
      this.#send({ type: 'on-card' });
      return;
    }
    // A held button selects or drags; a card would be in the way.
    const mayOpen = now.buttons === 0 && (now.shiftKey || !this.#needsKey);
    const place = mayOpen ? this.#marks.at(point.x, point.y) : null;
    if (place !== null) {
      this.#send({ type: 'over', spot: place.spot, marked: place.marked, speed, at });
      return;
    }
    const cardBox = this.#card.box;
    const between =
      cardBox !== null &&
      this.#shown !== null &&
      isInCorridor(point.x, point.y, this.#shown.lineBox(), cardBox);
    this.#send({ type: between ? 'between' : 'away', at });
  }

  /** @param {CardEvent} event */
  #send(event) {
    const before = this.#state;
    const after = reduce(before, event);
    if (after === before) return;
    this.#state = after;
    clearTimeout(this.#timer);
    const deadline = deadlineOf(after);
    if (deadline !== null) {
      const wait = Math.max(deadline - performance.now(), 0);
      // Timers may fire a little early by this clock; what was waited for is due all the same.
      this.#timer = setTimeout(() => this.#send({ type: 'tick', at: deadline }), wait);
    }
    if (sameSpot(spotOf(before), spotOf(after))) return;
    if (chrome.runtime?.id === undefined) this.#orphaned();
    else this.#draw();
  }

  /** Shows the card that the state asks for, or none. */
  #draw() {
    this.#whileShown.abort();
    this.#shown = null;
    const spot = spotOf(this.#state);
    const place = spot === null ? null : this.#marks.placeOf(spot);
    const member = spot === null ? undefined : this.#members.get(spot.member);
    if (place === null || !member || member.card === null) {
      this.#card.hide();
      this.#marks.show(null);
      if (spot !== null) this.#send({ type: 'dismiss' });
      return;
    }
    const lineBox = this.#lineBoxOf(place);
    this.#shown = { place, lineBox };
    this.#marks.show(place);
    this.#card.show({ ...member, card: member.card }, place.range, lineBox);
    this.#whileShown = new AbortController();
    const options = { capture: true, signal: this.#whileShown.signal };
    addEventListener('keydown', (event) => this.#pressedKey(event), options);
    addEventListener('pointerdown', (event) => this.#pressed(event), options);
  }

  /**
   * What the card keeps clear of: every line of the name, as wide as the line that the pointer is on (the first,
   * without a pointer). Found again by its number as the page scrolls.
   * @param {Place} place
   */
  #lineBoxOf({ range }) {
    const at = this.#pointer?.before;
    const under = at ? boxAt(range, at.x, at.y) : null;
    const lines = [...range.getClientRects()];
    const line =
      under === null ? 0 : lines.findIndex((box) => box.top === under.top && box.left === under.left);
    return () => {
      const whole = range.getBoundingClientRect();
      const { left, width } = range.getClientRects()[line] ?? whole;
      return new DOMRect(left, whole.top, width, whole.height);
    };
  }

  /** @param {KeyboardEvent} event */
  #pressedKey(event) {
    if (event.key !== 'Escape' || event.isComposing) return;
    // The key was for the card: the page's own dialogs stay as they are.
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#send({ type: 'dismiss' });
  }

  /** @param {PointerEvent} event */
  #pressed(event) {
    if (!this.#card.owns(event.target)) this.#send({ type: 'dismiss' });
  }

  /** @param {import('../protocol/reading.js').Introduction} to */
  #goToIntroduction({ block, start, end, quote }) {
    const nodes = block === null ? undefined : this.#sources[block];
    const range = nodes ? rangeOf(nodes, start, end, quote) : null;
    this.#send({ type: 'dismiss' });
    if (range === null) return;
    scrollTo(range);
    getSelection()?.setBaseAndExtent(
      range.startContainer,
      range.startOffset,
      range.endContainer,
      range.endOffset,
    );
  }
}

/** @param {PointerEvent} event @returns {Point} */
function pointOf(event) {
  return { x: event.clientX, y: event.clientY, at: event.timeStamp };
}

/**
 * Brings a stretch of text to the middle of the window, unless it is well in view already.
 * @param {Range} range
 */
function scrollTo(range) {
  const inView = () => {
    const box = range.getBoundingClientRect();
    return box.top >= innerHeight * 0.1 && box.bottom <= innerHeight * 0.9;
  };
  if (inView()) return;
  range.startContainer.parentElement?.scrollIntoView({ block: 'center', behavior: 'instant' });
  // A paragraph longer than the window has its middle elsewhere.
  if (!inView()) scrollBy({ top: range.getBoundingClientRect().top - innerHeight / 2, behavior: 'instant' });
}
