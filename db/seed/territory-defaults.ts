import type { CategoryQuestion, IncidentStatus } from '../schema/index.ts'

/** What a territory opens with, so that it makes sense the first minute. All of it is edited on screen later. */

export type DefaultCategory = {
  slug: string
  name: string
  hint: string
  icon: string
  emergency: boolean
  onRoad: boolean
  targetDays: number
  questions: CategoryQuestion[]
}

export const defaultCategories: readonly DefaultCategory[] = [
  {
    slug: 'nid-de-poule',
    name: 'Nid-de-poule',
    hint: 'Trou, bosse ou affaissement de la route ou du trottoir',
    icon: 'construction',
    emergency: false,
    onRoad: true,
    targetDays: 10,
    questions: [
      {
        id: 'taille',
        label: 'Quelle taille fait-il ?',
        kind: 'choice',
        choices: ['Comme une main', 'Comme une roue', 'Plus grand'],
      },
      { id: 'danger-deux-roues', label: 'Peut-il faire tomber un vélo ou une moto ?', kind: 'yes-no' },
    ],
  },
  {
    slug: 'depot-sauvage',
    name: 'Dépôt sauvage',
    hint: 'Déchets, gravats ou encombrants abandonnés',
    icon: 'trash-2',
    emergency: false,
    onRoad: false,
    targetDays: 5,
    questions: [
      {
        id: 'contenu',
        label: 'Que voyez-vous surtout ?',
        kind: 'choice',
        choices: [
          'Sacs d’ordures',
          'Meubles ou appareils',
          'Gravats',
          'Déchets verts',
          'Pneus, huile ou amiante',
          'Autre chose',
        ],
      },
      {
        id: 'quantite',
        label: 'Combien y en a-t-il ?',
        kind: 'choice',
        choices: ['Un sac', 'Un coffre de voiture', 'Une remorque ou plus'],
      },
    ],
  },
  {
    slug: 'eclairage',
    name: 'Éclairage',
    hint: 'Lampadaire éteint, clignotant, penché ou cassé',
    icon: 'lightbulb',
    emergency: true,
    onRoad: false,
    targetDays: 10,
    questions: [
      {
        id: 'panne',
        label: 'Que se passe-t-il ?',
        kind: 'choice',
        choices: [
          'Un lampadaire est éteint',
          'Toute la rue est éteinte',
          'Il clignote',
          'Il reste allumé le jour',
          'Le poteau est abîmé',
        ],
      },
      { id: 'numero', label: 'Quel numéro lisez-vous sur le poteau ?', kind: 'text' },
    ],
  },
  {
    slug: 'arbre',
    name: 'Arbre ou branche',
    hint: 'Arbre tombé, branche qui menace, haie qui gêne',
    icon: 'tree-deciduous',
    emergency: true,
    onRoad: false,
    targetDays: 5,
    questions: [
      { id: 'passage', label: 'Empêche-t-il de passer ?', kind: 'yes-no' },
      { id: 'fils', label: 'Touche-t-il des fils électriques ou du téléphone ?', kind: 'yes-no' },
    ],
  },
  {
    slug: 'eau-assainissement',
    name: 'Eau et assainissement',
    hint: 'Fuite, plaque d’égout, grille bouchée, mauvaise odeur',
    icon: 'droplets',
    emergency: true,
    onRoad: false,
    targetDays: 2,
    questions: [
      {
        id: 'nature',
        label: 'Que voyez-vous ?',
        kind: 'choice',
        choices: [
          'Une fuite d’eau claire',
          'Des eaux usées qui débordent',
          'Une grille bouchée',
          'Une plaque cassée ou absente',
          'Une mauvaise odeur',
        ],
      },
    ],
  },
  {
    slug: 'signalisation',
    name: 'Signalisation',
    hint: 'Panneau, feu, miroir ou marquage absent, abîmé ou caché',
    icon: 'signpost',
    emergency: false,
    onRoad: true,
    targetDays: 10,
    questions: [
      {
        id: 'objet',
        label: 'De quoi s’agit-il ?',
        kind: 'choice',
        choices: ['Un panneau', 'Un feu', 'Un miroir', 'Des lignes au sol', 'Une plaque de rue'],
      },
    ],
  },
  {
    slug: 'mobilier',
    name: 'Mobilier',
    hint: 'Banc, abribus, barrière, aire de jeux',
    icon: 'armchair',
    emergency: false,
    onRoad: false,
    targetDays: 15,
    questions: [{ id: 'blessure', label: 'Quelqu’un peut-il se blesser ?', kind: 'yes-no' }],
  },
  {
    slug: 'animal',
    name: 'Animal',
    hint: 'Animal perdu, errant, blessé ou mort',
    icon: 'paw-print',
    emergency: true,
    onRoad: false,
    targetDays: 2,
    questions: [
      {
        id: 'etat',
        label: 'Comment est-il ?',
        kind: 'choice',
        choices: ['Calme', 'Agressif', 'Blessé', 'Mort'],
      },
      { id: 'espece', label: 'Quel animal est-ce ?', kind: 'text' },
    ],
  },
  {
    slug: 'proprete',
    name: 'Propreté',
    hint: 'Rue sale, poubelle pleine, tag, verre cassé',
    icon: 'sparkles',
    emergency: false,
    onRoad: false,
    targetDays: 5,
    questions: [],
  },
  {
    slug: 'autre',
    name: 'Autre problème',
    hint: 'Rien de tout cela ? Dites-le avec vos mots',
    icon: 'circle-help',
    emergency: false,
    onRoad: false,
    targetDays: 10,
    questions: [{ id: 'quoi', label: 'De quoi s’agit-il ?', kind: 'text', required: true }],
  },
]

