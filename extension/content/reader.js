/**
 * The reader of one page: decides whether it is to be read, has it read, and shows what came back.
 *
 * In: the page and its changes, the settings and corrections, the popup's and the background's wishes. Out: a
 * snapshot to the background; marks and cards on the page; the page's status to the popup. Turned off, only the
 * listeners that wait for being turned on are left.
 */
import {
  chosenAmong,
  correct,
  followCorrections,
  loadCorrections,
  NONE,
  saveCorrections,
  withCorrection,
  withoutCorrection,
} from '../corrections.js';
import { ask, heard, notice, POPUP_PORT } from '../protocol/messages.js';
import { followSettings, loadSettings, readsByItself, saveSettings, verdictOn } from '../settings.js';
import { HOST } from './card.js';
import { isOptedOut, isPrivate, isReadable, looksLikeArticle } from './gate.js';
import { Hover } from './hover.js';
import { Marks } from './marks.js';
import { inSlices } from './slices.js';
import { collecting } from './snapshot.js';
import { PageWatch } from './watch.js';

/** @typedef {import('../protocol/messages.js').Status} Status */
/** @typedef {import('../protocol/messages.js').Command} Command */
/** @typedef {import('../protocol/messages.js').Answered<'content-background/read'>} Answered */
/** @typedef {import('../protocol/reading.js').Member} Member */
/** @typedef {import('../protocol/reading.js').EntityCard} EntityCard */
/** @typedef {import('../settings.js').Settings} Settings */
/** @typedef {import('../corrections.js').Corrections} Corrections */
/** @typedef {import('../corrections.js').Correction} Correction */
/** @typedef {import('./snapshot.js').Collected} Collected */
/** @typedef {import('./watch.js').Change} Change */
/** The popup is told a status; the long one is made when it asks. @typedef {Exclude<Status, { state: 'read' }> | 'read'} Told */
/** @typedef {{ type: 'command', command: Exclude<Command, 'toggle'> } | { type: 'who', text: string }} Wish */
/** @typedef {{ answer: Answered, collected: Collected, members: Member[], marks: Marks, hover: Hover, pageMilliseconds: number }} Shown */

export class Reader {
  #host = location.hostname;
  /** @type {Settings | null} */
  #settings = null;
  /** @type {Corrections} */
  #corrections = NONE;
  /** @type {Told} */
  #status = { state: 'unread', host: location.hostname };
  /** @type {Shown | null} */
  #shown = null;
  /** @type {PageWatch | null} */
  #watch = null;
  /** A change of the page that waits until the card is gone. @type {Change | null} */
  #waiting = null;
  /** Whether what is shown is without the last corrections. */
  #outdated = false;
  /** Cards of those whom the person chose, as of the article's date. @type {{ date: string | null, of: Map<string, EntityCard> }} */
  #chosen = { date: null, of: new Map() };
  /** Counts readings, so that an answer to an older one is known as late. */
  #turn = 0;
  /** Whether the person asked for this page, whatever the gate thinks of it. */
  #asked = false;
  /** Whether the person wants this page left alone. */
  #left = false;
  /** What the person wants to see as soon as the page is read. @type {Wish | null} */
  #wish = null;
  /** Whether the gate was open just now: to ask it again costs as much of the page's time on a large page. */
  #mayBeRead = false;
  /** Whether the look of the marks is on the page. */
  #hasLook = false;
  /** On how many documents, frames included. */
  #lookedOn = 0;
  /** What the page said when it was last looked at. @type {Collected | null} */
  #last = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #endOfPause;
  /** @type {Set<chrome.runtime.Port>} */
  #popups = new Set();
  /** @type {(() => void)[]} */
  #following = [];

