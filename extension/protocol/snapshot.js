/**
 * What a page said, as the content script sends it: the shape of `src/page/snapshot.rs`.
 */
import * as v from 'valibot';

const index = v.pipe(v.number(), v.integer(), v.minValue(0));

export const PageSnapshot = v.object({
  url: v.string(),
  title: v.string(),
  language: v.nullable(v.string()),
  meta: v.array(v.tuple([v.string(), v.string()])),
  jsonLd: v.array(v.string()),
  times: v.array(v.object({ container: index, value: v.string() })),
  containers: v.array(v.object({ parent: v.nullable(index), tag: v.string(), hint: v.string() })),
  blocks: v.array(
    v.object({
      container: index,
      tag: v.string(),
      /** The text nodes' own text, joined without change; all offsets count its UTF-16 units. */
      text: v.string(),
      linkUnits: index,
    }),
  ),
});

/** @typedef {v.InferOutput<typeof PageSnapshot>} PageSnapshot */
