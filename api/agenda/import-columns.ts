import { fold } from './events.rules.ts'

/** What a column of a table may hold. */
export const columnKeys = [
  'uid',
  'title',
  'description',
  'startDay',
  'startHour',
  'endDay',
  'endHour',
  'place',
  'address',
  'postcode',
  'commune',
  'category',
  'keywords',
  'free',
  'price',
  'ageMin',
  'ageMax',
  'accessibility',
  'setting',
  'onlineUrl',
  'bookingUrl',
  'bookingPhone',
  'bookingEmail',
  'organizer',
  'url',
] as const
export type ColumnKey = (typeof columnKeys)[number]

/** The names of each column, French and English, accents, capitals and punctuation aside; the first is the template's. */
export const columnNames: Record<ColumnKey, readonly [string, ...string[]]> = {
  uid: ['Identifiant', 'id', 'uid', 'identifier', 'reference'],
  title: [
    'Titre',
    'title',
    'nom',
    'name',
    'evenement',
    'event',
    'intitule',
    'nom de l evenement',
    'subject',
    'objet',
  ],
  description: ['Description', 'texte', 'text', 'details', 'presentation', 'resume', 'summary'],
  startDay: [
    'Date de début',
    'date',
    'debut',
    'jour',
    'date debut',
    'start',
    'start date',
    'begin',
    'day',
    'du',
  ],
  startHour: [
    'Heure de début',
    'heure',
    'heure debut',
    'horaire',
    'start time',
    'time',
    'hour',
    'a partir de',
  ],
  endDay: ['Date de fin', 'fin', 'date fin', 'end', 'end date', 'au'],
  endHour: ['Heure de fin', 'heure fin', 'end time', 'jusqu a'],
  place: ['Lieu', 'nom du lieu', 'salle', 'place', 'venue', 'location', 'where', 'ou'],
  address: ['Adresse', 'address', 'rue', 'street'],
  postcode: ['Code postal', 'cp', 'postcode', 'zip', 'zip code', 'postal code'],
  commune: ['Commune', 'ville', 'village', 'city', 'town', 'localite'],
  category: ['Catégorie', 'categories', 'category', 'type', 'genre', 'rubrique', 'kind'],
  keywords: ['Mots-clés', 'mot cle', 'keywords', 'tags', 'etiquettes'],
  free: ['Gratuit', 'entree libre', 'free', 'gratuite'],
  price: ['Tarif', 'prix', 'tarifs', 'price', 'prices', 'cost', 'conditions'],
  ageMin: ['Âge minimum', 'age min', 'a partir de l age', 'min age', 'minimum age', 'age'],
  ageMax: ['Âge maximum', 'age max', 'max age', 'maximum age'],
  accessibility: ['Accessibilité', 'accessibility', 'handicap', 'acces'],
  setting: ['Intérieur ou extérieur', 'interieur exterieur', 'setting', 'plein air', 'indoor outdoor'],
  onlineUrl: ['Lien en ligne', 'visio', 'lien visio', 'online address', 'online url', 'online link'],
  bookingUrl: [
    'Lien de réservation',
    'reservation',
    'billetterie',
    'booking',
    'booking url',
    'tickets',
    'inscription',
  ],
  bookingPhone: ['Téléphone de réservation', 'telephone', 'tel', 'phone', 'booking phone'],
  bookingEmail: ['Courriel de réservation', 'courriel', 'email', 'e mail', 'mail', 'booking email'],
  organizer: ['Organisateur', 'association', 'organizer', 'organiser', 'organisateurs'],
  url: ['Page web', 'site', 'site web', 'url', 'lien', 'link', 'website', 'page'],
}

const byName = new Map<string, ColumnKey>(
  columnKeys.flatMap((key) => columnNames[key].map((name) => [fold(name), key] as const)),
)

/** What a column of that name holds; undefined when it is not one of ours. */
export function columnOf(header: string): ColumnKey | undefined {
  return byName.get(fold(header))
}
