import type { AcceptedIncident, NewIncident } from '../../api/incidents/incidents.schemas.ts'
import { systemIds } from '../../api/platform/ids.ts'
import { listCategories, listCommunes } from '../../api/territory/territory.usecases.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import type { DemoApp } from './demo-app.ts'

/** The category of the demo territory with this slug. */
export async function categoryOf(app: DemoApp, slug: string) {
  const categories = await listCategories({ database: app.deps.database, territorySiren: demoSiren })
  const found = categories.find((category) => category.slug === slug)
  if (!found) throw new Error(`no category ${slug} among ${categories.map((c) => c.slug).join(', ')}`)
  return found
}

/** The commune of the demo territory with this name. */
export async function communeOf(app: Pick<DemoApp, 'deps'>, name: string) {
  const communes = await listCommunes({ database: app.deps.database, territorySiren: demoSiren })
  const found = communes.find((commune) => commune.name === name)
  if (!found) throw new Error(`no commune ${name}`)
  return found
}

/** A report as a phone sends it: a fly-tip in the middle of Bavay unless told otherwise. */
export async function anIncident(
  app: DemoApp,
  {
    category = 'depot-sauvage',
    commune = 'Bavay',
    ...rest
  }: Partial<Omit<NewIncident, 'categoryId'>> & { category?: string; commune?: string } = {},
): Promise<NewIncident> {
  const { lat, lon } = await communeOf(app, commune)
  return {
    id: systemIds.next(),
    categoryId: (await categoryOf(app, category)).id,
    position: { lat, lon, accuracy: 10 },
    words: 'Des pneus au bord du chemin',
    answers: {},
    photos: [],
    locale: 'fr',
    ...rest,
  }
}

/** Reports and answers what the reporter is told. */
export async function report(
  app: DemoApp,
  incident: Parameters<typeof anIncident>[1] = {},
): Promise<AcceptedIncident> {
  const answer = await app.call('/api/incidents', { body: await anIncident(app, incident) })
  if (answer.status !== 201) throw new Error(`refused: ${await answer.text()}`)
  return (await answer.json()) as AcceptedIncident
}
