/** The one script of a page: defines <parvis-discussion> and loads the rest when a reader comes near. */
import { counted, language } from "./counts.js";

const waiting = new CSSStyleSheet();
waiting.replaceSync(":host{display:block;min-height:var(--parvis-min-height,24rem)}");

const canonical = () => document.querySelector("link[rel=canonical]")?.href ?? location.href;

class ParvisDiscussion extends HTMLElement {
  static observedAttributes = ["title", "url", "lang", "sort", "token"];

  #view;
  #token;
  #near;
  #again;

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).append(document.createElement("slot"));
  }

  connectedCallback() {
    if (this.#near) return;
    // A token set before this script came hides the property of the class.
    const early = Object.hasOwn(this, "token") && this.token;
    delete this.token;
    this.#token ??= early || this.getAttribute("token");
    this.shadowRoot.adoptedStyleSheets = [waiting];
    this.#near = new IntersectionObserver((seen) => this.#come(seen.at(-1).isIntersecting), { rootMargin: "1200px" });
    this.#near.observe(this);
    if (!this.hasAttribute("lazy") || /^#parvis-/.test(location.hash)) this.#come(true);
  }

  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.#stop());
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#near || before === after) return;
    if (name === "token") this.token = after;
    else this.refresh();
  }

  /** The publisher's signed token; setting it signs the reader in, emptying it signs out. */
  get token() {
    return this.#token;
  }

  set token(token) {
    if (token) this.signIn(token);
    else this.signOut();
  }

  /** The address of the article. */
  get address() {
    return new URL(this.getAttribute("url") || canonical(), document.baseURI).href.split("#")[0];
  }

  async signIn(token) {
    this.#token = token;
    await (await this.#view)?.enter(token);
  }

  async signOut() {
    this.#token = null;
    (await this.#view)?.session.leave();
  }

  /** Starts again from the attributes; several changes in a row make one start. */
  refresh() {
    this.#again ??= setTimeout(() => {
      this.#again = null;
      this.#stop();
      if (this.isConnected) this.connectedCallback();
    });
  }

  #come(near) {
    if (near) this.#view ??= this.#open();
    this.#view?.then((view) => view.watch(near));
  }

  async #open() {
    const { Discussion } = await import("./discussion.js");
    const view = new Discussion(this, language(this), counted);
    view.open(this.#token);
    return view;
  }

  #stop() {
    this.#near?.disconnect();
    this.#view?.then((view) => view.close());
    this.#near = this.#view = null;
  }
}

if (!customElements.get("parvis-discussion")) customElements.define("parvis-discussion", ParvisDiscussion);
