/**
 * A cheap guess whether a page is worth sending to the core: an article, and one that we may read.
 *
 * The measure is Readability's `isProbablyReaderable`: paragraphs beyond a certain length, each counted by the
 * root of what it has beyond it; where the page says of itself that it is an article, shorter ones count too. The core
 * judges again with all the page in view.
 */

import { bodyOfFrame, MOST_FRAMES } from './frames.js';

/** Characters that a paragraph must have beyond which it counts (Readability's 140). */
const LEAST_PARAGRAPH = 140;
/** The same on a page that says that it is an article: newspapers write paragraphs of one sentence. */
const LEAST_SENTENCE = 60;
/** Sum of roots at which a page may be an article (Readability's 20). */
const LEAST_SCORE = 20;
/** Of one element's text, characters that are looked at: with far fewer it is an article by itself. */
const ENOUGH = 4_000;
/** Most paragraphs looked at, so that a page of any length costs the same. */
const MOST_PARAGRAPHS = 400;
/** Most elements looked at for shadow roots and frames, where the page's own paragraphs are no article. */
const MOST_ELEMENTS = 10_000;

/** First labels of hosts, and first parts of paths, where people read their own letters and accounts. */
const PRIVATE = new Set(
  (
    'mail webmail email e-mail owa outlook inbox roundcube squirrelmail bank banking ebanking e-banking ' +
    'netbanking onlinebanking online-banking account accounts login signin checkout'
  ).split(' '),
);

/**
 * Whether the publisher asks to be left alone: `<meta name="dramatis" content="off">`.
 * @param {Document} document
 */
export function isOptedOut(document) {
  const metas = document.querySelectorAll('meta[name="dramatis" i]');
  return [...metas].some((meta) => meta.getAttribute('content')?.trim().toLowerCase() === 'off');
}

/**
 * Whether the document is something a person reads, not one that a person writes in.
 * @param {Document} document
 */
export function isReadable(document) {
  const isHtml = document.contentType === 'text/html' || document.contentType === 'application/xhtml+xml';
  const isEditor = document.designMode === 'on' || document.body?.isContentEditable;
  return isHtml && document.body?.localName === 'body' && !isEditor;
}

/**
 * Whether the address is that of a mailbox or an account, whose text is nobody's business unless asked for.
 * @param {{ hostname: string, pathname: string }} address
 */
export function isPrivate({ hostname, pathname }) {
  return (
    PRIVATE.has(hostname.split('.')[0] ?? '') || PRIVATE.has(pathname.split('/')[1]?.toLowerCase() ?? '')
  );
}

/** @param {Document} document */
export function looksLikeArticle(document) {
  const declared = document.querySelector('meta[property="og:type" i][content="article" i]') !== null;
  const least = declared ? LEAST_SENTENCE : LEAST_PARAGRAPH;
  return isArticle(document, least) || innerTrees(document).some((root) => isArticle(root, least));
}

/**
 * @param {ParentNode} root
 * @param {number} least characters that a paragraph must have
 */
function isArticle(root, least) {
  /** @type {Set<Element | null>} */
  const seen = new Set();
  let score = 0;
  for (const element of root.querySelectorAll('p, pre, article, div > br')) {
    const paragraph = element.localName === 'br' ? element.parentElement : element;
    if (seen.has(paragraph)) continue;
    seen.add(paragraph);
    const length = paragraph === null ? 0 : lengthOf(paragraph);
    if (length > least) score += Math.sqrt(length - least);
    if (score > LEAST_SCORE) return true;
    if (seen.size === MOST_PARAGRAPHS) return false;
  }
  return false;
}

/** Length of an element's text, as far as it could matter. @param {Element} element */
function lengthOf(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text = '';
  while (text.length < ENOUGH && walker.nextNode()) text += /** @type {Text} */ (walker.currentNode).data;
  return text.trim().length;
}

/**
 * Open shadow roots, theirs too, and frames of the page's own.
 * @param {Document} document
 * @returns {ParentNode[]}
 */
function innerTrees(document) {
  /** @type {ParentNode[]} */
  const found = [];
  /** @type {ParentNode[]} */
  const open = [document];
  let left = MOST_ELEMENTS;
  let frames = MOST_FRAMES;
  for (let root = open.pop(); root !== undefined; root = open.pop()) {
    for (const element of root.querySelectorAll('*')) {
      left -= 1;
      if (left === 0) return found;
      let inner = /** @type {ParentNode | null} */ (element.shadowRoot);
      if (element.localName === 'iframe' && frames > 0) {
        inner = bodyOfFrame(element);
        if (inner !== null) frames -= 1;
      }
      if (inner === null) continue;
      found.push(inner);
      open.push(inner);
    }
  }
  return found;
}
