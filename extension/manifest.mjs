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

const SIZES = [16, 32, 48, 96, 128];
/** The sizes that a toolbar draws, at one to three device pixels a pixel. */
const TOOLBAR_SIZES = [16, 32, 48];

/** @param {number[]} sizes @param {string} suffix */
const icons = (sizes, suffix = '') =>
  Object.fromEntries(sizes.map((size) => [size, `icons/${size}${suffix}.png`]));

/**
 * Keys that no browser uses by itself. Chromium lets an extension suggest four, so turning on and off has one
 * in Firefox only; in both, people choose their own in the browser's settings.
 * @param {'chromium' | 'firefox'} browser
 */
function commands(browser) {
  const key = (/** @type {string} */ letter) => ({ suggested_key: { default: `Alt+Shift+${letter}` } });
  return {
    _execute_action: { ...key('W'), description: '__MSG_command_who__' },
    'next-name': { ...key('N'), description: '__MSG_command_next__' },
    'previous-name': { ...key('B'), description: '__MSG_command_previous__' },
    'open-card': { ...key('C'), description: '__MSG_command_open__' },
    toggle: { ...(browser === 'firefox' ? key('D') : {}), description: '__MSG_command_toggle__' },
  };
}

/**
 * @param {'chromium' | 'firefox'} browser
 * @param {string} version
 */
export function manifest(browser, version) {
  const action = {
    default_title: '__MSG_action_title__',
    default_icon: icons(TOOLBAR_SIZES),
    default_popup: 'popup/popup.html',
  };
  const common = {
    manifest_version: 3,
    name: '__MSG_name__',
    description: '__MSG_description__',
    version,
    default_locale: 'en',
    icons: icons(SIZES),
    // None of the four is asked about at install.
    permissions: ['activeTab', 'contextMenus', 'scripting', 'storage'],
    optional_host_permissions: ['*://*/*'],
    commands: commands(browser),
    options_ui: { page: 'options/options.html', open_in_tab: true },
    content_security_policy: { extension_pages: POLICY },
  };
  if (browser === 'chromium') {
    return {
      ...common,
      minimum_chrome_version: OLDEST_CHROMIUM,
      background: { service_worker: 'background/main.js', type: 'module' },
      action,
    };
  }
  return {
    ...common,
    background: { scripts: ['background/main.js'], type: 'module' },
    action: {
      ...action,
      // `light` is for themes whose text is light.
      theme_icons: TOOLBAR_SIZES.map((size) => ({
        size,
        light: `icons/${size}-light.png`,
        dark: `icons/${size}-dark.png`,
      })),
    },
    browser_specific_settings: {
      gecko: {
        id: 'dramatis@dramatis.invalid',
        strict_min_version: OLDEST_FIREFOX,
        data_collection_permissions: { required: ['none'] },
      },
      gecko_android: { strict_min_version: OLDEST_FIREFOX },
    },
  };
}
