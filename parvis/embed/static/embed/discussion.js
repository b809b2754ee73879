/** The view of one thread: loading, sorting, showing more, and the reader's own acts. */
import { speak } from "./words.js";
import { button, fill, h } from "./dom.js";
import { Session, call, kept } from "./session.js";
import { pad, slotOf } from "./pad.js";
import { noted, show, update } from "./posts.js";
import { follow, pause } from "./live.js";
import { sheet } from "./style.js";

const QUIET = 15e3;
const SORTS = ["newest", "oldest", "reacted", "discussed", "worth"];

export class Discussion {
  /** `counted` says a number of posts in a language. */
  constructor(host, lang, counted) {
    const title = host.getAttribute("title");
    const words = { ...speak(lang), lang };
    const list = (name) => h("ol", { role: "list", class: name });
    Object.assign(this, {
      host, words, lang, counted, title, address: host.address, root: host.shadowRoot, session: Session.of(title),
      sort: host.getAttribute("sort") ?? SORTS[0], composers: new Set(), stale: new Set(), version: 0, tries: 0, spoken: 0,
      heading: h("h2", { id: "heading", part: "heading" }),
      choice: h("select", {
        onchange: () => { this.sort = this.choice.value; this.load(); },
      }, SORTS.map((value) => h("option", { value }, words[value]))),
      note: h("aside", { class: "note", part: "note" }),
      followed: button(words.follow, () => (this.session.bearer ? this.act("follow") : this.signIn())),
      notices: h("div", {}),
      status: h("p", { class: "quiet" }),
      desk: h("div", {}),
      news: button("", () => this.showNews(), { class: "news", hidden: true }),
      pins: list("pins"),
      list: list("list"),
      next: button(words.more, () => this.morePosts(), { class: "more", hidden: true }),
      voice: h("p", { class: "voice", role: "status" }),
      // The empty title stops the host's own from showing as a tooltip over everything.
      frame: h("section", { title: "", lang, part: "discussion", "aria-labelledby": "heading", onkeydown: (key) => this.step(key) }),
    });
  }

  open(token) {
    const { watchers, tail } = this.session;
    this.ended = new AbortController();
    window.addEventListener("hashchange", () => this.reveal(), this.ended);
    this.clock = setInterval(() => this.tick(), 6e4);
    if (token) this.enter(token);
    else if (tail && !watchers.size) this.session.leave();
    watchers.add(this);
    this.load();
  }

  close() {
    this.closed = true;
    this.session.watchers.delete(this);
    this.ended.abort();
    this.watch(false);
    for (const timer of [this.turn, this.clock, this.again, this.soon, this.later]) clearTimeout(timer);
  }

  /** The question whose answer is the first page, or the page `after`. */
  front(more) {
    return `thread?${new URLSearchParams({ title: this.title, url: this.address, sort: this.sort, lang: this.lang, ...more })}`;
  }

  /** Asks for a page at least as new as what this reader knows. */
  async read(source) {
    const page = await call(source);
    return page.thread?.version < this.version ? call(`${source}&v=${this.version}`) : page;
  }

  async load() {
    const source = this.front();
    clearTimeout(this.again);
    try {
      const page = await this.read(source);
      if (!this.closed) this.begin(page, source);
    } catch (refused) {
      if (!refused.code) throw refused;
      this.fail(refused);
    }
  }

  /** The server's own rendering, where the publisher included it, stays in place of what cannot be loaded. */
  fail({ code, message }) {
    const { words, status } = this;
    const down = code === "down";
    status.replaceChildren(down ? words.silent : message, " ", down ? button(words.retry, () => this.load()) : "");
    if (down && !this.closed) this.again = setTimeout(() => this.load(), pause(this.tries++));
    if (!this.thread) this.lay(status, h("slot", {}));
  }

  lay(...parts) {
    this.frame.replaceChildren(...parts);
    this.root.adoptedStyleSheets = [sheet];
    this.root.replaceChildren(this.frame, this.voice);
  }

  begin(page, source) {
    const { words, heading, choice, note, notices, status, desk, news, pins, list, next } = this;
    const first = !this.thread;
    this.tries = 0;
    this.entries = new Map();
    this.fresh = new Set();
    choice.value = this.sort;
    pins.replaceChildren();
    list.replaceChildren();
    this.settle(page.thread);
    for (const post of page.pinned ?? []) show(this, { ...post, pinned: true }, source);
    this.add(page, source);
    if (!first) return;
    const header = h("header", {}, heading, this.followed, h("label", {}, words.sort, " ", choice));
    this.lay(header, note, notices, status, desk, news, pins, list, next);
    this.tell("ready", { count: this.count, thread: this.thread.id });
    if (this.session.bearer) this.sessionChanged();
    this.reveal();
  }

