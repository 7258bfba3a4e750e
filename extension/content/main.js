/**
 * The content script: one reader a page, however often the script is put in.
 */
import { Reader } from './reader.js';

const page = /** @type {{ dramatisReader?: Reader }} */ (globalThis);
// The reader of an extension that was updated or reloaded hears nothing any more; this one takes its place.
if (page.dramatisReader?.isOrphan !== false) {
  page.dramatisReader?.leave();
  page.dramatisReader = new Reader();
  page.dramatisReader.start();
}
