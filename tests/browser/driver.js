/**
 * What a test may do with a browser: the same few things in Chromium and Firefox.
 */

/**
 * @typedef {object} Browser
 * @property {'chromium' | 'firefox'} name
 * @property {string[]} ownTraffic what the browser itself asks of the network, as the proxy writes it down
 * @property {(url: string) => Promise<Page>} open a page in a tab of its own, in front
 * @property {(file: string) => Promise<Page>} openOwn a page of the extension, likewise
 * @property {() => Promise<void>} pressAction presses the extension's toolbar button for the tab in front
 * @property {() => Promise<void>} stopBackground ends the background, as the browser itself does after a rest
 * @property {(name: string) => Promise<void>} command does what the key of that command does for the tab in front
 * @property {(text: string) => Promise<void>} whoIsThis does what "Who is this?" does on the selection in front
 * @property {() => Promise<string>} badge what the toolbar button shows for the tab in front
 * @property {() => Promise<void>} reloadExtension as an update does: the background and all own pages go
 * @property {() => Promise<string>} clipboard the text on it
 * @property {(url: string) => Promise<Page>} openPrivate a page in a private window
 * @property {() => Promise<number>} memory of the background, bytes: its heap and the memory of wasm; in Firefox that of the
 *   process of all extensions
 * @property {((url: string, act: () => Promise<void>) => Promise<import('./tasks.js').Task[]>) | null} tasks of the page at
 *   that address while something is done; null where a browser does not tell
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
 * @property {(x: number, y: number, steps?: number) => Promise<void>} moveMouse there in several steps, as a hand does
 * @property {(x: number, y: number) => Promise<void>} click
 * @property {(x: number, y: number) => Promise<void>} tap with a finger
 * @property {(key: Key) => Promise<void>} press
 * @property {(key: 'Shift', down: boolean) => Promise<void>} hold
 * @property {() => Promise<void>} back in the tab's history
 * @property {() => Promise<void>} activate brings the tab to the front
 * @property {(look: Look) => Promise<void>} look
 * @property {() => Promise<void>} print into a PDF that nobody keeps
 * @property {(() => Promise<Held>) | null} held what the page's process holds after its garbage is collected; null where a
 *   browser does not tell
 * @property {(file: string) => Promise<void>} screenshot
 * @property {() => Promise<void>} close
 */

/** @typedef {{ heap: number, listeners: number, nodes: number, documents: number }} Held heap in bytes */
/** @typedef {'Escape' | 'Tab' | 'Enter' | 'Space' | 'Shift+Tab'} Key */
/** @typedef {{ dark: boolean, zoom: number, forced: boolean, still: boolean, print: boolean, width: number, height: number }} Look */

/** The size of a page's window at 100 %, CSS pixels. */
export const WINDOW = { width: 900, height: 700 };

/** @type {Look} */
export const PLAIN = { dark: false, zoom: 1, forced: false, still: false, print: false, ...WINDOW };

/**
 * Values as the arguments of a call in a script, which must not rely on anything that a page may have broken.
 * @param {unknown[]} values
 */
export function listOf(values) {
  return values.map((value) => JSON.stringify(value) ?? 'undefined').join(', ');
}
