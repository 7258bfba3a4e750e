/**
 * When a card is there: a pure reducer over events, known to no browser.
 *
 * In: what the pointer, the keyboard and the clock did, each event with its time. Out: the next state. The
 * driver (`hover.js`) shows the card in the states that have one and sends a `tick` when `deadlineOf` is due.
 *
 * The states and why each is there:
 * - `idle`: no card. It remembers the name whose card was dismissed with the pointer still on it, so that Esc
 *   is not answered by the same card again (WCAG 1.4.13, dismissible).
 * - `waiting`: the pointer is on a name, not yet for long enough to mean it.
 * - `shown`: the card is there because the pointer is on the name or on the card.
 * - `leaving`: the pointer left both; the card stays a moment so that it can be reached (WCAG 1.4.13,
 *   hoverable), and a name that the pointer is on meanwhile waits for its turn.
 * - `pinned`: asked for by a press or the keyboard; the pointer's ways have no say until it is dismissed. One that
 *   is `kept`, by its own button, stays through presses elsewhere and while its name is out of view.
 */

/** Shortest rest on a name before its card, ms: under it, cards flash at a pointer that only passes. */
export const LEAST_DWELL = 150;
/** Longest, ms: above it, the card feels absent. Names without an underline always take this long. */
export const MOST_DWELL = 400;
/** Pointer speed that earns the longest dwell, px/ms: faster than this the pointer is on its way elsewhere. */
export const FAST = 0.8;
/** How long a card stays after the pointer left it for nothing, ms: slips of the hand are shorter. */
export const LEAVE_GRACE = 250;
/** How long it stays while the pointer is between name and card, ms: time to cross that gap slowly. */
export const CROSSING_GRACE = 700;

/**
 * Which mention: the member, and which of its mentions.
 * @typedef {{ member: number, mention: number }} Spot
 */
/** @typedef {{ spot: Spot, since: number, deadline: number }} Wait */
/**
 * @typedef {{ name: 'idle', dismissed: Spot | null }
 *   | { name: 'waiting', wait: Wait }
 *   | { name: 'shown', spot: Spot }
 *   | { name: 'leaving', spot: Spot, deadline: number, next: Wait | null }
 *   | { name: 'pinned', spot: Spot, kept: boolean }} State
 */
/**
 * @typedef {{ type: 'over', spot: Spot, marked: boolean, speed: number, at: number }
 *   | { type: 'between', at: number }
 *   | { type: 'away', at: number }
 *   | { type: 'on-card' }
 *   | { type: 'tick', at: number }
 *   | { type: 'open', spot: Spot }
 *   | { type: 'pin' }
 *   | { type: 'keep' }
 *   | { type: 'release' }
 *   | { type: 'elsewhere' }
 *   | { type: 'dismiss' }} Event
 *
 * `over`: the pointer is on a name. `between`: in the corridor from name to card. `away`: on nothing of ours.
 * `open`: somebody asks for this card. `pin`: the card itself was used. `keep` and `release`: its pin was pressed.
 * `elsewhere`: a press beside it, or its name gone from view. `dismiss`: Esc, its close button, the name gone from
 * the page. Times are milliseconds of one clock.
 */

/** @type {State} */
export const IDLE = { name: 'idle', dismissed: null };

/**
 * @param {State} state
 * @param {Event} event
 * @returns {State} the same object where nothing changes
 */
export function reduce(state, event) {
  switch (event.type) {
    case 'open':
      return { name: 'pinned', spot: event.spot, kept: isKept(state) };
    case 'elsewhere':
      return isKept(state) ? state : reduce(state, { type: 'dismiss' });
    case 'dismiss':
      return spotOf(state) === null && state.name !== 'waiting'
        ? state
        : { name: 'idle', dismissed: state.name === 'waiting' ? state.wait.spot : spotOf(state) };
    case 'pin': {
      const spot = spotOf(state);
      return spot === null || state.name === 'pinned' ? state : { name: 'pinned', spot, kept: false };
    }
    case 'keep':
    case 'release': {
      const spot = spotOf(state);
      return spot === null ? state : { name: 'pinned', spot, kept: event.type === 'keep' };
    }
    case 'over':
      return over(state, event);
    case 'on-card':
      return state.name === 'leaving' ? { name: 'shown', spot: state.spot } : state;
    case 'between':
      return leave(state, event.at + CROSSING_GRACE);
    case 'away':
      return leave(state, event.at + LEAVE_GRACE);
    case 'tick':
      return tick(state, event.at);
  }
}

