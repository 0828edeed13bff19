import type { DeskItem } from '../../../api/incidents/desk.schemas.ts'

type Named = Pick<DeskItem, 'reference'> & { category: { name: string }; commune: { name: string } }

/** A report in one line, to tell it from the others of a round. */
export const nameOf = ({ category, commune, reference }: Named) =>
  `${category.name}, ${commune.name} (${reference})`
