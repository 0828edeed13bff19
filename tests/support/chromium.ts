import { execFile } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createBrotliDecompress } from 'node:zlib'

const run = promisify(execFile)
const installed = ['/usr/bin/chromium', '/usr/bin/google-chrome']
const packageUrl = new URL('../../node_modules/@sparticuz/chromium/', import.meta.url)

type ChromiumBinary = { executablePath: string; env: Record<string, string> }

/**
 * A Chromium to test with: `BOCAGE_CHROMIUM`, else the system's, else the one inside the npm package
 * `@sparticuz/chromium`, unpacked once a machine. Needs neither root nor network.
 */
export async function findChromium(): Promise<ChromiumBinary> {
  const chosen = process.env['BOCAGE_CHROMIUM'] ?? installed.find((path) => existsSync(path))
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`BOCAGE_CHROMIUM names ${chosen}, which does not exist.`)
    return { executablePath: chosen, env: {} }
  }
  return unpackChromium()
}

/**
 * Chromium 92, of July 2021: older than the last that phones of 2014 (Android 5) were given, 95. The letters are those of
 * the newer one.
 */
export async function findOldChromium(): Promise<ChromiumBinary> {
  const { env } = await unpackChromium()
  const executablePath = join(tmpdir(), `bocage-old-chromium-${userInfo().uid}`)
  if (!existsSync(executablePath)) {
    const half = await mkdtemp(`${executablePath}-`)
    const packed = createReadStream(
      new URL('../../node_modules/old-chromium/bin/chromium.br', import.meta.url),
    )
    const whole = join(half, 'chromium')
    await pipeline(packed, createBrotliDecompress(), createWriteStream(whole, { mode: 0o755 }))
    await rename(whole, executablePath)
    await rm(half, { recursive: true })
  }
  return { executablePath, env }
}

/** The package unpacks into the system's temp folder, file by file: two test files at once would see halves. */
async function unpackChromium(): Promise<ChromiumBinary> {
  const { version } = JSON.parse(await readFile(new URL('package.json', packageUrl), 'utf8')) as {
    version: string
  }
  const folder = join(tmpdir(), `bocage-chromium-${version}-${userInfo().uid}`)
  if (!existsSync(folder)) {
    const half = await mkdtemp(`${folder}-`)
    const unpack = `import chromium from ${JSON.stringify(new URL('build/index.js', packageUrl).href)}
      await chromium.executablePath()`
    await run(process.execPath, ['--input-type=module', '--eval', unpack], {
      env: { ...process.env, TMPDIR: half },
    })
    await writeFile(join(half, 'fonts.conf'), fontsConf(folder))
    await mkdir(join(half, 'fonts-cache'))
    // Whoever comes second finds the folder full and throws its own copy away.
    await rename(half, folder).catch(() => rm(half, { recursive: true, force: true }))
  }
  return {
    executablePath: join(folder, 'chromium'),
    env: { FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  }
}

/** The package's own fonts.conf names folders under /tmp that are not ours. */
function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`
}
