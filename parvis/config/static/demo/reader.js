/** Who reads: the demo's stand-in for a newspaper's own accounts. The choice lasts as long as the tab. */
const discussion = document.querySelector("parvis-discussion");
const dialog = document.querySelector("dialog.readers");
const KEPT = "demo-reader";

async function become(key, name) {
  if (key === "nobody") {
    sessionStorage.removeItem(KEPT);
    return location.reload();
  }
  const answer = await fetch(`/demo/${dialog.dataset.title}/token/?reader=${encodeURIComponent(key)}`);
  if (!answer.ok) return;
  const { token, subject, says } = await answer.json();
  sessionStorage.setItem(KEPT, JSON.stringify([subject, name]));
  document.querySelector("[data-reader-now]").textContent = says;
  await customElements.whenDefined("parvis-discussion");
  discussion.token = token;
}

if (discussion && dialog) {
  const open = () => dialog.showModal();
  document.querySelector("[data-reader-choose]").addEventListener("click", open);
  discussion.addEventListener("parvis:sign-in", (event) => {
    event.preventDefault();
    open();
  });
  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("button[value]");
    if (button?.value) become(button.value, button.dataset.name);
  });
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  if (kept) become(...kept);
}
