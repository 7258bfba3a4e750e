/**
 * Long work in slices, so that the page stays at the reader's command: a generator does the work and yields
 * between steps; here it is decided when it goes on.
 */

/** Longest slice, ms: half of what may be felt as a hitch at sixty frames a second. */
const SLICE = 8;
/** Longest wait for the page to be idle between two slices, ms. */
const PATIENCE = 200;

/**
 * Runs work to its end.
 * @template T
 * @param {Generator<void, T>} work
 * @param {object} how
 * @param {boolean} how.urgent whether it goes on at once after each slice, or when the page is idle
 * @param {() => boolean} how.wanted whether it still is
 * @returns {Promise<{ value: T, cost: number, later: number } | null>} with the milliseconds that it took, and those of
 *   them after the slice that is done before this returns; null once unwanted
 */
export async function inSlices(work, { urgent, wanted }) {
  let later = 0;
  let first = 0;
  for (let slice = 0; ; slice += 1) {
    if (!wanted()) return null;
    const begun = performance.now();
    let step = work.next();
    while (!step.done && performance.now() - begun <= SLICE) step = work.next();
    const spent = performance.now() - begun;
    if (slice === 0) first = spent;
    else later += spent;
    if (step.done) return { value: step.value, cost: first + later, later };
    await (urgent ? nextTask() : idle(PATIENCE));
  }
}

/** @param {number} timeout ms @returns {Promise<void>} */
export function idle(timeout) {
  return new Promise((resume) => requestIdleCallback(() => resume(), { timeout }));
}

/** @returns {Promise<void>} */
function nextTask() {
  return new Promise((resume) => setTimeout(resume));
}
