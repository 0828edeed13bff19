import { globSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { BenchSkipped } from './bench.ts'
import type { Bench, BenchResult } from './bench.ts'

/**
 * `npm run bench [-- NAME…] [--json FILE]`: runs the benches of that name or that domain (all by default), one after
 * the other. Exits with 1 when a goal is missed or a bench breaks, with 2 when a name is unknown.
 */
const usage = 'npm run bench [-- NAME…] [--json FILE]'

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } })
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`)
    process.exit(2)
  }
}

const round = (value: number) =>
  value.toLocaleString(
    'en-GB',
    Math.abs(value) < 100 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 },
  )

function printTable(results: readonly BenchResult[]): void {
  const rows = results.map((r) => [
    r.ok ? 'ok' : 'MISSED',
    r.name,
    `${round(r.value)} ${r.unit}`,
    r.baseline === null
      ? ''
      : `${r.baseline}${r.baselineValue === null ? '' : `: ${round(r.baselineValue)}`}`,
    r.ratio === null ? '' : `${round(r.ratio)}×`,
    r.goal,
  ])
  const table = [['', 'measure', 'value', 'baseline', 'ratio', 'goal'], ...rows]
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)))
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
}

const { values: options, positionals: wanted } = readArguments()
const files = globSync('**/*.bench.ts', { cwd: import.meta.dirname }).sort()
const nameOf = (file: string) => basename(file, '.bench.ts')
const selected = files.filter(
  (file) => wanted.length === 0 || wanted.includes(nameOf(file)) || wanted.includes(dirname(file)),
)
const unknown = wanted.filter(
  (name) => !selected.some((file) => name === nameOf(file) || name === dirname(file)),
)
if (unknown.length > 0) {
  console.error(
    `No bench called ${unknown.join(', ')}. There are: ${files.map(nameOf).join(', ')}.\n${usage}`,
  )
  process.exit(2)
}

const results: BenchResult[] = []
const skipped: string[] = []
const broken: string[] = []
for (const file of selected) {
  const name = nameOf(file)
  console.log(`${name}…`)
  try {
    const { default: bench } = (await import(join(import.meta.dirname, file))) as { default: Bench }
    results.push(...(await bench.run()))
  } catch (error) {
    if (error instanceof BenchSkipped) skipped.push(`${name} skipped: ${error.message}`)
    else broken.push(`${name} broke: ${error instanceof Error ? (error.stack ?? error.message) : error}`)
  }
}

console.log()
printTable(results)
for (const line of [...skipped, ...broken]) console.log(line)
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`)
process.exitCode = broken.length > 0 || results.some(({ ok }) => !ok) ? 1 : 0
