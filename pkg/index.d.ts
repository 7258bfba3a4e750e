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

/** Who's who on a page. */
export interface Reading {
  article: { title: string; date: IsoDate | null; language: string | null; is_article: boolean };
  members: Member[];
}

export interface Member {
  id: number;
  kind: 'person' | 'organization';
  name: string;
  /** `Q…` of Wikidata; an `x:…` id is never to be shown or linked. */
  entity: string | null;
  confidence: 'sure' | 'probable' | 'unknown';
  /** 0 to 1. */
  probability: number;
  why: string[];
  mentions: Mention[];
  card: Card | null;
}

export interface Mention {
  /** Index into the snapshot's blocks. */
  block: number;
  /** UTF-16 code units in that block's text. */
  start: number;
  end: number;
  text: string;
  /** Whether anything is to be shown here at all. */
  mark: boolean;
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
  introduced: { quote: string; block: number; start: number; end: number } | null;
  ties: { member: number; text: string }[];
  alternatives: { entity: string; heading: string; description: string }[];
  links: { wikidata?: string; wikipedia?: string };
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
  sources: Source[];
}

/** Where facts come from. */
export interface Source {
  key: string;
  title?: string;
  licence?: string;
  attribution?: string;
  as_of?: IsoDate;
}

/** Reads pages with one pack of facts, or several over each other. */
export class Engine {
  private constructor();
  /**
   * Weights are the bytes of `names.bin`. Of several packs the later add to and correct the earlier.
   * @throws Error that tells the cure, where the bytes are no whole weights or pack of this version
   */
  static open(weights: Uint8Array, packs: Uint8Array | Uint8Array[]): Engine;
  /** @throws Error where the value is no snapshot */
  read(snapshot: PageSnapshot): Reading;
  /** Reads a live document, as a publisher's own page would. */
  readDocument(document: Document): Reading;
  /**
   * The card of one entity (`Q…`, `x:…`) as of a date (`YYYY-MM-DD`), worded as in a reading; null where no pack knows
   * the id.
   * @throws Error where the date is none
   */
  card(entity: string, date?: string): EntityCard | null;
  info(): PackInfo;
  /** Gives the memory back; the engine is of no use afterwards. */
  free(): void;
}

/** Loads the core from its wasm: bytes, an address, a response or a compiled module. */
export function load(wasm: BufferSource | Response | URL | string | WebAssembly.Module): Promise<void>;
