import type { Deps } from '../platform/http.ts'
import { covers, policy, scopesFor, type Action, type Actor, may } from '../platform/policy.ts'
import {
  listBodies,
  listCategories,
  listCommunes,
  readTerritory,
  type Body,
} from '../territory/territory.usecases.ts'
import { requireStaff, type Staff } from './desk-access.usecases.ts'
import { listStaff } from './desk-setup.repository.ts'
import type { DeskSetup } from './desk.schemas.ts'

type StaffRow = Awaited<ReturnType<typeof listStaff>>[number]
type DeskTerritory = DeskSetup['territories'][number]

/** A commune's own body is worked for by the commune's staff as well as by its own. */
function isStaffed(body: Body, staff: StaffRow[]): boolean {
  return staff.some(({ scopeKind, scopeId }) =>
    scopeKind === 'body'
      ? scopeId === body.id
      : scopeKind === 'commune'
        ? scopeId === body.communeCode
        : body.kind === 'epci',
  )
}

function colleaguesOf(staff: StaffRow[]): DeskTerritory['colleagues'] {
  const people = new Map<string, DeskTerritory['colleagues'][number]>()
  for (const { userId, name, scopeKind, scopeId } of staff) {
    const person = people.get(userId) ?? { id: userId, name, scopes: [] }
    person.scopes.push({ kind: scopeKind, id: scopeId })
    people.set(userId, person)
  }
  return [...people.values()]
}

async function describeTerritory(
  { database }: Pick<Deps, 'database'>,
  actor: Staff,
  siren: string,
  staff: StaffRow[],
): Promise<DeskTerritory> {
  const given = { database, territorySiren: siren }
  const [territory, communes, bodies, categories] = await Promise.all([
    readTerritory({ database, siren }),
    listCommunes(given),
    listBodies(given),
    listCategories({ ...given, withInactive: true }),
  ])
  const scopes = scopesFor(actor, 'incident.list-staff')
  return {
    siren,
    name: territory.name,
    publication: territory.publication,
    communes: communes.map(({ code, name, lat, lon }) => ({
      code,
      name,
      lat,
      lon,
      own: may(actor, 'town-hall.edit', {
        territorySiren: siren,
        communeCode: code,
        bodyId: bodies.find(({ communeCode }) => communeCode === code)?.id ?? null,
      }),
    })),
    bodies: bodies.map((body) => ({
      id: body.id,
      name: body.name,
      kind: body.kind,
      email: body.email,
      phone: body.phone,
      staffed: isStaffed(body, staff),
      own: scopes.some((scope) =>
        covers(scope, { territorySiren: siren, communeCode: body.communeCode, bodyId: body.id }),
      ),
    })),
    categories: categories.map(({ id, name, slug, icon, active, emergency, questions }) => ({
      id,
      name,
      slug,
      icon,
      active,
      emergency,
      questions,
    })),
    colleagues: colleaguesOf(staff),
  }
}

/** The lists that the desk's screens choose from, for each territory the actor works in. */
export async function readSetup(
  { database }: Pick<Deps, 'database'>,
  { actor: asked }: { actor: Actor },
): Promise<DeskSetup> {
  const actor = requireStaff(asked)
  const sirens = [...new Set(actor.memberships.map(({ territorySiren }) => territorySiren))].toSorted()
  const staff = sirens.length > 0 ? await listStaff(database.read, sirens) : []
  const actions = (Object.keys(policy) as Action[]).filter((action) => scopesFor(actor, action).length > 0)
  return {
    me: { id: actor.userId, name: actor.name, email: actor.email },
    actions,
    territories: await Promise.all(
      sirens.map((siren) =>
        describeTerritory(
          { database },
          actor,
          siren,
          staff.filter((row) => row.territorySiren === siren),
        ),
      ),
    ),
  }
}
