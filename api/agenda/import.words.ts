import type { FetchFault } from '../platform/remote-file.ts'
import type { Language } from '../platform/problems.ts'
import type { EventFault, FileFault } from './import-draft.ts'
import type { ScheduleFault } from './schedule-check.rules.ts'
import { scheduleFaultWords } from './schedule-faults.words.ts'

type Sentence = { fr: string; en: string }

/** What a file brought that is not as it should be, line by line: what was done of it, or what to do. */
const eventWords: Record<Exclude<EventFault, ScheduleFault>, Sentence> &
  Partial<Record<ScheduleFault, Sentence>> = {
  'title-missing': {
    fr: 'Il manque un titre d’au moins trois lettres.',
    en: 'A title of at least three letters is missing.',
  },
  'title-cut': {
    fr: 'Le titre est trop long : nous gardons « {value} ».',
    en: 'The title is too long: kept as “{value}”.',
  },
  'description-cut': {
    fr: 'La description est trop longue : nous gardons les 10 000 premiers signes.',
    en: 'The description is too long: its first 10,000 characters are kept.',
  },
  'start-missing': { fr: 'Il manque la date de début.', en: 'The start date is missing.' },
  'start-unreadable': {
    fr: 'La date « {value} » ne se lit pas. Écrivez par exemple 05/12/2026.',
    en: 'The date “{value}” can’t be read. Write for example 2026-12-05.',
  },
  'end-unreadable': {
    fr: 'La fin « {value} » ne se lit pas. Écrivez par exemple 05/12/2026.',
    en: 'The end “{value}” can’t be read. Write for example 2026-12-05.',
  },
  'hour-unreadable': {
    fr: 'L’heure « {value} » ne se lit pas. Écrivez par exemple 19h30.',
    en: 'The hour “{value}” can’t be read. Write for example 19:30.',
  },
  'end-unlike-start': {
    fr: 'La fin n’est pas écrite comme le début : nous gardons le début seul.',
    en: 'The end is not written as the start: the start alone is kept.',
  },
  'end-before-start': {
    fr: 'La fin est avant le début. Vérifiez les deux.',
    en: 'The end is before the start. Check both.',
  },
  'floating-time': {
    fr: 'Heure sans fuseau : lue comme l’heure d’ici.',
    en: 'Time without a zone: read as local time.',
  },
  'zone-unknown': {
    fr: 'Fuseau « {value} » inconnu : l’heure est lue comme celle d’ici.',
    en: 'Unknown zone “{value}”: read as local time.',
  },
  'dates-cut': {
    fr: 'C’est trop de dates pour un événement ({value}) : nous gardons les 200 prochaines.',
    en: 'Too many dates for one event ({value}): the next 200 are kept.',
  },
  'exceptions-cut': {
    fr: 'C’est trop d’exceptions ({value}) : nous gardons les prochaines.',
    en: 'Too many exceptions ({value}): the next ones are kept.',
  },
  'rule-and-dates': {
    fr: 'Répétition et dates à part ne se gardent pas ensemble : les dates sont écrites une à une quand elles tiennent, sinon la répétition seule.',
    en: 'A rule and extra dates can’t be kept together: dates are written one by one when they fit, else the rule alone.',
  },
  'rule-unreadable': {
    fr: 'La répétition ne se lit pas : nous gardons la première date.',
    en: 'The repetition can’t be read: the first date is kept.',
  },
  'rule-too-often': {
    fr: 'Un événement se répète chaque jour au plus : nous gardons la première date.',
    en: 'An event repeats every day at most: the first date is kept.',
  },
  'rule-unsupported': {
    fr: 'Cette répétition n’est pas connue ici : nous gardons la première date.',
    en: 'This repetition is not known here: the first date is kept.',
  },
  'rule-count-too-large': {
    fr: 'C’est trop de répétitions : nous en gardons mille.',
    en: 'Too many times: a thousand are kept.',
  },
  'rule-interval-too-large': {
    fr: 'Les dates sont trop éloignées : nous gardons la première.',
    en: 'The dates are too far apart: the first is kept.',
  },
  'rule-count-and-until': {
    fr: 'La répétition a deux fins à la fois : nous gardons la première date.',
    en: 'The repetition has two ends at once: the first date is kept.',
  },
  'date-changed-unknown': {
    fr: 'La date changée « {value} » n’est pas une de celles de l’événement : elle est laissée de côté.',
    en: 'The changed date “{value}” is not one of the event’s: it is left out.',
  },
  'following-changed': {
    fr: 'Un changement de toutes les dates suivantes n’est gardé que pour la première.',
    en: 'A change of all following dates is kept for the first one only.',
  },
  'line-unreadable': {
    fr: 'La ligne « {value} » ne se lit pas : elle est laissée de côté.',
    en: 'The line “{value}” can’t be read: it is left out.',
  },
  'cut-short': {
    fr: 'Le fichier s’arrête au milieu de cet événement. Exportez-le à nouveau.',
    en: 'The file ends in the middle of this event. Export it again.',
  },
  'uid-missing': {
    fr: 'Sans identifiant : s’il change de titre ou de jour, il passera pour un autre.',
    en: 'No identifier: if its title or day changes, it will pass for another.',
  },
  'uid-twice': {
    fr: 'Un autre porte le même identifiant : nous gardons le plus récent.',
    en: 'Another has the same identifier: the newest is kept.',
  },
  private: {
    fr: 'Marqué privé dans son agenda : il n’est pas repris.',
    en: 'Marked private in its calendar: it is not taken.',
  },
  'address-unreadable': {
    fr: 'L’adresse « {value} » n’en est pas une : elle est laissée de côté.',
    en: 'The address “{value}” is not one: it is left out.',
  },
  'phone-unreadable': {
    fr: 'Le téléphone « {value} » ne se lit pas : il est laissé de côté.',
    en: 'The phone number “{value}” can’t be read: it is left out.',
  },
  'email-unreadable': {
    fr: 'Le courriel « {value} » ne se lit pas : il est laissé de côté.',
    en: 'The email address “{value}” can’t be read: it is left out.',
  },
  'number-unreadable': {
    fr: '« {value} » n’est pas un nombre : il est laissé de côté.',
    en: '“{value}” is not a number: it is left out.',
  },
  'yes-no-unreadable': {
    fr: 'Écrivez oui ou non à la place de « {value} ».',
    en: 'Write yes or no instead of “{value}”.',
  },
  'choice-unknown': {
    fr: '« {value} » n’est pas une réponse connue : elle est laissée de côté.',
    en: '“{value}” is not a known answer: it is left out.',
  },
  'online-address-missing': {
    fr: 'En ligne, mais sans adresse pour y aller. Ajoutez-la.',
    en: 'Online, but without an address to go to. Add it.',
  },
  'not-an-event': { fr: 'Ce n’est pas un événement.', en: 'This is not an event.' },
  'not-published': {
    fr: 'Pas encore publié dans son agenda : il n’est pas repris.',
    en: 'Not published in its agenda yet: it is not taken.',
  },
  'place-missing': {
    fr: 'Il manque le lieu. Ajoutez-le, ou choisissez une commune pour tout le fichier.',
    en: 'The place is missing. Add it, or choose a commune for the whole file.',
  },
  'commune-unknown': {
    fr: '« {value} » ne dit pas dans quelle commune. Ajoutez-la, ou choisissez une commune pour tout le fichier.',
    en: '“{value}” does not say in which commune. Add it, or choose a commune for the whole file.',
  },
  'outside-territory': {
    fr: '« {value} » est hors du territoire de cet agenda.',
    en: '“{value}” is outside the territory of this agenda.',
  },
  unfit: { fr: 'Cet événement ne peut pas être repris tel quel.', en: 'This event can’t be taken as it is.' },
}

