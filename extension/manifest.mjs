/**
 * The manifests, from one source: the same for both browsers but for what only one of them knows.
 */

/** The oldest Chromium with all that the extension uses (a background with both keys; highlights and popovers). */
const OLDEST_CHROMIUM = '121';
/** The oldest Firefox that the tests run on. */
const OLDEST_FIREFOX = '153.0';

/** Nothing but this package's own files, and the core's wasm; `connect-src` is for reading it and the pack. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
].join('; ');

const ICONS = Object.fromEntries([16, 32, 48, 128].map((size) => [size, `icons/${size}.png`]));

/**
 * @param {'chromium' | 'firefox'} browser
 * @param {string} version
 */
export function manifest(browser, version) {
  const common = {
    manifest_version: 3,
    name: '__MSG_name__',
    description: '__MSG_description__',
    version,
    default_locale: 'en',
    icons: ICONS,
    permissions: ['activeTab', 'scripting', 'storage'],
    optional_host_permissions: ['*://*/*'],
    // Chromium takes the worker, Firefox the scripts; each leaves the other's key alone.
    background: { service_worker: 'background/main.js', scripts: ['background/main.js'], type: 'module' },
    action: { default_title: '__MSG_name__', default_icon: ICONS, default_popup: 'popup/popup.html' },
    options_ui: { page: 'options/options.html', open_in_tab: true },
    content_security_policy: { extension_pages: POLICY },
  };
  if (browser === 'chromium') return { ...common, minimum_chrome_version: OLDEST_CHROMIUM };
  return {
    ...common,
    browser_specific_settings: {
      gecko: {
        id: 'dramatis@dramatis.invalid',
        strict_min_version: OLDEST_FIREFOX,
        data_collection_permissions: { required: ['none'] },
      },
    },
  };
}
