/**
 * The few browser interfaces that modules without a page need, kept in memory.
 */

/** @typedef {(message: unknown, sender: object, respond: (reply: unknown) => void) => boolean} Listener */

/**
 * Puts a stand-in for `chrome` in place: storage that remembers, messages that arrive as JSON.
 * @param {object} options
 * @param {object} [options.sender] whom messages seem to come from
 * @param {(key: string, values: string[]) => string} [options.words] what `_locales` says
 */
export function standIn({ sender = { id: 'us', tab: { id: 1 } }, words = (key) => key } = {}) {
  /** @type {Record<string, unknown>} */
  const stored = {};
  /** @type {Set<(changes: object, area: string) => void>} */
  const followers = new Set();
  /** @type {Listener[]} */
  const listeners = [];
  const chrome = {
    runtime: {
      id: 'us',
      onMessage: { addListener: (/** @type {Listener} */ listener) => listeners.push(listener) },
      sendMessage: (/** @type {unknown} */ message) =>
        new Promise((resolve) => {
          const heard = listeners.some((listener) =>
            listener(JSON.parse(JSON.stringify(message)), sender, (reply) =>
              resolve(JSON.parse(JSON.stringify(reply))),
            ),
          );
          if (!heard) resolve(undefined);
        }),
    },
    i18n: { getMessage: words },
    storage: {
      local: {
        get: async (/** @type {string[]} */ keys) =>
          Object.fromEntries(keys.filter((key) => key in stored).map((key) => [key, stored[key]])),
        set: async (/** @type {Record<string, unknown>} */ values) => {
          Object.assign(stored, values);
          const changes = Object.fromEntries(Object.keys(values).map((key) => [key, {}]));
          for (const follower of followers) follower(changes, 'local');
        },
      },
      onChanged: {
        addListener: (/** @type {() => void} */ follower) => followers.add(follower),
        removeListener: (/** @type {() => void} */ follower) => followers.delete(follower),
      },
    },
  };
  Object.assign(globalThis, { chrome });
  return { stored };
}
