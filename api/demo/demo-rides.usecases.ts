import { createRideIndexes } from '../carpool/ride-index.ts'
import { saveTraveller } from '../carpool/travellers.usecases.ts'
import { offerTrip, type TripDeps } from '../carpool/trips.usecases.ts'
import type { Config } from '../config.ts'
import { dayOf } from '../platform/open-days.ts'
import type { Actor } from '../platform/policy.ts'
import { demoSiren } from '../territory/territory.demo.ts'
import { demoId, demoWrite } from './demo-ids.ts'

type Driver = NonNullable<Actor>
type DemoTrip = {
  name: string
  from: string
  to: string
  time: string
  back: string
  weekdays: number[]
  seats: number
}

/** Commutes that people of the territory really make, by invented drivers: two of the town hall's own people. */
const trips: Record<'Dominique' | 'Claude', DemoTrip[]> = {
  Dominique: [
    {
      name: 'to work',
      from: 'Place du Marché de Bavay',
      to: 'Gare de Valenciennes',
      time: '07:30',
      back: '17:40',
      weekdays: [1, 2, 3, 4, 5],
      seats: 3,
    },
  ],
  Claude: [
    {
      name: 'to work',
      from: 'Gare du Quesnoy',
      to: 'Gare de Valenciennes',
      time: '08:00',
      back: '18:00',
      weekdays: [1, 2, 4, 5],
      seats: 2,
    },
    {
      name: 'to market',
      from: 'Gare du Quesnoy',
      to: 'Place du Marché de Bavay',
      time: '09:15',
      back: '11:45',
      weekdays: [3, 6],
      seats: 3,
    },
  ],
}

/** Offers a few regular trips between the demo's aires, as drivers would: found from tomorrow on. */
export async function openDemoRides(
  deps: Omit<TripDeps, 'indexes'> & { config: Config },
  drivers: Record<keyof typeof trips, Driver>,
): Promise<void> {
  const indexes = createRideIndexes(deps)
  const aireId = (name: string) => demoId(`aire ${name}`)
  for (const [name, offers] of Object.entries(trips)) {
    const actor = drivers[name as keyof typeof trips]
    await saveTraveller(deps, {
      actor,
      request: {
        territory: demoSiren,
        name,
        phone: null,
        phoneShared: false,
        woman: null,
        minor: false,
        agreed: true,
        locale: 'fr',
      },
    })
    for (const offer of offers) {
      const key = `trip ${name} ${offer.name}`
      await offerTrip(
        { ...deps, indexes },
        {
          actor,
          caller: { address: 'demo', device: null },
          write: demoWrite(key),
          request: {
            id: demoId(key),
            territory: demoSiren,
            originId: aireId(offer.from),
            destinationId: aireId(offer.to),
            firstDay: dayOf(deps.clock.now()),
            time: offer.time,
            regular: { weekdays: offer.weekdays, lastDay: null, holidaysOff: true, exceptions: [] },
            seats: offer.seats,
            detourMinutes: 10,
            costCents: 0,
            wishes: ['luggage'],
            note: null,
            back: { id: demoId(`${key} back`), time: offer.back },
            event: null,
          },
        },
      )
    }
  }
}
