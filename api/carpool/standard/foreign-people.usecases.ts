import type { Tx } from '../../../db/client.ts'
import { text } from '../../platform/text.ts'
import type { Ids } from '../../platform/ids.ts'
import {
  findTraveller,
  insertTraveller,
  updateTraveller,
  type TravellerRow,
} from '../travellers.repository.ts'
import { findForeignTraveller, insertForeignTraveller } from './foreign.repository.ts'
import type { Operator } from './operators.usecases.ts'
import { standardProblems } from './standard.problems.ts'

const shownName = text({ min: 1, max: 200 })
const longest = 60

/** « Camille · Roulons »: our driver reads where a passenger comes from. */
export const shownAs = (alias: string, { name }: Pick<Operator, 'name'>) =>
  `${alias.slice(0, longest)} · ${name}`
/** As their own operator calls them. */
export const aliasOf = (name: string, operator: Pick<Operator, 'name'>) =>
  name.endsWith(` · ${operator.name}`) ? name.slice(0, -` · ${operator.name}`.length) : name

/**
 * The traveller that an operator's passenger is here: without an account, their operator speaks for them. Throws
 * `missing-user` for a name that shows nothing.
 */
export async function openForeign(
  tx: Tx,
  {
    ids,
    now,
    operator,
    passenger,
  }: { ids: Ids; now: number; operator: Operator; passenger: { id: string; alias: string } },
): Promise<TravellerRow> {
  const alias = shownName.safeParse(passenger.alias)
  if (!alias.success) throw standardProblems['missing-user']()
  const name = shownAs(alias.data, operator)
  const known = await findForeignTraveller(tx, { operatorId: operator.id, foreignId: passenger.id })
  const id = known ?? ids.next()
  if (known) await updateTraveller(tx, id, { name, activeAt: now })
  else {
    await insertTraveller(tx, {
      id,
      territorySiren: operator.territorySiren,
      name,
      locale: 'fr',
      agreedAt: now,
      createdAt: now,
      activeAt: now,
    })
    await insertForeignTraveller(tx, { travellerId: id, operatorId: operator.id, foreignId: passenger.id })
  }
  return (await findTraveller(tx, id))!
}
