import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { Plugin } from 'vite'

const compress = promisify(brotliCompress)
/** As small as Brotli makes it: done once here, instead of by the server for each phone. */
const smallest = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }

/** What a phone downloads of a text file, in bytes. */
export const downloaded = async (content: string | Uint8Array): Promise<number> =>
  (await compress(content, smallest)).length

/** Lays beside each built script and style its compressed form, which the server sends to who reads it (`.br`). */
export function precompressed(): Plugin {
  let folder = ''
  return {
    name: 'bocage:precompressed',
    apply: 'build',
    configResolved: ({ build, root }) => {
      folder = join(root, build.outDir, build.assetsDir)
    },
    writeBundle: {
      sequential: true,
      async handler() {
        const files = await readdir(folder, { recursive: true })
        await Promise.all(
          files
            .filter((file) => /\.(js|css|svg)$/.test(file))
            .map(async (file) => {
              const content = await readFile(join(folder, file))
              await writeFile(join(folder, `${file}.br`), await compress(content, smallest))
            }),
        )
      },
    },
  }
}
