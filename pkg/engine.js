/**
 * The engine: weights and packs are opened once, then pages are read. The work is the core's (`src/web`, in wasm).
 */
import { bytesOf, nameOf, Progress } from './bytes.js';
import init, { Engine as Core, looksLikeHtml } from './dramatis.js';
import { DramatisError, ofCore } from './errors.js';

/** @typedef {import('./index.js').Source} Source */
/** @typedef {import('./index.js').OpenOptions} OpenOptions */
/** @typedef {import('./index.js').PageSnapshot} PageSnapshot */

/** The core's code, loaded once for all engines. @type {Promise<unknown> | null} */
let loading = null;

/**
 * @param {Source | WebAssembly.Module} wasm
 * @param {Progress} progress
 * @param {AbortSignal | undefined} signal
 */
async function loadCore(wasm, progress, signal) {
  loading ??= (async () => {
    const code =
      wasm instanceof WebAssembly.Module ? wasm : await bytesOf(wasm, 'dramatis_bg.wasm', progress, signal);
    await init({ module_or_path: code }).catch((error) => {
      throw new DramatisError(
        'core',
        `this is not the core's wasm, or wasm is not allowed here: ${error.message}`,
        {
          cause: error,
          source: wasm instanceof WebAssembly.Module ? undefined : nameOf(wasm, 'dramatis_bg.wasm'),
        },
      );
    });
  })();
  try {
    await loading;
  } catch (error) {
    // Another call may have other bytes, or no signal.
    loading = null;
    throw error;
  }
}

export class Engine {
  /** @type {Core | null} */
  #core;

  /** @param {Core} core */
  constructor(core) {
    if (!(core instanceof Core)) throw new TypeError('an engine is made by Engine.open');
    this.#core = core;
  }

  /**
   * @param {OpenOptions} options
   * @returns {Promise<Engine>}
   */
  static async open({
    packs,
    weights = new URL('./names.bin', import.meta.url),
    wasm = new URL('./dramatis_bg.wasm', import.meta.url),
    signal,
    onProgress,
  }) {
    const sources = Array.isArray(packs) ? packs : [packs];
    const progress = new Progress(onProgress);
    // What fails first ends the rest.
    const failed = new AbortController();
    const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
    const name = (/** @type {number} */ at) => `pack ${at + 1}`;
    try {
      const [weightBytes, packBytes] = await Promise.all([
        bytesOf(weights, 'the weights', progress, stop),
        Promise.all(sources.map((source, at) => bytesOf(source, name(at), progress, stop))),
        loadCore(wasm, progress, stop),
      ]);
      return new Engine(Core.open(weightBytes, packBytes));
    } catch (error) {
      signal?.throwIfAborted();
      failed.abort(error);
      if (error instanceof DramatisError) throw error;
      const sourceOf = (/** @type {number} */ at) => {
        const source = sources[at];
        return source === undefined ? undefined : nameOf(source, name(at));
      };
      throw ofCore(error, sourceOf);
    }
  }

  /**
   * @param {string | PageSnapshot} page
   * @param {import('./index.js').ReadOptions} options
   */
  read(page, { date, url, as } = {}) {
    const core = this.#opened();
    return told(() => {
      if (typeof page !== 'string') return core.read(page, date);
      const isHtml = as === undefined ? looksLikeHtml(page) : as === 'html';
      return isHtml ? core.readHtml(page, url, date) : core.readText(page, date);
    });
  }

  /**
   * @param {Document} document
   * @param {{ date?: string }} options
   */
  scanDocument(document, { date } = {}) {
    const core = this.#opened();
    return told(() => core.readDocument(document, date));
  }

  /**
   * @param {string} entity
   * @param {string} [date]
   */
  card(entity, date) {
    const core = this.#opened();
    return told(() => core.card(entity, date));
  }

  /** What each pack holds. */
  info() {
    const core = this.#opened();
    return told(() => core.infos());
  }

  dispose() {
    this.#core?.free();
    this.#core = null;
  }

  #opened() {
    if (this.#core === null) {
      throw new DramatisError('disposed', 'this engine was disposed of; open another with Engine.open');
    }
    return this.#core;
  }
}

// Only newer browsers have it; there `using engine = …` disposes of the engine by itself.
if (Symbol.dispose) {
  Object.defineProperty(Engine.prototype, Symbol.dispose, { value: Engine.prototype.dispose });
}

/**
 * What the core answers; what it throws, as this package throws it.
 * @template T
 * @param {() => T} ask
 */
function told(ask) {
  try {
    return ask();
  } catch (error) {
    throw ofCore(error);
  }
}