const fileWords: Record<FileFault, Sentence> = {
  'empty-file': { fr: 'Ce fichier est vide.', en: 'This file is empty.' },
  'not-a-calendar': {
    fr: 'Ce n’est pas un calendrier iCal. Dans votre agenda, cherchez l’adresse « iCal » ou « .ics ».',
    en: 'This is not an iCal calendar. In your calendar, look for the “iCal” or “.ics” address.',
  },
  'not-a-table': {
    fr: 'Ce n’est pas un tableau CSV. Dans le tableur, enregistrez sous « CSV ».',
    en: 'This is not a CSV table. In the spreadsheet, save as “CSV”.',
  },
  'not-json': {
    fr: 'Ce n’est pas un export JSON d’OpenAgenda.',
    en: 'This is not a JSON export of OpenAgenda.',
  },
  'no-known-column': {
    fr: 'La première ligne du tableau doit nommer au moins « Titre » et « Date de début ». Partez du modèle.',
    en: 'The first line of the table must name at least “Title” and “Start date”. Start from the template.',
  },
  'too-heavy': {
    fr: 'Ce fichier demande trop de travail à lire. Exportez moins d’événements à la fois.',
    en: 'This file takes too long to read. Export fewer events at a time.',
  },
  unreadable: { fr: 'Ce fichier ne se lit pas.', en: 'This file can’t be read.' },
}

