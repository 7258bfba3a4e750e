/**
 * Chromium as the tests use it, through playwright-core: the packaged extension as it is shipped.
 *
 * The one thing that a headless browser cannot do is show the question for host access and have it answered. So
 * the answer is written into the profile before a start, as Chromium itself would have written it down there.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { listOf, WINDOW } from './driver.js';
import { tasksOf } from './tasks.js';
import { until } from './waiting.js';

/** What Chromium asks of the network by itself and no switch stops; everything else counts as ours. */
const OWN_TRAFFIC = ['CONNECT accounts.google.com:443'];

const EXECUTABLE = process.env.DRAMATIS_CHROMIUM ?? '/usr/bin/chromium';

/** @typedef {import('./driver.js').Browser} Browser */
/** @typedef {import('./driver.js').Page} Page */

/**
 * @param {object} start
 * @param {string} start.extension folder
 * @param {string} start.profile folder, kept from run to run
 * @param {number} start.proxy port
 * @returns {Promise<Browser>}
 */
export async function startChromium({ extension, profile, proxy }) {
  const id = idOf(extension);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: EXECUTABLE,
    headless: false,
    viewport: WINDOW,
    // Pages that are left go into the cache as a reader's do.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      // For pressing the toolbar button.
      '--enable-unsafe-extension-debugging',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-features=NetworkTimeServiceQuerying,OptimizationHints',
      // Components asked for on demand come from here instead, and from nowhere.
      '--component-updater=url-source=http://127.0.0.1:9/',
      `--proxy-server=http://127.0.0.1:${proxy}`,
      '--proxy-bypass-list=<-loopback>',
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
    ],
  });
  const base = `chrome-extension://${id}/`;
  /** Runs something in the background, which is started for it. @param {string} expression */
  const inBackground = async (expression) => {
    const page = await context.newPage();
    await page.goto(`${base}options/options.html`);
    await page.evaluate(() => chrome.runtime.sendMessage({ name: 'wake' }).catch(() => {}));
    const worker = await until('the worker', async () => context.serviceWorkers().at(-1));
    await page.close();
    return worker.evaluate(expression);
  };
  /** The page last opened or brought to the front, and whether its window is a private one. */
  const front = { page: context.pages()[0] ?? null, isPrivate: false };
  /** The tab in front, for which a key or a menu speaks. @param {string} act */
  const onTabInFront = (act) => {
    const query = front.isPrivate ? '{ active: true }' : '{ active: true, lastFocusedWindow: true }';
    return inBackground(
      `chrome.tabs.query(${query}).then((tabs) => {
        const tab = tabs.find(({ incognito }) => incognito === ${front.isPrivate});
        ${act}
      })`,
    );
  };
  /** @param {import('playwright-core').Page} page @param {string} url */
  const openIn = async (page, url, isPrivate = false) => {
    const toFront = () => Object.assign(front, { page, isPrivate });
    toFront();
    return pageOf(context, page, url, toFront);
  };
  return {
    name: 'chromium',
    ownTraffic: OWN_TRAFFIC,
    open: async (url) => openIn(await context.newPage(), url),
    openOwn: async (file) => openIn(await context.newPage(), base + file),
    pressAction: async () => {
      const session = await context.browser()?.newBrowserCDPSession();
      if (session === undefined || front.page === null) throw new Error('there is no page to press it for');
      const url = front.page.url();
      const { targetInfos } = await session.send('Target.getTargets', { filter: [{ type: 'tab' }] });
      const tab = targetInfos.findLast((target) => target.url === url);
      // Newer than the types of the protocol.
      await /** @type {any} */ (session).send('Extensions.triggerAction', { id, targetId: tab?.targetId });
    },
    stopBackground: async () => {
      const page = await context.newPage();
      await page.goto(`${base}options/options.html`);
      const session = await context.newCDPSession(page);
      let stopped = false;
      session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        stopped ||= versions.some(({ runningStatus }) => runningStatus === 'stopped');
      });
      await session.send('ServiceWorker.enable');
      await session.send('ServiceWorker.stopAllWorkers');
      await until('the worker to have stopped', async () => stopped);
      await page.close();
    },
    // Keys that a debugger presses reach the page only, so the event that a real one brings is sent here.
    command: (name) => onTabInFront(`chrome.commands.onCommand.dispatch(${JSON.stringify(name)}, tab)`),
    whoIsThis: (text) =>
      onTabInFront(
        `chrome.contextMenus.onClicked.dispatch(
          { menuItemId: 'who-is-this', selectionText: ${JSON.stringify(text)} }, tab)`,
      ),
    badge: () => onTabInFront('return chrome.action.getBadgeText({ tabId: tab.id })'),
    reloadExtension: async () => {
      await inBackground('void chrome.runtime.reload()').catch(() => {});
    },
    clipboard: async () => {
      await context.grantPermissions(['clipboard-read']);
      const page = context.pages().at(-1);
      return page?.evaluate(() => navigator.clipboard.readText()) ?? '';
    },
    openPrivate: async (url) => {
      const page = await context.newPage();
      await page.goto('chrome://extensions/');
      // What the switch on the browser's own page does; the extension is started anew by it.
      await page.evaluate(
        (extensionId) =>
          /** @type {any} */ (chrome).developerPrivate.updateExtensionConfiguration({
            extensionId,
            incognitoAccess: true,
          }),
        id,
      );
      await until('the extension to be there again', () =>
        page.goto(`${base}options/options.html`).then(
          () => true,
          () => false,
        ),
      );
      await page.evaluate((address) => chrome.windows.create({ incognito: true, url: address }), url);
      await page.close();
      const opened = await until('the private window', async () =>
        context.pages().find((each) => each.url() === url),
      );
      return openIn(opened, url, true);
    },
    memory: async () => {
      const page = await context.newPage();
      await page.goto(`${base}options/options.html`);
      await page.evaluate(() => chrome.runtime.sendMessage({ name: 'wake' }).catch(() => {}));
      const session = await context.newCDPSession(page);
      const { targetInfos } = await session.send('Target.getTargets');
      const worker = targetInfos.find(({ type, url }) => type === 'service_worker' && url.startsWith(base));
      const bytes = worker === undefined ? 0 : await heapOf(session, worker.targetId);
      await page.close();
      return bytes;
    },
    tasks: async (url, act) => {
      const session = await context.browser()?.newBrowserCDPSession();
      if (session === undefined) throw new Error('the browser is closed');
      const tasks = await tasksOf(session, url, `${id}/content/content.js`, act);
      await session.detach();
      return tasks;
    },
    close: () => context.close(),
  };
}

