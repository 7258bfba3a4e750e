/**
 * What becomes of the page after it was read: text that arrives later, text that goes, another page in the same
 * document, a page that comes back out of the browser's cache.
 *
 * Bounded on any page: the observer rests from the first change that counts until the page was looked at again,
 * looks are rare where they find nothing, and never take more than a small share of the page's time.
 */
import { idle } from './slices.js';

/** Least text, in UTF-16 units, that is worth another reading: a short paragraph. */
const LEAST_TEXT = 140;
/** Least piece of text that counts towards it: clocks, counters and buttons say less. */
const LEAST_PIECE = 25;
/** Most changes looked at one by one; more at a time are taken for news. */
const MOST_LOOKED_AT = 200;
/** Time for a change to be complete before the page is looked at again, ms: pages add a paragraph at a time. */
const SETTLING = 400;
/** Longest time between a change and the look at it, ms, on a page whose changes never bring a name. */
const LONGEST_PAUSE = 5_000;
/** Elements whose text nobody sees. */
const SILENT = new Set(['SCRIPT', 'STYLE', 'LINK', 'META', 'NOSCRIPT', 'TEMPLATE']);
/** Of the page's time, the part that looking at changes may take: one in so many. */
const SHARE = 20;

/** @typedef {{ moved: boolean, text: boolean }} Change whether the address is another, and whether there is new text */

export class PageWatch {
  #changed;
  #ours;
  #observer = new MutationObserver((records) => this.#look(records));
  #listening = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #address = addressOf(location);
  /** Text that came since the last reading, UTF-16 units. */
  #news = 0;
  #pause = SETTLING;
  /** When the next look may be, by the page's clock. */
  #notBefore = 0;
  #stopped = false;

  /**
   * @param {object} page
   * @param {(change: Change) => void} page.changed it is time to look; `watch` must be called once that is done
   * @param {() => void} page.back the page came back out of the browser's cache
   * @param {(node: Node) => boolean} page.ours whether a node is the extension's own
   */
  constructor({ changed, back, ours }) {
    this.#changed = changed;
    this.#ours = ours;
    const options = { signal: this.#listening.signal };
    addEventListener('popstate', () => this.#schedule(), options);
    addEventListener('pageshow', ({ persisted }) => persisted && back(), options);
    document.addEventListener('visibilitychange', () => this.#schedule(this.#pending), options);
  }

  /** Whether a change waits to be looked at. */
  #pending = false;

  /**
   * Watches from now on.
   * @param {(Document | ShadowRoot)[]} roots
   */
  watch(roots) {
    if (this.#stopped) return;
    this.#observer.disconnect();
    for (const root of roots) {
      this.#observer.observe(root, { childList: true, characterData: true, subtree: true });
    }
  }

  /**
   * Tells what the last look was worth.
   * @param {object} look
   * @param {boolean} look.found whether it brought another reading
   * @param {number} look.cost of the page's time, ms
   */
  looked({ found, cost }) {
    this.#news = 0;
    this.#pause = found ? SETTLING : Math.min(2 * this.#pause, LONGEST_PAUSE);
    this.#notBefore = performance.now() + SHARE * cost;
  }

  stop() {
    this.#stopped = true;
    this.#observer.disconnect();
    this.#listening.abort();
    clearTimeout(this.#timer);
  }

  /** @param {MutationRecord[]} records */
  #look(records) {
    const flood = records.length > MOST_LOOKED_AT;
    let relevant = flood;
    if (flood) this.#news += LEAST_TEXT;
    for (const { type, target, addedNodes, removedNodes } of flood ? [] : records) {
      if (type === 'characterData') {
        const { length } = /** @type {CharacterData} */ (target);
        if (length >= LEAST_PIECE) this.#news += length;
        relevant = true;
      }
      for (const node of addedNodes) {
        const length = this.#ours(node) ? 0 : lengthOf(node);
        if (length >= LEAST_PIECE) this.#news += length;
        relevant ||= length >= LEAST_PIECE;
      }
      for (const node of removedNodes) relevant ||= !this.#ours(node);
    }
    if (relevant || addressOf(location) !== this.#address) this.#schedule();
  }

  /** @param {boolean} wanted */
  #schedule(wanted = true) {
    if (!wanted || this.#stopped) return;
    this.#pending = true;
    // Nothing more needs to be known before the look.
    this.#observer.disconnect();
    if (document.hidden) return;
    clearTimeout(this.#timer);
    const wait = Math.max(SETTLING, this.#notBefore - performance.now());
    const pause = addressOf(location) === this.#address ? Math.max(wait, this.#pause) : SETTLING;
    this.#timer = setTimeout(() => this.#tell(), pause);
  }

  async #tell() {
    await idle(SETTLING);
    if (this.#stopped || document.hidden) return;
    this.#pending = false;
    const address = addressOf(location);
    const moved = address !== this.#address;
    this.#address = address;
    this.#changed({ moved, text: moved || this.#news >= LEAST_TEXT });
  }
}

/**
 * Length of the text in a node, as far as it matters.
 * @param {Node} node
 */
function lengthOf(node) {
  if (SILENT.has(node.nodeName)) return 0;
  // An element's open shadow root has text that it does not tell of.
  if ('shadowRoot' in node && node.shadowRoot !== null) return LEAST_TEXT;
  return node.textContent?.trim().length ?? 0;
}

/** A page's address without the place in it. @param {Location} location */
function addressOf({ href, hash }) {
  return hash === '' ? href : href.slice(0, -hash.length);
}
