/**
 * Firefox as the tests use it, through WebDriver BiDi: the packaged extension as it is shipped.
 *
 * The question for host access is asked by a real click; a preference of Firefox's own tests answers it.
 */
import { writeFile } from 'node:fs/promises';
import { startBidi } from './bidi.js';
import { listOf, PLAIN } from './driver.js';
import { until } from './waiting.js';

/** @typedef {import('./driver.js').Browser} Browser */
/** @typedef {import('./driver.js').Page} Page */
/** @typedef {import('./bidi.js').Bidi} Bidi */

const ID = 'dramatis@dramatis.invalid';
/** The extension as the browser itself holds it. */
const EXTENSION = `WebExtensionPolicy.getByID('${ID}').extension`;

/** What a person's Firefox asks of the network by itself, and must not while strays are counted. */
const QUIET = {
  'app.update.disabledForTesting': true,
  'browser.chrome.site_icons': false,
  'browser.newtabpage.enabled': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'extensions.systemAddon.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
};

/** Keys as WebDriver names them. */
const KEYS = { Escape: '\uE00C', Tab: '\uE004', Enter: '\uE007', Space: ' ', Shift: '\uE008' };

/**
 * @param {object} start
 * @param {string} start.extension folder
 * @param {string} start.profile folder, kept from run to run
 * @param {number} start.proxy port
 * @returns {Promise<Browser>}
 */
export async function startFirefox({ extension, profile, proxy }) {
  const bidi = await startBidi(profile, {
    ...QUIET,
    'extensions.webextOptionalPermissionPrompts': false,
    // A folder is installed for one run only; what it stored stays for the next.
    'extensions.webextensions.keepStorageOnUninstall': true,
    'extensions.webextensions.keepUuidOnUninstall': true,
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': proxy,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': proxy,
    'network.proxy.no_proxies_on': '',
    'network.proxy.allow_hijacking_localhost': true,
  });
  await bidi.send('session.subscribe', { events: ['log.entryAdded'] });
  await bidi.send('webExtension.install', { extensionData: { type: 'path', path: extension } });
  const chrome = await chromeContext(bidi);
  const host = await inChrome(bidi, chrome, `WebExtensionPolicy.getByID('${ID}').mozExtensionHostname`);
  return {
    name: 'firefox',
    ownTraffic: [],
    open: (url) => pageOf(bidi, chrome, url),
    openOwn: (file) => pageOf(bidi, chrome, `moz-extension://${host}/${file}`),
    // What the button's own click handler calls; it opens the popup and gives leave for this tab.
    pressAction: async () => {
      await inChrome(
        bidi,
        chrome,
        `ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs')
          .ExtensionParent.apiManager.global
          .browserActionFor(WebExtensionPolicy.getByID('${ID}').extension)
          .triggerAction(Services.wm.getMostRecentWindow('navigator:browser'))`,
      );
    },
    stopBackground: async () => {
      await inChrome(bidi, chrome, `WebExtensionPolicy.getByID('${ID}').extension.terminateBackground()`);
    },
    // What the browser's own key and menu item call.
    command: async (name) => {
      await inChrome(bidi, chrome, `${EXTENSION}.shortcuts.onCommand(${JSON.stringify(name)})`);
    },
    whoIsThis: async (text) => {
      await inChrome(
        bidi,
        chrome,
        `(() => {
          const tab = Services.wm.getMostRecentWindow('navigator:browser').gBrowser.selectedTab;
          const { extension } = WebExtensionPolicy.getByID('${ID}');
          extension.tabManager.addActiveTabPermission(tab);
          extension.emit('webext-menu-menuitem-click',
            { menuItemId: 'who-is-this', selectionText: ${JSON.stringify(text)}, modifiers: [] }, tab);
          return true;
        })()`,
      );
    },
    badge: () =>
      inChrome(
        bidi,
        chrome,
        `ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs')
          .ExtensionParent.apiManager.global
          .browserActionFor(${EXTENSION}).action
          .getContextData(Services.wm.getMostRecentWindow('navigator:browser').gBrowser.selectedTab).badgeText`,
      ),
    reloadExtension: async () => {
      await inChrome(
        bidi,
        chrome,
        `ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs')
          .AddonManager.getAddonByID('${ID}').then((addon) => addon.reload())`,
      );
    },
    clipboard: () =>
      inChrome(
        bidi,
        chrome,
        `(() => {
          const wanted = Cc['@mozilla.org/widget/transferable;1'].createInstance(Ci.nsITransferable);
          wanted.init(null);
          wanted.addDataFlavor('text/plain');
          Services.clipboard.getData(wanted, Services.clipboard.kGlobalClipboard);
          const data = {};
          wanted.getTransferData('text/plain', data);
          return data.value.QueryInterface(Ci.nsISupportsString).data;
        })()`,
      ),
    openPrivate: async (url) => {
      await inChrome(
        bidi,
        chrome,
        `(async () => {
          const { ExtensionPermissions } =
            ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
          const allowed = { permissions: ['internal:privateBrowsingAllowed'], origins: [], data_collection: [] };
          await ExtensionPermissions.add('${ID}', allowed, ${EXTENSION});
          await ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs')
            .AddonManager.getAddonByID('${ID}').then((addon) => addon.reload());
        })()`,
      );
      const known = (await bidi.send('browsingContext.getTree')).contexts.map(contextOf);
      await inChrome(
        bidi,
        chrome,
        `void Services.wm.getMostRecentWindow('navigator:browser').OpenBrowserWindow({ private: true })`,
      );
      const context = await until('a private window', async () => {
        const { contexts } = await bidi.send('browsingContext.getTree');
        // Before its first page stands, it would not go anywhere else.
        const isThere = (/** @type {{ context: string, url: string }} */ { context: id, url: at }) =>
          !known.includes(id) && at.startsWith('about:privatebrowsing');
        return contexts.find(isThere)?.context;
      });
      return pageOf(bidi, chrome, url, context);
    },
    memory: () =>
      inChrome(
        bidi,
        chrome,
        `(async () => {
          for (let round = 0; round < 3; round += 1) {
            Services.obs.notifyObservers(null, 'child-gc-request');
            await new Promise((resume) => ChromeUtils.idleDispatch(resume));
          }
          const { children } = await ChromeUtils.requestProcInfo();
          return children.find(({ type }) => type === 'extension')?.memory ?? 0;
        })()`,
      ),
    tasks: null,
    close: bidi.close,
  };
}

