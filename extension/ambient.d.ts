/** The wasm-bindgen face of the core (`src/web`), built beside this shell and copied in by `build.mjs`. */
declare module '*/core/dramatis.js' {
  /** Fills the tables of known words, which the first reading would else do. */
  export function prepare(): void;
  export default function init(input: { module_or_path: Response | Promise<Response> }): Promise<unknown>;

  /** The part of an engine that needs no pack. Both throw an `Error` whose message tells the cure. */
  export class Recognizer {
    static open(weights: Uint8Array): Recognizer;
    /** Reads a few sentences of its own, so that the browser has compiled the core before it is needed. */
    practise(): void;
    with(pack: Uint8Array): Engine;
  }

  export class Engine {
    /** Takes a `PageSnapshot`, gives a `Reading`; both are checked on the JavaScript side. */
    read(snapshot: unknown): unknown;
    /** Gives an `EntityCard` or null; throws where the date is none. */
    card(entity: string, date: string | undefined): unknown;
    /** Takes a `PageSnapshot` and a name, gives a `Member` or null. */
    who(snapshot: unknown, name: string): unknown;
    /** Gives a `PackInfo`. */
    info(): unknown;
  }
}

/** A style sheet as text, put in by the bundler. */
declare module '*.css' {
  const text: string;
  export default text;
}
