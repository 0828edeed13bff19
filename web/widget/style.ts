// Put in a constructed sheet, which a page's Content-Security-Policy has no say over, and which reaches nothing of the
// page around. Type and colours are the page's own; `--bocage-accent` and `--bocage-line` change two of them.
export const style = `
:host { display: block; font: inherit; color: inherit; line-height: 1.5; text-align: start; }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
.title, .day { margin: 0; font-weight: 700; line-height: 1.25; }
.title { font-size: 1.3em; }
.day { font-size: 1em; margin-block: 1.1em 0.3em; }
.day::first-letter { text-transform: uppercase; }
ul { list-style: none; margin: 0; padding: 0; }
li { padding-block: 0.6em; border-block-start: 1px solid var(--bocage-line, color-mix(in srgb, currentColor 25%, transparent)); }
p { margin: 0; }
a { color: var(--bocage-accent, inherit); text-underline-offset: 0.15em; }
a:focus-visible, button:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; border-radius: 2px; }
.name { font-weight: 700; overflow-wrap: anywhere; display: inline-block; padding-block: 0.15em; }
.off .name { text-decoration: line-through; }
.tag { font-weight: 700; border: 1px solid currentColor; border-radius: 4px; padding: 0 0.35em; }
.more { display: flex; flex-wrap: wrap; gap: 0.4em 1.2em; margin-block-start: 1em; }
.more a { padding-block: 0.35em; }
button { font: inherit; color: inherit; background: none; border: 1px solid currentColor; border-radius: 6px; padding: 0.5em 1em; min-height: 44px; cursor: pointer; }
img { display: block; inline-size: 100%; block-size: auto; aspect-ratio: 16 / 9; object-fit: cover; border-radius: 6px; margin-block-end: 0.5em; }
.cards ul { margin-block-start: 0.8em; display: grid; gap: 1em; grid-template-columns: repeat(auto-fill, minmax(min(14em, 100%), 1fr)); }
.cards li { border: 1px solid var(--bocage-line, color-mix(in srgb, currentColor 25%, transparent)); border-radius: 8px; padding: 0.8em; }
.compact li { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.6em; padding-block: 0.35em; }
`
