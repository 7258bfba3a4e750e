/**
 * The core, loaded when the first page asks and kept for as long as the browser keeps this worker.
 *
 * Nothing else lives here: a worker that dies and starts again reads the same page the same way.
 */
import * as v from 'valibot';
import init, { Engine, prepare } from '../core/dramatis.js';
import { PackInfo } from '../protocol/reading.js';

/** @typedef {{ engine: Engine, pack: PackInfo }} Core */

/** @type {Promise<Core> | null} */
let loading = null;

/**
 * @returns {Promise<Core>}
 * @throws {Error} where the package is broken; the next call tries afresh
 */
export function loadCore() {
  loading ??= open().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function open() {
  const [weights, pack] = await Promise.all([
    packagedBytes('core/names.bin'),
    packagedBytes('core/dramatis.pack'),
    // The pack takes longest to come; what needs no pack is done meanwhile.
    init({ module_or_path: packaged('core/dramatis_bg.wasm') }).then(() => prepare()),
  ]);
  const engine = Engine.open(weights, pack);
  return { engine, pack: v.parse(PackInfo, engine.info()) };
}

/**
 * A file's bytes, put in their place piece by piece as they come: of 20 MB in one go, Chromium makes copies that take
 * longer than the reading.
 * @param {string} path
 */
async function packagedBytes(path) {
  const response = await packaged(path);
  const length = Number(response.headers.get('content-length'));
  if (response.body === null || !(length > 0)) return new Uint8Array(await response.arrayBuffer());
  const bytes = new Uint8Array(length);
  const reader = response.body.getReader();
  let end = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    bytes.set(piece.value, end);
    end += piece.value.length;
  }
  if (end !== length) throw new Error(`The extension's own file ${path} is cut off; install it again.`);
  return bytes;
}

/** @param {string} path a file of this package; the only thing ever fetched */
async function packaged(path) {
  const response = await fetch(chrome.runtime.getURL(path));
  if (!response.ok) throw new Error(`The extension's own file ${path} is missing; install it again.`);
  return response;
}
