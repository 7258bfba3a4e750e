/**
 * The content script: decides whether this page is to be read, has it read, and shows what came back.
 *
 * In: the page, the settings, the popup's wishes. Out: a snapshot to the background; marks and cards on the
 * page; the page's status to the popup. Turned off, only the listener that waits for being turned on is left.
 */
import { ask, heard, notice, POPUP_PORT } from '../protocol/messages.js';
import { followSettings, loadSettings } from '../settings.js';
import { isOptedOut, isReadable, looksLikeArticle } from './gate.js';
import { Hover } from './hover.js';
import { Marks } from './marks.js';
import { collect } from './snapshot.js';

/** @typedef {import('../protocol/messages.js').Status} Status */
/** @typedef {import('../protocol/messages.js').Answered<'content-background/read'>} Answered */
/** @typedef {import('../settings.js').Settings} Settings */

class Reader {
  #host = location.hostname;
  /** @type {Settings | null} */
  #settings = null;
  /** @type {Status} */
  #status = { state: 'unread', host: location.hostname };
  /** @type {{ answer: Answered, marks: Marks, hover: Hover } | null} */
  #shown = null;
  /** Counts readings, so that an answer to an older one is known as late. */
  #turn = 0;
  /** Whether the person asked for this page, whatever the gate thinks of it. */
  #asked = false;
  /** @type {Set<chrome.runtime.Port>} */
  #popups = new Set();

  async start() {
    chrome.runtime.onConnect.addListener((port) => this.#connect(port));
    chrome.runtime.onMessage.addListener((message) => {
      if (heard(message, ['background-content/stop'])) this.#stop('unread');
      return false;
    });
    followSettings((settings) => this.#follow(settings));
    this.#follow(await loadSettings());
  }

  /** Does what the settings say, from whatever was before. @param {Settings} settings */
  #follow(settings) {
    this.#settings = settings;
    if (!settings.on) this.#stop('off');
    else if (settings.sitesOff.includes(this.#host)) this.#stop('off-here');
    else if (this.#shown !== null) this.#draw(settings);
    else if (this.#status.state !== 'reading') this.#read();
  }

  async #read() {
    if (isOptedOut(document)) return this.#stop('opted-out');
    if (!isReadable(document)) return this.#stop('not-article');
    if (!this.#asked && !looksLikeArticle(document)) return this.#stop('not-article');
    this.#stop('reading');
    const turn = this.#turn;
    try {
      const { snapshot, sources } = collect(document);
      const answer = await ask('content-background/read', { snapshot });
      if (turn === this.#turn) this.#show(answer, sources);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#stop('unread');
      this.#tell({ state: 'failed', host: this.#host, error: String(error) });
    }
  }

  /**
   * @param {Answered} answer
   * @param {import('./snapshot.js').Sources[]} sources
   */
  #show(answer, sources) {
    const { article, members } = answer.reading;
    if (!article.is_article && !this.#asked) return this.#stop('not-article');
    const marks = new Marks(members, sources);
    const hover = new Hover({
      marks,
      members,
      sources,
      needsKey: false,
      orphaned: () => this.#stop('unread'),
    });
    this.#shown = { answer, marks, hover };
    if (this.#settings) this.#draw(this.#settings);
    this.#tell({
      state: 'read',
      host: this.#host,
      date: article.date,
      milliseconds: answer.milliseconds,
      pack: answer.pack,
      members: members.map(({ id, name, kind, confidence, card, mentions }) => ({
        id,
        name,
        kind,
        confidence,
        line: card?.lines[0] ?? null,
        mentions: mentions.length,
      })),
    });
  }

  /** @param {Settings} settings */
  #draw({ marks }) {
    if (this.#shown === null) return;
    this.#shown.marks.draw(this.#shown.answer.reading.members, marks);
    this.#shown.hover.needsKey = marks === 'none';
  }

  /**
   * Takes everything off the page.
   * @param {'unread' | 'off' | 'off-here' | 'opted-out' | 'not-article' | 'reading'} state
   */
  #stop(state) {
    this.#turn += 1;
    this.#shown?.hover.stop();
    this.#shown?.marks.remove();
    this.#shown = null;
    this.#tell({ state, host: this.#host });
  }

  /** @param {Status} status */
  #tell(status) {
    this.#status = status;
    for (const popup of this.#popups) popup.postMessage(notice('content-popup/status', status));
  }

  /** @param {chrome.runtime.Port} port */
  #connect(port) {
    if (port.name !== POPUP_PORT || port.sender?.id !== chrome.runtime.id) return;
    this.#popups.add(port);
    port.onDisconnect.addListener(() => this.#popups.delete(port));
    port.onMessage.addListener((message) => this.#listen(message));
    port.postMessage(notice('content-popup/status', this.#status));
  }

  /** @param {unknown} message */
  #listen(message) {
    const wish = heard(message, ['popup-content/read', 'popup-content/jump']);
    if (wish?.name === 'popup-content/jump') {
      const place = this.#shown?.marks.firstOf(wish.body.member) ?? null;
      if (place !== null) this.#shown?.hover.open(place);
    } else if (wish?.name === 'popup-content/read') {
      this.#asked = true;
      if (this.#settings) this.#follow(this.#settings);
    }
  }
}

/** One reader a page, however often the script is put in. */
const page = /** @type {{ dramatisReader?: Reader }} */ (globalThis);
if (page.dramatisReader === undefined) {
  page.dramatisReader = new Reader();
  page.dramatisReader.start();
}
