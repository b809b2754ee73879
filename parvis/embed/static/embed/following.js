/** Following a thread, a section or someone, folding someone's posts, and going from one new post to the next. */
import { button, h } from "./dom.js";
import { call, server } from "./session.js";
import { write } from "./gestures.js";
import { update } from "./posts.js";

/** The gestures of the header and of a name, beside those of a post. */
export const followings = {
  async follow(view) {
    await view.knowing;
    const { mine, thread, words } = view;
    if (!thread.id || !mine) return;
    const on = !mine.following.thread;
    if (await put(view, `following/thread/${thread.id}`, on)) mine.following.thread = on;
    label(view);
    view.say(on ? words.followed : words.unfollowed, true);
  },

  async person(view, { post: { author } }) {
    if (!view.session.bearer) return view.signIn();
    await view.knowing;
    const { words, mine } = view;
    if (!mine) return;
    const { authors } = mine.following;
    const row = (path, list, [act, undo], said) => h("p", { class: "row" }, button(list.includes(author.id) ? undo : act, async () => {
      const now = !list.includes(author.id);
      if (!await put(view, path, now)) return;
      if (now) list.push(author.id);
      else list.splice(list.indexOf(author.id), 1);
      for (const entry of view.entries.values()) update(view, entry);
      box.close();
    }, { class: "main" }), h("span", { class: "quiet" }, said));
    const box = h("dialog", { part: "dialog", "aria-labelledby": "person", onclose: () => box.remove() },
      h("h3", { id: "person" }, author.name),
      row(`following/author/${author.id}`, authors, [words.follow, words.unfollow], words.followSaid),
      row(`muted/${author.id}`, mine.muted, [words.mute, words.unmute], words.muteSaid),
      button(words.close, () => box.close()));
    view.frame.append(box);
    box.showModal();
  },

  next: (view) => nextNew(view),
};

/** Follows or folds (`on`), or no longer; gives whether the server agreed, its refusal said aloud. */
export const put = (view, path, on) => view.ask(write(view, path, on ? "PUT" : "DELETE"));

/** Says on the header's buttons what is followed and how many posts are new. */
export function label(view) {
  const { words, mine, fresher, followed } = view;
  const on = Boolean(mine?.following?.thread);
  followed.setAttribute("aria-pressed", on);
  followed.textContent = on ? words.following : words.follow;
  followed.hidden = !view.thread.id;
  const left = mine?.new ?? 0;
  fresher.hidden = !left;
  fresher.textContent = words.fresh(left);
  fresher.title = words.freshSaid(left);
}

export const fresher = (view) => button("", () => nextNew(view), { hidden: true, "aria-keyshortcuts": "n" });

async function nextNew(view) {
  const { mine, thread, lang, title, session: { bearer }, words } = view;
  if (!mine?.new) return view.say(words.allRead, true);
  const query = new URLSearchParams({ after: view.newAt ?? mine.seen, lang, title });
  const answer = await view.ask(call(`threads/${thread.id}/unread?${query}`, { bearer }));
  if (!answer) return;
  mine.new = answer.post ? mine.new - 1 : 0;
  label(view);
  if (!answer.post) return view.say(words.allRead, true);
  view.newAt = answer.post;
  view.bring(answer.post);
}

/** Notes how far the reader has read, when the page is hidden or the discussion closed: what has been shown, no further. */
export function noteReading(view) {
  const send = () => {
    const { near, thread, entries, mine, session: { bearer } } = view;
    const post = Math.max(0, ...entries.keys());
    if (!near || !bearer || !thread.id || !mine || post <= (view.noted ?? mine.seen)) return;
    view.noted = post;
    fetch(new URL(`threads/${thread.id}/seen`, server), {
      method: "PUT", keepalive: true, headers: { Authorization: `Bearer ${bearer}` }, body: JSON.stringify({ post }), credentials: "omit",
    }).catch(() => {});
  };
  const { signal } = view.ended;
  document.addEventListener("visibilitychange", () => document.hidden && send(), { signal });
  window.addEventListener("pagehide", send, { signal });
  signal.addEventListener("abort", send);
}