/**
 * What a worker holds: its heap, and beside it the memory of wasm.
 * @param {import('playwright-core').CDPSession} session
 * @param {string} targetId
 * @returns {Promise<number>} bytes
 */
async function heapOf(session, targetId) {
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
  /** @type {Map<number, (result: any) => void>} */
  const waiting = new Map();
  session.on('Target.receivedMessageFromTarget', (event) => {
    const { id, result } = JSON.parse(event.message);
    waiting.get(id)?.(result);
  });
  let last = 0;
  /** @param {string} method @param {object} params @returns {Promise<any>} */
  const send = async (method, params = {}) => {
    last += 1;
    const id = last;
    const answer = new Promise((resolve) => waiting.set(id, resolve));
    await session.send('Target.sendMessageToTarget', {
      sessionId,
      message: JSON.stringify({ id, method, params }),
    });
    return answer;
  };
  await send('HeapProfiler.collectGarbage');
  const { usedSize } = await send('Runtime.getHeapUsage');
  const { result: kind } = await send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const { objects } = await send('Runtime.queryObjects', { prototypeObjectId: kind.objectId });
  const { result: wasm } = await send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration:
      'function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0); }',
    returnByValue: true,
  });
  return usedSize + wasm.value;
}

/**
 * A window for a person, on one page, until they close it.
 * @param {{ extension: string, profile: string }} start
 * @param {string} url
 */
export async function openWindow({ extension, profile }, url) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: EXECUTABLE,
    headless: false,
    viewport: null,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--no-first-run',
      '--disable-background-networking',
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
    ],
  });
  const [page] = context.pages();
  const shown = page ?? (await context.newPage());
  await shown.goto(url);
  // The first run opens a page of its own beside it.
  await shown.bringToFront();
  await context.waitForEvent('close', { timeout: 0 });
}

/**
 * Writes into the profile of a browser that is closed that the question for host access was answered with yes.
 * @param {string} extension
 * @param {string} profile
 */
export async function answerHostAccess(extension, profile) {
  const permissions = {
    api: ['activeTab', 'contextMenus', 'scripting', 'storage'],
    explicit_host: ['*://*/*'],
    manifest_permissions: [],
    scriptable_host: [],
  };
  const id = idOf(extension);
  await mkdir(path.join(profile, 'Default'), { recursive: true });
  // Once it has run, the browser keeps what it knows of extensions in a file of its own.
  for (const name of ['Secure Preferences', 'Preferences']) {
    const file = path.join(profile, 'Default', name);
    const text = await readFile(file, 'utf8').catch(() => null);
    const kept = JSON.parse(text ?? '{}');
    const isHere = kept.extensions?.settings?.[id] !== undefined || (text === null && name === 'Preferences');
    if (!isHere) continue;
    kept.extensions ??= {};
    kept.extensions.settings ??= {};
    kept.extensions.settings[id] = {
      ...kept.extensions.settings[id],
      active_permissions: permissions,
      granted_permissions: permissions,
    };
    await writeFile(file, JSON.stringify(kept));
  }
}