/** @param {{ context: string }} tree */
function contextOf({ context }) {
  return context;
}

/** @param {Bidi} bidi @returns {Promise<string>} the browser window's own context */
async function chromeContext(bidi) {
  const { contexts } = await bidi.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  return contexts[0].context;
}

/**
 * @param {Bidi} bidi
 * @param {string} context
 * @param {string} expression
 */
async function inChrome(bidi, context, expression) {
  const answer = await bidi.send('script.evaluate', {
    expression: `(async () => JSON.stringify(await (${expression})))()`,
    target: { context },
    awaitPromise: true,
  });
  return answerOf(answer);
}

/** Between two tries to go somewhere, ms. */
const AGAIN = 4_000;

/**
 * Goes to a page in a window that was just made: it can drop where it is sent while it still loads its own first page, and
 * never tell.
 * @param {Bidi} bidi
 * @param {string} context
 * @param {string} url
 */
async function goPatiently(bidi, context, url) {
  let next = 0;
  await until(`${url} in the new window`, async () => {
    if (performance.now() >= next) {
      next = performance.now() + AGAIN;
      // Whether it is answered does not matter: where the window stands is looked at.
      bidi.send('browsingContext.navigate', { context, url, wait: 'none' }).catch(() => {});
    }
    const { contexts } = await bidi.send('browsingContext.getTree', { root: context });
    if (contexts[0]?.url !== url) return false;
    const state = await bidi.send('script.evaluate', {
      expression: 'document.readyState',
      target: { context },
      awaitPromise: false,
    });
    return state.result?.value === 'complete';
  });
}

/**
 * @param {Bidi} bidi
 * @param {string} chrome
 * @param {string} url
 * @param {string} [tab] to open it in; a new one by default
 * @returns {Promise<Page>}
 */
