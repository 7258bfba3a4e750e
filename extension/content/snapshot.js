/**
 * Collects what a page says, in the shape and by the rules of `src/page/snapshot.rs`, and remembers which text
 * node each unit of a block's text came from. Judges nothing: which blocks are the article is for the core to say.
 *
 * One walk over the tree as it is shown, without recursion or change: open shadow roots with what is put into
 * their slots, and frames of the same origin, are part of it.
 */
import { bodyOfFrame, MOST_FRAMES } from './frames.js';
import { BLOCKS, SKIPPED } from './page-rules.js';

/** Longest page read, in UTF-16 units of text: beyond it no article goes on, and the walk stays short. */
const MOST_TEXT = 1_000_000;
/** Most blocks and boxes kept, each: live blogs have hundreds, a hostile page millions. */
const MOST_BLOCKS = 20_000;
/** Longest single entry taken from the head, in UTF-16 units; JSON-LD of real pages stays under 100,000. */
const MOST_HEAD = 200_000;
/** Most `<meta>`, `<time>` and JSON-LD entries, each. */
const MOST_ENTRIES = 500;
/** Most nodes looked at: empty ones cost as much as full ones. */
const MOST_NODES = 1_000_000;
/** Nodes between two looks at the clock: about a tenth of a millisecond. */
const STEP = 200;
/** Length of a box's hint (`Container::hint`). */
const MOST_HINT = 200;

/** @typedef {import('../protocol/snapshot.js').PageSnapshot} PageSnapshot */
/**
 * Text nodes of one block, with the offset in the block's text at which each begins.
 * @typedef {{ node: Text, start: number }[]} Sources
 */
/**
 * @typedef {object} Collected
 * @property {PageSnapshot} snapshot
 * @property {Sources[]} sources of each block
 * @property {(Document | ShadowRoot)[]} roots all trees that were walked, the page's own first
 */
/** @typedef {{ element: Element, block: boolean, link: boolean, box: number | null, hasBlocks: boolean, slotted: Node[] | null, at: number, above: Open | null }} Open */

/**
 * @param {Document} document
 * @returns {Collected}
 */
