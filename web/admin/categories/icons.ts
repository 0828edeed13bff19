import type { NewCategory } from '../../../api/territory/territory-admin.schemas.ts'

export type IconName = NewCategory['icon']

/** The server's list of pictures, in the order they are offered; the type makes it follow that list. */
const offered: Record<IconName, true> = {
  construction: true,
  'trash-2': true,
  lightbulb: true,
  'tree-deciduous': true,
  droplets: true,
  signpost: true,
  armchair: true,
  'paw-print': true,
  sparkles: true,
  'spray-can': true,
  'circle-help': true,
  bike: true,
  bus: true,
  'flower-2': true,
  school: true,
  snowflake: true,
  'triangle-alert': true,
  'volume-2': true,
  accessibility: true,
  waves: true,
}
export const iconNames = Object.keys(offered) as IconName[]
export const isIconName = (name: string): name is IconName => name in offered
