import {
  Accessibility,
  Armchair,
  Bike,
  Brush,
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

/** Pictures a category may have, by the name kept in the database: all those an administrator may choose. */
export const categoryIcons: Record<string, Component> = {
  accessibility: Accessibility,
  armchair: Armchair,
  bike: Bike,
  brush: Brush,
  bus: Bus,
  'circle-help': CircleHelp,
  construction: Construction,
  droplets: Droplets,
  'flower-2': Flower2,
  lightbulb: Lightbulb,
  'paw-print': PawPrint,
  school: School,
  signpost: Signpost,
  snowflake: Snowflake,
  sparkles: Sparkles,
  'spray-can': SprayCan,
  'trash-2': Trash2,
  'tree-deciduous': TreeDeciduous,
  'triangle-alert': TriangleAlert,
  'volume-2': Volume2,
  waves: Waves,
}

export function categoryIcon(name: string): Component {
  return categoryIcons[name] ?? CircleHelp
}
