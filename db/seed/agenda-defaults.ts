/** Kinds of events that a territory's agenda opens with. All of it is edited on screen later. Icons are lucide's. */
export const defaultEventCategories = [
  { slug: 'concert', name: 'Concert', icon: 'music' },
  { slug: 'spectacle', name: 'Spectacle', icon: 'drama' },
  { slug: 'marche', name: 'Marché', icon: 'shopping-basket' },
  { slug: 'fete-brocante', name: 'Fête et brocante', icon: 'party-popper' },
  { slug: 'loto-jeux', name: 'Loto et jeux', icon: 'dices' },
  { slug: 'sport', name: 'Sport', icon: 'trophy' },
  { slug: 'atelier', name: 'Atelier', icon: 'palette' },
  { slug: 'exposition', name: 'Exposition', icon: 'frame' },
  { slug: 'cinema', name: 'Cinéma', icon: 'clapperboard' },
  { slug: 'conference', name: 'Conférence et rencontre', icon: 'presentation' },
  { slug: 'enfants', name: 'Enfants et familles', icon: 'blocks' },
  { slug: 'vie-associative', name: 'Vie associative', icon: 'users' },
  { slug: 'ceremonie', name: 'Cérémonie', icon: 'landmark' },
  { slug: 'randonnee-nature', name: 'Randonnée et nature', icon: 'trees' },
  { slug: 'autre', name: 'Autre', icon: 'calendar' },
] as const
