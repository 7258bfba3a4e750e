import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPrivate } from '../content/gate.js';

test('mailboxes and accounts are told by their address; the news about them are not', () => {
  const is = (/** @type {string} */ address) => isPrivate(new URL(address));
  for (const address of [
    'https://mail.example.com/mail/u/0/',
    'https://outlook.live.example/',
    'https://www.example.com/mail/inbox',
    'https://banking.bank.example/start',
    'https://www.example.com/Account/orders',
  ]) {
    assert.ok(is(address), address);
  }
  for (const address of [
    'https://www.dailymail.example/news/mail-strike.html',
    'https://news.example/business/bank',
    'https://www.example.com/mailing-lists-are-back',
  ]) {
    assert.ok(!is(address), address);
  }
});
