import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { build, type Plugin } from 'vite'

const entry = fileURLToPath(new URL('../widget/widget.ts', import.meta.url))

/** `/widget.js`, which other sites load: one file of its own, a plain script, with a name that never changes. */
export async function buildWidget({ outDir, write }: { outDir: string; write: boolean }): Promise<string> {
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
        lib: { entry, formats: ['iife'], name: 'Bocage', fileName: () => 'widget.js' },
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
        await buildWidget({ outDir, write: true })
      },
    },
    configureServer: (server) => {
      server.middlewares.use('/widget.js', async (_request, response, next) => {
        try {
          const code = await buildWidget({ outDir, write: false })
          response.setHeader('Content-Type', 'text/javascript; charset=utf-8').end(code)
        } catch (error) {
          next(error)
        }
      })
    },
  }
}
