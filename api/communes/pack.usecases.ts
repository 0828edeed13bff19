import { createHash } from 'node:crypto'
import { communeAt, type FoundCommune } from '../territory/territory.usecases.ts'
import { packPartNames, packReaders, type PackGiven, type PackLang } from './pack-parts.usecases.ts'
import { readPackEditions } from './pack.repository.ts'
import type { PackPartName } from './pack.schemas.ts'

/** A part that was read: as it is sent, and while it may be sent again. */
type Made = { version: string; json: string; from: number; until: number }
type Held = { edition: number; making: Promise<Made>; characters: number }

/** Some fifty packs: those asked for last. */
const mostCharacters = 12_000_000

const versionOf = (json: string) => createHash('sha256').update(json).digest('base64url').slice(0, 12)

/**
 * Reads packs of communes. A part is read anew once anything it is made of was written, by this process or another, or
 * once an hour has come that changes it (an alert begins, a date is over); until then it is sent as it is. The edition is
 * asked of the database at each reading, before the part: a part may be newer than its edition, never older.
 */
export function createPackReader(given: PackGiven) {
  const held = new Map<string, Held>()
  let characters = 0

  function forget(key: string): void {
    characters -= held.get(key)?.characters ?? 0
    held.delete(key)
  }

  async function make(name: PackPartName, asked: { here: FoundCommune; lang: PackLang }): Promise<Made> {
    const from = given.clock.now()
    const { data, until } = await packReaders[name].read(given, asked)
    const json = JSON.stringify(data)
    return { version: versionOf(json), json, from, until }
  }

  /** Counts what is held once it is made; those asked for longest ago give way. */
  async function weigh(key: string, entry: Held): Promise<void> {
    const made = await entry.making.catch(() => null)
    // Another took its place while it was made.
    if (held.get(key) !== entry) return
    if (!made) return forget(key)
    entry.characters = made.json.length
    characters += entry.characters
    for (const oldest of held.keys()) if (characters > mostCharacters) forget(oldest)
  }

  async function partOf(
    name: PackPartName,
    asked: { here: FoundCommune; lang: PackLang; edition: number },
  ): Promise<Made> {
    const { here, lang, edition } = asked
    const key = [name, here.commune.code, packReaders[name].speaks ? lang : ''].join()
    const known = held.get(key)
    if (known?.edition === edition) {
      const made = await known.making
      const now = given.clock.now()
      if (made.from <= now && now < made.until) {
        // Asked for last.
        if (held.get(key) === known && held.delete(key)) held.set(key, known)
        return made
      }
    }
    const entry = { edition, making: make(name, asked), characters: 0 }
    forget(key)
    held.set(key, entry)
    void weigh(key, entry)
    return entry.making
  }

  /**
   * What a phone keeps of a commune for where there is no network, as JSON: each part with its version, and its data
   * unless `have` names that very version (`name.version`, separated by commas). `versions` stands for all of it.
   * Throws `commune-not-found` and `commune-unclear`.
   */
  return async function readCommunePack({
    address,
    lang,
    have,
  }: {
    address: string
    lang: PackLang
    have: string
  }): Promise<{ json: string; versions: string }> {
    const editions = await readPackEditions(given.database.read)
    const here = await communeAt(given, address)
    const there = new Set(have.split(','))
    const parts = await Promise.all(
      packPartNames.map(async (name) => {
        const { version, json } = await partOf(name, { here, lang, edition: editions[name] })
        const isThere = there.has(`${name}.${version}`)
        const said = isThere ? `{"version":"${version}"}` : `{"version":"${version}","data":${json}}`
        return { said: `"${name}":${said}`, version: `${name}.${version}` }
      }),
    )
    const { code, name, territorySiren } = here.commune
    const head = JSON.stringify({ code, name, lang, territory: territorySiren }).slice(0, -1)
    return {
      json: `${head},"parts":{${parts.map(({ said }) => said).join()}}}`,
      versions: parts.map(({ version }) => version).join(),
    }
  }
}
