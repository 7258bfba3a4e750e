/**
 * A cheap guess whether a page is worth sending to the core: an article, and one that we may read.
 *
 * The measure is Readability's `isProbablyReaderable`: paragraphs beyond a certain length, each counted by the
 * root of what it has beyond it. The core judges again with all the page in view.
 */

/** Characters that a paragraph must have beyond which it counts (Readability's 140). */
const LEAST_PARAGRAPH = 140;
/** Sum of roots at which a page may be an article (Readability's 20). */
const LEAST_SCORE = 20;
/** Most paragraphs looked at, so that a page of any length costs the same. */
const MOST_PARAGRAPHS = 400;

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
  return isHtml && document.body?.localName === 'body' && !document.body.isContentEditable;
}

/** @param {Document} document */
export function looksLikeArticle(document) {
  /** @type {Set<Element | null>} */
  const seen = new Set();
  let score = 0;
  for (const element of document.querySelectorAll('p, pre, article, div > br')) {
    const paragraph = element.localName === 'br' ? element.parentElement : element;
    if (seen.has(paragraph)) continue;
    seen.add(paragraph);
    const length = paragraph?.textContent?.trim().length ?? 0;
    if (length > LEAST_PARAGRAPH) score += Math.sqrt(length - LEAST_PARAGRAPH);
    if (score > LEAST_SCORE) return true;
    if (seen.size === MOST_PARAGRAPHS) return false;
  }
  return false;
}
