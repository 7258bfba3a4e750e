/**
 * What a test may do with a browser: the same few things in Chromium and Firefox.
 */

/**
 * @typedef {object} Browser
 * @property {'chromium' | 'firefox'} name
 * @property {string[]} ownTraffic what the browser itself asks of the network, as the proxy writes it down
 * @property {(url: string) => Promise<Page>} open a page in a tab of its own, in front
 * @property {(file: string) => Promise<Page>} openOwn a page of the extension, likewise
 * @property {(() => Promise<void>) | null} pressAction presses the extension's toolbar button for the tab in front
 * @property {() => Promise<void>} stopBackground ends the background, as the browser itself does after a rest
 * @property {() => Promise<void>} close
 */

/**
 * @typedef {object} Page
 * @property {string[]} errors what the page's console said is wrong
 * @property {<A extends any[], R>(script: (...values: A) => R, ...values: A) => Promise<Awaited<R>>} run in the
 *   page's own world; values and answer are JSON
 * @property {<A extends any[], R>(script: (root: ShadowRoot, ...values: A) => R, ...values: A) =>
 *   Promise<Awaited<R> | null>} inCard with the card's closed shadow root, which only a debugger can get at; null
 *   without a host element
 * @property {(x: number, y: number) => Promise<void>} moveMouse there in several steps, as a hand does
 * @property {(x: number, y: number) => Promise<void>} click
 * @property {(key: 'Escape' | 'Tab' | 'Enter' | 'Shift+Tab') => Promise<void>} press
 * @property {() => Promise<void>} activate brings the tab to the front
 * @property {(look: Look) => Promise<void>} look
 * @property {(file: string) => Promise<void>} screenshot
 * @property {() => Promise<void>} close
 */

/** @typedef {{ dark: boolean, zoom: number, forced: boolean }} Look */

/** The size of a page's window at 100 %, CSS pixels. */
export const WINDOW = { width: 900, height: 700 };

/** @type {Look} */
export const PLAIN = { dark: false, zoom: 1, forced: false };
