import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { useServer } from '../../support/server.ts'

// Where a person searches from is often their home: it is walked from, and kept, logged or told nowhere.

const server = useServer({ demo: true, env: { LOG_LEVEL: 'debug' } })
/** Of Le Quesnoy, to the metre. */
const [lat, lon] = ['50.24917', '3.63781']
const traces = [lat, lon, lat.slice(0, 7), lon.slice(0, 6)]

async function filesOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const texts = await Promise.all(
    files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')),
  )
  return texts.join('\n')
}

it('a searched position is in no answer, no log and no file of the server', async () => {
  const search = async (query: Record<string, string>) => {
    const text = new URLSearchParams({ territory: demoSiren, to: '59606', ...query })
    const answer = await fetch(`${server.current.url}/api/rides?${text}`)
    return { status: answer.status, words: await answer.text(), headers: [...answer.headers].join() }
  }
  const here = `${lat},${lon}`
  const asked = [
    await search({ from: here }),
    await search({ from: '59606', to: here }),
    // Nobody goes there then: the answer speaks of whom to call.
    await search({ from: here, at: '2020-01-01T03:00' }),
    await search({ from: here, to: here }),
    await search({ from: here, walk: '0' }),
    // Written amiss, it is refused without being repeated.
    await search({ from: `${lat}, ${lon}` }),
    await search({ from: `${lat};${lon}` }),
  ]
  expect(asked[0]).toMatchObject({ status: 200, words: expect.stringContaining('"kind":"position"') })
  expect(asked.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 422]))
  const said = [server.current.output(), await filesOf(server.current.dataDir)]
  // The logs are those of these very searches.
  expect(said[0]).toContain('/api/rides')
  for (const trace of traces)
    for (const words of [...asked.flatMap(({ words, headers }) => [words, headers]), ...said])
      expect(words.includes(trace), `${trace} in ${words.slice(0, 300)}`).toBe(false)
})
