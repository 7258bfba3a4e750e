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
  /** What is stored, by area. @type {Record<'local' | 'sync', Record<string, unknown>>} */
  const areas = { local: {}, sync: {} };
  /** @type {Set<(changes: object, area: string) => void>} */
  const followers = new Set();
  /** @type {Listener[]} */
  const listeners = [];
  const areaOf = (/** @type {'local' | 'sync'} */ name) => ({
    get: async (/** @type {string[]} */ keys) =>
      Object.fromEntries(keys.filter((key) => key in areas[name]).map((key) => [key, areas[name][key]])),
    set: async (/** @type {Record<string, unknown>} */ values) => {
      Object.assign(areas[name], values);
      const changes = Object.fromEntries(Object.keys(values).map((key) => [key, {}]));
      for (const follower of followers) follower(changes, name);
    },
  });
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
      local: areaOf('local'),
      sync: areaOf('sync'),
      onChanged: {
        addListener: (/** @type {() => void} */ follower) => followers.add(follower),
        removeListener: (/** @type {() => void} */ follower) => followers.delete(follower),
      },
    },
  };
  Object.assign(globalThis, { chrome });
  return { stored: areas.local, synchronized: areas.sync };
}
