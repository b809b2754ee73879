// The reader's light, set before the first paint: a plain script, in the head, on purpose.
(() => {
  const root = document.documentElement;
  const kept = () => {
    try {
      return localStorage.getItem("parvis.theme") || "";
    } catch {
      return "";
    }
  };

  function apply(theme) {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    for (const choice of document.querySelectorAll("[data-theme-choice]")) {
      choice.setAttribute("aria-pressed", String(choice.dataset.themeChoice === theme));
    }
  }

  function choose(theme) {
    try {
      localStorage.setItem("parvis.theme", theme);
    } catch {
      // A browser that keeps nothing still changes this page.
    }
    apply(theme);
  }

  apply(kept());
  document.addEventListener("DOMContentLoaded", () => apply(kept()));
  document.addEventListener("click", (click) => {
    const choice = click.target.closest("[data-theme-choice]");
    if (choice) choose(choice.dataset.themeChoice);
  });
})();
