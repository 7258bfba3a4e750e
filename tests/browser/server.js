/**
 * Serves the test pages and is the browsers' proxy for everything else, so that each request that leaves a
 * browser is seen: what is not a test page is written down and refused.
 */
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { HOSTILE_PAGES } from './hostile-pages.js';

const PAGES = fileURLToPath(new URL('./pages/', import.meta.url));

/** Runs before any content script: keeps the page as it was and notes every change of its tree. */
const WATCH = `<script>
  addEventListener('DOMContentLoaded', () => {
    const watch = { before: document.documentElement.outerHTML, changes: [] };
    window.watch = watch;
    new MutationObserver((records) => watch.changes.push(...records)).observe(document, {
      attributes: true, childList: true, characterData: true, subtree: true,
    });
  });
</script>`;

/** A page that breaks what every script relies on, changes all the time and throws the card away. */
const HOSTILE = `<script>
  const broken = () => { throw new Error('hostile'); };
  for (const name of ['map', 'filter', 'find', 'push', 'includes', Symbol.iterator]) Array.prototype[name] = broken;
  Map.prototype.get = Map.prototype.set = Set.prototype.has = broken;
  String.prototype.split = String.prototype.trim = broken;
  window.getSelection = document.querySelectorAll = window.requestAnimationFrame = broken;
  window.removed = 0;
  addEventListener('DOMContentLoaded', () => {
    const flood = document.createElement('div');
    document.body.append(flood);
    setInterval(() => {
      for (let i = 0; i < 2000; i += 1) {
        flood.replaceChildren(document.createElement('b'), 'Flood ' + Math.random());
      }
    }, 50);
    window.tear = () => {
      const host = document.getElementsByTagName('dramatis-card')[0];
      if (host) { host.remove(); window.removed += 1; }
    };
  });
</script>`;

/** The strictest policy that a page can have, Trusted Types and all. */
const STRICT = "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/**
 * The test pages, each made from a file.
 * @type {Record<string, { file: string, policy?: string, change?: (html: string) => string }>}
 */
const ROUTES = {
  '/article': { file: 'article.html' },
  '/watched': { file: 'article.html', change: (html) => html.replace('</head>', `${WATCH}</head>`) },
  '/strict': {
    file: 'article.html',
    policy: STRICT,
    // The policy is as strict with the page's own style, which would be an error of the page.
    change: (html) => html.replace(/<style>.*<\/style>/s, ''),
  },
  '/opted-out': {
    file: 'article.html',
    change: (html) => html.replace('</title>', '</title><meta name="dramatis" content="off">'),
  },
  '/shop': { file: 'shop.html' },
  // Names outside of the article, and on a page that is none.
  '/beside': {
    file: 'article.html',
    change: (html) =>
      html.replace(
        '</main>',
        '</main><aside><p>Also read: Angela Merkel, Richard Spencer, Lavrov.</p></aside>',
      ),
  },
  '/shop/names': {
    file: 'shop.html',
    change: (html) => html.replace('</body>', '<p>Cups as Angela Merkel likes them.</p></body>'),
  },
  '/mail/inbox': { file: 'article.html' },
  // Half of the article is a shadow root's own, half is put into its slot.
  '/shadow': {
    file: 'article.html',
    change: (html) =>
      html
        .replace(
          '<article>',
          `<story-body><template shadowrootmode="open"><article><slot></slot>
            <p id="inside">Deep in the story Sergei Lavrov said once more that the conference was the only road, and
            that all who sat at the table would have to find their own way there before the month was over.</p>
          </article></template>`,
        )
        .replace('</article>\n    </main>', '</story-body></main>'),
  },
  '/frame': {
    file: 'shop.html',
    change: (html) =>
      html.replace('</ul>', '</ul><iframe title="Story" width="850" height="500" src="/article"></iframe>'),
  },
  '/rtl': {
    file: 'article.html',
    change: (html) => html.replace('<html lang="en">', '<html lang="en" dir="rtl">'),
  },
  '/dialog': {
    file: 'article.html',
    change: (html) =>
      html
        .replace('<article>', '<dialog><article>')
        .replace('</main>', "</dialog></main><script>document.querySelector('dialog').showModal()</script>"),
  },
  '/hostile': { file: 'article.html', change: (html) => html.replace('</head>', `${HOSTILE}</head>`) },
  '/sentences': { file: 'sentences.html' },
  '/namesakes': { file: 'namesakes.html' },
  '/blocks': { file: 'blocks.html' },
};

/** @typedef {Awaited<ReturnType<typeof serve>>} Server */

export async function serve() {
  /** Requests that were for no test page: `METHOD address`. @type {string[]} */
  const strays = [];
  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', origin());
    const isHere = url.origin === origin();
    const hostile = isHere ? HOSTILE_PAGES[url.pathname] : undefined;
    if (hostile !== undefined) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      if (hostile.policy) response.setHeader('content-security-policy', hostile.policy);
      response.end(hostile.html());
      return;
    }
    const route = isHere ? ROUTES[url.pathname] : undefined;
    if (route === undefined) {
      // Browsers ask for it by themselves, and call it an error of the page where there is none.
      const isIcon = isHere && url.pathname === '/favicon.ico';
      if (!isIcon) strays.push(`${request.method} ${url.href}`);
      response.writeHead(isIcon ? 204 : 404).end();
      return;
    }
    const html = await readFile(PAGES + route.file, 'utf8');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    // Not `no-store`: Firefox would not keep the page for the way back.
    response.setHeader('cache-control', 'no-cache');
    if (route.policy) response.setHeader('content-security-policy', route.policy);
    response.end(route.change ? route.change(html) : html);
  });
  server.on('connect', (request, socket) => {
    strays.push(`CONNECT ${request.url}`);
    // A browser that closes hangs up in the middle of the answer; on this socket nobody else listens for that.
    socket.on('error', () => {});
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const origin = () => `http://127.0.0.1:${port}`;

  return {
    origin: origin(),
    port,
    strays,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
