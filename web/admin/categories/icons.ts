import {
  Accessibility,
  Armchair,
  Bike,
  Bus,
  CircleHelp,
  Construction,
  Droplets,
  Flower2,
  Lightbulb,
  PawPrint,
  School,
  Signpost,
  Snowflake,
  Sparkles,
  SprayCan,
  Trash2,
  TreeDeciduous,
  TriangleAlert,
  Volume2,
  Waves,
} from '@lucide/vue'
import type { Component } from 'vue'
import type { NewCategory } from '../../../api/territory/territory-admin.schemas.ts'

export type IconName = NewCategory['icon']

/** Every picture a category may have; the type makes it follow the server's list. */
const icons: Record<IconName, Component> = {
  construction: Construction,
  'trash-2': Trash2,
  lightbulb: Lightbulb,
  'tree-deciduous': TreeDeciduous,
  droplets: Droplets,
  signpost: Signpost,
  armchair: Armchair,
  'paw-print': PawPrint,
  sparkles: Sparkles,
  'spray-can': SprayCan,
  'circle-help': CircleHelp,
  bike: Bike,
  bus: Bus,
  'flower-2': Flower2,
  school: School,
  snowflake: Snowflake,
  'triangle-alert': TriangleAlert,
  'volume-2': Volume2,
  accessibility: Accessibility,
  waves: Waves,
}
export const iconNames = Object.keys(icons) as IconName[]
export const isIconName = (name: string): name is IconName => name in icons
export const iconOf = (name: string): Component => (isIconName(name) ? icons[name] : CircleHelp)
