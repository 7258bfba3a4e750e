/**
 * The hand: turns what the pointer, the finger and the keyboard do into events of `card-state.js` and shows its
 * states.
 *
 * The pointer is asked about at most once in an animation frame, and only after it moved; nothing is polled.
 */
import { CardView } from './card.js';
import { deadlineOf, IDLE, isKept, reduce, sameSpot, spotOf } from './card-state.js';
import { copyText } from './clipboard.js';
import { isInCorridor } from './corridor.js';
import { boxOf, closest, documentOf, linesOf, offsetOf } from './frames.js';
import { isOn } from './marks.js';
import { rangeOf } from './snapshot.js';

/** Widest window, CSS px, in which a finger gets the card at the window's lower edge: a telephone held upright. */
const NARROW = 600;
/** What a finger means by itself when it presses there; a name in it opens no card. */
const PRESSABLE = 'a[href], button, input, label, select, summary, textarea, [role="button"], [role="link"]';

/** @typedef {import('./card-state.js').State} State */
/** @typedef {import('./card-state.js').Spot} Spot */
/** @typedef {import('./card-state.js').Event} CardEvent */
/** @typedef {import('./marks.js').Place} Place */
/** @typedef {import('../protocol/reading.js').Member} Member */
/** @typedef {import('../protocol/reading.js').EntityCard} EntityCard */
/** @typedef {import('../corrections.js').Correction} Correction */
/** @typedef {{ x: number, y: number, at: number }} Point in the window's pixels, by the page's clock */

