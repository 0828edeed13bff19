import type { AireList, PublicAire } from '../../api/carpool/aires.schemas.ts'
import type {
  AireBuses,
  BusDeparture,
  BusesFound,
  BusFeedRef,
  BusRideView,
} from '../../api/carpool/buses.schemas.ts'
import { request } from '../http/client.ts'
import { NetworkError } from '../http/errors.ts'
import { keepAmong } from '../offline/kept-among.ts'
import { recallRead } from '../offline/pack/recall-read.ts'

export type { AireList, BusDeparture, BusesFound, BusFeedRef, BusRideView, PublicAire }
type Query = Record<string, string | number | undefined>

/** What was answered, or what this phone keeps of it when there is no network: `readAt` says when. */
async function askOrRecall<T>(kind: string, path: string, query: Query, most: number) {
  const key = `${path} ${JSON.stringify(query)}`
  try {
    const data = await request<T>(path, { query })
    void keepAmong(kind, key, data, most).catch(() => undefined)
    return { data, readAt: null }
  } catch (error) {
    const kept = error instanceof NetworkError ? await recallRead<T>({ path, query }, { kind, key }) : null
    if (!kept) throw error
    return { data: kept.data, readAt: kept.at }
  }
}

/** The selection of a territory: at most some hundreds, a hundred at a time. */
export const listAires = (query: Query) => askOrRecall<AireList>('aires:lists', '/api/aires', query, 6)
export const readAire = (id: string, territory: string) =>
  askOrRecall<PublicAire>('aires:one', `/api/aires/${id}`, { territory }, 20)
/** The next buses near an aire. */
export const readBuses = (id: string, query: Query) =>
  askOrRecall<AireBuses>('aires:buses', `/api/aires/${id}/buses`, query, 20)
