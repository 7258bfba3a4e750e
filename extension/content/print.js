/**
 * Whether the page, or a frame of it, is being printed: then there are no highlights, for even one that paints nothing
 * has Chromium cut off the letters that lean over its edge.
 *
 * Browsers tell of it in two ways, and not each in both: events around the printing, and the medium itself.
 */

export class Print {
  #changed;
  #listening = new AbortController();
  /** Who says that it is being printed: a window's events, or its medium. @type {Set<Window | MediaQueryList>} */
  #printed = new Set();
  /** @type {WeakSet<Window>} */
  #known = new WeakSet();
  /** Kept, for a query that nobody holds need not tell of its changes. @type {MediaQueryList[]} */
  #media = [];

  /** @param {() => void} changed called when printing begins and when it has ended */
  constructor(changed) {
    this.#changed = changed;
  }

  get isOn() {
    return this.#printed.size > 0;
  }

  /** Hears of a window's printing from now on, and knows if it is on already. @param {Window} view */
  watch(view) {
    if (this.#known.has(view)) return;
    this.#known.add(view);
    const options = { signal: this.#listening.signal };
    view.addEventListener('beforeprint', () => this.#set(view, true), options);
    view.addEventListener('afterprint', () => this.#set(view, false), options);
    const medium = view.matchMedia('print');
    this.#media.push(medium);
    medium.addEventListener('change', () => this.#set(medium, medium.matches), options);
    this.#set(medium, medium.matches);
  }

  /** Hears of nothing any more. */
  stop() {
    this.#listening.abort();
    this.#media = [];
    this.#printed.clear();
  }

  /**
   * @param {Window | MediaQueryList} what
   * @param {boolean} on
   */
  #set(what, on) {
    const before = this.isOn;
    if (on) this.#printed.add(what);
    else this.#printed.delete(what);
    if (this.isOn !== before) this.#changed();
  }
}
