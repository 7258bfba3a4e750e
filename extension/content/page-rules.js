/**
 * How an element bears on the text around it. The same lists rule the HTML reader (`src/page`), so that the
 * extension and the command line see one page alike.
 */

/** Elements that begin a new piece of text. */
export const BLOCKS = new Set(
  (
    'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption ' +
    'figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section summary table tbody ' +
    'td tfoot th thead tr ul'
  ).split(' '),
);

/** Elements whose text nobody reads as an article: code, controls, embedded things. */
export const SKIPPED = new Set(
  (
    'audio button canvas code embed iframe input kbd math meter noscript object option output picture progress ' +
    'samp script select style svg template textarea video'
  ).split(' '),
);