export function collect(document) {
  const work = collecting(document);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/**
 * The same in steps. A page that changes in between is read as far as the change; whoever watches it reads again.
 * @param {Document} document
 * @returns {Generator<void, Collected>}
 */
export function* collecting(document) {
  const body = document.body;
  // Each looks through the whole tree.
  const meta = metaOf(document);
  yield;
  const jsonLd = jsonLdOf(document);
  yield;
  /** @type {PageSnapshot} */
  const snapshot = {
    url: document.location.href,
    title: document.title,
    language: document.documentElement.getAttribute('lang'),
    meta,
    jsonLd,
    times: [],
    containers: [],
    blocks: [],
  };
  /** @type {Sources[]} */
  const sources = [];
  /** @type {Set<Document | ShadowRoot>} */
  const roots = new Set([document]);
  let left = MOST_TEXT;
  let visited = 0;
  let frames = 0;
  /** Whether what was just looked at is as much work as a whole step. */
  let wasFrame = false;

  /** The run of text being gathered. @type {{ node: Text, start: number }[]} */
  let run = [];
  let runLength = 0;
  let runLinks = 0;

  /** @type {Open} */
  let open = {
    element: body,
    block: true,
    link: false,
    box: null,
    hasBlocks: true,
    slotted: null,
    at: 0,
    above: null,
  };

  /** The nearest element at or above that starts a block. @param {Open} from */
  const blockOf = (from) => {
    let at = from;
    while (!at.block && at.above !== null) at = at.above;
    return at;
  };

  /** Index of the box that an element is, giving one to it and to all around it that lack one. @param {Open} of */
  const boxOf = (of) => {
    /** @type {Open[]} */
    const unboxed = [];
    /** @type {Open | null} */
    let at = of;
    while (at !== null && at.box === null) {
      if (at.block) unboxed.push(at);
      at = at.above;
    }
    let parent = at === null ? null : at.box;
    for (const each of unboxed.reverse()) {
      each.box = snapshot.containers.length;
      snapshot.containers.push({ parent, tag: each.element.localName, hint: hintOf(each.element) });
      parent = each.box;
    }
    return parent ?? 0;
  };

  const endRun = () => {
    if (run.length > 0) {
      const text = run.map(({ node }) => node.data).join('');
      if (/\S/.test(text)) {
        const holder = blockOf(open);
        const isBox =
          holder.hasBlocks || holder.above === null || holder.box !== null || hintOf(holder.element) !== '';
        const box = isBox ? holder : blockOf(holder.above ?? holder);
        snapshot.blocks.push({
          container: boxOf(box),
          tag: holder.element.localName,
          text,
          linkUnits: runLinks,
        });
        sources.push(run);
      }
      run = [];
      runLength = 0;
      runLinks = 0;
    }
  };

  boxOf(open);
  /** @type {Node | null} */
  let node = body.firstChild;
  for (;;) {
    visited += 1;
    if (wasFrame || visited % STEP === 0) {
      wasFrame = false;
      yield;
      if (!open.element.isConnected) {
        endRun();
        break;
      }
    }
    if (node === null) {
      // The open element ends.
      if (open.block) endRun();
      if (open.above === null) break;
      const { element, above } = open;
      open = above;
      node = nextOf(element, open);
      continue;
    }
    if (node.nodeType === Node.TEXT_NODE) {
      const text = /** @type {Text} */ (node);
      run.push({ node: text, start: runLength });
      runLength += text.length;
      if (open.link) runLinks += text.length;
      left -= text.length;
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      const element = /** @type {Element} */ (node);
      const tag = element.localName;
      const isEmpty = tag === 'br' || (tag === 'iframe' && frames === MOST_FRAMES);
      const inside = isEmpty ? null : insideOf(element, tag);
      if (tag === 'br') {
        endRun();
      } else if (inside !== null) {
        if (tag === 'iframe') {
          frames += 1;
          wasFrame = true;
        }
        const block = BLOCKS.has(tag) || tag === 'iframe';
        if (block) {
          blockOf(open).hasBlocks = true;
          endRun();
        } else if (tag === 'time' && snapshot.times.length < MOST_ENTRIES) {
          const value = element.getAttribute('datetime') ?? element.textContent ?? '';
          snapshot.times.push({ container: boxOf(blockOf(open)), value: value.slice(0, MOST_HINT) });
        }
        const link = open.link || tag === 'a';
        open = {
          element,
          block,
          link,
          box: null,
          hasBlocks: false,
          slotted: inside.slotted,
          at: 0,
          above: open,
        };
        if (inside.root !== null) roots.add(inside.root);
        node = inside.first;
        continue;
      }
    }
    const full = snapshot.blocks.length >= MOST_BLOCKS || snapshot.containers.length >= MOST_BLOCKS;
    if (left <= 0 || full || visited >= MOST_NODES) {
      endRun();
      break;
    }
    node = nextOf(node, open);
  }
  return { snapshot, sources, roots: [...roots] };
}

/**
 * What a page shows inside an element: its children, its open shadow root, what was put into its slot, or the body
 * of its frame; null where its text is not read.
 * @param {Element} element
 * @param {string} tag
 * @returns {{ first: Node | null, slotted: Node[] | null, root: Document | ShadowRoot | null } | null}
 */
function insideOf(element, tag) {
  if (tag === 'iframe') {
    const body = element.hasAttribute('hidden') ? null : bodyOfFrame(element);
    return body && !body.isContentEditable
      ? { first: body.firstChild, slotted: null, root: body.ownerDocument }
      : null;
  }
  if (isSkipped(element, tag)) return null;
  const root = element.shadowRoot;
  if (root !== null) return { first: root.firstChild, slotted: null, root };
  if (tag === 'slot') {
    const slotted = /** @type {HTMLSlotElement} */ (element).assignedNodes();
    if (slotted.length > 0) return { first: slotted[0] ?? null, slotted, root: null };
  }
  return { first: element.firstChild, slotted: null, root: null };
}

/**
 * The node after one of an open element's.
 * @param {Node} node
 * @param {Open} open
 */
function nextOf(node, open) {
  if (open.slotted === null) return node.nextSibling;
  open.at += 1;
  return open.slotted[open.at] ?? null;
}

/**
 * The live range of a stretch of a block's text; null where the page has changed since it was collected.
 * @param {Sources} sources
 * @param {number} start UTF-16 units in the block's text
 * @param {number} end
 * @param {string} text what stood there
 */
export function rangeOf(sources, start, end, text) {
  const first = sources.findLast((source) => source.start <= start);
  const last = sources.findLast((source) => source.start < end);
  if (first === undefined || last === undefined) return null;
  if (start - first.start > first.node.length || end - last.start > last.node.length) return null;
  if (!first.node.isConnected || !last.node.isConnected) return null;
  const range = (first.node.ownerDocument ?? document).createRange();
  range.setStart(first.node, start - first.start);
  range.setEnd(last.node, end - last.start);
  return says(range, text) ? range : null;
}

/**
 * Whether a range still says what it was made for; how white space is written makes no difference.
 * @param {Range} range
 * @param {string} text
 */
export function says(range, text) {
  const said = range.toString();
  return said === text || said.split(/\s+/).join(' ') === text.split(/\s+/).join(' ');
}

/**
 * @param {Element} element
 * @param {string} tag
 */
function isSkipped(element, tag) {
  if (SKIPPED.has(tag) || element.hasAttribute('hidden')) return true;
  const editable = element.getAttribute('contenteditable');
  return editable !== null && editable !== 'false';
}

/** @param {Element} element */
function hintOf(element) {
  return ['class', 'id', 'role', 'itemprop', 'aria-label']
    .map((name) => element.getAttribute(name))
    .filter(Boolean)
    .join(' ')
    .slice(0, MOST_HINT);
}

/**
 * @param {Document} document
 * @returns {[string, string][]}
 */
function metaOf(document) {
  /** @type {[string, string][]} */
  const entries = [];
  for (const element of document.querySelectorAll('meta[content]')) {
    const name = ['name', 'property', 'itemprop'].map((key) => element.getAttribute(key)).find(Boolean);
    if (name) entries.push([name, (element.getAttribute('content') ?? '').slice(0, MOST_HEAD)]);
    if (entries.length === MOST_ENTRIES) break;
  }
  return entries;
}

/** @param {Document} document */
function jsonLdOf(document) {
  return [...document.querySelectorAll('script[type="application/ld+json"]')]
    .slice(0, MOST_ENTRIES)
    .map((script) => script.textContent ?? '')
    .filter((text) => text.length <= MOST_HEAD);
}
