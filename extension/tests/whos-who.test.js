import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { beforeEach, test } from 'node:test';
import { groupsOf, listAsText, statisticsOf } from '../popup/cast.js';
import { standIn } from './browser-stand-in.js';

/** @typedef {import('../popup/cast.js').Member} Member */

const english = JSON.parse(await readFile(new URL('../_locales/en/messages.json', import.meta.url), 'utf8'));

/**
 * @param {string} name
 * @param {number} count
 * @param {Partial<Member>} more
 * @returns {Member}
 */
const member = (name, count, more = {}) => ({
  id: 0,
  name,
  kind: 'person',
  confidence: 'sure',
  line: null,
  mentions: [],
  count,
  ...more,
});

const members = [
  member('Vladimir Putin', 2),
  member('John Kerry', 5, { line: 'Secretary of State (2013–2017)' }),
  member('NATO', 1, { kind: 'organization' }),
  member('Mark Katz', 3, { confidence: 'unknown' }),
  member('Sergei Lavrov', 2, { confidence: 'probable' }),
];
const read = /** @type {any} */ ({
  title: 'A conference',
  members,
  milliseconds: 0.4,
  date: '2013-05-07',
  pack: { people: 1, organizations: 1, as_of: '2026-11' },
});

beforeEach(() => {
  standIn({
    words: (key, values) => {
      const { message = '', placeholders = {} } = english[key] ?? {};
      return message.replace(/\$([A-Z]+)\$/g, (/** @type {string} */ _, /** @type {string} */ name) => {
        const { content } = placeholders[name.toLowerCase()];
        return values[Number(content.slice(1)) - 1] ?? '';
      });
    },
  });
});

test('the cast is people, organizations and whom nobody knows, each by how often they are named', () => {
  assert.deepEqual(
    groupsOf(members).map(({ key, members: kept }) => [key, kept.map(({ name }) => name)]),
    [
      ['people', ['John Kerry', 'Vladimir Putin', 'Sergei Lavrov']],
      ['organizations', ['NATO']],
      ['unknown_names', ['Mark Katz']],
    ],
  );
  assert.deepEqual(groupsOf([]), []);
});

test('what was done is told in one line', () => {
  const told = statisticsOf(read, (date) => `<${date}>`);
  assert.equal(told.join(', '), '5 names, 1 ms, article of <2013-05-07>, pack of <2026-11>');
  const undated = statisticsOf({ ...read, date: null, pack: { ...read.pack, as_of: null } }, String);
  assert.equal(undated.join(', '), '5 names, 1 ms, article without a date');
});

test('the list is copied as a person would write it', () => {
  assert.equal(
    listAsText(read),
    'A conference\n\nPeople\nJohn Kerry: Secretary of State (2013–2017)\nVladimir Putin\nSergei Lavrov\n\n' +
      'Organizations\nNATO\n\nNamed here, not in our pack\nMark Katz',
  );
});
