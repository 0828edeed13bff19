import type { Database } from '../../db/client.ts'
import { body, commune, territory } from '../../db/schema/index.ts'

/** Two small territories of two communes each, with their bodies: enough to tell one's own from another's. */
export const mormal = {
  siren: '200043321',
  name: 'Pays de Mormal',
  bavay: '59053',
  bavayBody: 'body-bavay',
  quesnoy: '59481',
  quesnoyBody: 'body-quesnoy',
  epciBody: 'body-mormal',
}
export const caudresis = {
  siren: '200030633',
  name: 'Caudrésis et Catésis',
  caudry: '59139',
  caudryBody: 'body-caudry',
  epciBody: 'body-caudresis',
}

/** Opens both. */
export async function openTerritories({ database, now }: { database: Database; now: number }): Promise<void> {
  await database.write(async (tx) => {
    await tx.insert(territory).values([
      { siren: mormal.siren, name: mormal.name, slug: 'mormal', referencePrefix: 'MOR', createdAt: now },
      {
        siren: caudresis.siren,
        name: caudresis.name,
        slug: 'caudresis',
        referencePrefix: 'CAU',
        createdAt: now,
      },
    ])
    await tx.insert(commune).values([
      {
        code: mormal.bavay,
        territorySiren: mormal.siren,
        name: 'Bavay',
        slug: 'bavay',
        lon: 3.7939,
        lat: 50.2989,
      },
      {
        code: mormal.quesnoy,
        territorySiren: mormal.siren,
        name: 'Le Quesnoy',
        slug: 'le-quesnoy',
        lon: 3.6369,
        lat: 50.2483,
      },
      {
        code: caudresis.caudry,
        territorySiren: caudresis.siren,
        name: 'Caudry',
        slug: 'caudry',
        lon: 3.4117,
        lat: 50.1244,
      },
    ])
    await tx.insert(body).values([
      {
        id: mormal.bavayBody,
        territorySiren: mormal.siren,
        kind: 'commune',
        name: 'Commune de Bavay',
        communeCode: mormal.bavay,
      },
      {
        id: mormal.quesnoyBody,
        territorySiren: mormal.siren,
        kind: 'commune',
        name: 'Commune du Quesnoy',
        communeCode: mormal.quesnoy,
      },
      { id: mormal.epciBody, territorySiren: mormal.siren, kind: 'epci', name: 'Pays de Mormal' },
      {
        id: caudresis.caudryBody,
        territorySiren: caudresis.siren,
        kind: 'commune',
        name: 'Commune de Caudry',
        communeCode: caudresis.caudry,
      },
      { id: caudresis.epciBody, territorySiren: caudresis.siren, kind: 'epci', name: 'Caudrésis et Catésis' },
    ])
  })
}
