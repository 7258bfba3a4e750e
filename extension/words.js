/**
 * The extension's own words, from `_locales`, and dates as a person writes them.
 */

/**
 * @param {string} key of `_locales/en/messages.json`
 * @param {string[]} values for its placeholders
 */
export function words(key, ...values) {
  return chrome.i18n.getMessage(key, values);
}

/** The language of the words, for `lang` attributes and for dates and plurals. */
export function language() {
  return words('language');
}

/**
 * Words that depend on a number: `KEY_one`, `KEY_other` and so on, as the language needs them.
 * @param {string} key
 * @param {number} count
 */
export function countedWords(key, count) {
  const form = new Intl.PluralRules(language()).select(count);
  const number = new Intl.NumberFormat(language()).format(count);
  return words(`${key}_${form}`, number) || words(`${key}_other`, number);
}

/**
 * A date of the core (`2013-05-07`, `2013-05` or `2013`) in words, to the precision it has.
 * @param {string} date
 */
export function dateWords(date) {
  const [year, month, day] = date.split('-').map(Number);
  const moment = new Date(Date.UTC(2000, (month ?? 1) - 1, day ?? 1));
  moment.setUTCFullYear(year ?? Number.NaN);
  if (Number.isNaN(moment.getTime())) return date;
  /** @type {Intl.DateTimeFormatOptions} */
  const parts = { timeZone: 'UTC', year: 'numeric' };
  if (month !== undefined) parts.month = 'long';
  if (day !== undefined) parts.day = 'numeric';
  return new Intl.DateTimeFormat(language() === 'en' ? 'en-GB' : language(), parts).format(moment);
}

/**
 * A moment as the time of day.
 * @param {number} moment ms since 1970
 */
export function timeWords(moment) {
  return new Intl.DateTimeFormat(language(), { hour: 'numeric', minute: '2-digit' }).format(moment);
}

/**
 * Fills a page's elements that name their words: `data-words` for the text, `data-label` for the accessible
 * name, `data-hint` for what an empty field says.
 * @param {Document} document
 */
export function fillWords(document) {
  document.documentElement.lang = language();
  document.documentElement.dir = words('@@bidi_dir');
  for (const element of document.querySelectorAll('[data-words]')) {
    element.textContent = words(element.getAttribute('data-words') ?? '');
  }
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', words(element.getAttribute('data-label') ?? ''));
  }
  for (const element of document.querySelectorAll('[data-hint]')) {
    element.setAttribute('placeholder', words(element.getAttribute('data-hint') ?? ''));
  }
}
