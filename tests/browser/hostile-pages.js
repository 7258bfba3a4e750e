/**
 * Pages that mean harm, or are merely out of all proportion: sizes, shapes and tricks that no publisher's page should
 * have, each around the same true story, so that it shows whether reading still works.
 */

/** @typedef {{ html: () => string, policy?: string }} HostilePage */

const STORY = `<p>Secretary of State John Kerry has arrived in Moscow for talks with Foreign Minister Sergei Lavrov, and the two
  of them said on Tuesday that a conference on the war should be called together within the month.</p>
  <p>Mr. Kerry said that nobody at the table had any doubt, while Mr. Lavrov told the newspapers that the
  conference was the only road that was left, and that all who sat there would have to find their own way to it.</p>`;
const FILLER =
  'It rained the whole day and nothing else was to be told of the town that people had left long before. ';

/** Characters of the long page. */
const LONG = 10_000_000;
const MANY_NODES = 200_000;
const DEEP = 5_000;
const MUTATIONS = 1_000_000;
const FRAMES = 1_000;

/** Text that would run if it were ever taken for markup. */
export const SCRIPT = '<img src=x onerror="window.pwned=1"><script>window.pwned=2</script>';

/** @param {string} body @param {string} head */
const page = (
  body,
  head = '',
) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Talks in Moscow</title>
  <meta property="og:type" content="article"><meta property="article:published_time" content="2013-05-07">${head}
  </head><body><article><h1>Talks in Moscow</h1>${body}</article></body></html>`;

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Sends our own messages at every chance, by every way that a page has. */
const FAKER = `<script>
  const bodies = [
    { name: 'popup-content/leave', body: {} },
    { name: 'background-content/stop', body: {} },
    { name: 'background-content/command', body: { command: 'toggle' } },
    { name: 'content-background/read', body: { snapshot: {} } },
  ];
  window.answers = [];
  addEventListener('message', ({ data }) => { if (Object.hasOwn(data, 'ok')) window.answers.push(data); });
  setInterval(() => {
    for (const body of bodies) {
      postMessage(body, '*');
      dispatchEvent(new CustomEvent(body.name, { detail: body.body }));
      document.dispatchEvent(new MessageEvent('message', { data: body }));
    }
  }, 20);
  Object.defineProperty(globalThis, 'dramatisReader', { value: { isOrphan: false, leave() {}, start() {} } });
  Element.prototype.attachShadow = function () { throw new Error('hostile'); };
  Object.prototype.ok = true;
  Object.prototype.name = 'content-background/read';
  Object.prototype.isOrphan = false;
</script>`;

/** @type {Record<string, HostilePage>} */
export const HOSTILE_PAGES = {
  '/hostile/long': {
    html: () =>
      page(`${STORY}${`<p>${FILLER.repeat(20)}</p>\n`.repeat(Math.ceil(LONG / (20 * FILLER.length)))}`),
  },
  '/hostile/wide': { html: () => page(`${STORY}<p>${'<b>a</b> '.repeat(MANY_NODES / 2)}</p>`) },
  // Parsers make the tree flat beyond some five hundred; made by script, it ends Chromium's page without any extension.
  '/hostile/deep': { html: () => page(`${'<div>'.repeat(DEEP)}${STORY}${'</div>'.repeat(DEEP)}`) },
  '/hostile/mutations': {
    html: () =>
      page(
        `${STORY}<div id="flood">x</div>`,
        `<script>
          addEventListener('DOMContentLoaded', () => {
            const flood = document.getElementById('flood');
            window.mutated = 0;
            const batch = () => {
              for (let i = 0; i < 10000; i += 1) flood.firstChild.data = 'No ' + i;
              window.mutated += 10000;
              if (window.mutated < ${MUTATIONS}) setTimeout(batch);
            };
            batch();
          });
        </script>`,
      ),
  },
  '/hostile/split': {
    html: () =>
      page(
        STORY.replaceAll('Sergei Lavrov', (name) =>
          [...name].map((letter) => `<i>${letter}</i>`).join('<!-- -->'),
        ),
      ),
  },
  '/hostile/characters': {
    html: () =>
      page(`${STORY.replaceAll('Sergei Lavrov', 'S\u0435rg\u0435i L\u0430vr\u043ev').replaceAll('Mr. Lavrov', 'He')}
        <p>John\u200b Ker\u200cry, said the paper, had met \u202eyrreK nhoJ\u202c there, and Jo\u00adhn Ker\u2060ry said \ufeffnothing of it.</p>`),
  },
  '/hostile/script': {
    html: () =>
      page(
        `${STORY}<p>${escaped(`Minister Ann ${SCRIPT} Lee`)} of the ${escaped(SCRIPT)} Party, said Mr. Kerry.</p>
        <p>Anna ${escaped('"><svg/onload=window.pwned=3>')} Lavrov, a lawyer at the University of ${escaped(SCRIPT)}, said so too.</p>`,
        `<meta name="__proto__" content="${escaped(SCRIPT).replaceAll('"', '&quot;')}">
        <script type="application/ld+json">{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},
          "@type":"NewsArticle","headline":"${'[['.repeat(50)}"}</script>
        <script type="application/ld+json">${'['.repeat(50_000)}</script>`,
      ),
  },
  '/hostile/sandbox': {
    policy: "sandbox; default-src 'none'",
    html: () => page(STORY),
  },
  '/hostile/reopen': {
    html: () =>
      page(
        STORY,
        `<script>
          let round = 0;
          const reopen = () => {
            round += 1;
            document.open();
            document.write('<!doctype html><title>Other</title><article><h1>Round ' + round + '</h1>' +
              '<p>Nobody is here. '.repeat(60) + '</p></article>');
            document.close();
            window.rounds = round;
          };
          addEventListener('DOMContentLoaded', () => { for (const wait of [0, 5, 20, 60, 150, 400]) setTimeout(reopen, wait); });
        </script>`,
      ),
  },
  '/hostile/frames': {
    html: () => page(`${STORY}${'<iframe title="A frame"></iframe>'.repeat(FRAMES)}`),
  },
  '/hostile/faker': { html: () => page(STORY, FAKER) },
};