  /** Takes in the state of the thread: its number of posts, whether it is open. */
  settle(thread) {
    const turned = this.thread && this.thread.open !== thread.open;
    this.thread = thread;
    if (thread.accent) this.frame.style.setProperty("--look", thread.accent);
    this.version = Math.max(this.version, thread.version);
    this.total(thread.count);
    this.watch(this.near);
    this.arrange();
    // What this reader may do was told for the state before.
    if (turned && this.session.bearer) this.sessionChanged();
    clearTimeout(this.turn);
    // By itself the discussion opens or closes: what it has become is asked for then, not by all readers at once.
    const wait = Date.parse(thread.changes_at) - Date.now();
    if (wait < 864e5) this.turn = setTimeout(() => this.check(this.front()), Math.max(0, wait) + 1e3 + Math.random() * 9e3);
  }

  /** Lays out what depends on who reads: the place to write, or why there is none. */
  arrange() {
    const { words, session, mine, thread, status, desk, entries, part } = this;
    const { state, reason } = thread.closed ?? {};
    const shut = thread.open ? mine?.may?.post === false && mine.may.why_not : `${state === "closed" ? words.closed : ""} ${reason}`;
    fill(this.note, thread.note, () => noted(this, thread.note));
    status.replaceChildren(thread.open && thread.closes_at ? this.closing(thread.closes_at) : "", ...(session.stale ? [`${words.stale} `, button(words.again, () => this.signIn())] : []));
    fill(desk, shut, () => {
      this.pad = shut ? null : pad(this, words.yours, slotOf(this, ""));
      return [shut ? h("p", { class: "quiet" }, shut) : this.pad.node];
    });
    part?.arrange(this);
    if (this.pad && !part && kept("localStorage", this.pad.slot)) this.takePart();
    for (const entry of entries.values()) update(this, entry);
  }

  /** Gives what only someone who takes part needs, loaded once; nothing, and the reason said, when it cannot come. */
  async takePart() {
    this.coming ??= import("./taking-part.js");
    const part = await this.coming.catch(() => {
      this.coming = null;
      this.say(this.words.silent, true);
    });
    if (part && !this.part && !this.closed) {
      this.part = part;
      part.join(this);
      this.arrange();
    }
    return this.part;
  }

  /** Does one of the gestures of a post. */
  async act(name, entry, more) {
    (await this.takePart())?.gestures[name](this, entry, more);
  }

  total(count) {
    this.count = count;
    this.heading.replaceChildren(this.words.discussion, " ", h("small", { part: "count" }, this.counted(count, this.lang)));
    this.tell("count", { count });
  }

  /** Adds posts below what is shown; gives the first new one. */
  add({ posts, next }, source, first) {
    const added = posts.map((post) => show(this, post, source, first)).filter(Boolean);
    for (const { id, more } of posts) if (more) this.entries.get(id).after = more;
    if (next !== undefined) this.after = next;
    this.label();
    return added[0];
  }

  /** Says on each button what waits behind it. */
  label() {
    const { words, entries, fresh, news, next, after } = this;
    next.hidden = !after;
    news.hidden = !fresh.size;
    news.textContent = words.newPosts(fresh.size);
    for (const { more, post, after, fresh, replies } of entries.values()) {
      const left = post.replies - replies.querySelectorAll("article").length;
      more.hidden = !after && !fresh.size && left < 1;
      more.textContent = fresh.size && !after ? words.newReplies(fresh.size) : words.moreReplies(left);
    }
  }

  /** The answer, or nothing and the reason said. */
  ask(answer) {
    return answer.catch(({ message }) => this.say(message || this.words.silent, true));
  }

  async morePosts() {
    const source = this.front({ after: this.after });
    const page = await this.ask(this.read(source));
    if (page) this.add(page, source)?.article.focus();
  }

  async moreReplies(root) {
    const entry = this.entries.get(root);
    let first;
    do {
      entry.last = entry.after ?? entry.last ?? "";
      const source = `replies?${new URLSearchParams({ root, after: entry.last, lang: this.lang })}`;
      const page = await this.ask(this.read(source));
      if (!page) return;
      entry.after = page.more;
      entry.fresh.clear();
      first = this.add(page, source);
    } while (!first && entry.after);
    first?.article.focus();
  }

