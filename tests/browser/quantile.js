/**
 * Where figures lie: the value that a part of all lies below.
 */

/** @param {number[]} values @param {number} part 0 to 1 */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(part * (sorted.length - 1))] ?? 0;
}

/** @param {number[]} values */
export const middle = (values) => quantile(values, 0.5);
