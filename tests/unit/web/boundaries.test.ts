import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { encodePack } from '../../../api/territory/pack.rules.ts'
import { keep, recallKept } from '../../../web/offline/kept.ts'
import { keepBoundaries, openBoundaries } from '../../../web/territory/boundaries.ts'
import type { Territory } from '../../../web/territory/territory.ts'
import { listenTo, type Listening } from '../../support/listening.ts'

// A territory's boundaries, kept on the phone: what else may come in their place is not.

const bavay = encodePack([
  {
    code: '59053',
    name: 'Bavay',
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [3.7, 50.2],
          [3.8, 50.2],
          [3.8, 50.3],
          [3.7, 50.2],
        ],
      ],
    },
  },
])
const wifi = new TextEncoder().encode('<!doctype html><title>Wifi gratuit</title>')

let server: Listening
let answers: Uint8Array
let asked = 0
beforeAll(async () => {
  server = await listenTo((_, res) => {
    asked++
    res.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(answers)
  })
})
afterAll(() => server.close())
beforeEach(() => {
  asked = 0
  answers = bavay
})

let count = 0
/** One that no other test looked at. */
const aTerritory = () =>
  ({ siren: `${++count}`, communes: [], pack: { url: `${server.url}/${count}` } }) as unknown as Territory
const namesOf = async (territory: Territory) =>
  (await openBoundaries(territory)).areas.features.map(({ properties }) => properties.name)
const isKept = async ({ siren }: Territory) => (await recallKept(`pack:${siren}`)) !== null

describe('the boundaries of a territory', () => {
  it('are kept, and asked for once', async () => {
    const territory = aTerritory()
    await keepBoundaries(territory)
    expect(await namesOf(territory)).toEqual(['Bavay'])
    expect(asked).toBe(1)
  })

  it('are not the sign-in page of a wifi: it is not kept, and they are asked for again', async () => {
    const territory = aTerritory()
    answers = wifi
    await expect(keepBoundaries(territory)).rejects.toMatchObject({ reason: 'intercepted' })
    expect(await isKept(territory)).toBe(false)
    await expect(openBoundaries(territory)).rejects.toMatchObject({ reason: 'intercepted' })
    answers = bavay
    expect(await namesOf(territory)).toEqual(['Bavay'])
    expect(await isKept(territory)).toBe(true)
  })

  it('that cannot be read where they are kept are as if they were not there', async () => {
    const territory = aTerritory()
    await keep(`pack:${territory.siren}`, { url: territory.pack.url, bytes: wifi })
    expect(await namesOf(territory)).toEqual(['Bavay'])
    expect(asked).toBe(1)
  })

  it('of before stay when the wifi answers in place of the new ones', async () => {
    const territory = aTerritory()
    await keep(`pack:${territory.siren}`, { url: 'of before', bytes: bavay })
    answers = wifi
    expect(await namesOf(territory)).toEqual(['Bavay'])
  })
})