  async showNews() {
    const [sort] = SORTS;
    const source = this.front({ sort });
    const page = await this.ask(this.read(source));
    if (!page) return;
    const roots = page.posts.filter(({ parent }) => !parent);
    if (page.next && !roots.some(({ id }) => this.entries.has(id))) {
      // So many are new that the page no longer touches what is shown: all is laid again, the newest first.
      this.sort = sort;
      this.begin(page, source);
    }
    for (const post of roots.reverse()) show(this, post, source, true);
    this.fresh.clear();
    this.add({ posts: page.posts }, source);
    this.list.querySelector("article")?.focus();
  }

  /** Brings the post of the address (#parvis-91) into view. */
  reveal() {
    return this.bring(Number(/^#parvis-(\d+)$/.exec(location.hash)?.[1]));
  }

  async bring(id) {
    const source = `post?id=${id}&thread=${this.thread?.id}&lang=${this.lang}`;
    if (!id || !this.thread) return;
    if (!this.entries.has(id)) this.add(await call(source).catch(() => ({ posts: [] })), source, true);
    const article = this.entries.get(id)?.article;
    article?.scrollIntoView({ block: "center" });
    article?.focus({ preventScroll: true });
  }

  /** j and k go from post to post, n to the next new one, only while the focus is inside and not in a field. */
  step({ key, target, ctrlKey, metaKey, altKey }) {
    const way = { j: 1, k: -1, n: 0 }[key];
    if (way === undefined || ctrlKey || metaKey || altKey || target.matches("input, textarea, select")) return;
    if (!way) return this.session.bearer && this.act("next");
    const all = [...this.frame.querySelectorAll("article")];
    all[Math.max(0, all.indexOf(target.closest("article")) + way)]?.focus();
  }

  enter(token) {
    return this.session.enter(token, this.lang).catch(() => this.session.leave(true));
  }

  signIn() {
    if (this.tell("sign-in") && !this.session.visit()) this.say(this.words.blocked, true);
  }

  sessionChanged() {
    this.knowing = this.learn();
  }

  /** Asks what this reader alone sees; the gestures wait for it (`knowing`). */
  async learn() {
    const { session: { bearer }, thread, title, lang } = this;
    if (!thread) return;
    this.arrange();
    const question = `mine?${new URLSearchParams({ title, lang, ...(thread.id && { thread: thread.id }) })}`;
    const coming = bearer && this.takePart();
    this.mine = bearer && await call(question, { bearer }).catch(({ status }) => {
      if (status === 401) this.session.leave(true);
    });
    await coming;
    this.arrange();
  }

  /** An event for the publisher's page; false when the page took it upon itself. */
  tell(name, detail) {
    return this.host.dispatchEvent(new CustomEvent(`parvis:${name}`, { detail, bubbles: true, cancelable: true }));
  }

  /** Says something aloud; what others did waits its turn, what the reader did is also shown. */
  say(text, now) {
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      this.spoken = Date.now();
      this.voice.textContent = text;
      this.voice.classList.toggle("shown", Boolean(now));
      this.later = setTimeout(() => this.voice.classList.remove("shown"), QUIET);
    }, now ? 0 : Math.max(0, this.spoken + QUIET - Date.now()));
  }

  ago(at) {
    const past = (Date.parse(at) - Date.now()) / 1e3;
    const [unit, seconds] = past > -60 ? ["second", 1e9] : past > -3600 ? ["minute", 60]
      : past > -86400 ? ["hour", 3600] : ["day", 86400];
    if (past < -864e3) return new Date(at).toLocaleDateString(this.lang, { dateStyle: "long" });
    return new Intl.RelativeTimeFormat(this.lang, { numeric: "auto" }).format(Math.round(past / seconds), unit);
  }

  /** When the discussion will close by itself, if that is today or tomorrow; else nothing. */
  closing(at) {
    const left = Math.ceil((Date.parse(at) - Date.now()) / 6e4);
    const [unit, count] = left < 90 ? ["minute", left] : ["hour", Math.round(left / 60)];
    return left > 1440 ? "" : `${this.words.closes} ${new Intl.RelativeTimeFormat(this.lang).format(count, unit)}. `;
  }

  tick() {
    // Nothing is streamed before a first post makes the thread.
    if (this.thread?.id === null) this.check(this.front());
    for (const time of this.frame.querySelectorAll("time")) time.textContent = this.ago(time.dateTime);
    for (const entry of this.entries?.values() ?? []) update(this, entry);
  }
}
Object.assign(Discussion.prototype, follow);
