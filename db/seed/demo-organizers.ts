import type { OrganizerKind } from '../schema/agenda.ts'

/** Invented organizers of the demo's agenda; the communes are real. */

export type DemoOrganizer = {
  key: string
  kind: OrganizerKind
  name: string
  commune: string
  description: string
  trusted: boolean
}

export const demoOrganizers: readonly DemoOrganizer[] = [
  {
    key: 'comite',
    kind: 'association',
    name: 'Comité des fêtes de Bavay',
    commune: 'Bavay',
    description: 'Lotos, brocantes, marché de Noël : vingt bénévoles et deux friteuses.',
    trusted: true,
  },
  {
    key: 'harmonie',
    kind: 'association',
    name: 'Harmonie municipale du Quesnoy',
    commune: 'Le Quesnoy',
    description: 'Quarante musiciens, de 9 à 81 ans. Répétition ouverte le vendredi.',
    trusted: true,
  },
  {
    key: 'aines',
    kind: 'association',
    name: 'Club des aînés de Gommegnies',
    commune: 'Gommegnies',
    description: 'Jeux, goûters et sorties. Un bus passe chercher ceux qui ne conduisent plus.',
    trusted: false,
  },
  {
    key: 'sentiers',
    kind: 'association',
    name: 'Les Sentiers de Mormal',
    commune: 'Locquignol',
    description: 'Randonnées en forêt, à pied et en joëlette.',
    trusted: true,
  },
  {
    key: 'landrecies',
    kind: 'commune',
    name: 'Ville de Landrecies',
    commune: 'Landrecies',
    description: 'Le service culture et vie associative de la ville.',
    trusted: true,
  },
  {
    key: 'ferme',
    kind: 'business',
    name: 'Ferme du Pont de l’Aunelle',
    commune: 'Maroilles',
    description: 'Maroilles, lait et visites de l’étable.',
    trusted: false,
  },
]
