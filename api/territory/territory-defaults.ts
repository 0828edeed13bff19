import { defaultEventCategories } from '../../db/seed/agenda-defaults.ts'
import { departementBodyName, departementOf } from '../../db/seed/departement-bodies.ts'
import { defaultCategories, defaultSentences, epciByLaw } from '../../db/seed/territory-defaults.ts'
import type { Ids } from '../platform/ids.ts'
import { fullEpciName, ofCommune } from './names.rules.ts'
import type { NewTerritory } from './territory-import.repository.ts'
import type { Epci, Member } from './territory.members.ts'

/** The body of a commune itself. */
export function communeBody({
  ids,
  territorySiren,
  member,
}: {
  ids: Ids
  territorySiren: string
  member: Member
}): NewTerritory['bodies'][number] {
  return {
    id: ids.next(),
    territorySiren,
    kind: 'commune',
    name: `Commune ${ofCommune(member.name, member.liaison)}`,
    communeCode: member.code,
  }
}

/** Bodies above the communes, categories, who is in charge and sentences of a territory that opens. */
export function defaultsOf({ ids, epci }: { ids: Ids; epci: Epci }): Omit<NewTerritory, 'territory'> {
  const territorySiren = epci.siren
  const own = { id: ids.next(), territorySiren, kind: 'epci', name: fullEpciName(epci.name) } as const
  const departements = [...new Set(epci.members.map(({ code }) => departementBodyName(departementOf(code))))]
  const categories = defaultCategories.map((category, rank) => ({
    ...category,
    id: ids.next(),
    territorySiren,
    position: rank,
  }))
  const byLaw = epciByLaw[epci.kind] ?? []
  return {
    bodies: [
      own,
      ...departements
        .toSorted()
        .map((name) => ({ id: ids.next(), territorySiren, kind: 'departement' as const, name })),
    ],
    categories,
    eventCategories: defaultEventCategories.map((category, position) => ({
      ...category,
      id: ids.next(),
      territorySiren,
      position,
    })),
    responsibilities: categories.map(({ id, slug }) => ({
      territorySiren,
      categoryId: id,
      communeCode: '',
      bodyId: byLaw.includes(slug) ? own.id : null,
    })),
    sentences: defaultSentences.map(([status, words], position) => ({
      id: ids.next(),
      territorySiren,
      bodyId: null,
      status,
      words,
      position,
    })),
  }
}
