import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runCommand } from '../command-line.ts'
import { systemClock } from '../platform/clock.ts'
import { systemIds } from '../platform/ids.ts'
import { Problem } from '../platform/problems.ts'
import { FetchError } from '../platform/remote-file.ts'
import { StartupError } from '../startup.ts'
import { ImportRefused } from '../territory/territory.files.ts'
import { bringFeed, createFeedReader } from './gtfs-feeds.usecases.ts'
import { GtfsRefused } from './gtfs-report.ts'
import { sayFeed } from './gtfs.reports.ts'
import { sayFeedFault } from './gtfs.words.ts'
import { zipLimits } from './gtfs-zip.ts'

const usage = `Usage :
  npm run gtfs -- import --territory SIREN (--file FICHIER | --url ADRESSE) [--name NOM] [--licence LICENCE] [--even-half]`

function parse(args: string[]) {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        territory: { type: 'string' },
        file: { type: 'string' },
        url: { type: 'string' },
        name: { type: 'string' },
        licence: { type: 'string' },
        'even-half': { type: 'boolean', default: false },
      },
    })
    const { territory, file, url } = values
    if (positionals.join() !== 'import' || !territory || !/^\d{9}$/.test(territory) || !file === !url)
      throw new StartupError(usage)
    return { ...values, territory }
  } catch (error) {
    throw new StartupError(usage, { cause: error })
  }
}

/** The bytes of a zip on this machine; npm changes the current folder, files are named from where the person stands. */
async function readZip(file: string): Promise<{ bytes: Buffer; fileName: string }> {
  const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), file)
  const { size } = await stat(path).catch(() => {
    throw new ImportRefused(`Le fichier ${path} n’existe pas ou ne peut pas être lu.`)
  })
  if (size > zipLimits.packed)
    throw new ImportRefused(sayFeedFault('fr', 'too-large', { value: `${zipLimits.packed / 2 ** 20} Mo` }))
  return { bytes: await readFile(path), fileName: basename(path, '.zip') }
}

await runCommand(async ({ database, config }) => {
  const { territory, file, url = '', name, licence, 'even-half': evenIfHalf } = parse(process.argv.slice(2))
  const deps = { database, clock: systemClock, ids: systemIds, fetchRemote: createFeedReader(config) }
  try {
    const source = file ? await readZip(file) : { url }
    const brought = await bringFeed(deps, { territorySiren: territory, name, licence, source, evenIfHalf })
    return sayFeed(brought.name, brought.report)
  } catch (error) {
    if (error instanceof GtfsRefused) throw new ImportRefused(sayFeedFault('fr', error.fault, error.where))
    if (error instanceof FetchError) throw new ImportRefused(sayFeedFault('fr', error.fault))
    if (error instanceof Problem) throw new ImportRefused('Aucun territoire n’est ouvert ici sous ce SIREN.')
    throw error
  }
})
