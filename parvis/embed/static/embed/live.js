/** Hearing the others: one stream of changes per thread, closed while nobody looks, reopened with back-off. */
import { server } from "./session.js";
import { show } from "./posts.js";

const LONG = 120e3;

/** A pause that doubles from one try to the next, up to a minute, never the same for two readers (milliseconds). */
export const pause = (tries) => Math.min(60e3, 2e3 * 2 ** tries) * (0.5 + Math.random() / 2);

/** Listens to a stream; `back` is called when a broken one is heard again. Gives the function that stops it. */
function listen(address, heard, back) {
  let stream, timer, broken, tries = 0;
  const close = () => {
    clearTimeout(timer);
    stream?.close();
    stream = null;
  };
  const open = () => {
    close();
    stream = new EventSource(address());
    stream.onopen = () => {
      if (broken) back();
      tries = broken = 0;
    };
    stream.onerror = () => {
      close();
      timer = setTimeout(open, pause(tries++));
      broken = true;
    };
    stream.addEventListener("thread", ({ data }) => heard(JSON.parse(data)));
  };
  const look = () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(() => { broken = true; close(); }, LONG);
    else if (!stream) open();
  };
  open();
  document.addEventListener("visibilitychange", look);
  return () => {
    document.removeEventListener("visibilitychange", look);
    close();
  };
}

/** What a discussion does to keep up; news wait behind a button, changes are made in place. */
export const follow = {
  /** Listens while the element is `near` the reader's eyes. */
  watch(near) {
    this.near = near;
    const wanted = near && !this.closed && this.thread?.id;
    if (this.stop && !wanted) {
      this.stop();
      this.stop = null;
      this.missed = true;
    } else if (wanted && !this.stop) {
      const catchUp = () => this.check(this.front());
      const address = () => new URL(`live?thread=${wanted}&version=${this.version}`, server);
      this.stop = listen(address, (fact) => this.heard(fact), catchUp);
      if (this.missed) catchUp();
    }
  },

  async heard({ version, change, post, root }) {
    await this.writing?.catch(() => {});
    // What this reader wrote is shown first: the stream may be faster than the answer.
    await new Promise((go) => setTimeout(go));
    this.version = Math.max(this.version, version);
    const entry = this.entries.get(post);
    if (change === "post" && !entry) {
      this.total(this.count + 1);
      this.wait(post, root);
    } else if (change === "gone") {
      this.total(this.count - 1);
      this.fresh.delete(post);
      if (entry && !entry.post.gone) show(this, { ...entry.post, gone: "gone", author: null, html: "" });
    }
    if (change === "state" || entry) this.check(entry?.source ?? this.front(), change === "reaction" ? 4 : 1);
  },

  /** Counts a post that waits behind a button. */
  wait(post, root) {
    const { words, entries } = this;
    const entry = entries.get(root);
    const news = (entry ?? this).fresh;
    if (news.has(post) || (root !== post && !entry)) return;
    news.add(post);
    if (entry) entry.post.replies += 1;
    this.label();
    this.say(entry ? words.newReplies(news.size) : words.newPosts(news.size));
  },

  /** Asks again, in a moment (`patience` makes it longer), the question whose answer has changed: readers do not all ask at once. */
  check(source, patience = 1) {
    this.stale.add(source);
    this.soon ??= setTimeout(() => this.freshen(), patience * (300 + Math.random() * 1500));
  },

  async freshen() {
    const sources = [...this.stale];
    this.soon = null;
    this.stale.clear();
    for (const source of sources) {
      const page = await this.read(source).catch(() => ({ posts: [] }));
      const newest = Math.max(...this.entries.keys(), ...this.fresh);
      for (const post of page.posts) {
        if (this.entries.has(post.id)) show(this, post, source);
        else if (post.id > newest) this.wait(post.id, post.root);
      }
      if (page.thread) this.settle(page.thread);
    }
  },
};
