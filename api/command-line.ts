import { Presets, SingleBar } from 'cli-progress'
import { resolve } from 'node:path'
import { type Database, openDatabase } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import { type Config, loadConfig } from './config.ts'
import { databaseProblem, isForThePerson, prepareDataDir } from './startup.ts'
import { ImportRefused, readSource } from './territory/territory.files.ts'

// What the commands that bring data in share: a file or an address read with a bar, the database, one sentence of error.

/** The text of a file or of an address, with its progress shown. Throws ImportRefused. */
export async function readWithBar(source: string): Promise<string> {
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
export function progressBar(doing: string, unit: string) {
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

/** Runs a command on the configured database and prints what it says; a refusal is one sentence and exit code 1. */
export async function runCommand(
  command: (given: { database: Database; config: Config }) => Promise<string>,
): Promise<void> {
  try {
    const config = loadConfig(process.env)
    prepareDataDir(config.dataDir)
    const database = await open(config)
    try {
      process.stdout.write(`${await command({ database, config })}\n`)
    } finally {
      await database.close()
    }
  } catch (error) {
    if (!isForThePerson(error) && !(error instanceof ImportRefused)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

async function open(config: Config): Promise<Database> {
  try {
    await migrate({ url: config.databaseUrl })
    return await openDatabase({ url: config.databaseUrl })
  } catch (error) {
    throw databaseProblem(error, config)
  }
}
