/** Keeps what one is writing in this browser until it is sent, so that nothing typed is ever lost. */
const key = (field) => `parvis:square:${location.pathname}${location.search}:${field.name}`;

const kept = (act) => {
  try {
    return act(window.localStorage);
  } catch {
    return null; // Nothing is kept where the reader forbids it.
  }
};

for (const field of document.querySelectorAll("[data-draft]")) {
  const draft = kept((store) => store.getItem(key(field)));
  if (draft && !field.value) field.value = draft;
  field.addEventListener("input", () => kept((store) => (field.value ? store.setItem(key(field), field.value) : store.removeItem(key(field)))));
  field.form?.addEventListener("submit", (sent) => {
    if (sent.submitter?.value === "send") kept((store) => store.removeItem(key(field)));
  });
}