/** Lets a fresh profile's browser reload an unpacked extension, as who develops may. @param {string} profile */
export async function allowReloading(profile) {
  await mkdir(path.join(profile, 'Default'), { recursive: true });
  const preferences = { extensions: { ui: { developer_mode: true } } };
  await writeFile(path.join(profile, 'Default/Preferences'), JSON.stringify(preferences));
}

/**
 * The id that Chromium gives an unpacked extension: its path's SHA-256 in the letters a to p.
 * @param {string} extension
 */
function idOf(extension) {
  const digest = createHash('sha256').update(extension).digest('hex').slice(0, 32);
  return digest.replace(/./g, (digit) => 'abcdefghijklmnop'.charAt(Number.parseInt(digit, 16)));
}

/**
 * @param {import('playwright-core').BrowserContext} context
 * @param {import('playwright-core').Page} page
 * @param {string} url
 * @param {() => void} toFront to be told that the page is in front
 * @returns {Promise<Page>}
 */
async function pageOf(context, page, url, toFront) {
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  // A busy machine takes a while for a thousand frames.
  await page.goto(url, { waitUntil: 'load', timeout: 120_000 });
  const session = await context.newCDPSession(page);
  return {
    errors,
    run: async (script, ...values) => {
      const expression = `(${script})(${listOf(values)})`;
      return answerOf(
        await session.send('Runtime.evaluate', {
          expression,
          awaitPromise: true,
          returnByValue: true,
          userGesture: true,
        }),
      );
    },
    inCard: async (script, ...values) => {
      const expression = `document.querySelector('dramatis-card')`;
      const { objectId } = (await session.send('Runtime.evaluate', { expression })).result;
      if (objectId === undefined) return null;
      const { node } = await session.send('DOM.describeNode', { objectId, pierce: true });
      const shadow = node.shadowRoots?.[0];
      if (shadow === undefined) return null;
      const { object } = await session.send('DOM.resolveNode', { backendNodeId: shadow.backendNodeId });
      return answerOf(
        await session.send('Runtime.callFunctionOn', {
          objectId: String(object.objectId),
          functionDeclaration: `function () { return (${script})(this, ${listOf(values)}); }`,
          awaitPromise: true,
          returnByValue: true,
        }),
      );
    },
    moveMouse: (x, y, steps = 6) => page.mouse.move(x, y, { steps }),
    click: (x, y) => page.mouse.click(x, y),
    tap: async (x, y) => {
      await session.send('Emulation.setTouchEmulationEnabled', { enabled: true });
      await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
      await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      await session.send('Emulation.setTouchEmulationEnabled', { enabled: false });
    },
    press: (key) => page.keyboard.press(key),
    hold: (key, down) => (down ? page.keyboard.down(key) : page.keyboard.up(key)),
    back: async () => {
      await page.goBack({ waitUntil: 'commit' });
    },
    activate: () => {
      toFront();
      return page.bringToFront();
    },
    held: async () => {
      await session.send('Performance.enable');
      await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.getMetrics');
      const of = (/** @type {string} */ name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
      return {
        heap: of('JSHeapUsedSize'),
        listeners: of('JSEventListeners'),
        nodes: of('Nodes'),
        documents: of('Documents'),
      };
    },
    look: (look) => setLook(page, session, look),
    print: async () => {
      await session.send('Page.printToPDF', { transferMode: 'ReturnAsStream' });
    },
    screenshot: async (file) => {
      const { data } = await session.send('Page.captureScreenshot', { format: 'png' });
      await writeFile(file, data, 'base64');
    },
    close: () => page.close(),
  };
}

/** @param {{ result: { value?: any }, exceptionDetails?: { text: string, exception?: { description?: string } } }} answer */
function answerOf({ result, exceptionDetails }) {
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

/**
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').CDPSession} session
 * @param {import('./driver.js').Look} look
 */
async function setLook(page, session, { dark, zoom, forced, still, print, width, height }) {
  await page.emulateMedia({
    media: print ? 'print' : 'screen',
    colorScheme: dark ? 'dark' : 'light',
    forcedColors: forced ? 'active' : 'none',
    reducedMotion: still ? 'reduce' : 'no-preference',
  });
  // A page at 200 % has half the CSS pixels, each twice as large.
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: Math.round(width / zoom),
    height: Math.round(height / zoom),
    deviceScaleFactor: zoom,
    mobile: false,
  });
}