/**
 * The mention whose card is to be seen, if any.
 * @param {State} state
 */
export function spotOf(state) {
  return state.name === 'idle' || state.name === 'waiting' ? null : state.spot;
}

/** Whether the card stays through presses elsewhere. @param {State} state */
export function isKept(state) {
  return state.name === 'pinned' && state.kept;
}

/**
 * When the state changes by itself; null where it never does.
 * @param {State} state
 * @returns {number | null}
 */
export function deadlineOf(state) {
  if (state.name === 'waiting') return state.wait.deadline;
  if (state.name !== 'leaving') return null;
  return Math.min(state.deadline, state.next?.deadline ?? Number.POSITIVE_INFINITY);
}

/** @param {Spot | null} a @param {Spot | null} b */
export function sameSpot(a, b) {
  return a?.member === b?.member && a?.mention === b?.mention;
}

/**
 * @param {State} state
 * @param {Extract<Event, { type: 'over' }>} event
 * @returns {State}
 */
function over(state, event) {
  switch (state.name) {
    case 'pinned':
      return state;
    case 'idle':
      if (sameSpot(state.dismissed, event.spot)) return state;
      return { name: 'waiting', wait: waitFor(null, event) };
    case 'waiting':
      return { name: 'waiting', wait: waitFor(state.wait, event) };
    case 'shown':
      if (sameSpot(state.spot, event.spot)) return state;
      return {
        name: 'leaving',
        spot: state.spot,
        deadline: event.at + LEAVE_GRACE,
        next: waitFor(null, event),
      };
    case 'leaving':
      if (sameSpot(state.spot, event.spot)) return { name: 'shown', spot: state.spot };
      return { ...state, next: waitFor(state.next, event) };
  }
}

/**
 * A pointer still moving puts the card off, but never beyond the longest dwell since it came to the name.
 * @param {Wait | null} wait
 * @param {Extract<Event, { type: 'over' }>} event
 * @returns {Wait}
 */
function waitFor(wait, { spot, marked, speed, at }) {
  const haste = Math.min(Math.max(speed / FAST, 0), 1);
  const dwell = marked ? LEAST_DWELL + haste * (MOST_DWELL - LEAST_DWELL) : MOST_DWELL;
  if (wait === null || !sameSpot(wait.spot, spot)) return { spot, since: at, deadline: at + dwell };
  const deadline = Math.min(Math.max(wait.deadline, at + dwell), wait.since + MOST_DWELL);
  return { spot, since: wait.since, deadline };
}

/**
 * @param {State} state
 * @param {number} deadline
 * @returns {State}
 */
function leave(state, deadline) {
  switch (state.name) {
    case 'idle':
      return state.dismissed === null ? state : IDLE;
    case 'waiting':
      return IDLE;
    case 'shown':
      return { name: 'leaving', spot: state.spot, deadline, next: null };
    case 'leaving':
      return { ...state, deadline: Math.max(state.deadline, deadline), next: null };
    case 'pinned':
      return state;
  }
}

/**
 * @param {State} state
 * @param {number} at
 * @returns {State}
 */
function tick(state, at) {
  if (state.name === 'waiting' && at >= state.wait.deadline) return { name: 'shown', spot: state.wait.spot };
  if (state.name !== 'leaving') return state;
  if (state.next !== null && at >= state.next.deadline) return { name: 'shown', spot: state.next.spot };
  if (at < state.deadline) return state;
  return state.next === null ? IDLE : { name: 'waiting', wait: state.next };
}
