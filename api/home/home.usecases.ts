import type { PublicOccurrence } from '../agenda/agenda.schemas.ts'
import { listEvents } from '../agenda/events-public.usecases.ts'
import type { PublicAlert } from '../alerts/alert.schemas.ts'
import { byUrgency, listAlerts } from '../alerts/alert-public.usecases.ts'
import type { OutsideView } from '../alerts/outside.schemas.ts'
import { listOutsideAlerts } from '../alerts/outside.usecases.ts'
import { addDays } from '../platform/days.rules.ts'
import type { Deps } from '../platform/http.ts'
import type { PageLanguage } from '../platform/page-shell.ts'
import { wallOfInstant } from '../platform/paris-time.ts'
import { listTerritories } from '../territory/territory.usecases.ts'

const shown = { alerts: 3, outside: 3, events: 5 }
/** They come as they end: the most urgent may be the last of them. */
const alertsRead = 30

export type Home = {
  territoryName: string
  demo: boolean
  alerts: PublicAlert[]
  outside: OutsideView[]
  events: PublicOccurrence[]
}

/** What the first screen says of the only territory there is; null among several, for the person chooses first. */
export async function readHome(
  deps: Pick<Deps, 'database' | 'clock'>,
  { language }: { language: PageLanguage },
): Promise<Home | null> {
  const { items } = await listTerritories({ database: deps.database, limit: 2 })
  const [only] = items
  if (!only || items.length > 1) return null
  const { siren: territory, name, demo } = only
  const { day: today } = wallOfInstant(deps.clock.now())
  const [alerts, outside, events] = await Promise.all([
    listAlerts(deps, {
      territory,
      commune: undefined,
      when: 'current',
      lang: language,
      cursor: undefined,
      limit: alertsRead,
    }),
    listOutsideAlerts(deps, { territory, commune: undefined, cursor: undefined, limit: shown.outside }),
    // From now on: this morning’s market is over.
    listEvents(deps, { query: { territory, to: addDays(today, 1) }, limit: shown.events }),
  ])
  return {
    territoryName: name,
    demo,
    alerts: alerts.items.toSorted(byUrgency).slice(0, shown.alerts),
    outside: outside.items,
    events: events.items,
  }
}
