import type { Plugin, Rolldown } from 'vite'
import { downloaded } from './precompressed.ts'

type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string> } }
const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

/**
 * Fails the build when the first screen weighs more than a phone on a bad network bears: all its scripts and styles that
 * are fetched at once, in bytes as they are downloaded. `modules`: what is fetched for it beside the entry. Also when it
 * holds what only later screens need (`never`).
 */
export function firstScreen({
  modules,
  scriptBytes,
  styleBytes,
  never,
}: {
  modules: RegExp
  scriptBytes: number
  styleBytes: number
  never: RegExp
}): Plugin {
  return {
    name: 'bocage:first-screen',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const chunks = Object.values(bundle).filter((one): one is Chunk => one.type === 'chunk')
        const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
        const fetched = new Set<Chunk>()
        const fetch = (chunk: Chunk | undefined) => {
          if (!chunk || fetched.has(chunk)) return
          fetched.add(chunk)
          for (const file of chunk.imports) fetch(byName.get(file))
        }
        const parts = chunks.filter(({ facadeModuleId }) => facadeModuleId && modules.test(facadeModuleId))
        if (parts.length === 0) this.error('No module makes the first screen')
        for (const chunk of [...chunks.filter(({ isEntry }) => isEntry), ...parts]) fetch(chunk)
        const stray = [...fetched].flatMap(({ moduleIds }) => moduleIds).find((id) => never.test(id))
        if (stray) this.error(`The first screen fetches ${stray}, which only later ones need`)
        const weigh = async (files: Iterable<string>) => {
          const sizes = [...files].map((name) => {
            const file = bundle[name]
            return downloaded((file?.type === 'chunk' ? file.code : file?.source) ?? '')
          })
          return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
        }
        const styles = new Set([...fetched].flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]))
        const [script, style] = [
          await weigh([...fetched].map(({ fileName }) => fileName)),
          await weigh(styles),
        ]
        const told = `First screen: scripts ${kB(script)} in ${fetched.size} files, styles ${kB(style)} in ${styles.size}`
        if (script > scriptBytes || style > styleBytes)
          this.error(`${told}: more than ${kB(scriptBytes)} or ${kB(styleBytes)}`)
        this.info(told)
      },
    },
  }
}
