import type { Language } from '../platform/problems.ts'
import type { FetchFault } from '../platform/remote-file.ts'
import type { GtfsFault, GtfsLine, GtfsWhere } from './gtfs-report.ts'

/** What may go wrong with the reading of a feed, from its address to its last line. */
export type FeedFault = GtfsFault | FetchFault | 'unexpected'
type Words = { fr: string; en: string }
const among = (words: Words, language: Language) => (language === 'fr' ? words.fr : words.en)

const faults: Record<FeedFault, Words> = {
  'not-a-zip': {
    fr: 'Ce n’est pas un fichier GTFS : un zip est attendu. Vérifiez l’adresse.',
    en: 'This is no GTFS file: a zip is expected. Check the address.',
  },
  damaged: {
    fr: 'Le zip est abîmé ou coupé{file}. Recommencez, ou prévenez qui le publie.',
    en: 'The zip is damaged or cut short{file}. Try again, or tell who publishes it.',
  },
  locked: {
    fr: 'Le zip est protégé par un mot de passe{file}. Demandez-le sans.',
    en: 'The zip is protected by a password{file}. Ask for it without.',
  },
  'path-trick': {
    fr: 'Le zip contient des noms ou des fichiers faits pour nuire{file}. Vérifiez d’où il vient.',
    en: 'The zip holds names or files made to do harm{file}. Check where it comes from.',
  },
  'too-large': {
    fr: 'Le fichier est trop lourd{file}{value}. Demandez une offre limitée à votre région.',
    en: 'The file is too large{file}{value}. Ask for a feed of your region alone.',
  },
  'file-missing': {
    fr: 'Il manque une table{file}. Prévenez qui publie ce fichier.',
    en: 'A table is missing{file}. Tell who publishes this file.',
  },
  'file-twice': {
    fr: 'Une table est là deux fois{file}. Prévenez qui publie ce fichier.',
    en: 'A table is there twice{file}. Tell who publishes this file.',
  },
  'two-feeds': {
    fr: 'Le zip contient plusieurs offres, dans plusieurs dossiers. Donnez-les une par une.',
    en: 'The zip holds several feeds, in several folders. Give them one by one.',
  },
  'column-missing': {
    fr: 'Il manque une colonne{file}{column}. Prévenez qui publie ce fichier.',
    en: 'A column is missing{file}{column}. Tell who publishes this file.',
  },
  'not-a-table': {
    fr: 'Une table n’est pas du texte{file}. Prévenez qui publie ce fichier.',
    en: 'A table is no text{file}. Tell who publishes this file.',
  },
  'line-unreadable': {
    fr: 'Une table n’est plus lisible à partir d’un endroit{file}{line} : un guillemet n’est sans doute pas fermé.',
    en: 'A table can’t be read any more from some place{file}{line}: a quotation mark is probably not closed.',
  },
  'mostly-wrong': {
    fr: 'Plus de la moitié des lignes sont illisibles{file}{value}. Prévenez qui publie ce fichier.',
    en: 'More than half of the lines can’t be read{file}{value}. Tell who publishes this file.',
  },
  'no-stop-here': {
    fr: 'Aucun car ne s’arrête dans le territoire ni autour. Vérifiez que c’est la bonne offre.',
    en: 'No bus stops in the territory or around it. Check that this is the right feed.',
  },
  'no-service': {
    fr: 'Aucun jour de circulation n’est donné. Prévenez qui publie ce fichier.',
    en: 'No day of service is given. Tell who publishes this file.',
  },
  over: {
    fr: 'Ces horaires sont finis{value}. Demandez ceux qui suivent.',
    en: 'These timetables are over{value}. Ask for those that follow.',
  },
  'half-file': {
    fr: 'Le fichier a perdu plus de la moitié des arrêts{value} : il est sans doute incomplet. S’il est juste, faites-le lire quand même.',
    en: 'The file lost more than half of the stops{value}: it is probably incomplete. If it is right, have it read all the same.',
  },
  'too-many': {
    fr: 'Une table a trop de lignes{file}{value}. Demandez une offre limitée à votre région.',
    en: 'A table has too many lines{file}{value}. Ask for a feed of your region alone.',
  },
  'too-long': {
    fr: 'La lecture a pris trop de temps. Demandez une offre limitée à votre région.',
    en: 'Reading took too long. Ask for a feed of your region alone.',
  },
  'not-a-web-address': {
    fr: 'Ce n’est pas une adresse du web. Copiez-la de nouveau, de https:// à la fin.',
    en: 'This is no web address. Copy it again, from https:// to the end.',
  },
  'has-credentials': {
    fr: 'L’adresse contient un mot de passe. Donnez une adresse publique.',
    en: 'The address holds a password. Give a public address.',
  },
  'odd-port': {
    fr: 'L’adresse désigne un port inhabituel. Donnez une adresse ordinaire.',
    en: 'The address names an unusual port. Give an ordinary address.',
  },
  'not-public': {
    fr: 'Cette adresse n’est pas publique. Donnez-en une que tout le monde peut ouvrir.',
    en: 'This address is not public. Give one that anyone can open.',
  },
  'too-many-redirects': {
    fr: 'L’adresse renvoie sans fin à d’autres. Donnez celle du fichier.',
    en: 'The address leads on to others without end. Give that of the file.',
  },
  'too-slow': {
    fr: 'Le site n’a pas tout envoyé à temps. Nouvel essai bientôt.',
    en: 'The site did not send everything in time. We try again soon.',
  },
  'unknown-encoding': {
    fr: 'L’envoi est compressé d’une façon inconnue. Prévenez qui publie ce fichier.',
    en: 'What is sent is packed in an unknown way. Tell who publishes this file.',
  },
  'bad-certificate': {
    fr: 'Le certificat du site n’est pas valable. Prévenez qui le tient.',
    en: 'The certificate of the site is not valid. Tell who runs it.',
  },
  unreachable: {
    fr: 'Le site ne répond pas. Nouvel essai bientôt.',
    en: 'The site does not answer. We try again soon.',
  },
  gone: {
    fr: 'Le fichier n’est plus à cette adresse. Cherchez la nouvelle.',
    en: 'The file is no longer at this address. Look for the new one.',
  },
  refused: {
    fr: 'Le site refuse de donner le fichier. Vérifiez l’adresse.',
    en: 'The site refuses to give the file. Check the address.',
  },
  'server-error': {
    fr: 'Le site est en panne. Nouvel essai bientôt.',
    en: 'The site is down. We try again soon.',
  },
  unexpected: {
    fr: 'La lecture a échoué pour une raison inconnue. Prévenez qui tient ce service.',
    en: 'Reading failed for an unknown reason. Tell who runs this service.',
  },
}

