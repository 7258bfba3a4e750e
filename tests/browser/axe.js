/**
 * What axe-core finds wrong with pages and with the card.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** @typedef {import('./driver.js').Page} Page */

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The rules of WCAG 2.2, A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What axe says is wrong with an open page.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export function axeOn(page) {
  return page.run(/** @type {any} */ (axeRun(`document`)));
}

/**
 * What axe says is wrong with the open card. It sees open shadow roots only, so it is shown this one for as
 * long as it looks.
 * @param {Page} page
 * @returns {Promise<string[] | null>}
 */
export function axeOnCard(page) {
  const run = axeRun(`{ fromShadowDom: ['dramatis-card', '.card'] }`);
  return page.inCard(
    /** @type {any} */ (
      `async (root) => {
      Object.defineProperty(root.host, 'shadowRoot', { value: root, configurable: true });
      const wrong = await (${run})();
      delete root.host.shadowRoot;
      return wrong;
    }`
    ),
  );
}

/** @param {string} context what to look at, as a script */
function axeRun(context) {
  return `async () => {
    ${axe};
    const { violations, passes } = await axe.run(${context}, { runOnly: ${JSON.stringify(RULES)} });
    if (passes.length === 0) throw new Error('axe saw nothing');
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html));
  }`;
}
