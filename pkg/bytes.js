/**
 * Bytes out of whatever holds them, with progress, until a signal says to stop.
 */
import { DramatisError } from './errors.js';

/** @typedef {import('./index.js').Source} Source */
/** @typedef {AsyncIterable<Uint8Array>} Chunks */
/** @typedef {(address: URL | string, signal: AbortSignal | undefined) => Promise<{ chunks: Chunks, total: number | null } | null>} FileReader */

/** Reads files where there are any (Node); null for what is no file. @type {FileReader} */
let readFile = async () => null;

/** @param {FileReader} reader */
export function readFilesWith(reader) {
  readFile = reader;
}

/** How much of everything has come. */
export class Progress {
  /** @type {{ loaded: number, total: number | null }[]} */
  #parts = [];
  #tell;

  /** @param {((progress: import('./index.js').Progress) => void) | undefined} tell */
  constructor(tell) {
    this.#tell = tell;
  }

  /** One more thing to wait for. */
  part() {
    const part = { loaded: 0, total: /** @type {number | null} */ (null) };
    this.#parts.push(part);
    return {
      /** @param {number | null} total bytes, where known */
      of: (total) => {
        part.total = total;
        this.#report();
      },
      /** @param {number} bytes that came */
      more: (bytes) => {
        part.loaded += bytes;
        this.#report();
      },
      done: () => {
        part.total = part.loaded;
        this.#report();
      },
    };
  }

  #report() {
    const totals = this.#parts.map(({ total }) => total);
    this.#tell?.({
      loaded: this.#parts.reduce((sum, { loaded }) => sum + loaded, 0),
      total: totals.includes(null) ? null : totals.reduce((sum, total) => Number(sum) + Number(total), 0),
    });
  }
}

/**
 * How a source is called in an error.
 * @param {Source} source
 * @param {string} what
 */
export function nameOf(source, what) {
  if (typeof source === 'string' || source instanceof URL) return String(source);
  if (source instanceof Response && source.url !== '') return source.url;
  return what;
}

/**
 * All bytes of a source.
 * @param {Source} source
 * @param {string} what it is called where it has no address
 * @param {Progress} progress
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<Uint8Array>}
 */
export async function bytesOf(source, what, progress, signal) {
  const part = progress.part();
  const name = nameOf(source, what);
  try {
    const { chunks, total } = await opened(source, name, signal);
    part.of(total);
    /** @type {Uint8Array[]} */
    const parts = [];
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      parts.push(chunk);
      part.more(chunk.length);
    }
    signal?.throwIfAborted();
    part.done();
    return joined(parts);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof DramatisError) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new DramatisError('unreadable', `cannot be read (${said}); check the address`, {
      cause: error,
      source: name,
    });
  }
}

/**
 * @param {Source} given
 * @param {string} name
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<{ chunks: Chunks, total: number | null }>}
 */
async function opened(given, name, signal) {
  signal?.throwIfAborted();
  const source = await given;
  if (source instanceof ArrayBuffer) return whole(new Uint8Array(source));
  if (ArrayBuffer.isView(source)) {
    return whole(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
  }
  if (source instanceof Blob) return { chunks: chunksOf(source.stream()), total: source.size };
  if (source instanceof Response) return ofResponse(source, name);
  if (typeof source === 'string' || source instanceof URL) {
    return (
      (await readFile(source, signal)) ?? ofResponse(await fetch(source, signal ? { signal } : {}), name)
    );
  }
  throw new DramatisError(
    'unreadable',
    'give bytes (Uint8Array, ArrayBuffer), a Blob, a Response, a URL or its text',
    { source: name },
  );
}

/** @param {Uint8Array} bytes */
function whole(bytes) {
  const chunks = (async function* () {
    yield bytes;
  })();
  return { chunks, total: bytes.length };
}

/**
 * @param {Response} response
 * @param {string} name
 */
function ofResponse(response, name) {
  if (!response.ok) {
    throw new DramatisError('unreadable', `the server answered ${response.status}; check the address`, {
      source: name,
    });
  }
  // A length is that of the bytes sent; packed, it is another one than that of the bytes that come out.
  const length = response.headers.has('content-encoding') ? null : response.headers.get('content-length');
  return {
    chunks: response.body ? chunksOf(response.body) : whole(new Uint8Array()).chunks,
    total: length === null ? null : Number(length),
  };
}

/** @param {ReadableStream<Uint8Array>} stream */
async function* chunksOf(stream) {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    // Whoever stops early wants no more of it.
    reader.cancel().catch(() => {});
  }
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
