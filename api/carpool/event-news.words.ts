import type { Language } from '../platform/problems.ts'

type Key =
  | 'offTitle'
  | 'offDateTitle'
  | 'movedTitle'
  | 'placeTitle'
  | 'restoredTitle'
  | 'words'
  | 'now'
  | 'ridesOf'
  | 'driver'
  | 'passenger'
  | 'asking'
  | 'kept'
  | 'driverNext'
  | 'passengerNext'
  | 'askingNext'
  | 'restoredNext'
  | 'see'
  | 'why'

const sentences: Record<Language, Record<Key, string>> = {
  fr: {
    offTitle: 'L’événement « {title} » n’a plus lieu.',
    offDateTitle: 'Une date de « {title} » n’a plus lieu.',
    movedTitle: '« {title} » change d’heure ou de jour.',
    placeTitle: '« {title} » change de lieu.',
    restoredTitle: '« {title} » a lieu, finalement.',
    words: '« {words} »',
    now: 'Nouvelle date : {when}.',
    ridesOf: 'Ce que vous aviez prévu pour y aller ou en revenir :',
    driver: '{when}, de {from} à {to} : vous conduisez.',
    passenger: '{when}, de {from} à {to} : vous êtes passager.',
    asking: '{when}, de {from} à {to} : vous cherchez une place.',
    kept: 'Rien n’a été changé à vos trajets.',
    driverNext: 'Si vous n’y allez plus à cette heure, annulez votre trajet : vos passagers seront prévenus.',
    passengerNext: 'Si vous n’y allez plus à cette heure, annulez votre place : le conducteur sera prévenu.',
    askingNext: 'Si vous n’y allez plus, retirez votre demande.',
    restoredNext:
      'Si vous aviez annulé, vous pouvez proposer ou chercher de nouveau depuis la page de l’événement.',
    see: 'Voir mes trajets',
    why: 'Vous recevez ce message parce qu’un de vos trajets est lié à cet événement sur Bocage.',
  },
  en: {
    offTitle: 'The event “{title}” no longer takes place.',
    offDateTitle: 'A date of “{title}” no longer takes place.',
    movedTitle: '“{title}” changes its time or day.',
    placeTitle: '“{title}” changes its place.',
    restoredTitle: '“{title}” takes place after all.',
    words: '“{words}”',
    now: 'New date: {when}.',
    ridesOf: 'What you had planned to go there or come back:',
    driver: '{when}, from {from} to {to}: you drive.',
    passenger: '{when}, from {from} to {to}: you are a passenger.',
    asking: '{when}, from {from} to {to}: you look for a seat.',
    kept: 'Nothing of your rides was changed.',
    driverNext: 'If you no longer go at that time, cancel your trip: your passengers are told.',
    passengerNext: 'If you no longer go at that time, cancel your seat: the driver is told.',
    askingNext: 'If you no longer go, withdraw your request.',
    restoredNext: 'If you had cancelled, you may offer or look again from the event’s page.',
    see: 'See my rides',
    why: 'You get this message because one of your rides is tied to this event on Bocage.',
  },
  nl: {
    offTitle: 'Het evenement “{title}” gaat niet door.',
    offDateTitle: 'Een datum van “{title}” gaat niet door.',
    movedTitle: '“{title}” verandert van uur of dag.',
    placeTitle: '“{title}” verandert van plaats.',
    restoredTitle: '“{title}” gaat toch door.',
    words: '“{words}”',
    now: 'Nieuwe datum: {when}.',
    ridesOf: 'Wat je gepland had om er te komen of terug te keren:',
    driver: '{when}, van {from} naar {to}: je rijdt.',
    passenger: '{when}, van {from} naar {to}: je bent passagier.',
    asking: '{when}, van {from} naar {to}: je zoekt een plaats.',
    kept: 'Aan je ritten is niets veranderd.',
    driverNext: 'Ga je niet meer op dat uur? Annuleer je rit: je passagiers krijgen bericht.',
    passengerNext: 'Ga je niet meer op dat uur? Annuleer je plaats: de bestuurder krijgt bericht.',
    askingNext: 'Ga je niet meer? Trek je aanvraag in.',
    restoredNext: 'Had je geannuleerd? Je kan opnieuw aanbieden of zoeken op de pagina van het evenement.',
    see: 'Mijn ritten bekijken',
    why: 'Je krijgt dit bericht omdat een van je ritten bij dit evenement op Bocage hoort.',
  },
}

export function sayNews(language: Language, key: Key, values: Record<string, string> = {}): string {
  return sentences[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
