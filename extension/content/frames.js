/**
 * Where things are in the window when they are in a frame of the page: frames of the same origin are read as part
 * of the page, and count in pixels of their own.
 */

/**
 * How far a document's own pixels are from those of the page around all frames.
 * @param {Document} document
 * @returns {{ x: number, y: number }}
 */
export function offsetOf(document) {
  let x = 0;
  let y = 0;
  for (let frame = frameOf(document); frame !== null; frame = frameOf(frame.ownerDocument)) {
    const box = frame.getBoundingClientRect();
    x += box.left + frame.clientLeft;
    y += box.top + frame.clientTop;
  }
  return { x, y };
}

/** @param {Document} document @returns {Element | null} */
function frameOf(document) {
  return document.defaultView?.frameElement ?? null;
}

/**
 * The lines of a range, in the window's pixels.
 * @param {Range} range
 * @returns {DOMRect[]}
 */
export function linesOf(range) {
  const { x, y } = offsetOf(documentOf(range));
  return [...range.getClientRects()].map((box) => new DOMRect(box.x + x, box.y + y, box.width, box.height));
}

/**
 * The box around all lines of a range, in the window's pixels.
 * @param {Range} range
 */
export function boxOf(range) {
  const { x, y } = offsetOf(documentOf(range));
  const box = range.getBoundingClientRect();
  return new DOMRect(box.x + x, box.y + y, box.width, box.height);
}

/** The document that a range is in, which may be a frame's. @param {Range} range @returns {Document} */
export function documentOf({ startContainer }) {
  return startContainer.ownerDocument ?? document;
}

/**
 * The element around a node, out of shadow roots and frames too.
 * @param {Node} node
 * @returns {Element | null}
 */
export function parentOf(node) {
  if (node.parentElement !== null) return node.parentElement;
  const root = node.getRootNode();
  if (root.nodeType === Node.DOCUMENT_NODE) return frameOf(/** @type {Document} */ (root));
  return 'host' in root ? /** @type {ShadowRoot} */ (root).host : null;
}

/**
 * The nearest element around a node that a selector names, out of shadow roots and frames too.
 * @param {Node} node
 * @param {string} selector
 */
export function closest(node, selector) {
  for (let at = parentOf(node); at !== null; at = parentOf(at)) if (at.matches(selector)) return at;
  return null;
}

/**
 * The body of a frame that belongs to the page itself and shows enough to hold an article's text; else null.
 * @param {Element} element
 * @returns {HTMLElement | null}
 */
export function bodyOfFrame(element) {
  const { width, height } = element.getBoundingClientRect();
  if (width < LEAST_WIDTH || height < LEAST_HEIGHT) return null;
  try {
    const body = /** @type {HTMLIFrameElement} */ (element).contentDocument?.body ?? null;
    return body?.localName === 'body' ? body : null;
  } catch {
    return null;
  }
}

/**
 * Most frames of a page that are looked into: each has a world made for our script at the first look, which takes a browser
 * some milliseconds.
 */
export const MOST_FRAMES = 10;

/** Smallest frame that is read, px: a column of text; what is smaller holds buttons, counters and ads. */
const LEAST_WIDTH = 240;
const LEAST_HEIGHT = 120;
