/** Pictures that a kind of event may have: names of lucide icons that the app carries. Pure. */
export const eventIcons = [
  'music',
  'drama',
  'shopping-basket',
  'party-popper',
  'dices',
  'trophy',
  'palette',
  'frame',
  'clapperboard',
  'presentation',
  'blocks',
  'users',
  'landmark',
  'trees',
  'calendar',
] as const
export type EventIcon = (typeof eventIcons)[number]
