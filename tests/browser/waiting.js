/**
 * Waiting for what a browser does: asked again and again, for a bounded time.
 */

/** Between two looks, ms. */
const PAUSE = 25;
/** Longest wait for anything, ms: far over what a loaded machine needs. */
const LONGEST = 15_000;

/**
 * @template T
 * @param {string} what for the error
 * @param {() => Promise<T | null | undefined | false>} look
 * @returns {Promise<T>} the first answer that is something
 */
export async function until(what, look) {
  const end = performance.now() + LONGEST;
  /** @type {unknown} */
  let last;
  while (performance.now() < end) {
    try {
      const seen = await look();
      if (seen) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    await pause();
  }
  throw new Error(`waited ${LONGEST} ms for ${what}; last: ${last}`);
}

/**
 * Looks for a stretch of time and fails as soon as something is seen.
 * @param {string} what
 * @param {number} milliseconds
 * @param {() => Promise<unknown>} look
 */
export async function never(what, milliseconds, look) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    if (await look()) throw new Error(`there should not have been ${what}`);
    await pause();
  }
}

function pause() {
  return new Promise((resume) => setTimeout(resume, PAUSE));
}
