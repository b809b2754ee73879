/** The look: the publisher's own type and ink, from which every shade is mixed, so that it suits any page, light or dark. */
export const sheet = new CSSStyleSheet();

sheet.replaceSync(`
:host { display: block; }
:host([theme=light]) { color: #1c1c1a; color-scheme: light; }
:host([theme=dark]) { color: #e8e6e1; color-scheme: dark; }
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; margin: 0; padding: 0; border: 0; font: inherit; color: inherit; }
section {
  --muted: var(--parvis-muted, color-mix(in srgb, currentColor 76%, transparent));
  --line: var(--parvis-line, color-mix(in srgb, currentColor 18%, transparent));
  --soft: var(--parvis-soft, color-mix(in srgb, currentColor 7%, transparent));
  --edge: color-mix(in srgb, currentColor 60%, transparent);
  --accent: var(--parvis-accent, color-mix(in srgb, var(--look, #0a7bab) 62%, currentColor));
  --alert: var(--parvis-alert, color-mix(in srgb, #e3211c 62%, currentColor));
  container-type: inline-size;
  font-family: var(--parvis-font, inherit);
  font-size: var(--parvis-size, 1em);
  line-height: 1.55;
  overflow-wrap: anywhere;
}
[role=list] { list-style: none; }
ol:empty { display: none; }
b, h2, h3, strong, form label, .mark, .staff, .main, .news, [aria-pressed=true] { font-weight: 600; }
.away b { font-weight: 400; }
em { font-style: italic; }
h2 { font-size: 1.5em; line-height: 1.2; }
section > header h2 { margin-inline-end: auto; }
b button { color: inherit; }
section > header > button { font-size: .875em; }
.folded > :is(header, footer, .note) { display: none; }
h2 small { font-size: .6em; font-weight: 400; color: var(--muted); margin-inline-start: .5em; }
header, footer, .row, .tools { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1em; }
header, footer, label, .tools, .row, .quiet { font-size: .875em; }
section > header { font-size: 1em; justify-content: space-between; padding-block-end: .6em; margin-block-end: 1em; border-block-end: 2px solid; }
button, header a, header span, .quiet, .left, header label { color: var(--muted); }
button, select, header a { min-height: 24px; min-width: 24px; background: none; text-align: start; cursor: pointer; }
header a { text-decoration: none; }
header p { flex-basis: 100%; margin-block-start: -.2em; }
button:hover, a:hover { color: var(--accent); text-decoration: underline; }
header .staff, header .mark, .more, .main, .text a, .row a, [aria-pressed=true] { color: var(--accent); }
.main, .news { padding: .4em 1.1em; border: 1px solid; border-radius: var(--parvis-radius, 3px); }
.quiet button { color: inherit; }
.quiet button, .more { text-decoration: underline; }
.news, .voice { background: CanvasText; color: Canvas; }
.news { position: sticky; inset-block-start: var(--parvis-top, .5em); z-index: 1; display: block; margin: 0 auto 1em; }
:focus-visible, article:focus { outline: 2px solid var(--accent); outline-offset: 4px; }
.mark, .badge { font-size: .93em; }
.badge { position: relative; }
header .badge.accent { color: var(--accent); }
.badge.strong { padding: 0 .5em; background: var(--soft); border-radius: var(--parvis-radius, 3px); }
.badge[data-said]:is(:hover, :focus)::after {
  content: attr(data-said); position: absolute; inset-block-end: 100%; inset-inline-start: 0; z-index: 2; width: max-content;
  max-width: 16em; padding: .3em .7em; background: CanvasText; color: Canvas; font-weight: 400;
}
.note:empty { display: none; }
.note { margin-block: .6em; padding: .5em 1em; border-inline-start: 3px solid var(--accent); background: var(--soft); }
.note header { color: var(--muted); }
.list > li, .pins > li { padding-block: 1.2em; border-block-end: 1px solid var(--line); }
ol ol > li { margin-block-start: 1.1em; }
li > ol { padding-inline-start: var(--parvis-indent, 1.5em); border-inline-start: 1px solid var(--line); }
article { scroll-margin: calc(var(--parvis-top, 0px) + 4em); }
.text { max-width: var(--parvis-measure, 40em); margin-block: .3em .2em; }
.text > :not(:last-child) { margin-block-end: .7em; }
.picture { display: block; width: fit-content; }
.picture img { display: block; max-width: 100%; max-height: 22em; width: auto; height: auto; border-radius: 3px; }
.text :is(ul, ol) { padding-inline-start: 1.2em; }
.held .text, .away b, blockquote { color: var(--muted); }
blockquote { padding-inline-start: .9em; border-inline-start: 2px solid var(--line); }
.spoiler { background: var(--soft); }
.spoiler:not(.shown, :hover, :focus) { background: var(--edge); -webkit-text-fill-color: transparent; cursor: pointer; }
[aria-pressed=true] { border-block-end: 2px solid; }
footer > :last-child { margin-inline-start: auto; }
form { margin-block: .5em 1em; }
textarea {
  display: block; width: 100%; padding: .6em .7em; background: none; border: 1px solid var(--edge);
  border-radius: var(--parvis-radius, 3px); font-weight: 400; font-size: max(1rem, 16px); resize: vertical; field-sizing: content;
}
.row { align-items: center; margin-block: .6em; }
.left { margin-inline-start: auto; }
.tools { min-height: max(24px, 1.55em); }
.voice { position: sticky; inset-block-end: 1em; width: fit-content; margin: auto; padding: .5em 1em; }
.voice:not(.shown) { position: absolute; clip-path: inset(50%); }
@container (width < 30em) {
  li > ol { padding-inline-start: var(--parvis-indent, .8em); }
  footer { column-gap: .55em; font-size: .84em; }
  footer > :last-child { margin: 0; }
}
@media (forced-colors: active) {
  .spoiler:not(.shown, :hover, :focus) { background: CanvasText; forced-color-adjust: none; }
}
`);