  async start() {
    Marks.sweep();
    for (const host of document.querySelectorAll(HOST)) host.remove();
    chrome.runtime.onConnect.addListener((port) => this.#connect(port));
    chrome.runtime.onMessage.addListener((message, sender) => {
      if (sender.id === chrome.runtime.id) this.#hear(message);
      return false;
    });
    this.#following = [
      followSettings((settings) => this.#follow(settings)),
      followCorrections((corrections) => this.#correct(corrections)),
    ];
    const stored = Promise.all([loadSettings(), loadCorrections()]);
    // This script is put in where the settings allow reading, so what they say of it now may come meanwhile.
    this.#mayBeRead = this.#reasonNotTo() === null;
    if (this.#mayBeRead) this.#say('content-background/prepare', {});
    const [settings, corrections] = await stored;
    this.#corrections = corrections;
    this.#follow(settings);
    this.#mayBeRead = false;
  }

  /** Whether the extension that this belongs to is gone: updated, reloaded or removed. */
  get isOrphan() {
    return chrome.runtime?.id === undefined;
  }

  /** Takes everything off the page, for good. */
  leave() {
    this.#stop('unread');
    // An orphan's interfaces are gone, and its followers with them.
    if (!this.isOrphan) for (const stop of this.#following) stop();
  }

  get #isReading() {
    return this.#status !== 'read' && this.#status.state === 'reading';
  }

  /** Does what the settings say, from whatever was before. @param {Settings} settings */
  #follow(settings) {
    const before = this.#settings;
    this.#settings = settings;
    // A site that the person takes off the list, or off, is no longer asked for.
    if (before !== null && readsByItself(before, this.#host) && !readsByItself(settings, this.#host)) {
      this.#asked = false;
    }
    const now = Date.now();
    clearTimeout(this.#endOfPause);
    const verdict = verdictOn(settings, { host: this.#host, asked: this.#asked, now });
    if (verdict === 'paused') {
      this.#endOfPause = setTimeout(() => this.#follow(settings), settings.pausedUntil - now);
    }
    if (verdict !== 'read') this.#stop(verdict);
    else if (this.#left) this.#stop('off-page');
    else if (this.#shown !== null) this.#redraw(settings);
    else if (!this.#isReading) this.#read();
  }

  /** Reads the page afresh. */
  async #read() {
    const reason = this.#mayBeRead && isReadable(document) ? null : this.#reasonNotTo();
    if (reason !== null) {
      this.#stop(reason);
      if (reason === 'not-article') this.#keepWatch(false, 0);
      return;
    }
    this.#stop('reading');
    await this.#readAgain();
  }

  /** Why the page is not even sent to the core; null where it is. */
  #reasonNotTo() {
    if (isOptedOut(document)) return 'opted-out';
    if (!isReadable(document)) return 'not-article';
    if (this.#asked) return null;
    if (isPrivate(location)) return 'private';
    return looksLikeArticle(document) ? null : 'not-article';
  }

  /** Reads the page as it is now; what is shown stays until the answer is there. */
  async #readAgain() {
    this.#turn += 1;
    const turn = this.#turn;
    const wanted = () => turn === this.#turn && !this.#orphaned();
    this.#startWatch();
    try {
      const collected = await inSlices(collecting(document), { urgent: true, wanted });
      if (collected === null) return;
      const before = this.#shown?.collected ?? this.#last;
      this.#last = collected.value;
      const sameText = before !== null && says(before, collected.value);
      // Nothing new: the names stand as they stood, or the core said before that this is no article.
      const isKnown =
        this.#shown === null ? !this.#asked : before !== null && isSame(before, collected.value);
      if (sameText && isKnown) {
        if (this.#shown === null) this.#stop('not-article');
        this.#keepWatch(false, collected.cost);
        return;
      }
      this.#putLook(collected.value);
      const { snapshot } = collected.value;
      // The same words in other nodes, as when a page draws itself anew: what they mean is known.
      const known = sameText ? this.#shown?.answer : undefined;
      const answer = known ?? (await ask('content-background/read', { snapshot }));
      await this.#lookUpChosen(answer);
      if (!wanted()) return;
      // Somebody is reading a card: the answer can wait, and what it counts in does not change.
      if (this.#shown?.hover.isBusy) {
        this.#waiting = { moved: false, text: true };
        return;
      }
      await this.#show(answer, collected.value, { spent: collected.cost, wanted });
    } catch (error) {
      if (this.#orphaned() || turn !== this.#turn) return;
      this.#stop('unread');
      this.#tell({
        state: 'failed',
        host: this.#host,
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }

  /**
   * @param {Answered} answer
   * @param {Collected} collected
   * @param {{ spent: number, wanted: () => boolean }} how
   */
  async #show(answer, collected, { spent, wanted }) {
    const { is_article: isArticle } = answer.reading.article;
    if (!isArticle && !this.#asked) {
      this.#stop('not-article');
      this.#keepWatch(false, spent);
      return;
    }
    const begun = performance.now();
    this.#takeOff();
    const members = correct(answer.reading.members, this.#corrections, this.#chosen.of);
    const marks = new Marks(members, collected);
    // The first slice is drawn in this call, before anything that is needed for cards.
    const drawing = inSlices(marks.draw(this.#settings?.marks ?? 'first'), { urgent: false, wanted });
    const hover = new Hover({
      marks,
      members,
      collected,
      needsKey: this.#settings?.marks === 'none',
      orphaned: () => this.#orphaned(),
      idle: () => this.#cardGone(),
      corrected: (correction, on) => this.#putRight(correction, on),
      cardOf: (entity) => this.#cardOf(entity, answer.reading.article.date),
      who: (name) => this.#who(name, collected),
    });
    this.#shown = { answer, collected, members, marks, hover, pageMilliseconds: 0 };
    const here = performance.now() - begun;
    const drawn = await drawing;
    if (drawn === null) return;
    const cost = spent + here + drawn.later;
    this.#shown.pageMilliseconds = cost;
    this.#keepWatch(true, cost);
    this.#tell('read');
    this.#count(members.filter((member) => member.card !== null && isNamed(member)).length);
    this.#grant();
  }

  /**
   * What a popup is told of the page as it is shown. Made when one asks: lists of every mention cost time that a
   * page without a popup need not spend.
   * @param {Shown} shown
   * @returns {Status}
   */
  #report({ answer, members, marks, pageMilliseconds }) {
    const { title, date } = answer.reading.article;
    return {
      state: 'read',
      host: this.#host,
      title,
      date,
      milliseconds: answer.milliseconds,
      pageMilliseconds,
      pack: answer.pack,
      // Whom only the page's head names is not to be seen on it.
      members: members.filter(isNamed).map((member) => ({
        id: member.id,
        name: member.name,
        kind: member.kind,
        confidence: member.confidence,
        line: member.card?.lines[0] ?? null,
        count: member.mentions.length,
        mentions: marks.placesOf(member.id).flatMap(({ spot }) => {
          const mention = member.mentions[spot.mention];
          return mention ? [{ mention: spot.mention, ...marks.contextOf(mention) }] : [];
        }),
      })),
    };
  }

  /** @param {Settings} settings */
  #redraw({ marks }) {
    this.#shown?.marks.redraw(marks);
    if (this.#shown) this.#shown.hover.needsKey = marks === 'none';
  }

  /**
   * Keeps what the person put right, or takes it back. In a private window it holds for this page and is not kept.
   * @param {Correction} correction
   * @param {boolean} on
   */
  #putRight(correction, on) {
    const corrections = (on ? withCorrection : withoutCorrection)(this.#corrections, correction);
    if (chrome.extension.inIncognitoContext) this.#correct(corrections);
    else saveCorrections(corrections);
  }

  /** @param {Corrections} corrections */
  async #correct(corrections) {
    this.#corrections = corrections;
    const turn = this.#turn;
    if (this.#shown !== null) await this.#lookUpChosen(this.#shown.answer);
    if (this.#shown === null || turn !== this.#turn) return;
    const { answer, collected, hover } = this.#shown;
    // The card in which something was put right stays, so that it can be taken back there.
    this.#outdated = hover.isBusy;
    if (hover.isBusy) return;
    this.#show(answer, collected, { spent: 0, wanted: () => turn === this.#turn });
  }

  /**
   * Has the cards at hand of whom the person chose for names of a reading.
   * @param {{ reading: { article: { date: string | null }, members: Member[] } }} answer
   */
  async #lookUpChosen({ reading: { article, members } }) {
    const entities = chosenAmong(members, this.#corrections);
    if (this.#chosen.date !== article.date) this.#chosen = { date: article.date, of: new Map() };
    const { date, of } = this.#chosen;
    const missing = entities.filter((entity) => !of.has(entity));
    if (missing.length === 0) return;
    const found = await Promise.all(missing.map((entity) => this.#cardOf(entity, date)));
    missing.forEach((entity, at) => {
      const card = found[at];
      if (card) of.set(entity, card);
    });
  }

  /**
   * @param {string} entity
   * @param {string | null} date
   * @returns {Promise<EntityCard | null>} null too where nobody answers: what the choice itself says is shown then
   */
  async #cardOf(entity, date) {
    const answered = await ask('content-background/card', { entity, date }).catch(() => null);
    return answered?.found ?? null;
  }

  /**
   * Whom a selected name means that has no card here; what the person put right about it counts, but for "don't mark".
   * @param {string} name
   * @param {Collected} collected
   * @returns {Promise<Member | null | undefined>} null for nobody, undefined where there is no answer
   */
  async #who(name, { snapshot }) {
    const answered = await ask('content-background/who', { snapshot, name }).catch(() => null);
    if (!answered?.found) return answered?.found;
    const mentions = [{ block: 0, start: 0, end: 0, text: name, mark: true }];
    const found = { ...answered.found, mentions };
    await this.#lookUpChosen({ reading: { article: { date: this.#chosen.date }, members: [found] } });
    const [right] = correct([found], { ...this.#corrections, unmarked: [] }, this.#chosen.of);
    return right;
  }

  /** The page is another than it was. @param {Change} change */
  #changed(change) {
    if (this.#orphaned()) return;
    if (this.#shown?.hover.isBusy) {
      this.#waiting = {
        moved: change.moved || !!this.#waiting?.moved,
        text: change.text || !!this.#waiting?.text,
      };
      return;
    }
    const left = this.#shown?.marks.prune() ?? 0;
    // Another page in the same document: what was asked for was the one before.
    if (change.moved && left === 0) {
      this.#asked = false;
      this.#left = false;
      this.#stop('unread');
      if (this.#settings) this.#follow(this.#settings);
      return;
    }
    if (!change.text) this.#keepWatch(false, 0);
    else if (this.#shown !== null) this.#readAgain();
    else if (this.#settings) this.#follow(this.#settings);
  }

  #cardGone() {
    if (this.#outdated) this.#correct(this.#corrections);
    const change = this.#waiting;
    this.#waiting = null;
    if (change !== null) this.#changed(change);
  }

  /** The page came back as it was left; the world may have changed meanwhile. */
  async #back() {
    if (this.#orphaned()) return;
    this.#correct(await loadCorrections());
    this.#follow(await loadSettings());
  }

  #startWatch() {
    this.#watch ??= new PageWatch({
      changed: (change) => this.#changed(change),
      back: () => this.#back(),
      ours: (node) => node.nodeName.toLowerCase() === HOST,
    });
    this.#watch.watch(this.#shown?.collected.roots ?? [document]);
  }

  /**
   * Waits for the page's next change.
   * @param {boolean} found whether looking at it was worth it
   * @param {number} cost ms
   */
  #keepWatch(found, cost) {
    this.#startWatch();
    this.#watch?.looked({ found, cost });
  }

  /**
   * Takes everything off the page.
   * @param {Exclude<Status['state'], 'read' | 'failed'>} state
   */
  #stop(state) {
    this.#turn += 1;
    this.#takeOff();
    this.#waiting = null;
    if (state !== 'reading' && state !== 'not-article') {
      this.#watch?.stop();
      this.#watch = null;
      this.#last = null;
    }
    if (state !== 'reading') {
      this.#wish = null;
      if (this.#hasLook && !this.isOrphan) {
        this.#hasLook = false;
        ask('content-background/look', { on: false }).catch(() => {});
        this.#count(null);
      }
    }
    this.#tell({ state, host: this.#host });
  }

  #takeOff() {
    this.#shown?.hover.stop();
    this.#shown?.marks.remove();
    this.#shown = null;
  }

  /** Has the look of the marks put on the page, and on frames that came since. @param {Collected} collected */
  #putLook({ roots }) {
    const documents = roots.filter((root) => root.nodeType === Node.DOCUMENT_NODE).length;
    if (this.#hasLook && documents === this.#lookedOn) return;
    this.#hasLook = true;
    this.#lookedOn = documents;
    ask('content-background/look', { on: true }).catch(() => {});
  }

  /** @param {number | null} names */
  #count(names) {
    this.#say('content-background/count', { names });
  }

  /**
   * Tells the background something that needs no answer.
   * @template {import('../protocol/messages.js').NoticeName} N
   * @param {N} name
   * @param {import('../protocol/messages.js').Told<N>} body
   */
  #say(name, body) {
    chrome.runtime.sendMessage(notice(name, body)).catch(() => {});
  }

  /** Whether the extension is gone; then this script, which is all that is left of it, goes too. */
  #orphaned() {
    if (!this.isOrphan) return false;
    this.leave();
    return true;
  }

  /** @param {Told} status */
  #tell(status) {
    this.#status = status;
    if (this.#popups.size === 0) return;
    const told = this.#statusNow();
    for (const popup of this.#popups) popup.postMessage(notice('content-popup/status', told));
  }

  /** @returns {Status} */
  #statusNow() {
    if (this.#status !== 'read') return this.#status;
    return this.#shown ? this.#report(this.#shown) : { state: 'unread', host: this.#host };
  }

  /** @param {chrome.runtime.Port} port */
  #connect(port) {
    if (port.name !== POPUP_PORT || port.sender?.id !== chrome.runtime.id) return;
    this.#popups.add(port);
    port.onDisconnect.addListener(() => {
      // A page put away into the browser's cache loses its ports; that it was said is all there is to do.
      void chrome.runtime.lastError;
      this.#popups.delete(port);
    });
    port.onMessage.addListener((message) => this.#hear(message));
    port.postMessage(notice('content-popup/status', this.#statusNow()));
  }

  /** @param {unknown} message */
  #hear(message) {
    const told = heard(message, [
      'popup-content/read',
      'popup-content/leave',
      'popup-content/jump',
      'background-content/stop',
      'background-content/command',
      'background-content/who',
    ]);
    switch (told?.name) {
      case 'popup-content/read':
        return this.#ask();
      case 'popup-content/leave':
        return this.#leavePage();
      case 'popup-content/jump':
        return this.#shown?.hover.jump(told.body.member, told.body.mention);
      case 'background-content/stop':
        this.#asked = false;
        return this.#stop('unread');
      case 'background-content/command':
        if (told.body.command === 'toggle') return this.#toggle();
        return this.#wishFor({ type: 'command', command: told.body.command });
      case 'background-content/who':
        return this.#wishFor({ type: 'who', text: told.body.text });
    }
  }

  /** The person asks for this page. */
  #ask() {
    this.#asked = true;
    this.#left = false;
    if (this.#settings) this.#follow(this.#settings);
  }

  #leavePage() {
    this.#asked = false;
    this.#left = true;
    this.#stop('off-page');
  }

  /** The key that turns this page on and off; where everything is off, it turns everything on. */
  #toggle() {
    if (this.#status === 'read' || this.#isReading) return this.#leavePage();
    this.#asked = true;
    this.#left = false;
    if (this.#settings && (!this.#settings.on || this.#settings.pausedUntil > Date.now())) {
      saveSettings({ on: true, pausedUntil: 0 });
    } else this.#ask();
  }

  /** @param {Wish} wish */
  #wishFor(wish) {
    this.#wish = wish;
    if (this.#status === 'read') this.#grant();
    else this.#ask();
  }

  #grant() {
    const wish = this.#wish;
    const hover = this.#shown?.hover;
    this.#wish = null;
    if (wish === null || hover === undefined) return;
    if (wish.type === 'who') hover.openSelected(wish.text);
    else if (wish.command === 'open-card') hover.openNearest();
    else hover.step(wish.command === 'next-name' ? 1 : -1);
  }
}

/** Whether the page's text names somebody. @param {Member} member */
function isNamed({ mentions }) {
  return mentions.length > 0;
}

/**
 * Whether two readings of a page have the same text.
 * @param {Collected} a
 * @param {Collected} b
 */
function says(a, b) {
  const [one, two] = [a.snapshot.blocks, b.snapshot.blocks];
  return one.length === two.length && one.every(({ text }, at) => text === two[at]?.text);
}

/**
 * Whether they are of the same nodes, too.
 * @param {Collected} a
 * @param {Collected} b
 */
function isSame(a, b) {
  return a.sources.every(
    (nodes, block) =>
      nodes.length === b.sources[block]?.length &&
      nodes.every(({ node }, at) => node === b.sources[block]?.[at]?.node),
  );
}
