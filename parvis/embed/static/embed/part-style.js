/** The look of what only someone who takes part sees. */
export const partSheet = new CSSStyleSheet();

partSheet.replaceSync(`
.bell { display: inline-flex; gap: .25em; align-items: center; }
.bell b { color: var(--accent); }
.new > article { border-inline-start: 2px solid var(--accent); margin-inline-start: -.8em; padding-inline-start: calc(.8em - 2px); }
.told { width: min(36em, 94vw); max-height: 80vh; overflow: auto; }
.told header { justify-content: space-between; margin-block-end: .6em; }
.told li { padding-block: .7em; border-block-end: 1px solid var(--line); }
.told li a { text-decoration: none; }
.told .unread a { font-weight: 600; }
.told details { margin-block-start: 1em; }
.told summary { cursor: pointer; }
.told label { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1em; padding-block: .45em; font-weight: 400; }
[data-tool=strong], .refusal { font-weight: 600; }
[data-tool=emphasis] { font-style: italic; }
input:not([type=radio]) { display: block; width: 100%; padding: .6em .7em; border: 1px solid var(--edge); font-size: max(1rem, 16px); }
input:not([type=radio]) { background: none; border-radius: var(--parvis-radius, 3px); font-weight: 400; }
.picker { display: grid; gap: .5em; margin-block: .6em; }
.picker label { font-weight: 400; }
.picker input[type=file] { padding: 0; border: 0; font-size: inherit; }
.over, .refusal { color: var(--alert); }
.advice, .notice { padding: .7em 1em; margin-block: .6em; border-inline-start: 3px solid var(--accent); background: var(--soft); }
mark { background: color-mix(in srgb, #ffc400 35%, transparent); text-decoration: underline wavy; }
.draft { white-space: pre-wrap; margin-block: .5em; }
dialog { width: min(30em, 92vw); margin: auto; padding: 1.4em; border: 1px solid; background: Canvas; color: CanvasText; }
::backdrop { background: #0009; }
fieldset label { display: block; padding-block: .3em; font-weight: 400; }
`);
