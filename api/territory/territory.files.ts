import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

/** Nothing was changed, and why: one sentence for the person who runs the import. */
export class ImportRefused extends Error {
  constructor(reason: string) {
    super(`${reason} Rien n’a été changé.`)
    this.name = 'ImportRefused'
  }
}

const unzip = promisify(gunzip)
/** All communes of France at full precision are about 100 MB compressed, 450 MB of text. */
const downloadLimitBytes = 256 * 2 ** 20
/** V8 holds no longer string. */
const textLimitBytes = 500 * 2 ** 20
const timeoutMs = 120_000

/** What a download reports as it goes; `total` is null when the server does not say. */
export type OnBytes = (done: number, total: number | null) => void

/**
 * The text of a file or of an http(s) address, unzipped when it is gzip. Throws ImportRefused with one sentence when
 * it is missing, cut short, too large, too slow or not answered with 200.
 */
export async function readSource(source: string, onBytes: OnBytes = () => {}): Promise<string> {
  const bytes = /^https?:\/\//i.test(source) ? await download(source, onBytes) : await readLocal(source)
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? await inflate(bytes) : bytes
  if (plain.byteLength > textLimitBytes) throw new ImportRefused(`${source} est trop lourd.`)
  return plain.toString('utf8').replace(/^\uFEFF/, '')
}

async function readLocal(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reasons: Record<string, string> = {
      ENOENT: `Le fichier ${path} n’existe pas.`,
      EISDIR: `${path} est un dossier, pas un fichier.`,
      EACCES: `Le fichier ${path} ne peut pas être lu : vérifiez ses droits.`,
    }
    throw new ImportRefused(reasons[code] ?? `Le fichier ${path} ne peut pas être lu (${code}).`)
  }
}

async function inflate(bytes: Buffer): Promise<Buffer> {
  try {
    return await unzip(bytes, { maxOutputLength: textLimitBytes })
  } catch {
    throw new ImportRefused('Le fichier compressé est incomplet, abîmé ou trop lourd.')
  }
}

async function download(address: string, onBytes: OnBytes): Promise<Buffer> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) })
    if (!response.ok || !response.body)
      throw new ImportRefused(`${address} répond ${response.status} au lieu du fichier.`)
    const length = Number(response.headers.get('content-length'))
    const total = Number.isFinite(length) && length > 0 ? length : null
    const chunks: Uint8Array[] = []
    let done = 0
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      done += chunk.byteLength
      if (done > downloadLimitBytes) throw new ImportRefused(`${address} envoie un fichier trop lourd.`)
      chunks.push(chunk)
      onBytes(done, total)
    }
    return Buffer.concat(chunks)
  } catch (error) {
    if (error instanceof ImportRefused) throw error
    const slow = error instanceof Error && error.name === 'TimeoutError'
    throw new ImportRefused(
      slow
        ? `${address} n’a pas tout envoyé en ${timeoutMs / 1000} secondes.`
        : `${address} ne répond pas ou a coupé l’envoi : vérifiez l’adresse et le réseau.`,
    )
  }
}