const fetchWords: Record<FetchFault, Sentence> = {
  'not-a-web-address': {
    fr: 'Ce n’est pas une adresse du web. Elle commence par https:// ou webcal://.',
    en: 'This is not a web address. It begins with https:// or webcal://.',
  },
  'has-credentials': {
    fr: 'L’adresse contient un mot de passe. Donnez une adresse publique.',
    en: 'The address holds a password. Give a public address.',
  },
  'odd-port': {
    fr: 'L’adresse passe par un port inhabituel, que nous n’ouvrons pas.',
    en: 'The address uses an unusual port, which we do not open.',
  },
  'not-public': {
    fr: 'L’adresse mène à un réseau privé. Donnez une adresse publique.',
    en: 'The address leads to a private network. Give a public address.',
  },
  'too-many-redirects': {
    fr: 'L’adresse renvoie de site en site sans fin.',
    en: 'The address leads from site to site without end.',
  },
  'too-slow': {
    fr: 'Le site met plus de vingt secondes à répondre.',
    en: 'The site takes more than twenty seconds to answer.',
  },
  'too-large': { fr: 'Le fichier dépasse 10 Mo.', en: 'The file exceeds 10 MB.' },
  'unknown-encoding': {
    fr: 'Le site envoie un fichier que nous ne savons pas déplier.',
    en: 'The site sends a file that we can’t unpack.',
  },
  'bad-certificate': {
    fr: 'Le certificat de sécurité du site n’est pas valable.',
    en: 'The site’s security certificate is not valid.',
  },
  unreachable: { fr: 'Le site ne répond pas.', en: 'The site does not answer.' },
  gone: { fr: 'Il n’y a plus rien à cette adresse.', en: 'There is nothing at this address any more.' },
  refused: {
    fr: 'Le site refuse de donner ce fichier sans mot de passe.',
    en: 'The site refuses to give this file without a password.',
  },
  'server-error': { fr: 'Le site est en panne pour le moment.', en: 'The site is out of order for now.' },
}

/** Why a source gives nothing at all. */
export type SourceFault = FileFault | FetchFault | 'empty-feed' | 'unexpected'
const sourceWords: Record<SourceFault, Sentence> = {
  ...fileWords,
  ...fetchWords,
  'empty-feed': {
    fr: 'Le fichier ne contient plus aucun événement. Ceux d’avant sont gardés.',
    en: 'The file holds no event any more. Those from before are kept.',
  },
  unexpected: {
    fr: 'La lecture s’est arrêtée par une panne de notre côté.',
    en: 'Reading stopped by a fault on our side.',
  },
}

const inLanguage = (sentence: Sentence, language: Language) => (language === 'fr' ? sentence.fr : sentence.en)

/** The sentence of a fault of one event, for the person who gave the file. */
export function sayEventFault(
  language: Language,
  { code, value }: { code: EventFault; value?: string | undefined },
): string {
  const own: Partial<Record<EventFault, Sentence>> = eventWords
  const sentence = own[code] ?? scheduleFaultWords[code as ScheduleFault]
  return inLanguage(sentence, language).replace('{value}', value ?? '')
}

export function saySourceFault(language: Language, fault: string): string {
  const known: Partial<Record<string, Sentence>> = sourceWords
  return inLanguage(known[fault] ?? sourceWords.unexpected, language)
}
