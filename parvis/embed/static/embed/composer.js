/** Where a reader writes: formatting, draft, advice before recording, and never a lost word. */
import { button, h } from "./dom.js";
import { own, write } from "./gestures.js";
import { pad, slotOf } from "./pad.js";
import { call, kept, unique } from "./session.js";

const TOOLS = { strong: "**", emphasis: "*", spoiler: "||", link: "[", quote: "> ", list: "- " };
const KEYS = { b: "strong", i: "emphasis", k: "link" };

/** The server lets this reader write again in so many seconds: every place to write counts them. */
export function hold(view, seconds) {
  view.free = Date.now() + seconds * 1e3;
  for (const composer of view.composers) composer.pace();
}

export class Composer {
  /** `entry` is the post answered (`parent`) or edited (`editing`), none for a new one, whose `pad` stands on the page;
   * `done` is called when this goes. */
  constructor(view, { entry, parent = null, editing, done, pad: stood }) {
    const { words } = view;
    const label = editing ? words.edit : words.yourReply(entry?.post.author?.name);
    const one = stood ?? pad(view, label, slotOf(view, `${editing ? "edit" : ""}${editing ?? parent ?? ""}`));
    const { area, left, refusal, send, slot, node } = one;
    Object.assign(this, { view, entry, parent, editing, done, area, left, refusal, send, slot, node, who: one.who, quote: null });
    this.furnish(one);
    view.composers.add(this);
    this.refresh();
    this.restore(kept("localStorage", slot));
  }

  /** Puts into the pad what it lacks, without moving what the reader may be writing in. */
  furnish(one) {
    const { entry, editing, view: { words } } = this;
    this.note = h("p", { class: "quiet", role: "status" });
    this.wait = h("p", { class: "quiet", role: "timer" });
    this.advice = h("div", { class: "advice", tabindex: -1, role: "group", hidden: true });
    one.tools.setAttribute("role", "group");
    one.tools.setAttribute("aria-label", words.tools);
    one.tools.append(...Object.keys(TOOLS).map((tool) =>
      button(words[tool], () => this.format(tool), { "data-tool": tool, part: "tool" })));
    one.refusal.after(this.wait, this.note, this.advice);
    if (this.view.thread.policy.pictures && !editing) one.refusal.before(this.picker());
    if (entry) one.send.after(button(words.cancel, () => { if (editing) this.clear(); this.close(); }));
    Object.assign(one, {
      typed: () => this.typed(), pressed: (key) => this.shortcut(key), sent: () => this.submit(), touched() {},
    });
  }

  /** Where a picture is chosen, and said for those who will not see it. */
  picker() {
    const { words } = this.view;
    this.described = h("input", { maxlength: 300 });
    this.said = h("label", { hidden: true }, words.described, " ", this.described);
    this.file = h("input", { type: "file", accept: "image/*", onchange: () => { this.said.hidden = !this.file.files[0]; } });
    return h("div", { class: "picker" }, h("label", {}, words.picture, " ", this.file), this.said);
  }

  /** Gives the chosen picture, once, and its key; nothing without one. */
  async hung({ title, address: url, session: { bearer }, lang, words }) {
    const file = this.file?.files[0];
    if (!file) return "";
    const described = this.described.value.trim();
    if (!described) throw new Error(words.describe);
    if (this.hanging !== file) {
      const asked = new URLSearchParams({ title, url, described, lang });
      this.hangs = (await call(`pictures?${asked}`, { method: "POST", body: file, bearer })).key;
      this.hanging = file;
    }
    return this.hangs;
  }

  /** Says again who writes, after the reader came or went. */
  refresh() {
    const { words, session, thread, mine } = this.view;
    const name = mine?.member?.name;
    this.send.textContent = !session.bearer ? words.enter : this.editing ? words.save : words.publish;
    const read = mine?.may?.note || (thread.mode === "pre" && words.pre);
    this.who.replaceChildren(read ? `${read} ` : "", name ? `${words.as(name)} ` : "",
      name && !thread.sso ? button(words.leave, () => session.leave()) : "");
    this.pace();
    this.count();
  }

  /** In slow mode, says how long is left; what is written meanwhile waits with its writer. */
  pace() {
    const { view: { words, thread, free }, editing, send, wait, node } = this;
    const left = editing ? 0 : Math.ceil((free - Date.now()) / 1e3);
    const slow = thread.policy.slow_seconds;
    clearTimeout(this.pacing);
    if (left > 0 || this.paced) send.disabled = left > 0;
    this.paced = left > 0;
    wait.textContent = left > 0 ? words.wait(left) : slow && !editing ? words.slow(slow) : "";
    if (left > 0 && node.isConnected) this.pacing = setTimeout(() => this.pace(), 1e3);
  }

