/** A date of day, month or year precision: `YYYY-MM-DD`, `YYYY-MM`, `YYYY`. */
export type IsoDate = string;

/** What a page said, before anybody judges it. */
export interface PageSnapshot {
  url: string;
  title: string;
  language: string | null;
  /** `name`, `property` or `itemprop` of each `<meta>` with its content. */
  meta: [string, string][];
  jsonLd: string[];
  times: { container: number; value: string }[];
  /** Boxes, parents before children; 0 is the body. */
  containers: { parent: number | null; tag: string; hint: string }[];
  blocks: { container: number; tag: string; text: string; linkUnits: number }[];
}

/** Who's who in an article. Of a snapshot, places count in its blocks. */
export interface Reading<Place extends Mention = Mention> {
  article: { title: string; date: IsoDate | null; language: string | null; is_article: boolean };
  members: Member<Place>[];
}

/** Of a string: places count in `text`, which of plain text is what was given. */
export interface TextReading extends Reading {
  text: string;
}

export type PageReading = Reading<BlockMention>;
export type DocumentReading = Reading<DocumentMention>;

export interface Member<Place extends Mention = Mention> {
  id: number;
  kind: 'person' | 'organization';
  name: string;
  /** `Q…` of Wikidata; an `x:…` id is never to be shown or linked. */
  entity: string | null;
  confidence: 'sure' | 'probable' | 'unknown';
  /** 0 to 1. */
  probability: number;
  why: string[];
  mentions: Place[];
  /** Null is silence. */
  card: Card | null;
}

export interface Mention {
  /** UTF-16 code units. */
  start: number;
  end: number;
  text: string;
  /** Whether anything is to be shown here at all. */
  mark: boolean;
}

export interface BlockMention extends Mention {
  /** Index into the snapshot's blocks; `start` and `end` count in its text. */
  block: number;
}

export interface DocumentMention extends BlockMention {
  /** Where it stands in the document that was read. */
  range: Range;
}

export interface Office {
  what: string;
  of: string | null;
  from: IsoDate | null;
  to: IsoDate | null;
  /** The last day it was known to be held, where no end is known. */
  as_of: IsoDate | null;
}

export interface Card {
  heading: string;
  /** The walk of life or kind of organization, in words. */
  class: string | null;
  /** The office in force on the article's date. */
  then: Office | null;
  later: Office[];
  facts: { label: string; value: string }[];
  /** The article's own words. */
  introduced: Introduction | null;
  ties: { member: number; text: string }[];
  alternatives: { entity: string; heading: string; description: string }[];
  links: { wikidata?: string | null; wikipedia?: string | null };
  /** Where the facts come from, and until when each source tells. */
  sources: { title: string; as_of: string | null }[];
  /** The card's wording, the most telling line first, at most six. */
  lines: string[];
}

/** The card of one entity: no words of an article, no ties, no alternatives. */
export interface EntityCard {
  kind: 'person' | 'organization';
  card: Card;
}

/** Where the article itself says who somebody is; `block` where places count in blocks. */
export interface Introduction {
  quote: string;
  block?: number;
  start: number;
  end: number;
}

export interface PackInfo {
  people: number;
  organizations: number;
  names: number;
  positions: number;
  bytes: number;
  as_of: IsoDate;
  format: number;
  /** The day the pack was built on. */
  built?: IsoDate;
  sources: FactSource[];
}

/** Where facts come from. */
export interface FactSource {
  key: string;
  title?: string;
  licence?: string;
  attribution?: string;
  as_of?: IsoDate;
}

/** What bytes are read from: themselves, an address (in Node a path too), or what holds them. */
export type Source =
  | Uint8Array
  | ArrayBuffer
  | ArrayBufferView
  | Blob
  | Response
  | Promise<Response>
  | URL
  | string;

/** Bytes that have come; `total` is null while one source does not tell its length. */
export interface Progress {
  loaded: number;
  total: number | null;
}

export interface OpenOptions {
  /** Of several, the later add to and correct the earlier. */
  packs: Source | Source[];
  /** `names.bin` of this version [default: the one in this package]. */
  weights?: Source;
  /** `dramatis_bg.wasm` of this version [default: the one in this package]; loaded once for all engines. */
  wasm?: Source | WebAssembly.Module;
  /** Ends the opening; it then rejects with the signal's reason. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export interface ReadOptions {
  /** The article's date, where it is known better than the page tells it. */
  date?: IsoDate;
  /** The page's address, which may tell its date; for HTML. */
  url?: string;
  /** What a string is [default: told by its content]. */
  as?: 'html' | 'text';
}

/**
 * What went wrong:
 * `unreadable` (a source), `core` (the wasm), `weights`, `pack`, `packs` (too many), `page` (no snapshot), `date`,
 * `disposed`.
 */
export type ErrorCode = 'unreadable' | 'core' | 'weights' | 'pack' | 'packs' | 'page' | 'date' | 'disposed';

/** An error whose message tells the cure. */
export class DramatisError extends Error {
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown; source?: string });
  readonly code: ErrorCode;
  /** Which source it is about. */
  readonly source: string | undefined;
}

/** Reads articles with one pack of facts, or several over each other. */
export class Engine {
  private constructor();
  /** @throws DramatisError, or the signal's reason */
  static open(options: OpenOptions): Promise<Engine>;
  /**
   * Reads HTML or plain text, or a snapshot of a page. What is no article gives no members.
   * @throws DramatisError `page`, `date` or `disposed`
   */
  read(page: string, options?: ReadOptions): TextReading;
  read(page: PageSnapshot, options?: Pick<ReadOptions, 'date'>): PageReading;
  /** Reads a live document, without changing it. @throws DramatisError `date` or `disposed` */
  scanDocument(document: Document, options?: { date?: IsoDate }): DocumentReading;
  /**
   * The card of one entity (`Q…`, `x:…`) as of a date, worded as in a reading; null where no pack knows the id.
   * @throws DramatisError `date` or `disposed`
   */
  card(entity: string, date?: IsoDate): EntityCard | null;
  /** What each pack holds. */
  info(): PackInfo[];
  /** Gives its memory back to the core, for the next engine; the engine is of no use afterwards. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** The words that a card has of its own, by key, with values for $1 and $2. */
export type Words = (key: string, ...values: string[]) => string;

export interface CardOptions {
  /** [default: English] */
  words?: Words;
  /** The language of `words` [default: `en`]. */
  language?: string;
  /** Called where somebody wants to see where the article says so; without it nothing offers that. */
  jumped?: (to: Introduction) => void;
}

/**
 * A card as one element in your page's document, its look closed to your style sheets but for the box:
 * `.dramatis-card::part(card)`. Null where there is nothing to say.
 */
export function renderCard(
  member: Pick<Member, 'confidence' | 'why' | 'card'>,
  options?: CardOptions,
): HTMLElement | null;
