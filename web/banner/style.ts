// Put in a constructed sheet, as the agenda's is. Type is the page's own; colours are ours where they must be read.
export const style = `
:host { display: block; font: inherit; line-height: 1.45; text-align: start; color-scheme: light; }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.5em; }
li { padding: 0.7em 1em; border: 1px solid #8a5a00; border-inline-start-width: 6px; border-radius: 6px; background: #faf1de; color: #1b2421; }
li.danger { border-color: #b3261e; background: #fbebe9; }
p { margin: 0; overflow-wrap: anywhere; }
.kind { font-weight: 700; color: #7a4f00; }
.danger .kind { color: #a8201a; }
a { color: inherit; font-weight: 700; text-underline-offset: 0.15em; display: inline-block; padding-block: 0.15em; }
a:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; border-radius: 2px; }
`
