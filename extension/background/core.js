/**
 * The core, loaded when the first page asks and kept for as long as the browser keeps this worker.
 *
 * Nothing else lives here: a worker that dies and starts again reads the same page the same way.
 */
import * as v from 'valibot';
import init, { prepare, Recognizer } from '../core/dramatis.js';
import { PackInfo } from '../protocol/reading.js';

/** @typedef {import('../core/dramatis.js').Engine} Engine */
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
  const [recognizer, pack] = await Promise.all([openRecognizer(), packedFacts()]);
  const engine = recognizer.with(pack);
  return { engine, pack: v.parse(PackInfo, engine.info()) };
}

/** All that needs no pack, which takes longest to come. */
async function openRecognizer() {
  const [weights] = await Promise.all([
    packaged('core/names.bin').then((response) => response.arrayBuffer()),
    init({ module_or_path: packaged('core/dramatis_bg.wasm') }).then(() => prepare()),
  ]);
  const recognizer = Recognizer.open(new Uint8Array(weights));
  recognizer.practise();
  return recognizer;
}

/** As a blob it comes without this thread, which has other things to do meanwhile. */
async function packedFacts() {
  const blob = await (await packaged('core/dramatis.pack')).blob();
  return new Uint8Array(await blob.arrayBuffer());
}

/** @param {string} path a file of this package; the only thing ever fetched */
async function packaged(path) {
  const response = await fetch(chrome.runtime.getURL(path));
  if (!response.ok) throw new Error(`The extension's own file ${path} is missing; install it again.`);
  return response;
}
