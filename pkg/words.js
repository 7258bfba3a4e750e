/**
 * The few English words that a card has of its own; the extension has the same in `_locales`, in six languages.
 */

/** @type {Record<string, string>} */
export const ENGLISH = {
  card_alternatives: 'It could also be…',
  card_introduction: 'Where the article introduces them',
  card_jump: 'Show where the article says so',
  card_link: '$1 on $2',
  card_more: 'More',
  card_pick: 'It is $1',
  card_probable: 'Probably',
  card_probable_why: 'Probably, because: $1',
};

/**
 * @param {string} key
 * @param {string[]} values for $1, $2
 */
export function english(key, ...values) {
  return (ENGLISH[key] ?? '').replace(/\$(\d)/g, (_, place) => values[Number(place) - 1] ?? '');
}
