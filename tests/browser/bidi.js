/**
 * A small WebDriver BiDi client: starts Firefox, sends commands, hears events.
 * Method: the W3C's WebDriver BiDi over its WebSocket, as `--remote-debugging-port` opens it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { WebSocket } from 'ws';

const EXECUTABLE = process.env.DRAMATIS_FIREFOX ?? '/usr/bin/firefox-esr';
/** Longest start, ms. */
const LONGEST_START = 30_000;
/** Longest single command, ms. */
const LONGEST_COMMAND = 20_000;

/** @typedef {Awaited<ReturnType<typeof startBidi>>} Bidi */
/** @typedef {{ resolve: (result: any) => void, reject: (error: Error) => void }} Waiting */

/**
 * @param {string} profile folder
 * @param {Record<string, string | number | boolean>} preferences
 */
export async function startBidi(profile, preferences) {
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  await writeFile(path.join(profile, 'user.js'), lines.join(''));
  const firefox = spawn(
    EXECUTABLE,
    [
      '--headless',
      '--no-remote',
      '--profile',
      profile,
      '--remote-debugging-port',
      '0',
      '--remote-allow-system-access',
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      // Without it a released Firefox asks its settings service, whatever the preferences say.
      env: { ...process.env, MOZ_REMOTE_SETTINGS_DEVTOOLS: '1' },
    },
  );
  const ended = once(firefox, 'exit');
  process.once('exit', () => firefox.kill('SIGKILL'));
  const socket = new WebSocket(`${await addressOf(firefox)}/session`);
  await once(socket, 'open');

  let last = 0;
  /** @type {Map<number, Waiting>} */
  const waiting = new Map();
  /** @type {((event: { method: string, params: any }) => void)[]} */
  const listeners = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.type === 'event') {
      for (const listener of listeners) listener(message);
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === 'error') asked?.reject(new Error(`${message.error}: ${message.message}`));
    else asked?.resolve(message.result);
  });

  /**
   * @param {string} method
   * @param {Record<string, unknown>} params
   * @returns {Promise<any>}
   */
  const send = (method, params = {}) =>
    new Promise((resolve, reject) => {
      last += 1;
      const id = last;
      const timer = setTimeout(() => {
        waiting.delete(id);
        reject(new Error(`${method} was not answered in ${LONGEST_COMMAND} ms`));
      }, LONGEST_COMMAND);
      const settled = (/** @type {(value: any) => void} */ settle) => (/** @type {any} */ value) => {
        clearTimeout(timer);
        settle(value);
      };
      waiting.set(id, { resolve: settled(resolve), reject: settled(reject) });
      socket.send(JSON.stringify({ id, method, params }));
    });

  await send('session.new', { capabilities: {} });
  return {
    send,
    /** @param {(event: { method: string, params: any }) => void} listener */
    listen: (listener) => listeners.push(listener),
    /** Quits as a person does, so that the profile is written. */
    close: async () => {
      await send('browser.close').catch(() => {});
      const timer = setTimeout(() => firefox.kill('SIGKILL'), LONGEST_COMMAND);
      await ended;
      clearTimeout(timer);
      socket.terminate();
    },
  };
}

/**
 * @param {import('node:child_process').ChildProcess} firefox
 * @returns {Promise<string>} where it listens
 */
function addressOf(firefox) {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (/** @type {string} */ why) => {
      firefox.kill('SIGKILL');
      reject(new Error(`Firefox did not start: ${why}\n${said}`));
    };
    const timer = setTimeout(() => fail(`no answer in ${LONGEST_START} ms`), LONGEST_START);
    const ended = (/** @type {number | null} */ code) => fail(`it ended with ${code}`);
    firefox.on('error', (error) => fail(error.message));
    firefox.on('exit', ended);
    firefox.stderr?.on('data', (data) => {
      said += data;
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said);
      if (found?.[1] === undefined) return;
      clearTimeout(timer);
      firefox.off('exit', ended);
      resolve(found[1]);
    });
  });
}
