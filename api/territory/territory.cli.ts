import { Presets, SingleBar } from 'cli-progress'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Database, openDatabase } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { type Config, loadConfig } from '../config.ts'
import { systemClock } from '../platform/clock.ts'
import { systemIds } from '../platform/ids.ts'
import { databaseProblem, isForThePerson, prepareDataDir, StartupError } from '../startup.ts'
import { type ContourFile, parseContours } from './territory.contours.ts'
import { importCountry } from './territory-country.usecases.ts'
import { ImportRefused, readSource } from './territory.files.ts'
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

async function readWithBar(source: string): Promise<string> {
  // npm changes the current folder to the project's; files are named from where the person stands.
  const isAddress = /^https?:\/\//i.test(source)
  const named = isAddress ? source : resolve(process.env['INIT_CWD'] ?? process.cwd(), source)
  const bar = progressBar('Lecture', 'octets')
  try {
    return await readSource(named, (done, total) => bar.show(done, total ?? done))
  } finally {
    bar.stop()
  }
}

/** Drawn only for a person: a log or a pipe gets nothing. */
function progressBar(doing: string, unit: string) {
  if (!process.stderr.isTTY) return { show: () => {}, stop: () => {} }
  const format = `${doing} [{bar}] {percentage} % {value}/{total} ${unit}`
  const bar = new SingleBar({ format, clearOnComplete: true, stream: process.stderr }, Presets.shades_classic)
  let started = false
  return {
    show: (done: number, total: number) => {
      if (!started) bar.start(total, done)
      started = true
      bar.setTotal(total)
      bar.update(done)
    },
    stop: () => bar.stop(),
  }
}

async function run(args: string[]): Promise<string> {
  const { command, options } = parse(args)
  const config = loadConfig(process.env)
  prepareDataDir(config.dataDir)
  const database = await open(config)
  try {
    return await command({ database, config, options })
  } finally {
    await database.close()
  }
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

async function open(config: Config): Promise<Database> {
  try {
    await migrate({ url: config.databaseUrl })
    return await openDatabase({ url: config.databaseUrl })
  } catch (error) {
    throw databaseProblem(error, config)
  }
}

try {
  console.log(await run(process.argv.slice(2)))
} catch (error) {
  if (!isForThePerson(error) && !(error instanceof ImportRefused)) throw error
  console.error(error.message)
  process.exitCode = 1
}
