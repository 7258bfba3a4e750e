/** The core's own face, as wasm-bindgen makes it out of `src/web`; `engine.js` is what others use. */
import type { DocumentReading, PackInfo, PageReading, PageSnapshot, TextReading } from './index.js';

export default function init(input: { module_or_path: Uint8Array | WebAssembly.Module }): Promise<unknown>;

export function looksLikeHtml(text: string): boolean;

/** Throws an `Error` with a `code`. */
export class Engine {
  static open(weights: Uint8Array, packs: Uint8Array[]): Engine;
  read(snapshot: PageSnapshot, date?: string): PageReading;
  readDocument(document: Document, date?: string): DocumentReading;
  readHtml(html: string, url?: string, date?: string): TextReading;
  readText(text: string, date?: string): TextReading;
  card(entity: string, date?: string): EntityCard | null;
  infos(): PackInfo[];
  free(): void;
}
