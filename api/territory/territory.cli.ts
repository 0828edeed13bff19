import { parseArgs } from 'node:util'
import type { Database } from '../../db/client.ts'
import { progressBar, readWithBar, runCommand } from '../command-line.ts'
import type { Config } from '../config.ts'
import { systemClock } from '../platform/clock.ts'
import { systemIds } from '../platform/ids.ts'
import { StartupError } from '../startup.ts'
import { type ContourFile, parseContours } from './territory.contours.ts'
import { importCountry } from './territory-country.usecases.ts'
import { importTerritory } from './territory-import.usecases.ts'
import { sayCountry, sayRoads, sayTerritory } from './territory.reports.ts'
import { parseRoads } from './territory.roads-file.ts'
import { importRoads } from './territory-roads.usecases.ts'

const usage = `Usage :
  npm run territory -- import --siren 200043321 [--contours FICHIER|ADRESSE]… [--dry-run]
  npm run territory -- directory --contours FICHIER|ADRESSE [--dry-run]
  npm run territory -- roads --siren 200043321 --file FICHIER|ADRESSE [--dry-run]`

type Options = { siren?: string; contours?: string[]; file?: string; dryRun: boolean }
type Given = { database: Database; config: Config; options: Options }

const commands: Record<string, (given: Given) => Promise<string>> = {
  import: async ({ database, config, options: { siren, contours = [], dryRun } }) => {
    const sources = contours.length > 0 ? contours : [officialAddress(config, sirenOf(siren))]
    const file = await readContours(sources)
    const given = { database, clock: systemClock, ids: systemIds, siren: sirenOf(siren), dryRun }
    return sayTerritory(await importTerritory({ ...given, contours: file }), { dryRun })
  },
  directory: async ({ database, options: { contours = [], dryRun } }) => {
    if (contours.length === 0) throw new StartupError(usage)
    const file = await readContours(contours)
    const bar = progressBar('Écriture', 'communes')
    const report = await importCountry({
      database,
      clock: systemClock,
      contours: file,
      dryRun,
      onProgress: bar.show,
    })
    bar.stop()
    return sayCountry(report, { dryRun })
  },
  roads: async ({ database, options: { siren, file, dryRun } }) => {
    if (!file) throw new StartupError(usage)
    const roads = parseRoads(await readWithBar(file))
    const given = { database, clock: systemClock, ids: systemIds, siren: sirenOf(siren), dryRun }
    return sayRoads(await importRoads({ ...given, file: roads }), { dryRun })
  },
}

/** The communes of an EPCI with their boundaries, at the State's address API (Licence Ouverte). */
function officialAddress({ geoApiUrl }: Config, siren: string): string {
  return `${geoApiUrl}/epcis/${siren}/communes?format=geojson&geometry=contour&fields=code,nom,population,centre`
}

function sirenOf(siren: string | undefined): string {
  if (siren === undefined) throw new StartupError(usage)
  if (!/^\d{9}$/.test(siren))
    throw new StartupError(`Un SIREN compte 9 chiffres : « ${siren} » n’en est pas un.`)
  return siren
}

/** Several files as one: a territory may reach over two départements. A boundary given twice counts once. */
async function readContours(sources: string[]): Promise<ContourFile> {
  const contours = new Map<string, ContourFile['contours'][number]>()
  const refused: ContourFile['refused'] = []
  for (const source of sources) {
    const file = parseContours(await readWithBar(source))
    for (const contour of file.contours) if (!contours.has(contour.code)) contours.set(contour.code, contour)
    refused.push(...file.refused)
  }
  return { contours: [...contours.values()], refused }
}

function parse(args: string[]) {
  let given
  try {
    given = parseArgs({
      args,
      allowPositionals: true,
      options: {
        siren: { type: 'string' },
        contours: { type: 'string', multiple: true },
        file: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new StartupError(usage, { cause: error })
  }
  const [name = '', ...rest] = given.positionals
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command || rest.length > 0) throw new StartupError(usage)
  const { 'dry-run': dryRun, ...options } = given.values
  return { command, options: { ...options, dryRun } }
}

await runCommand(({ database, config }) => {
  const { command, options } = parse(process.argv.slice(2))
  return command({ database, config, options })
})
