/**
 * The same for Node, where a path or `file:` address is read from the disk.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readFilesWith } from './bytes.js';

/** A scheme has two letters at least; one is a drive. */
const SCHEME = /^[a-z][a-z\d+.-]+:/i;

/** @param {URL | string} address */
function pathOf(address) {
  if (String(address).startsWith('file:')) return fileURLToPath(address);
  return typeof address === 'string' && !SCHEME.test(address) ? address : null;
}

readFilesWith(async (address, signal) => {
  const path = pathOf(address);
  if (path === null) return null;
  const { size } = await stat(path);
  return { chunks: createReadStream(path, /** @type {any} */ ({ signal })), total: size };
});

export * from './index.js';
