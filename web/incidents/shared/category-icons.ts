import {
  Armchair,
  Brush,
  CircleHelp,
  Construction,
  Droplets,
  Lightbulb,
  PawPrint,
  Signpost,
  Sparkles,
  Trash2,
  TreeDeciduous,
} from '@lucide/vue'
import type { Component } from 'vue'

/** Pictures a category may have, by the name kept in the database. */
export const categoryIcons: Record<string, Component> = {
  armchair: Armchair,
  brush: Brush,
  'circle-help': CircleHelp,
  construction: Construction,
  droplets: Droplets,
  lightbulb: Lightbulb,
  'paw-print': PawPrint,
  signpost: Signpost,
  sparkles: Sparkles,
  'trash-2': Trash2,
  'tree-deciduous': TreeDeciduous,
}

export function categoryIcon(name: string): Component {
  return categoryIcons[name] ?? CircleHelp
}
