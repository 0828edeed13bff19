import { createAlert } from '../alerts/alert-desk.usecases.ts'
import type { NewAlert } from '../alerts/alert.schemas.ts'
import type { NewAlertTemplate } from '../alerts/alert-template.schemas.ts'
import { addAlertTemplate } from '../alerts/alert-template.usecases.ts'
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

type DemoTemplate = Pick<NewAlertTemplate, 'kind' | 'title' | 'words' | 'advice'>
/** What a town hall of the country writes every year. */
const templates: DemoTemplate[] = [
  {
    kind: 'roads',
    title: 'Verglas sur les routes',
    words: 'Les routes sont glissantes ce matin. Le salage est en cours.',
    advice: 'Roulez doucement, ou partez plus tard. Salez votre trottoir si vous le pouvez.',
  },
  {
    kind: 'utilities',
    title: 'Coupure d’eau',
    words: 'L’eau est coupée pendant la réparation du réseau.',
    advice: 'Gardez un peu d’eau. Au retour, laissez couler un moment avant de boire.',
  },
  {
    kind: 'roads',
    title: 'Route barrée',
    words: 'La route est barrée. Une déviation est en place.',
    advice: 'Suivez les panneaux de déviation.',
  },
  {
    kind: 'school',
    title: 'École fermée',
    words: 'L’école est fermée. Il n’y a ni cantine ni garderie.',
    advice: 'Gardez vos enfants à la maison.',
  },
  {
    kind: 'collection',
    title: 'Collecte des déchets décalée',
    words: 'La collecte passe un jour plus tard que d’habitude.',
    advice: 'Sortez vos bacs la veille au soir.',
  },
  {
    kind: 'danger',
    title: 'Vent violent',
    words: 'De fortes rafales sont attendues. Les parcs et les bois sont fermés.',
    advice: 'Rentrez ce qui peut s’envoler. Restez chez vous, loin des arbres.',
  },
]

/** Two alerts in force on the first days of the demo, and templates, by its own moderator. */
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
  for (const template of templates)
    await addAlertTemplate(deps, {
      actor,
      template: {
        ...template,
        id: demoId(`template ${template.title}`),
        territory: demoSiren,
        commune: null,
        translations: {},
      },
      write: demoWrite(`template ${template.title}`),
    })
}
