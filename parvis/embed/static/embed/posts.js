/** One post on the page: made once, then changed in place so that nothing moves under the reader. */
import { button, fill, h, pour } from "./dom.js";
import { server } from "./session.js";

const DEEPEST = 3;

/** Shows a post where it belongs and gives its entry, or brings the shown one up to date and gives nothing.
 * `source` is the question the server answered with it. */
export function show(view, post, source, first) {
  const known = view.entries.get(post.id);
  const entry = known ?? create(view, post, source, first);
  entry.post = post;
  update(view, entry);
  return known ? null : entry;
}

function create(view, post, source, first) {
  const { id, parent, root, pinned } = post;
  const above = view.entries.get(parent) ?? view.entries.get(root);
  const deep = above?.level === DEEPEST;
  const entry = {
    source, above,
    flat: above && (deep || above.post.id !== parent),
    level: above ? above.level + !deep : 0,
    home: !above ? (pinned ? view.pins : view.list) : deep ? above.home : above.replies,
    head: h("header", {}),
    text: h("div", { class: "text", part: "text" }),
    note: h("aside", { class: "note", part: "note" }),
    foot: h("footer", {}),
    replies: h("ol", { role: "list" }),
    more: button("", () => view.moreReplies(id), { class: "more", hidden: true }),
    fresh: new Set(),
  };
  entry.article = h("article", { tabindex: -1, part: "post", "aria-labelledby": `by${id}` }, entry.head, entry.text, entry.note, entry.foot);
  entry.node = h("li", {}, entry.article, entry.replies, !above && entry.more);
  entry.home[first && !above ? "prepend" : "append"](entry.node);
  view.entries.set(id, entry);
  return entry;
}

/** Redraws what changed in a shown post, and nothing else. */
export function update(view, entry) {
  const { post, head, text, foot, article } = entry;
  const { id, author, at, edited, gone, pinned, selected, standing, html, language, picture, reactions } = post;
  const { words, mine, thread } = view;
  const own = author && author.id === mine?.member?.id;
  const late = Date.now() - Date.parse(at) > thread.policy.edit_minutes * 6e4;
  const folded = author && mine?.muted?.includes(author.id) && !entry.unfolded;
  const unfold = () => { entry.unfolded = true; update(view, entry); article.focus(); };
  article.className = gone ? "away" : folded ? "folded" : standing;
  entry.node.classList.toggle("new", Boolean(mine?.seen && id > mine.seen && !own));
  fill(head, [author, edited, gone, pinned, selected, standing, own], () => heading(view, entry, own));
  fill(text, [html, gone, folded, picture], () => (folded ? [h("p", { class: "quiet" }, words.folded, " ", button(words.unfold, unfold))] : []));
  if (!text.firstChild) {
    text.lang = language;
    pour(text, html);
    if (picture) text.append(photograph(picture));
    text.querySelectorAll(".spoiler").forEach((node) => veil(node, words));
  }
  fill(entry.note, post.note, () => noted(view, post.note));
  fill(foot, [gone, own, late, standing, thread.open], () => (gone ? [] : actions(view, entry, own, late)));
  for (const one of foot.querySelectorAll("[data-kind]")) {
    const { kind } = one.dataset;
    one.lastChild.textContent = reactions[kind] || "";
    one.setAttribute("aria-pressed", Boolean(mine?.reactions?.[id]?.includes(kind)));
  }
}

/** A picture in its small size, that leads to the large one; its room is kept before it comes. */
function photograph({ large, small, alt, width, height }) {
  return h("a", { class: "picture", part: "picture", href: new URL(large, server), target: "_blank" },
    h("img", { src: new URL(small, server), alt, width, height, loading: "lazy" }));
}

function heading(view, entry, own) {
  const { post, above, flat } = entry;
  const { words } = view;
  const { id, author, at, edited, gone, parent } = post;
  const address = `${location.href.split("#")[0]}#parvis-`;
  return [
    h("b", { id: `by${id}`, part: "author" }, author && !own
      ? button(author.name, () => view.act("person", entry), { "aria-haspopup": "dialog" }) : author?.name ?? words[gone]),
    ...worn(view, author),
    h("a", { href: address + id }, h("time", { datetime: at, title: new Date(at).toLocaleString(words.lang) }, view.ago(at))),
    edited && h("span", {}, words.edited),
    ...["pinned", "selected", "held"].map((name) =>
      (post[name] || post.standing === name) && h("span", { class: "mark", part: "mark" }, words[name])),
    flat && h("p", {}, h("a", { href: address + parent }, words.to(view.entries.get(parent)?.post.author?.name ?? "…"))),
  ];
}

/** The badges of an author; one that the title does not know, or no longer shows, is not there. */
const worn = ({ words, thread }, author) => (author?.badges ?? []).map((badge) => {
  const [kind, role] = badge.split(":");
  const { label, said, tone } = thread.badges[badge] ?? (/^(staff|author)$/.test(kind) ? { label: words[role] ?? words[kind] } : {});
  const voice = said && { tabindex: 0, role: "img", "aria-label": `${label}. ${said}`, "data-said": said };
  return label && h("span", { class: `badge ${tone ?? kind}`, part: `badge ${kind}`, ...voice }, label);
});

/** What a note of the newsroom is made of, none when there is no note. */
export function noted(view, note) {
  if (!note) return [];
  const { kind, author, at, html } = note;
  const text = h("div", { class: "text" });
  pour(text, html);
  const when = h("time", { datetime: at, title: new Date(at).toLocaleString(view.lang) }, view.ago(at));
  return [h("header", {}, h("b", {}, view.words[kind]), h("span", {}, author.name), ...worn(view, author), when), text];
}

/** A hidden passage reads as a button until it is pressed. */
function veil(node, words) {
  const names = { tabindex: 0, role: "button", "aria-label": words.veiled };
  for (const name in names) node.setAttribute(name, names[name]);
  node.onclick = node.onkeydown = ({ key = "Enter" }) => {
    if (key !== "Enter") return;
    node.classList.add("shown");
    for (const name in names) node.removeAttribute(name);
  };
}

function actions(view, entry, own, late) {
  const { post } = entry;
  const { words, thread } = view;
  const talk = thread.open && post.standing !== "held";
  const action = (name) => button(words[name], () => view.act(name, entry), { part: "action" });
  return [
    ...(talk ? thread.policy.reactions : []).map((kind) => h("button", {
      "data-kind": kind, part: "reaction", onclick: () => (view.session.bearer ? view.act("react", entry, kind) : view.signIn()),
    }, words[kind] ?? kind, " ", h("span", {}))),
    talk && action("reply"),
    talk && action("quote"),
    own && !late && action("edit"),
    action(own ? "withdraw" : "signal"),
  ];
}
