/**
 * The one error of this package; its code tells a program what its message tells a person.
 */

/** @typedef {import('./index.js').ErrorCode} ErrorCode */

export class DramatisError extends Error {
  /**
   * @param {ErrorCode} code
   * @param {string} message
   * @param {{ cause?: unknown, source?: string | undefined }} options
   */
  constructor(code, message, { cause, source } = {}) {
    super(source === undefined ? message : `${source}: ${message}`, cause === undefined ? {} : { cause });
    this.name = 'DramatisError';
    this.code = code;
    this.source = source;
  }
}

/**
 * What the core threw, as this package throws it.
 * @param {unknown} error with the core's own `code`, where it told one
 * @param {(pack: number) => string | undefined} sourceOf of a pack
 */
export function ofCore(error, sourceOf = () => undefined) {
  const {
    code = 'core',
    pack,
    message,
  } = /** @type {{ code?: ErrorCode, pack?: number, message: string }} */ (error);
  return new DramatisError(code, message, {
    cause: error,
    source: pack === undefined ? undefined : sourceOf(pack),
  });
}
