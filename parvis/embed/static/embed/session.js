/** Talking with the server, and who is talking: one session per title, shared by every element of the page. */

export const server = new URL(".", import.meta.url);

/** Asks `/embed/<question>`; gives the JSON answer, or throws what the server would not do: its code (`down` when it is silent),
 * its words, its status. Never sends a cookie. */
export async function call(question, { method, body, bearer } = {}) {
  const headers = bearer ? { Authorization: `Bearer ${bearer}` } : {};
  const answer = await fetch(new URL(question, server), {
    method, headers, body: body?.size ? body : body && JSON.stringify(body), credentials: "omit",
    signal: AbortSignal.timeout(body?.size ? 9e4 : 15e3),
  }).catch(() => ({}));
  const data = await answer.json?.().catch(() => {});
  if (answer.ok) return data;
  throw Object.assign(new Error(), { code: "down", ...data?.error, status: answer.status });
}

/** A name nobody else gives; browsers make no UUID on plain http. */
export const unique = () => crypto.randomUUID?.() ?? `${Date.now()}${Math.random()}`;

/** A value kept by the browser, or nothing where the reader forbids it. */
export function kept(store, key, value) {
  try {
    if (value === undefined) return window[store].getItem(key);
    if (value) window[store].setItem(key, value);
    else window[store].removeItem(key);
  } catch {
    // Nothing is kept where the reader forbids it.
  }
}

/** A reader's session at one title: in memory and for this tab only. `stale` says that one has ended. */
export class Session {
  static all = {};
  static of = (title) => (this.all[title] ??= new this(title));

  watchers = new Set();
  constructor(title) {
    this.title = title;
    this.key = `parvis:session:${title}`;
    const held = JSON.parse(kept("sessionStorage", this.key) ?? "{}");
    if (Date.parse(held.expires) > Date.now()) this.take(held);
  }

  /** Exchanges a publisher's token; a stale one leaves the reader reading. */
  async enter(token, lang) {
    const tail = token.slice(-24);
    if (this.bearer && this.tail === tail) return;
    const { session, expires } = await call(`session?lang=${lang}`, { method: "POST", body: { title: this.title, token } });
    if (session) this.take({ session, expires, tail });
    else this.leave(true);
  }

  /** Opens the house's own accounts in a window; false when the browser forbids it. */
  visit() {
    const query = new URLSearchParams({ title: this.title, origin: location.origin });
    const opened = window.open(`${server.origin}/members/enter?${query}`, "parvis", "popup,width=480,height=680");
    window.addEventListener("message", ({ origin, source, data }) => {
      if (opened && origin === server.origin && source === opened && data?.parvis === "session") this.take(data);
    });
    return opened;
  }

  leave(stale) {
    this.take(null, stale);
  }

  take(held, stale) {
    Object.assign(this, { bearer: held?.session, tail: held?.tail, stale });
    kept("sessionStorage", this.key, held && JSON.stringify(held));
    for (const watcher of this.watchers) watcher.sessionChanged();
  }
}
