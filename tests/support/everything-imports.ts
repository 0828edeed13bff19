import { systemIds } from '../../api/platform/ids.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import type { DemoApp } from './demo-app.ts'
import type { Agent } from './desk.ts'
import { aCalendar, openFeedServer } from './feeds.ts'
import { anOrganizerImporter } from './imports.ts'

/** Brings events in by every way: files, addresses that change and break, another territory's agenda. */
export async function useImports(app: DemoApp, staff: Agent): Promise<void> {
  const feeds = await openFeedServer()
  try {
    const me = await anOrganizerImporter(app)
    const file =
      'Titre;Date;Lieu;Commune\nAtelier bois;12/01/2027;Atelier;Bavay\nAtelier fer;13/01/2027;Forge;Bavay'
    await me.preview(file)
    await me.import(file)
    await me.import(file.replace('12/01', '14/01'))
    const serve = (uids: string[], title = 'Veillée') =>
      feeds.serve('/a.ics', { body: aCalendar(uids.map((uid) => ({ uid, title: `${title} ${uid}` }))) })
    serve(['1', '2', '3'])
    const { id } = await me.follow(feeds.url('/a.ics'))
    await me.refresh(id)
    serve(['1', '3'], 'Grande veillée')
    await me.refresh(id)
    const { report } = await me.source(id)
    if (!report?.counts['withdrawn']) throw new Error('nothing was withdrawn')
    serve(['1', '2', '3'])
    await me.refresh(id)
    await me.call('POST', `/api/event-sources/${id}/resume`, { eventId: systemIds.next() })
    await me.sources()
    const theirs = {
      id: systemIds.next(),
      territory: demoSiren,
      kind: 'territory',
      name: 'Voisins',
      url: feeds.url('/voisins.json'),
    }
    await staff.post('/api/event-sources', theirs)
    for (const more of ['', '&limit=1', '&commune=59053', `&organizer=${me.organizerId}`])
      await staff.get(`/api/event-sources?territory=${demoSiren}${more}`)
    const { version } = await me.source(id)
    await me.call('PATCH', `/api/event-sources/${id}`, { active: true, name: 'Veillées' }, { version })
    await app.worker.runOnce()
    await me.call('DELETE', `/api/event-sources/${id}?withdraw=true`)
  } finally {
    await feeds.close()
  }
}
