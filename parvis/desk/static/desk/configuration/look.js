/** The look before it is kept: two pieces of the square, by day and by night, and how readable the colour is on them. */
const form = document.querySelector("[data-look]");
const previews = document.querySelector("[data-previews]");
const ratios = document.querySelector("[data-ratios]");
const LIGHTS = { light: ["accent_day", "day", "#fdfcfa"], dark: ["accent_night", "night", "#181512"] };
const isColour = (text) => /^#[0-9a-f]{6}$/i.test(text);

/** WCAG 2.2: relative luminance, and the ratio of two colours. */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function show() {
  const ground = form.querySelector("[name=ground]:checked")?.dataset;
  const face = form.querySelector("[name=face]:checked")?.dataset;
  const said = [];
  for (const preview of previews.querySelectorAll("[data-preview]")) {
    const [field, light, on] = LIGHTS[preview.dataset.preview];
    const accent = form.elements[field].value || `oklch(from ${form.elements.accent_day.value} max(l, 0.72) c h)`;
    const papers = (ground?.[light] ?? "").split(" ");
    const set = (name, value) => value && preview.style.setProperty(`--${name}`, value);
    ["paper", "paper-sunk", "paper-raised"].forEach((name, at) => set(name, papers[at]));
    set("font-read", face?.read);
    set("font-work", face?.work);
    set("accent", accent);
    if (!isColour(accent)) continue;
    const worst = Math.min(...[...papers, on].filter(isColour).map((paper) => contrast(accent, paper)));
    said.push(`${ratios.dataset[light]} ${worst.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })}:1${worst < 4.5 ? ` (${ratios.dataset.least})` : ""}`);
  }
  ratios.textContent = said.join(" · ");
}

for (const field of ["accent_day", "accent_night"]) {
  const input = form.elements[field];
  const picker = Object.assign(document.createElement("input"), { type: "color", value: isColour(input.value) ? input.value : "#000000" });
  picker.setAttribute("aria-label", form.querySelector(`label[for=${input.id}]`)?.textContent.trim() ?? field);
  const row = document.createElement("div");
  row.className = "with-picker";
  input.before(row);
  row.append(picker, input);
  picker.addEventListener("input", () => {
    input.value = picker.value;
    show();
  });
  input.addEventListener("input", () => isColour(input.value) && (picker.value = input.value));
}

for (const take of document.querySelectorAll("[data-take]")) {
  take.hidden = false;
  take.addEventListener("click", () => {
    const input = form.elements[take.dataset.field];
    input.value = take.dataset.take;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  });
}

form.addEventListener("input", show);
previews.hidden = false;
show();
