import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'vite'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Packages that read files beside them, or bring a library of their own: they are loaded where they are. */
const asTheyAre = [
  '@etalab/decoupage-administratif',
  '@libsql/client',
  'libheif-js',
  'libsql',
  'pdfkit',
  'pino',
  'sharp',
]

/** A module goes on finding its files, its workers and its packages from where it is written. */
const whereWritten: Plugin = {
  name: 'where-written',
  transform: {
    filter: { id: /[\\/](api|db)[\\/].*\.ts$/, code: 'import.meta.url' },
    handler: (code, id) => code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)),
  },
}

export type ServerBundle = {
  /** What `node` is told to run, instead of `api/main.ts`. */
  script: string
  remove: () => Promise<void>
}

/**
 * The server as one file. Node looks for and links 2,500 modules at each start, three seconds of processor; the tests
 * that need a server start a hundred. `npm start` runs the sources, and so does its test (tests/e2e/process).
 */
export async function bundleServer(): Promise<ServerBundle> {
  await mkdir(join(root, '.tmp'), { recursive: true })
  // Inside the project, where Node finds the packages that are left out.
  const folder = await mkdtemp(join(root, '.tmp', 'server-'))
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [whereWritten],
    ssr: { noExternal: true, external: asTheyAre },
    build: {
      ssr: 'api/main.ts',
      outDir: folder,
      target: 'node24',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: { output: { entryFileNames: 'main.mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
  })
  return {
    script: join(folder, 'main.mjs'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