/**
 * Water and sewers are the EPCI's by law in a communauté d'agglomération, a communauté urbaine and a métropole (CGCT
 * L5216-5, L5215-20, L5217-2). Elsewhere they stay the commune's unless it handed them over.
 */
export const epciByLaw: Record<string, readonly string[]> = {
  CC: [],
  CA: ['eau-assainissement'],
  CU: ['eau-assainissement'],
  METRO: ['eau-assainissement'],
  MET69: ['eau-assainissement'],
}

/** References of these territories begin with letters people there already know. */
export const knownPrefixes: Record<string, string> = { '200043321': 'LQN' }

/** Sentences offered to staff, by the status they go with. */
export const defaultSentences: readonly (readonly [IncidentStatus, string])[] = [
  ['acknowledged', 'Merci, nous avons bien lu votre signalement. Un agent va aller voir sur place.'],
  ['acknowledged', 'Merci. Le problème était déjà connu de nos services et son traitement est en cours.'],
  ['scheduled', 'La réparation est prévue. Nous vous dirons quand elle sera faite.'],
  ['scheduled', 'L’endroit est balisé pour éviter tout accident, en attendant la réparation.'],
  ['scheduled', 'La réparation demande une entreprise. Elle est commandée.'],
  ['in_progress', 'Les agents sont sur place. La gêne peut durer quelques heures.'],
  ['resolved', 'C’est réparé. Merci de nous l’avoir signalé.'],
  ['resolved', 'L’endroit a été nettoyé. Merci de nous l’avoir signalé.'],
  ['resolved', 'Nous sommes allés sur place : le problème n’y est plus. S’il revient, dites-le-nous.'],
  [
    'declined',
    'Ce terrain est privé : nous n’avons pas le droit d’y intervenir. Nous prévenons le propriétaire.',
  ],
  [
    'declined',
    'Nous n’avons pas trouvé l’endroit. Ajoutez une photo ou quelques mots et nous y retournerons.',
  ],
  ['declined', 'Ce problème est déjà signalé. Vous serez prévenu de sa réparation.'],
  ['forwarded', 'Ce problème ne dépend pas de nous. Nous l’avons transmis et nous le suivons avec vous.'],
  ['reopened', 'Vous nous dites que le problème est toujours là : un agent retourne sur place.'],
]