const lines: Record<GtfsLine['what'], Words> = {
  encoding: { fr: 'n’est pas en UTF-8 : lu autrement', en: 'is not in UTF-8: read otherwise' },
  delimiter: {
    fr: 'n’est pas séparé par des virgules : lu quand même',
    en: 'not separated by commas: read all the same',
  },
  in_folder: { fr: 'rangé dans un dossier : lu quand même', en: 'packed in a folder: read all the same' },
  coordinates_swapped: {
    fr: 'longitude et latitude échangées : remises à l’endroit',
    en: 'longitude and latitude swapped: put right',
  },
  coordinates_of_station: {
    fr: 'arrêt sans position : celle de sa gare',
    en: 'stop without a position: that of its station',
  },
  decimal_comma: { fr: 'virgule décimale lue comme un point', en: 'decimal comma read as a point' },
  zone_unknown: { fr: 'fuseau inconnu : celui de Paris', en: 'unknown time zone: that of Paris' },
  zones_differ: {
    fr: 'plusieurs fuseaux : le premier est gardé',
    en: 'several time zones: the first is kept',
  },
  times_spread: {
    fr: 'heures non dites : réparties entre celles qui le sont',
    en: 'times not told: spread between those that are',
  },
  incomplete_line: { fr: 'ligne incomplète', en: 'incomplete line' },
  no_id: { fr: 'sans identifiant', en: 'without an identifier' },
  id_repeated: { fr: 'identifiant déjà lu plus haut', en: 'identifier read already above' },
  no_coordinates: { fr: 'arrêt sans position', en: 'stop without a position' },
  outside_france: { fr: 'hors de France', en: 'outside France' },
  stop_unknown: { fr: 'arrêt inconnu', en: 'unknown stop' },
  trip_unknown: { fr: 'course inconnue', en: 'unknown trip' },
  route_unknown: { fr: 'ligne de car inconnue', en: 'unknown bus line' },
  service_unknown: { fr: 'jours de circulation inconnus', en: 'unknown days of service' },
  date_unreadable: { fr: 'date illisible', en: 'unreadable date' },
  exception_unreadable: {
    fr: 'exception ni ajoutée (1) ni retirée (2)',
    en: 'exception neither added (1) nor removed (2)',
  },
  time_unreadable: { fr: 'heure illisible', en: 'unreadable time' },
  time_goes_back: { fr: 'heure plus tôt que la précédente', en: 'time earlier than the one before' },
  no_times: { fr: 'heure non dite au bout d’une course', en: 'time not told at the end of a trip' },
  sequence_unreadable: { fr: 'rang illisible', en: 'unreadable rank' },
  sequence_repeated: { fr: 'rang répété', en: 'repeated rank' },
  trip_in_pieces: { fr: 'course en plusieurs morceaux', en: 'trip in several pieces' },
  headway_unreadable: { fr: 'intervalle illisible', en: 'unreadable interval' },
}

const whereWords: Record<keyof Words, (where: GtfsWhere) => Record<string, string>> = {
  fr: ({ file, line, column, value }) => ({
    file: file ? ` : ${file}` : '',
    line: line ? `, ligne ${line}` : '',
    column: column ? `, ${column}` : '',
    value: value === undefined ? '' : ` (${value})`,
  }),
  en: ({ file, line, column, value }) => ({
    file: file ? `: ${file}` : '',
    line: line ? `, line ${line}` : '',
    column: column ? `, ${column}` : '',
    value: value === undefined ? '' : ` (${value})`,
  }),
}

/** Why a feed was not read, as a sentence. */
export function sayFeedFault(language: Language, fault: FeedFault, where: GtfsWhere = {}): string {
  const words = whereWords[language === 'fr' ? 'fr' : 'en'](where)
  return among(faults[fault], language).replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '')
}

/** What was left out or mended of a line. */
export const sayFeedLine = (language: Language, what: GtfsLine['what']): string =>
  among(lines[what], language)
