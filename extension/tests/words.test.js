import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('..', import.meta.url));
/** Longest description that Chromium's store takes, characters. */
const LONGEST_DESCRIPTION = 132;
/** Longest name of an extension in a store, characters. */
const LONGEST_NAME = 75;

/** @typedef {Record<string, { message: string, placeholders?: Record<string, { content: string }> }>} Messages */

const locales = await readdir(path.join(SOURCE, '_locales'));
/** @type {Map<string, Messages>} */
const translations = new Map();
for (const locale of locales) {
  const text = await readFile(path.join(SOURCE, '_locales', locale, 'messages.json'), 'utf8');
  translations.set(locale, JSON.parse(text));
}
const english = /** @type {Messages} */ (translations.get('en'));

/** A key without the form that a number gives it; null where there is none. @param {string} key */
const counted = (key) => /^(.+)_(?:zero|one|two|few|many|other)$/.exec(key)?.[1] ?? null;

describe('the words', () => {
  test('are there for every key that a script, a page or the manifest asks for', async () => {
    const names = [...(await readdir(SOURCE, { recursive: true })), '../pkg/card.js'];
    const asking = names.filter((name) => /^(?!tests|_locales|icons).*\.(js|mjs|html)$/.test(name));
    const asked = new Set();
    const pattern =
      /(?:\bwords\(|\btool\('[a-z]+', |step\(|data-(?:words|label|hint)=|showDone\(|__MSG_)['"]?([a-z]+(?:_[a-z]+)*)(?:['"]|__)/g;
    for (const name of asking) {
      const text = await readFile(path.join(SOURCE, name), 'utf8');
      for (const [, key] of text.matchAll(pattern)) asked.add(key);
      for (const [, key] of text.matchAll(/countedWords\(\s*'([a-z_]+)'/g)) asked.add(`${key}_other`);
    }
    const pictures = ['previous', 'next'];
    const missing = [...asked].filter((key) => !(key in english) && !pictures.includes(key));
    assert.ok(asked.size > 80, `${asked.size}`);
    assert.deepEqual(missing, []);
  });

  for (const [locale, messages] of translations) {
    test(`are the same in every language: ${locale}`, () => {
      assert.equal(messages.language?.message, locale);
      const plain = (/** @type {Messages} */ of) => Object.keys(of).filter((key) => counted(key) === null);
      assert.deepEqual(plain(messages), plain(english));
      const bases = new Set(Object.keys(english).flatMap((key) => counted(key) ?? []));
      const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
      for (const base of bases) {
        const has = Object.keys(messages).filter((key) => counted(key) === base);
        assert.deepEqual(has.sort(), forms.map((form) => `${base}_${form}`).sort());
      }
    });

    test(`name the same things in every language: ${locale}`, () => {
      for (const [key, { message, placeholders = {} }] of Object.entries(messages)) {
        const model = english[key] ?? english[`${counted(key)}_other`];
        assert.deepEqual(placeholders, model?.placeholders ?? {}, key);
        const used = [...message.matchAll(/\$([A-Z]+)\$/g)].map(([, name]) => String(name).toLowerCase());
        assert.deepEqual(used.sort(), Object.keys(placeholders).sort(), key);
        assert.ok(message.trim() === message && message !== '', key);
      }
    });

    test(`fit the stores: ${locale}`, () => {
      assert.ok(Number(messages.description?.message.length) <= LONGEST_DESCRIPTION);
      assert.ok(Number(messages.name?.message.length) <= LONGEST_NAME);
    });
  }
});
