import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { findChromium } from '../../support/chromium.ts'
import { median } from '../bench.ts'

const run = promisify(execFile)
const lighthouse = fileURLToPath(new URL('../../../node_modules/lighthouse/cli/index.js', import.meta.url))
const categories = ['performance', 'accessibility', 'best-practices'] as const
const chromeFlags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--no-first-run',
  '--accept-lang=fr-FR,fr',
]

type Category = (typeof categories)[number]
type Report = {
  runtimeError?: { message: string }
  categories: Record<Category, { score: number | null; auditRefs: { id: string; weight: number }[] }>
  audits: Record<
    string,
    { score: number | null; numericValue?: number; title: string; scoreDisplayMode: string }
  >
}

/** What Lighthouse finds of a page: its marks of 100, milliseconds, bytes on the wire, and what costs marks. */
export type Audit = Record<Category, number> & {
  lcp: number
  tbt: number
  cls: number
  bytes: number
  faults: string[]
}

/**
 * One run of Lighthouse in a process and a browser of its own, as on a phone: slow 4G (150 ms, 1.6 Mbit/s) and a
 * processor four times slower, which are its defaults. `BOCAGE_REPORTS` names a folder where whole reports are kept.
 */
async function auditOnce(url: string, name: string): Promise<Audit> {
  const { executablePath, env } = await findChromium()
  const folder = process.env['BOCAGE_REPORTS'] ?? (await mkdtemp(join(tmpdir(), 'bocage-lighthouse-')))
  const path = join(folder, `${name}.json`)
  try {
    await run(
      process.execPath,
      [
        lighthouse,
        url,
        '--quiet',
        '--output=json',
        `--output-path=${path}`,
        `--only-categories=${categories.join(',')}`,
        `--chrome-flags=${chromeFlags.join(' ')}`,
        '--locale=fr',
        '--no-enable-error-reporting',
      ],
      { env: { ...process.env, ...env, CHROME_PATH: executablePath }, timeout: 180_000 },
    )
    return readReport(JSON.parse(await readFile(path, 'utf8')) as Report)
  } finally {
    if (!process.env['BOCAGE_REPORTS']) await rm(folder, { recursive: true, force: true })
  }
}

function readReport({ runtimeError, categories: marks, audits }: Report): Audit {
  if (runtimeError) throw new Error(`Lighthouse: ${runtimeError.message}`)
  const mark = (category: Category) => Math.round((marks[category].score ?? 0) * 100)
  const value = (id: string) => audits[id]?.numericValue ?? Number.NaN
  const faults = (['accessibility', 'best-practices'] as const)
    .flatMap((category) => marks[category].auditRefs)
    .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
    .map(({ id }) => `${id}: ${audits[id]?.title}`)
  return {
    performance: mark('performance'),
    accessibility: mark('accessibility'),
    'best-practices': mark('best-practices'),
    lcp: value('largest-contentful-paint'),
    tbt: value('total-blocking-time'),
    cls: value('cumulative-layout-shift'),
    bytes: value('total-byte-weight'),
    faults,
  }
}

/** The median of each figure over `runs`, and every fault found. */
export async function audit(url: string, name: string, runs: number): Promise<Audit> {
  const all: Audit[] = []
  for (let n = 0; n < runs; n++) all.push(await auditOnce(url, `${name}-${n + 1}`))
  const middle = (key: Exclude<keyof Audit, 'faults'>) => median(all.map((one) => one[key]))
  return {
    performance: middle('performance'),
    accessibility: middle('accessibility'),
    'best-practices': middle('best-practices'),
    lcp: middle('lcp'),
    tbt: middle('tbt'),
    cls: middle('cls'),
    bytes: middle('bytes'),
    faults: [...new Set(all.flatMap(({ faults }) => faults))],
  }
}
