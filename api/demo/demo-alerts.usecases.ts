import { createAlert } from '../alerts/alert-desk.usecases.ts'
import type { NewAlert } from '../alerts/alert.schemas.ts'
import type { Deps } from '../platform/http.ts'
import type { Actor } from '../platform/policy.ts'
import { listCommunes } from '../territory/territory.usecases.ts'
import { demoSiren } from '../territory/territory.demo.ts'
import { demoId, demoWrite } from './demo-ids.ts'

const hourMs = 3_600_000

type DemoAlert = Pick<NewAlert, 'kind' | 'title' | 'words' | 'street' | 'area'> & {
  /** Null: the whole territory. */
  commune: string | null
  hours: [from: number, to: number]
}

const alerts: DemoAlert[] = [
  {
    kind: 'utilities',
    title: 'Coupure d’eau demain matin',
    words: 'Le réseau est réparé. L’eau est coupée de 9 h à midi. Gardez un peu d’eau pour la matinée.',
    street: 'rue de la Gare et rues voisines',
    area: {
      type: 'Polygon',
      coordinates: [
        [
          [3.7862, 50.2992],
          [3.7885, 50.2961],
          [3.7946, 50.2958],
          [3.7957, 50.2984],
          [3.7908, 50.3003],
          [3.7862, 50.2992],
        ],
      ],
    },
    commune: 'Bavay',
    hours: [12, 30],
  },
  {
    kind: 'collection',
    title: 'Collecte des déchets décalée d’un jour',
    words: 'Cette semaine, sortez vos bacs un jour plus tard que d’habitude.',
    street: null,
    area: null,
    commune: null,
    hours: [0, 72],
  },
]

/** Two alerts in force on the first days of the demo, by its own moderator. */
export async function openDemoAlerts(
  deps: Pick<Deps, 'database' | 'clock' | 'ids'>,
  { actor, now }: { actor: Actor; now: number },
): Promise<void> {
  // At the hour, as a town hall says it.
  const start = Math.ceil(now / hourMs) * hourMs
  const communes = await listCommunes({ database: deps.database, territorySiren: demoSiren })
  for (const { commune, hours, ...said } of alerts) {
    const codes = communes.filter(({ name }) => name === commune).map(({ code }) => code)
    await createAlert(deps, {
      actor,
      alert: {
        ...said,
        id: demoId(`alert ${said.title}`),
        territory: demoSiren,
        whole: commune === null,
        communes: codes,
        startsAt: start + hours[0] * hourMs,
        endsAt: start + hours[1] * hourMs,
        publishAt: null,
        translations: {},
        image: null,
        document: null,
        send: true,
      },
      write: demoWrite(`alert ${said.title}`),
    })
  }
}
