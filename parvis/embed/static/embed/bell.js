/** What the reader is told: a bell with the number not read, its list, and how each kind is told. */
import { button, h, pour } from "./dom.js";
import { call } from "./session.js";
import { label, put } from "./following.js";

const BELL = '<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path fill="none" stroke="currentColor" stroke-width="1.4" d="M3 12V7a5 5 0 0 1 10 0v5m-12 0h14M6.5 14.2h3"/></svg>';

/** The bell; hidden while nobody is signed in. */
export function bell(view) {
  const node = button("", () => open(view), { class: "bell", hidden: true, "aria-haspopup": "dialog" });
  const icon = h("span", {});
  pour(icon, BELL);
  node.append(icon, h("b", {}));
  const again = () => !document.hidden && view.session.bearer && refresh(view);
  document.addEventListener("visibilitychange", again, { signal: view.ended.signal });
  view.beat = setInterval(again, 6e4);
  view.ended.signal.addEventListener("abort", () => clearInterval(view.beat));
  return node;
}

export function ring(view) {
  const { mine, bellNode: node, words } = view;
  node.hidden = !mine;
  node.lastChild.textContent = mine?.unread ? (mine.unread > 99 ? "99+" : mine.unread) : "";
  node.setAttribute("aria-label", words.bell(mine?.unread ?? 0));
}

const inquire = (view, path, more) => call(`${path}?${new URLSearchParams({ title: view.title, lang: view.lang })}`, {
  bearer: view.session.bearer, ...more,
});

async function refresh(view) {
  const told = await inquire(view, "notices/unread").catch(() => {});
  if (!told || !view.mine) return;
  view.mine.unread = told.unread;
  ring(view);
}

async function open(view) {
  const { words } = view;
  const told = await view.ask(inquire(view, "notices"));
  if (!told) return;
  const list = h("ol", { role: "list" }, told.notices.map((notice) => line(view, notice, () => box.close())));
  const choices = h("details", { ontoggle: () => choices.open && fillChoices(view, place) }, h("summary", {}, words.choices));
  const place = h("div", {});
  choices.append(place);
  const box = h("dialog", { part: "dialog", class: "told", "aria-labelledby": "told", onclose: () => box.remove() },
    h("header", {}, h("h3", { id: "told" }, words.told), button(words.close, () => box.close())),
    told.notices.length ? list : h("p", { class: "quiet" }, words.untold), sectionRow(view), choices);
  view.frame.append(box);
  box.showModal();
  const [newest] = told.notices;
  if (newest && told.unread) inquire(view, "notices/seen", { method: "PUT", body: { up_to: newest.id } }).then(() => refresh(view), () => {});
}

const line = (view, { text, heading, excerpt, link, at, seen }, close) => h("li", { class: seen ? "" : "unread" },
  h("a", { href: link, onclick: close }, text), h("p", { class: "quiet" }, heading && `${heading} · `, view.ago(at)), excerpt && h("p", {}, excerpt));

function sectionRow(view) {
  const { words, mine: { following: { section } } } = view;
  if (!section) return "";
  const node = button(section.followed ? words.unfollowSection(section.name) : words.followSection(section.name), async () => {
    const on = !section.followed;
    if (!await put(view, `following/section/${section.id}`, on)) return;
    section.followed = on;
    node.textContent = on ? words.unfollowSection(section.name) : words.followSection(section.name);
    label(view);
  });
  return h("p", { class: "quiet" }, node);
}

/** Each kind with its ways; changed at once, and said when it is. */
async function fillChoices(view, place) {
  const { words } = view;
  const change = async (path, body) => {
    const answer = await view.ask(inquire(view, path, { method: "PUT", body }));
    if (answer) lay(answer);
  };
  const lay = ({ choices, mail }) => place.replaceChildren(
    h("p", { class: "quiet" }, mail.words, " ", !mail.own && button(mail.state === "off" ? words.mailOn : words.mailOff,
      () => change("mail", { on: mail.state === "off", token: view.host.token || "" }))),
    ...choices.map(({ kind, label: said, way, ways }) => {
      const choice = h("select", { onchange: () => change("choices", { kind, way: choice.value }) },
        ways.map(([value, name]) => h("option", { value, selected: value === way }, name)));
      return h("label", {}, said, " ", choice);
    }));
  const answer = await view.ask(inquire(view, "choices"));
  if (answer) lay(answer);
}
