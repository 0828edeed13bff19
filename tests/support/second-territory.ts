import { createClient } from '@libsql/client'
import { parseContours } from '../../api/territory/territory.contours.ts'
import { importTerritory } from '../../api/territory/territory-import.usecases.ts'
import type { Store } from './demo-app.ts'
import { geojson, squaresOf, sudAvesnois } from './epci-file.ts'
import type { TestServer } from './server.ts'

/** Opens another territory beside the demo's, as its operator would. */
export const openSecondTerritory = ({ deps }: Store) =>
  importTerritory({
    ...deps,
    siren: sudAvesnois,
    contours: parseContours(geojson(squaresOf(sudAvesnois))),
  })

/** Takes it off, with all that is of it but what was noted of who did what, which nobody can. */
export async function closeTerritory({ dataDir }: TestServer, siren: string): Promise<void> {
  const database = createClient({ url: `file:${dataDir}/bocage.db` })
  const { rows } = await database.execute(
    `select m.name as name from sqlite_master m, pragma_table_info(m.name) c
     where m.type = 'table' and c.name = 'territory_siren' and m.name not like '%audit%'`,
  )
  await database.execute('pragma foreign_keys = off')
  for (const { name } of rows)
    await database.execute({ sql: `delete from "${String(name)}" where territory_siren = ?`, args: [siren] })
  await database.execute({ sql: 'delete from territory where siren = ?', args: [siren] })
  database.close()
}