async function pageOf(bidi, chrome, url, tab) {
  const context = tab ?? (await bidi.send('browsingContext.create', { type: 'tab' })).context;
  /** @type {string[]} */
  const errors = [];
  bidi.listen(({ method, params }) => {
    const here = params.source?.context === context;
    if (method === 'log.entryAdded' && here && params.level === 'error') errors.push(String(params.text));
  });
  const activate = () => bidi.send('browsingContext.activate', { context });
  const actions = (/** @type {string} */ type, /** @type {string} */ id, /** @type {object[]} */ steps) =>
    bidi.send('input.performActions', {
      context,
      actions: [{ type, id, actions: steps }],
    });
  const move = (/** @type {number} */ x, /** @type {number} */ y, duration = 0) => ({
    type: 'pointerMove',
    x: Math.round(x),
    y: Math.round(y),
    duration,
  });

  await setLook(bidi, chrome, context, PLAIN);
  await activate();
  if (tab === undefined) await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' });
  else await goPatiently(bidi, context, url);
  return {
    errors,
    run: async (script, ...values) =>
      answerOf(
        await bidi.send('script.evaluate', {
          expression: `(async () => JSON.stringify(await (${script})(${listOf(values)})))()`,
          target: { context },
          awaitPromise: true,
          userActivation: true,
        }),
      ),
    inCard: async (script, ...values) => {
      const { result: host } = await bidi.send('script.evaluate', {
        expression: `document.querySelector('dramatis-card')`,
        target: { context },
        awaitPromise: false,
        serializationOptions: { includeShadowTree: 'all', maxDomDepth: 1 },
      });
      const root = host.value?.shadowRoot?.sharedId;
      if (root === undefined) return null;
      return answerOf(
        await bidi.send('script.callFunction', {
          functionDeclaration: `async (root) => JSON.stringify(await (${script})(root, ${listOf(values)}))`,
          arguments: [{ sharedId: root }],
          target: { context },
          awaitPromise: true,
        }),
      );
    },
    moveMouse: (x, y) => actions('pointer', 'mouse', [move(x, y, 100)]),
    click: (x, y) =>
      actions('pointer', 'mouse', [
        move(x, y),
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ]),
    press: (name) => {
      const keys = name.split('+').map((key) => KEYS[/** @type {keyof typeof KEYS} */ (key)]);
      return actions('key', 'keyboard', [
        ...keys.map((value) => ({ type: 'keyDown', value })),
        ...keys.reverse().map((value) => ({ type: 'keyUp', value })),
      ]);
    },
    tap: (x, y) =>
      bidi.send('input.performActions', {
        context,
        actions: [
          {
            type: 'pointer',
            id: 'finger',
            parameters: { pointerType: 'touch' },
            actions: [move(x, y), { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }],
          },
        ],
      }),
    hold: (key, down) => actions('key', 'keyboard', [{ type: down ? 'keyDown' : 'keyUp', value: KEYS[key] }]),
    back: () => bidi.send('browsingContext.traverseHistory', { context, delta: -1 }),
    activate,
    held: null,
    look: (look) => setLook(bidi, chrome, context, look),
    print: () => bidi.send('browsingContext.print', { context }),
    screenshot: async (file) => {
      const { data } = await bidi.send('browsingContext.captureScreenshot', { context });
      await writeFile(file, data, 'base64');
    },
    close: () => bidi.send('browsingContext.close', { context }),
  };
}

/**
 * @param {Bidi} bidi
 * @param {string} chrome
 * @param {string} context
 * @param {import('./driver.js').Look} look
 */
async function setLook(bidi, chrome, context, { dark, zoom, forced, still, print, width, height }) {
  // Pages: 0 is dark and 1 light. The extension's own pages go with the theme. Forced colours: 2 always, 1 never.
  await inChrome(
    bidi,
    chrome,
    `[Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', ${dark ? 0 : 1}),
      Services.prefs.setIntPref('browser.theme.toolbar-theme', ${dark ? 0 : 1}),
      Services.prefs.setIntPref('browser.theme.content-theme', ${dark ? 0 : 1}),
      Services.wm.getMostRecentWindow('navigator:browser').gBrowser.selectedBrowser.browsingContext
        .mediumOverride = '${print ? 'print' : ''}',
      Services.prefs.setIntPref('ui.prefersReducedMotion', ${still ? 1 : 0}),
      Services.prefs.setIntPref('browser.display.document_color_use', ${forced ? 2 : 1})].length`,
  );
  await bidi.send('browsingContext.setViewport', {
    context,
    viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
    devicePixelRatio: zoom,
  });
}

/** @param {{ type: string, result?: { value?: string }, exceptionDetails?: { text: string } }} answer */
function answerOf({ result, exceptionDetails }) {
  if (exceptionDetails) throw new Error(exceptionDetails.text);
  return result?.value === undefined ? undefined : JSON.parse(result.value);
}
