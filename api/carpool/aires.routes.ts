import { z } from '@hono/zod-openapi'
import { openAnswer } from '../platform/conditional.ts'
import { createRouter, defineRoute, jsonAnswer, problemAnswer, type Deps } from '../platform/http.ts'
import { uuid } from '../platform/wire.ts'
import { allAires, bnlcRows, listAires, readAire } from './aires-public.usecases.ts'
import {
  aireCollection,
  aireFilterQuery,
  aireList,
  aireQuery,
  oneAireQuery,
  publicAire,
} from './aires.schemas.ts'
import { aireBuses, aireBusesQuery } from './buses.schemas.ts'
import { readAireBuses } from './buses.usecases.ts'
import { writeBnlc } from './bnlc-write.ts'

const tags = ['Covoiturage : aires']
const read = { 'x-action': 'aire.read', method: 'get', tags } as const

const list = defineRoute({
  ...read,
  path: '/api/aires',
  summary: 'Aires de covoiturage of a territory and around it: by name, or the nearest first',
  request: { query: aireQuery },
  responses: { 200: jsonAnswer(aireList, 'A page'), default: problemAnswer },
})
const geojson = defineRoute({
  ...read,
  path: '/api/aires.geojson',
  summary: 'The same, all of them, as GeoJSON',
  request: { query: aireFilterQuery },
  responses: {
    200: {
      description: 'GeoJSON (RFC 7946)',
      content: { 'application/geo+json': { schema: aireCollection } },
    },
    default: problemAnswer,
  },
})
const csv = defineRoute({
  ...read,
  path: '/api/aires.csv',
  summary: 'The same in the form of the Base nationale des lieux de covoiturage; own=true: to submit to it',
  request: { query: aireFilterQuery },
  responses: {
    200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } },
    default: problemAnswer,
  },
})
const one = defineRoute({
  ...read,
  path: '/api/aires/{id}',
  summary: 'One aire, with what helps to find it and to wait there',
  request: { params: z.object({ id: uuid }), query: oneAireQuery },
  responses: { 200: jsonAnswer(publicAire, 'The aire'), default: problemAnswer },
})

const buses = defineRoute({
  ...read,
  path: '/api/aires/{id}/buses',
  summary: 'Buses that leave within a walk of an aire: the next ones, or those of a day',
  request: { params: z.object({ id: uuid }), query: aireBusesQuery },
  responses: { 200: jsonAnswer(aireBuses, 'The soonest first'), default: problemAnswer },
})

/** Whole files are read by programs, which ask often. */
const aMinute = { 'Cache-Control': 'public, max-age=60' }
const json = { 'Content-Type': 'application/json; charset=UTF-8' }

/** What anyone may read of aires. */
export function createAireRoutes({ database, clock }: Pick<Deps, 'database' | 'clock'>) {
  return createRouter()
    .openapi(list, async (c) => {
      const { cursor, limit, ...filters } = c.req.valid('query')
      const page = await listAires({ database }, { filters, cursor, limit })
      return openAnswer(c, JSON.stringify(page), json) as never
    })
    .openapi(geojson, async (c) => {
      const aires = await allAires({ database }, c.req.valid('query'))
      const features = aires.map(({ id, lon, lat, ...properties }) => ({
        type: 'Feature',
        id,
        geometry: { type: 'Point', coordinates: [lon, lat] },
        properties,
      }))
      const body = JSON.stringify({ type: 'FeatureCollection', features })
      return openAnswer(c, body, { ...aMinute, 'Content-Type': 'application/geo+json' }) as never
    })
    .openapi(
      csv,
      async (c) =>
        openAnswer(c, writeBnlc(await bnlcRows({ database }, c.req.valid('query'))), {
          ...aMinute,
          'Content-Type': 'text/csv; charset=UTF-8',
          'Content-Disposition': 'attachment; filename="aires-covoiturage.csv"',
        }) as never,
    )
    .openapi(one, async (c) => {
      const { territory } = c.req.valid('query')
      const aire = await readAire({ database }, { id: c.req.valid('param').id, territory })
      return openAnswer(c, JSON.stringify(aire), json) as never
    })
    .openapi(buses, async (c) => {
      const { territory, day, cursor, limit } = c.req.valid('query')
      const aireId = c.req.valid('param').id
      const found = await readAireBuses({ database, clock }, { aireId, territory, day, cursor, limit })
      return openAnswer(c, JSON.stringify(found), json) as never
    })
}
