/** What a reader does to a post: answer, quote, change, withdraw, report, react. */
import { h } from "./dom.js";
import { call, kept, unique } from "./session.js";
import { ask } from "./dialogs.js";
import { show } from "./posts.js";
import { Composer } from "./composer.js";

const REASONS = ["insult", "hate", "spam", "false", "private", "other"];
const MARKS = { EM: "*", STRONG: "**", SPAN: "||" };

/** Sends one act of the reader; a session that has ended is said, and nothing written is lost. */
export async function write(view, path, method, body) {
  const { session: { bearer }, lang } = view;
  view.writing = call(`${path}?lang=${lang}`, { method, body, bearer });
  return view.writing.catch((refused) => {
    if (refused.status === 401 && bearer) view.session.leave(true);
    throw refused;
  });
}

/** Shows what the reader just did, without waiting for the stream to say so. */
export function own(view, { version = 0 }, post, fresh) {
  const { id, parent, standing } = post;
  const held = standing === "held";
  view.version = Math.max(view.version, version);
  show(view, post, view.front(), true);
  view.entries.get(id).article.focus();
  if (!fresh) return;
  if (!held) view.total(view.count + 1);
  view.tell("posted", { id, parent, held });
  if (!view.thread.id) view.check(view.front());
}

/** The words the reader selected in this post, if any. */
function chosen({ root }, text) {
  const choice = root.getSelection?.() ?? document.getSelection();
  return text.contains(choice.anchorNode) ? String(choice) : "";
}

const quoted = (text) => text.trim().replace(/^/gm, "> ");

function answer(view, entry, words) {
  const parent = entry.post.id;
  entry.composer ??= new Composer(view, { entry, parent, done: () => { entry.composer = null; } });
  entry.article.after(entry.composer.node);
  entry.composer.begin(words && `${quoted(words)}\n\n`, words && parent);
}

/** The acts of a post's foot, by name. */
export const ofPost = {
  reply: (view, entry) => answer(view, entry, chosen(view, entry.text)),

  quote: (view, entry) => answer(view, entry, chosen(view, entry.text) || sourceOf(entry.text)),

  edit(view, { post, text, ...entry }) {
    const done = () => { text.hidden = false; };
    const composer = new Composer(view, { entry: { post, ...entry }, editing: post.id, done });
    text.hidden = true;
    text.after(composer.node);
    composer.begin(composer.area.value || sourceOf(text).trim());
  },

  withdraw(view, { post }) {
    const { words } = view;
    ask(view, words.sure, words.withdraw, async () => {
      own(view, await write(view, `posts/${post.id}`, "DELETE"), { ...post, gone: "withdrawn", author: null, html: "" });
    });
  },

  signal(view, { post: { id } }) {
    const { words } = view;
    const send = async (fields) => {
      const visitor = kept("sessionStorage", "parvis:visitor") ?? unique();
      kept("sessionStorage", "parvis:visitor", visitor);
      const { message } = await write(view, `posts/${id}/signal`, "POST", { ...fields, visitor });
      view.say(message, true);
    };
    ask(view, words.signal, words.send, send,
      h("fieldset", {}, REASONS.map((value) =>
        h("label", {}, h("input", { type: "radio", name: "reason", value, required: true }), " ", words[value]))),
      h("label", {}, words.precise, h("textarea", { name: "words", rows: 2, maxlength: 1000 })));
  },

  async react(view, { post }, kind) {
    const { id } = post;
    const had = view.mine?.reactions?.[id] ?? [];
    const on = !had.includes(kind);
    const told = await view.ask(write(view, `posts/${id}/reactions/${kind}`, on ? "PUT" : "DELETE"));
    if (!told) return;
    view.mine.reactions[id] = on ? [...had, kind] : had.filter((one) => one !== kind);
    show(view, { ...view.entries.get(id).post, reactions: told.reactions });
  },
};

/** The light formatting a rendered text was written in. */
function sourceOf(node) {
  const { tagName, href, data, childNodes } = node;
  if (data) return data.replace(/\s+/g, " ");
  const inner = [...childNodes].map(sourceOf).join("");
  const mark = MARKS[tagName] ?? "";
  if (tagName === "A" && /^@/.test(inner)) return inner;
  if (tagName === "A") return href === inner ? inner : `[${inner}](${href})`;
  if (tagName === "BR") return "\n";
  if (tagName === "LI") return `- ${inner}\n`;
  if (tagName === "BLOCKQUOTE") return `${quoted(inner)}\n\n`;
  return /^(P|UL|OL)$/.test(tagName) ? `${inner}\n\n` : mark + inner + mark;
}
