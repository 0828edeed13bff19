import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { build, type Plugin } from 'vite'

/** What other sites load: the agenda, and a commune's alerts. */
const entries = { 'widget.js': '../widget/widget.ts', 'banner.js': '../banner/banner.ts' } as const
export type EmbeddedFile = keyof typeof entries
export const embeddedFiles = Object.keys(entries) as EmbeddedFile[]

/** `/widget.js`, `/banner.js`: each one file of its own, a plain script, with a name that never changes. */
export async function buildWidget(
  name: EmbeddedFile,
  { outDir, write }: { outDir: string; write: boolean },
): Promise<string> {
  const entry = fileURLToPath(new URL(entries[name], import.meta.url))
  const [result] = [
    await build({
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      build: {
        outDir,
        write,
        emptyOutDir: false,
        target: 'es2022',
        lib: { entry, formats: ['iife'], name: 'Bocage', fileName: () => name },
      },
    }),
  ].flat()
  if (!result || !('output' in result)) throw new Error('the widget was not built')
  return result.output[0].code
}

/** Builds the widget after the app, beside it; while developing, at each request. */
export function widgetEntry(): Plugin {
  let outDir = ''
  return {
    name: 'bocage:widget',
    configResolved: (config) => {
      outDir = join(config.root, config.build.outDir)
    },
    closeBundle: {
      // After the service worker has listed what phones keep: the widget is for others.
      order: 'post',
      sequential: true,
      async handler() {
        if (this.meta.watchMode || outDir === '') return
        for (const name of embeddedFiles) await buildWidget(name, { outDir, write: true })
      },
    },
    configureServer: (server) => {
      for (const name of embeddedFiles)
        server.middlewares.use(`/${name}`, async (_request, response, next) => {
          try {
            const code = await buildWidget(name, { outDir, write: false })
            response.setHeader('Content-Type', 'text/javascript; charset=utf-8').end(code)
          } catch (error) {
            next(error)
          }
        })
    },
  }
}
