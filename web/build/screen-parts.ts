import type { Plugin, Rolldown } from 'vite'

type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string> } }

/**
 * Writes `screen-parts.json`: the files that the screen of an address needs beside the entry, for the server to name them
 * in the page. Else a phone learns of them one after the other, and each step is a way there and back on its network.
 * `screens`: by address (a pattern), what makes the screen.
 */
export function screenParts(screens: Record<string, RegExp>): Plugin {
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
        const parts = Object.entries(screens).map(([address, modules]) => {
          const made = chunks.filter(({ facadeModuleId }) => facadeModuleId && modules.test(facadeModuleId))
          if (made.length === 0) this.error(`No module makes the screen of ${address}`)
          const all = new Set<Chunk>()
          for (const chunk of made) follow(chunk, all)
          const missing = (files: string[]) => {
            const unique = new Set(files)
            return [...unique].filter((file) => !page.includes(file)).map((file) => `/${file}`)
          }
          return {
            address,
            scripts: missing([...all].map(({ fileName }) => fileName)),
            styles: missing(stylesOf(all)),
          }
        })
        this.emitFile({ type: 'asset', fileName: 'screen-parts.json', source: JSON.stringify(parts) })
      },
    },
  }
}
