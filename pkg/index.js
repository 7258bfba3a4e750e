/**
 * The core for JavaScript; the types are in index.d.ts.
 */
import init from './dramatis.js';

export { Engine } from './dramatis.js';

/**
 * Loads the core, once; later calls wait for the same one.
 * @param {BufferSource | Response | URL | string | WebAssembly.Module} wasm
 */
export async function load(wasm) {
  await init({ module_or_path: wasm });
}
