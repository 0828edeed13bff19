import { and, eq } from 'drizzle-orm'
import { digestStopSecret, followConfirmSecret } from '../../api/alerts/alert-followers.secrets.ts'
import { systemIds } from '../../api/platform/ids.ts'
import { publish } from './agenda.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import { digestFollow } from '../../db/schema/index.ts'
import type { DemoApp } from './demo-app.ts'
import { anOffer, aTraveller, someAires } from './rides.ts'
import { communeOf, report } from './incidents.ts'
import { aWish } from './wishes.ts'

/** Wishes for all there is to wish for, lets it happen, is told, and stops. */
export async function useWishes(app: DemoApp): Promise<void> {
  const { code, lat, lon } = await communeOf(app, 'Bavay')
  const { ouest, milieu, est } = await someAires(app)
  const [one, two] = [await aTraveller(app, { name: 'Aline' }), await aTraveller(app, { name: 'Basile' })]
  const all = [
    { kind: 'incidents', commune: code },
    { kind: 'incidents', lat, lon, radius: 2000 },
    { kind: 'events', query: { commune: code, q: 'bal' } },
    { kind: 'rides', from: milieu, to: est },
    { kind: 'digest', commune: code, weekday: 2, hour: 18 },
  ]
  const email = 'lecteur@exemple.fr'
  await app.call('/api/wishes/digest-by-mail', {
    body: { territory: demoSiren, commune: code, weekday: 2, hour: 18, email, locale: 'fr' },
  })
  const [byMail] = await app.database.read
    .select()
    .from(digestFollow)
    .where(and(eq(digestFollow.communeCode, code), eq(digestFollow.weekday, 2), eq(digestFollow.hour, 18)))
  if (!byMail) throw new Error('no digest asked for by mail')
  const link = followConfirmSecret(app.config.secret, byMail.id)
  await app.call('/api/alert-followers/confirm', { body: {}, headers: { 'Bocage-Secret': link } })
  const ids: string[] = []
  for (const wanted of all) {
    const answer = await one.call('/api/wishes', { body: aWish(wanted) })
    if (answer.status !== 201) throw new Error(`wish: ${answer.status} ${await answer.text()}`)
    ids.push(((await answer.json()) as { id: string }).id)
  }
  const step = async () => {
    app.clock.advance({ minutes: 2 })
    await app.worker.runOnce()
  }
  await step()
  await publish(app, { title: 'Bal' })
  await report(app)
  const trip = anOffer(app, ouest, est, {
    firstDay: new Date(app.clock.now() + 86_400_000).toISOString().slice(0, 10),
  })
  await two.call('/api/trips', { body: trip })
  await step()
  app.clock.advance({ hours: 7 * 24 })
  await step()
  const { nextCursor } = (await (await one.call('/api/wishes?limit=2')).json()) as {
    nextCursor: string | null
  }
  if (nextCursor) await one.call(`/api/wishes?limit=2&cursor=${nextCursor}`)
  for (const id of ids) await one.call(`/api/wishes/${id}`, { method: 'DELETE' })
  app.clock.advance({ hours: 7 * 24 })
  await step()
  const oneClick = digestStopSecret(app.config.secret, byMail.id)
  await app.call(`/api/alert-followers/stop/${oneClick}`, { method: 'POST' })
  await app.call(`/api/wishes/stop/${systemIds.next()}.${'a'.repeat(32)}`, { body: {} })
}
