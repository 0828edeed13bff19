import type { AireKind } from '../../api/carpool/bnlc-fields.rules.ts'

/** Invented aires of the demo, near real places of Pays de Mormal and of the towns its people go to. */
export type DemoAire = {
  name: string
  address: string
  commune: { code: string; name: string }
  lon: number
  lat: number
  kind: AireKind
  spaces: number
  lit: boolean
  sheltered?: boolean
  charging?: boolean
  bikes?: boolean
  busLines?: string[]
  accessibility?: string
  description?: string
}

export const demoAires: readonly DemoAire[] = [
  {
    name: 'Gare du Quesnoy',
    address: 'Place de la Gare',
    commune: { code: '59481', name: 'Le Quesnoy' },
    lon: 3.6352,
    lat: 50.2478,
    kind: 'park_and_ride',
    spaces: 40,
    lit: true,
    sheltered: true,
    bikes: true,
    busLines: ['Car 401 Valenciennes – Maubeuge'],
    accessibility: 'Une place réservée, quai de plain-pied.',
    description: 'Le point de rendez-vous est sous l’abri, à droite de la gare.',
  },
  {
    name: 'Place du Marché de Bavay',
    address: 'Rue de la Réunion',
    commune: { code: '59053', name: 'Bavay' },
    lon: 3.7937,
    lat: 50.2988,
    kind: 'car_park',
    spaces: 25,
    lit: true,
    charging: true,
    busLines: ['Car 405 Bavay – Valenciennes'],
  },
  {
    name: 'Parking du cimetière de Bavay',
    address: 'Chaussée de Valenciennes',
    commune: { code: '59053', name: 'Bavay' },
    lon: 3.7842,
    lat: 50.3022,
    kind: 'aire',
    spaces: 12,
    lit: false,
  },
  {
    name: 'Gare de Landrecies',
    address: 'Avenue de la Gare',
    commune: { code: '59331', name: 'Landrecies' },
    lon: 3.6853,
    lat: 50.1279,
    kind: 'park_and_ride',
    spaces: 30,
    lit: true,
    sheltered: true,
    bikes: true,
    busLines: ['Car 424 Landrecies – Le Quesnoy'],
    accessibility: 'Une place réservée.',
  },
  {
    name: 'Salle des fêtes de Poix-du-Nord',
    address: 'Rue du Bois',
    commune: { code: '59464', name: 'Poix-du-Nord' },
    lon: 3.6085,
    lat: 50.1882,
    kind: 'car_park',
    spaces: 20,
    lit: true,
  },
  {
    name: 'Mairie de Gommegnies',
    address: 'Place Jean-Jaurès',
    commune: { code: '59265', name: 'Gommegnies' },
    lon: 3.7082,
    lat: 50.2702,
    kind: 'car_park',
    spaces: 15,
    lit: true,
    busLines: ['Car 401 Valenciennes – Maubeuge'],
  },
  {
    name: 'Place de Maroilles',
    address: 'Grand’Rue',
    commune: { code: '59384', name: 'Maroilles' },
    lon: 3.7602,
    lat: 50.1358,
    kind: 'car_park',
    spaces: 18,
    lit: true,
  },
  {
    name: 'Rond-point de Jolimetz',
    address: 'Route de Bavay',
    commune: { code: '59325', name: 'Jolimetz' },
    lon: 3.6717,
    lat: 50.2331,
    kind: 'aire',
    spaces: 10,
    lit: false,
    bikes: true,
  },
  {
    name: 'Gare de Valenciennes',
    address: 'Place de la Gare',
    commune: { code: '59606', name: 'Valenciennes' },
    lon: 3.517,
    lat: 50.3633,
    kind: 'park_and_ride',
    spaces: 120,
    lit: true,
    sheltered: true,
    charging: true,
    bikes: true,
    busLines: ['Tramway T1', 'Tramway T2'],
    accessibility: 'Quatre places réservées, accès de plain-pied.',
  },
  {
    name: 'Université de Valenciennes, Mont Houy',
    address: 'Rue du Mont Houy',
    commune: { code: '59032', name: 'Aulnoy-lez-Valenciennes' },
    lon: 3.5133,
    lat: 50.3256,
    kind: 'car_park',
    spaces: 60,
    lit: true,
    busLines: ['Tramway T1'],
  },
  {
    name: 'Gare de Maubeuge',
    address: 'Place de la Gare',
    commune: { code: '59392', name: 'Maubeuge' },
    lon: 3.9633,
    lat: 50.2746,
    kind: 'park_and_ride',
    spaces: 70,
    lit: true,
    sheltered: true,
    bikes: true,
  },
  {
    name: 'Gare d’Aulnoye-Aymeries',
    address: 'Place du Général-de-Gaulle',
    commune: { code: '59033', name: 'Aulnoye-Aymeries' },
    lon: 3.8399,
    lat: 50.1983,
    kind: 'park_and_ride',
    spaces: 90,
    lit: true,
    sheltered: true,
  },
  {
    name: 'Gare de Solesmes',
    address: 'Rue de la Gare',
    commune: { code: '59571', name: 'Solesmes' },
    lon: 3.4985,
    lat: 50.1867,
    kind: 'park_and_ride',
    spaces: 25,
    lit: true,
  },
]
