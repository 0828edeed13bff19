import { departementOf } from '../../db/seed/departement-bodies.ts'
import type { Database } from '../../db/client.ts'
import type { Config } from '../config.ts'
import type { Page } from '../platform/pagination.ts'
import type { Language } from '../platform/problems.ts'
import { emergencyNumbers } from './emergency.rules.ts'
import type { Bounds } from './geometry.rules.ts'
import type { Directory } from './territory.directory.ts'
import type { Geography, TerritoryGeography } from './territory-geography.ts'
import type { Body, Category, Commune, Territory } from './territory.repository.ts'
import type { PublicBody, PublicCategory, TerritoryPage, TerritorySummary } from './territory.schemas.ts'
import {
  listBodies,
  listCategories,
  listCommunes,
  listTerritories,
  readTerritory,
} from './territory.usecases.ts'

type Given<T = object> = { database: Pick<Database, 'read'>; geography: Geography } & T

/** Territories of the deployment, as everyone sees them. */
export async function viewTerritories({
  database,
  geography,
  ...window
}: Given<{ cursor?: string | undefined; limit: number }>): Promise<Page<TerritorySummary>> {
  const { items, nextCursor } = await listTerritories({ database, ...window })
  const shown = items.map(async (territory) => summary(territory, await geography.of(territory.siren)))
  return { items: await Promise.all(shown), nextCursor }
}

type Asked = Given<{ directory: Directory; config: Config; language: Language }>

/** The territory that everyone who comes here opens; null when there are several, or none. */
export async function viewOnlyTerritory(asked: Asked): Promise<TerritoryPage | null> {
  const { items } = await listTerritories({ database: asked.database, limit: 2 })
  const [only] = items
  return only && items.length === 1 ? viewTerritory({ ...asked, siren: only.siren }) : null
}

/** All an app needs to know of a territory before anyone reports. Throws `not-found`. */
export async function viewTerritory({
  database,
  directory,
  geography,
  config,
  language,
  siren,
}: Asked & { siren: string }): Promise<TerritoryPage> {
  const territory = await readTerritory({ database, siren })
  const [communes, bodies, categories, known, hasRoads] = await Promise.all([
    listCommunes({ database, territorySiren: siren }),
    listBodies({ database, territorySiren: siren }),
    listCategories({ database, territorySiren: siren }),
    geography.of(siren),
    directory.hasRoads(siren),
  ])
  const [first] = communes
  const numbers = first ? emergencyNumbers(departementOf(first.code)) : []
  return {
    ...summary(territory, known),
    referencePrefix: territory.referencePrefix,
    publication: territory.publication,
    hasRoads,
    communes: communes.map((commune) => viewCommune(commune, known)),
    bodies: bodies.map(viewBody),
    categories: categories.map(viewCategory),
    emergencyNumbers: numbers.map(({ id, number, label }) => ({
      id,
      number,
      label: label[language],
    })),
    map: {
      tileUrl: config.tileUrl,
      tileAttribution: config.tileAttribution,
      pmtilesUrl: config.pmtilesUrl,
      pmtilesAttribution: config.pmtilesAttribution,
    },
    pack: {
      url: `/api/territories/${siren}/pack?v=${known.pack.etag}`,
      bytes: known.pack.br.byteLength,
    },
  }
}

function summary(territory: Territory, { bounds }: TerritoryGeography): TerritorySummary {
  const { siren, name, slug, accent, approximate, demo } = territory
  return { siren, name, slug, accent, approximate, demo, bbox: boxOf(bounds) }
}

function viewCommune(commune: Commune, { communeBounds }: TerritoryGeography) {
  const { code, name, slug, population, postalCodes, lon, lat, approximate } = commune
  const bounds = communeBounds.get(code)
  return {
    code,
    name,
    slug,
    population,
    postalCodes,
    lon,
    lat,
    approximate,
    bbox: boxOf(bounds),
  }
}

/** A GeoJSON bounding box: west, south, east, north. */
function boxOf(bounds: Bounds | null | undefined): [number, number, number, number] | null {
  return bounds ? [bounds[0], bounds[1], bounds[2], bounds[3]] : null
}

function viewBody(body: Body): PublicBody {
  const { id, kind, name, communeCode, email, phone, address, openingHours } = body
  return { id, kind, name, communeCode, email, phone, address, openingHours }
}

function viewCategory(category: Category): PublicCategory {
  const { id, slug, name, hint, icon, emergency, onRoad, questions, targetDays } = category
  return { id, slug, name, hint, icon, emergency, public: category.public, onRoad, questions, targetDays }
}
