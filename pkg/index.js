/**
 * Who's who in an article, for JavaScript; the types are in index.d.ts.
 */
export { renderCard } from './card.js';
export { Engine } from './engine.js';
export { DramatisError } from './errors.js';