  /** Opens with `text` before what is already written. */
  begin(text, quote) {
    const { area } = this;
    this.quote = quote || this.quote;
    if (text && !area.value.includes(text)) area.value = text + area.value;
    this.typed();
    area.focus();
    area.setSelectionRange(1e6, 1e6);
  }

  restore(draft) {
    const { area, note, view: { words } } = this;
    if (!draft || area.value) return;
    area.value = draft;
    note.append(`${words.draft} `, button(words.discard, () => { this.clear(); area.focus(); }));
    this.count();
  }

  clear() {
    this.area.value = "";
    this.typed();
  }

  typed() {
    kept("localStorage", this.slot, this.area.value);
    this.note.replaceChildren();
    this.advice.hidden = true;
    this.refuse("");
    this.count();
  }

  count() {
    const { area, left, view: { words, thread } } = this;
    const room = thread.policy.max_length - [...area.value].length;
    left.textContent = !area.value ? "" : room < 0 ? words.over(-room) : words.left(room);
    left.classList.toggle("over", room < 0);
  }

  shortcut(key) {
    if (!(key.ctrlKey || key.metaKey) || key.altKey) return;
    const tool = KEYS[key.key];
    if (tool) this.format(tool);
    else if (key.key === "Enter") this.node.requestSubmit();
    if (tool) key.preventDefault();
  }

  format(tool) {
    const { area } = this;
    const { selectionStart: start, selectionEnd: end, value } = area;
    const chosen = value.slice(start, end);
    const mark = TOOLS[tool];
    const lead = start && value[start - 1] !== "\n" ? "\n" : "";
    const text = / $/.test(mark) ? lead + chosen.replace(/^/gm, mark) : mark + chosen + (tool === "link" ? "](https://)" : mark);
    area.focus();
    // The old command is the only way that leaves the browser's own undo working.
    if (!document.execCommand("insertText", false, text)) area.setRangeText(text, start, end, "end");
    if (!chosen && text.startsWith(mark)) area.setSelectionRange(start + mark.length, start + mark.length);
    this.typed();
  }

  async submit(advised = false) {
    const { view, area, send, editing, parent, quote } = this;
    const text = area.value = area.value.trim();
    if (!view.session.bearer) return view.signIn();
    if (this.sent !== text) Object.assign(this, { sent: text, key: unique() });
    const { title, address: url } = view;
    send.disabled = true;
    try {
      this.publish(editing
        ? await write(view, `posts/${editing}`, "PATCH", { text, advised })
        : await write(view, "posts", "POST",
          { title, url, parent, quote, text, advised, key: this.key, picture: await this.hung(view) }));
    } catch (refused) {
      const advice = refused.fields?.advice;
      if (refused.fields?.seconds) hold(view, refused.fields.seconds);
      if (advice) this.advise(advice, [...text]);
      else this.refuse(refused.message || view.words.down);
    }
    send.disabled = Boolean(this.paced);
  }

  publish({ post, version, message, wait }) {
    const { view } = this;
    if (wait) hold(view, wait);
    this.clear();
    if (this.file) {
      this.file.value = this.described.value = "";
      this.said.hidden = true;
    }
    this.sent = this.quote = null;
    if (this.entry) this.close();
    own(view, { version }, post, !this.editing);
    view.say(message || post.message || view.words.published, true);
  }

  refuse(message) {
    this.refusal.textContent = message;
    this.area.setAttribute("aria-invalid", Boolean(message));
    if (message) this.area.focus();
  }

  /** Shows what may be mended, with the words concerned marked; spans count code points. */
  advise(advice, letters) {
    const { view: { words }, area } = this;
    const spans = advice.flatMap((one) => one.spans ?? []).sort(([a], [b]) => a - b);
    const cut = (start, end) => letters.slice(start, end).join("");
    const draft = h("p", { class: "draft", hidden: !spans.length });
    let at = 0;
    for (const [start, end] of spans) {
      draft.append(cut(at, start), h("mark", {}, cut(Math.max(at, start), end)));
      at = Math.max(at, end);
    }
    draft.append(cut(at));
    const mend = () => {
      this.advice.hidden = true;
      area.focus();
      if (spans[0]) area.setSelectionRange(...spans[0].map((place) => cut(0, place).length));
    };
    this.advice.replaceChildren(...advice.map(({ message }) => h("p", {}, message)), draft, h("div", { class: "row" },
      button(words.mend, mend, { class: "main" }), button(words.anyway, () => this.submit(true))));
    this.advice.hidden = false;
    this.advice.focus();
  }

  close() {
    const { view, node, entry } = this;
    view.composers.delete(this);
    node.remove();
    this.done();
    entry.article.focus();
  }
}