export class Hover {
  /** @type {State} */
  #state = IDLE;
  #marks;
  #members;
  #sources;
  #needsKey;
  #orphaned;
  #idle;
  #corrected;
  #cardOf;
  #who;
  #documents;
  /** Counts the questions who somebody is, so that an answer to an older one is known as late. */
  #asked = 0;
  /** Whether the card there is the answer to one: about no mention, and so in no state. */
  #isAnswer = false;
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
  /** Where the keyboard is on its way from name to name. @type {Spot | null} */
  #stop = null;
  /** How the card now asked for is asked for. */
  #asking = { byKey: false, asSheet: false };
  #card = new CardView({
    used: () => this.#send({ type: 'pin' }),
    closed: () => this.#end({ type: 'dismiss' }),
    lost: () => this.#end({ type: 'elsewhere' }),
    kept: (kept) => this.#send({ type: kept ? 'keep' : 'release' }),
    stepped: (by) => this.#stepMention(by),
    jumped: (to) => this.#goToIntroduction(to),
    copied: copyText,
    corrected: (correction, on) => this.#corrected(correction, on),
    chosen: (entity) => this.#cardOf(entity),
  });

  /**
   * @param {object} page
   * @param {import('./marks.js').Marks} page.marks
   * @param {Member[]} page.members
   * @param {import('./snapshot.js').Collected} page.collected
   * @param {boolean} page.needsKey whether cards come only while Shift is held (no underline tells of them)
   * @param {() => void} page.orphaned the extension was updated or removed, and this script is all that is left
   * @param {() => void} page.idle the last card is gone
   * @param {(correction: Correction, on: boolean) => void} page.corrected the person put something right, or took it back
   * @param {(entity: string) => Promise<EntityCard | null>} page.cardOf the card of somebody as of the article's date
   * @param {(name: string) => Promise<Member | null | undefined>} page.who whom a name means that has no card on the page; undefined where nobody answers
   */
  constructor({ marks, members, collected, needsKey, orphaned, idle, corrected, cardOf, who }) {
    this.#marks = marks;
    this.#members = new Map(members.map((member) => [member.id, member]));
    this.#sources = collected.sources;
    this.#needsKey = needsKey;
    this.#orphaned = orphaned;
    this.#idle = idle;
    this.#corrected = corrected;
    this.#cardOf = cardOf;
    this.#who = who;
    this.#documents = collected.roots.flatMap((root) =>
      root.nodeType === Node.DOCUMENT_NODE ? [/** @type {Document} */ (root)] : [],
    );
    const options = { passive: true, capture: true, signal: this.#listening.signal };
    for (const { defaultView: view, documentElement } of this.#documents) {
      view?.addEventListener('pointermove', (event) => this.#moved(event), options);
      view?.addEventListener('click', (event) => this.#tapped(event), {
        capture: true,
        signal: options.signal,
      });
      documentElement.addEventListener('pointerleave', () => this.#left(), options);
    }
    document.addEventListener('fullscreenchange', () => this.#send({ type: 'dismiss' }), options);
    document.addEventListener('visibilitychange', () => this.#isOrphan(), options);
  }

  /** @param {boolean} needsKey */
  set needsKey(needsKey) {
    this.#needsKey = needsKey;
  }

  /** Whether a card is there, or about to be. */
  get isBusy() {
    return this.#state.name !== 'idle' || this.#isAnswer;
  }

  /**
   * Goes to a member, or to one of its mentions, and opens the card with the keyboard in it.
   * @param {number} member
   * @param {number | null} mention
   */
  jump(member, mention) {
    const place =
      mention === null ? this.#marks.placesOf(member)[0] : this.#marks.placeOf({ member, mention });
    if (place) this.#open(place, { byKey: true });
  }

  /**
   * Goes to the next name on the page, or the one before.
   * @param {1 | -1} by
   */
  step(by) {
    const stops = this.#marks.stops();
    const at = this.#stop === null ? -1 : stops.findIndex(({ spot }) => sameSpot(spot, this.#stop));
    const next = at < 0 ? this.#firstStop(stops, by) : (at + by + stops.length) % stops.length;
    const place = stops[next];
    if (!place) return;
    this.#open(place, { byKey: true });
    this.#stop = place.spot;
  }

  /** Opens the card that is meant without saying which: of the selection, of the pointer, else of the first name in view. */
  openNearest() {
    const selection = getSelection();
    const range =
      selection && selection.rangeCount > 0 && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const under = this.#pointer === null ? null : this.#placeUnder(this.#pointer.now);
    const inView = this.#marks.stops().find(({ range }) => isInView(range, 0));
    const place = (range && this.#marks.near(range)) ?? under ?? inView ?? this.#marks.stops()[0];
    if (place) this.#open(place, { byKey: true });
  }

  /**
   * "Who is this?": opens the card of the name selected, or says beside it whom we take it for.
   * @param {string} text
   */
  async openSelected(text) {
    const range = selectedIn(this.#documents);
    if (range === null) return;
    const place = this.#marks.within(range);
    if (place !== null) return this.#open(place, { byKey: true });
    const name = text.trim().split(/\s+/).join(' ');
    this.#asked += 1;
    const asked = this.#asked;
    const found = await this.#who(name);
    // Another was asked for meanwhile, or the page went on.
    const isLate = asked !== this.#asked || !range.startContainer.isConnected;
    if (found !== undefined && !isLate) this.#answer(name, found, range);
  }

  /** Leaves nothing behind. */
  stop() {
    this.#asked += 1;
    this.#listening.abort();
    this.#whileShown.abort();
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#marks.show(null);
    this.#card.remove();
    this.#state = IDLE;
  }

  /**
   * @param {Place} place
   * @param {{ byKey: boolean, asSheet?: boolean, scroll?: boolean }} how
   */
  #open(place, { byKey, asSheet = false, scroll = true }) {
    if (scroll) scrollTo(place.range);
    this.#asking = { byKey, asSheet };
    // The same card may be there already; it is opened anew.
    this.#redraw({ type: 'open', spot: place.spot });
    if (byKey) this.#card.takeFocus();
    this.#asking = { byKey: false, asSheet: false };
  }

  /** @param {CardEvent} event */
  #redraw(event) {
    const before = this.#state;
    this.#send(event);
    if (sameSpot(spotOf(before), spotOf(this.#state))) this.#draw();
  }

  /** @param {1 | -1} by */
  #stepMention(by) {
    const spot = spotOf(this.#state);
    if (spot === null) return;
    const places = this.#marks.placesOf(spot.member);
    const at = places.findIndex((place) => sameSpot(place.spot, spot));
    const place = places[(at + by + places.length) % places.length];
    if (place) this.#open(place, { byKey: true });
  }

  /**
   * Where the keyboard begins: at what the person sees.
   * @param {Place[]} stops
   * @param {1 | -1} by
   */
  #firstStop(stops, by) {
    const boxes = stops.map(({ range }) => boxOf(range));
    if (by > 0)
      return Math.max(
        boxes.findIndex((box) => box.bottom > 0),
        0,
      );
    const last = boxes.findLastIndex((box) => box.top < innerHeight);
    return last < 0 ? stops.length - 1 : last;
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

  /** A finger on a name opens its card, unless what it pressed does something by itself. @param {MouseEvent} event */
  #tapped(event) {
    if (/** @type {PointerEvent} */ (event).pointerType !== 'touch' || this.#card.owns(event.target)) return;
    const target = event.composedPath()[0];
    const isFree =
      target instanceof Element && !target.matches(PRESSABLE) && closest(target, PRESSABLE) === null;
    const place = isFree ? this.#placeUnder(event) : null;
    if (place === null) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#open(place, { byKey: false, asSheet: innerWidth <= NARROW, scroll: false });
  }

  /** Says what the pointer is on, once a frame. */
  #look() {
    if (this.#pointer === null || this.#isOrphan()) return;
    const { now, before } = this.#pointer;
    const point = pointOf(now);
    const elapsed = Math.max(point.at - before.at, 1);
    const speed = Math.hypot(point.x - before.x, point.y - before.y) / elapsed;
    this.#pointer = { now, before: point };
    // A rest begins when the pointer came, not at the frame in which we look where it is.
    const { at } = point;

    if (this.#card.isTorn) this.#end({ type: 'dismiss' });
    if (this.#card.owns(now.target)) {
      this.#send({ type: 'on-card' });
      return;
    }
    // A held button selects or drags; a card would be in the way.
    const mayOpen = now.buttons === 0 && (now.shiftKey || !this.#needsKey);
    const place = mayOpen ? this.#placeUnder(now) : null;
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

  /** @param {MouseEvent} event */
  #placeUnder(event) {
    return this.#marks.at(event.view?.document ?? document, event.clientX, event.clientY);
  }

  /** @param {CardEvent} event */
  #send(event) {
    const before = this.#state;
    const after = reduce(before, event);
    if (after === before || this.#isOrphan()) return;
    this.#state = after;
    clearTimeout(this.#timer);
    const deadline = deadlineOf(after);
    if (deadline !== null) {
      const wait = Math.max(deadline - performance.now(), 0);
      // Timers may fire a little early by this clock; what was waited for is due all the same.
      this.#timer = setTimeout(() => this.#send({ type: 'tick', at: deadline }), wait);
    }
    if (!sameSpot(spotOf(before), spotOf(after))) this.#draw();
    if (isKept(before) !== isKept(this.#state)) this.#card.kept = isKept(this.#state);
    if (!this.isBusy && before.name !== 'idle') this.#idle();
  }

  #isOrphan() {
    const isOrphan = chrome.runtime?.id === undefined;
    if (isOrphan) this.#orphaned();
    return isOrphan;
  }

  /** Shows the card that the state asks for, or none. */
  #draw() {
    // An answer about to be shown stays one through the end of the card before it.
    if (spotOf(this.#state) !== null) this.#isAnswer = false;
    this.#whileShown.abort();
    this.#shown = null;
    const spot = spotOf(this.#state);
    const place = spot === null ? null : this.#marks.placeOf(spot);
    const member = spot === null ? undefined : this.#members.get(spot.member);
    if (spot === null || place === null || !member || member.card === null) {
      this.#card.hide();
      this.#marks.show(null);
      if (spot !== null) this.#send({ type: 'dismiss' });
      return;
    }
    const lineBox = this.#lineBoxOf(place);
    const places = this.#marks.placesOf(member.id);
    this.#shown = { place, lineBox };
    this.#stop = spot;
    this.#marks.show(place, this.#asking.byKey);
    this.#card.show({
      member: { ...member, card: member.card },
      name: place.text,
      range: place.range,
      lineBox,
      at: places.findIndex((each) => sameSpot(each.spot, spot)),
      of: places.length,
      kept: isKept(this.#state),
      asSheet: this.#asking.asSheet,
    });
    this.#listenForEnd(place.range);
  }

  /**
   * Says whom we take a name for, beside it.
   * @param {string} name
   * @param {Member | null} found
   * @param {Range} range
   */
  #answer(name, found, range) {
    this.#isAnswer = true;
    this.#send({ type: 'dismiss' });
    this.#whileShown.abort();
    this.#card.showAnswer(name, found, range, () => boxOf(range));
    this.#card.takeFocus();
    this.#listenForEnd(range);
  }

  /** @param {Range} range what the card is about */
  #listenForEnd(range) {
    this.#whileShown = new AbortController();
    const options = { capture: true, signal: this.#whileShown.signal };
    const views = new Set([globalThis, documentOf(range).defaultView ?? globalThis]);
    for (const view of views) {
      view.addEventListener(
        'keydown',
        (event) => this.#pressedKey(/** @type {KeyboardEvent} */ (event)),
        options,
      );
      view.addEventListener('pointerdown', (event) => this.#pressed(event), options);
    }
  }

  /**
   * What the card keeps clear of: every line of the name, as wide as the line that the pointer is on (the first,
   * without a pointer). Found again by its number as the page scrolls.
   * @param {Place} place
   */
  #lineBoxOf({ range }) {
    const at = this.#pointer?.before;
    const under = at ? linesOf(range).findIndex((box) => isOn(box, at.x, at.y)) : 0;
    return () => {
      const whole = boxOf(range);
      const { left, width } = linesOf(range)[Math.max(under, 0)] ?? whole;
      return new DOMRect(left, whole.top, width, whole.height);
    };
  }

  /** @param {KeyboardEvent} event */
  #pressedKey(event) {
    if (event.key !== 'Escape' || event.isComposing) return;
    // The key was for the card: the page's own dialogs stay as they are.
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#end({ type: 'dismiss' });
  }

  /** @param {Event} event */
  #pressed(event) {
    if (!this.#card.owns(event.target)) this.#end({ type: 'elsewhere' });
  }

  /** @param {CardEvent} event */
  #end(event) {
    if (this.#isAnswer) {
      this.#isAnswer = false;
      this.#whileShown.abort();
      this.#card.hide();
      this.#idle();
    }
    this.#send(event);
  }

  /** @param {import('../protocol/reading.js').Introduction} to */
  #goToIntroduction({ block, start, end, quote }) {
    const nodes = block === null ? undefined : this.#sources[block];
    const range = nodes ? rangeOf(nodes, start, end, quote) : null;
    this.#send({ type: 'dismiss' });
    if (range === null) return;
    scrollTo(range);
    documentOf(range)
      .getSelection()
      ?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  }
}

/** @param {PointerEvent} event @returns {Point} */
function pointOf(event) {
  const { x, y } = offsetOf(event.view?.document ?? document);
  // A frame's clock began when the frame did.
  const ahead = (event.view?.performance.timeOrigin ?? performance.timeOrigin) - performance.timeOrigin;
  const at = Math.min(event.timeStamp + ahead, performance.now());
  return { x: event.clientX + x, y: event.clientY + y, at };
}

/**
 * What is selected, in the page or in a frame of it.
 * @param {Document[]} documents
 */
function selectedIn(documents) {
  for (const each of documents) {
    const selection = each.getSelection();
    if (selection && selection.rangeCount > 0 && !selection.isCollapsed) {
      // The selection's own range goes where the selection goes.
      return selection.getRangeAt(0).cloneRange();
    }
  }
  return null;
}

/**
 * @param {Range} range
 * @param {number} margin share of the window's height that does not count
 */
function isInView(range, margin) {
  const { top, bottom } = boxOf(range);
  return top >= innerHeight * margin && bottom <= innerHeight * (1 - margin);
}

/**
 * Brings a stretch of text to the middle of the window, unless it is well in view already.
 * @param {Range} range
 */
function scrollTo(range) {
  if (isInView(range, 0.1)) return;
  range.startContainer.parentElement?.scrollIntoView({ block: 'center', behavior: 'instant' });
  // A paragraph longer than the window has its middle elsewhere.
  if (!isInView(range, 0.1)) scrollBy({ top: boxOf(range).top - innerHeight / 2, behavior: 'instant' });
}
