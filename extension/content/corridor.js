/**
 * The way from a name to its card: a pointer in it is on its way, not gone.
 */

/** How far beside the straight way a hand may stray, px. */
const SLACK = 8;

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */

/**
 * Whether a point lies beside the name's own lines, or between them and the card above or below, in the shape
 * that goes from the one's width to the other's.
 * @param {number} x
 * @param {number} y
 * @param {Box} name
 * @param {Box} card
 */
export function isInCorridor(x, y, name, card) {
  const below = card.top >= name.bottom;
  const from = below ? name.bottom : name.top;
  const to = below ? card.top : card.bottom;
  if (y < Math.min(name.top, to) - SLACK || y > Math.max(name.bottom, to) + SLACK) return false;
  const done = to === from ? 0 : (y - from) / (to - from);
  const share = Math.min(Math.max(done, 0), 1);
  const left = name.left + share * (card.left - name.left);
  const right = name.right + share * (card.right - name.right);
  return x >= left - SLACK && x <= right + SLACK;
}
