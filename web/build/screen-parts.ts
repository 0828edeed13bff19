import type { Plugin, Rolldown } from 'vite'

/** What makes a screen, and which words it says beside those of the first screen. */
type Screen = { made: RegExp; words: readonly string[] }
type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string> } }

/**
 * Writes `screen-parts.json`: the files that the screen of an address needs beside the entry, for the server to name them
 * in the page, its words by language. Else a phone learns of them one after the other, and each step is a way there and
 * back on its network. `screens`: by address (a pattern).
 */
export function screenParts(screens: Record<string, Screen>): Plugin {
  return {
    name: 'bocage:screen-parts',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const chunks = Object.values(bundle).filter((one): one is Chunk => one.type === 'chunk')
        const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
        const follow = (chunk: Chunk | undefined, into: Set<Chunk>) => {
          if (!chunk || into.has(chunk)) return into
          into.add(chunk)
          for (const file of chunk.imports) follow(byName.get(file), into)
          return into
        }
        // What the page itself names already: the entry.
        const page = String(bundle['index.html']?.type === 'asset' ? bundle['index.html'].source : '')
        const stylesOf = (all: Iterable<Chunk>) =>
          [...all].flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])])
        const missing = (files: string[]) => {
          const unique = new Set(files)
          return [...unique].filter((file) => !page.includes(file)).map((file) => `/${file}`)
        }
        const madeOf = (address: string, modules: RegExp) => {
          const made = chunks.filter(({ facadeModuleId }) => facadeModuleId && modules.test(facadeModuleId))
          if (made.length === 0) this.error(`No module makes the screen of ${address}`)
          const all = new Set<Chunk>()
          for (const chunk of made) follow(chunk, all)
          return all
        }
        const filesOf = (all: Iterable<Chunk>) => missing([...all].map(({ fileName }) => fileName))
        const wordsOf = (address: string, language: string, parts: readonly string[]) =>
          parts.flatMap((part) => filesOf(madeOf(address, new RegExp(`words/${language}/${part}$`))))
        const parts = Object.entries(screens).map(([address, { made, words }]) => {
          const all = madeOf(address, made)
          return {
            address,
            scripts: filesOf(all),
            styles: missing(stylesOf(all)),
            words: {
              // The first screen's come with the application itself.
              fr: wordsOf(address, 'fr', words),
              en: wordsOf(address, 'en', ['resident', ...words]),
              nl: wordsOf(address, 'nl', ['resident', ...words]),
            },
          }
        })
        this.emitFile({ type: 'asset', fileName: 'screen-parts.json', source: JSON.stringify(parts) })
      },
    },
  }
}
