import { parseArgs } from 'node:util'
import { readWithBar, runCommand } from '../command-line.ts'
import { systemClock } from '../platform/clock.ts'
import { systemIds } from '../platform/ids.ts'
import { StartupError } from '../startup.ts'
import { importAires } from './aires-import.usecases.ts'
import { sayAires } from './aires.reports.ts'

const usage = `Usage :
  npm run aires -- import [--file FICHIER | --url ADRESSE] [--dry-run] [--even-many]`

function parse(args: string[]) {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        file: { type: 'string' },
        url: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        'even-many': { type: 'boolean', default: false },
      },
    })
    if (positionals.join() !== 'import' || (values.file && values.url)) throw new StartupError(usage)
    return values
  } catch (error) {
    throw new StartupError(usage, { cause: error })
  }
}

await runCommand(async ({ database, config }) => {
  const { file, url, 'dry-run': dryRun, 'even-many': evenIfMany } = parse(process.argv.slice(2))
  const text = await readWithBar(file ?? url ?? config.bnlcUrl)
  const deps = { database, clock: systemClock, ids: systemIds }
  return sayAires(await importAires(deps, { text, dryRun, evenIfMany }), { dryRun })
})
