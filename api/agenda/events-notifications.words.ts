import type { Language } from '../platform/problems.ts'

export type SayKey = keyof (typeof sentences)['fr']

/** What messages about events say. */
const sentences = {
  fr: {
    moved: 'La date du {from} est déplacée : {to}.',
    cancelledDate: 'La date du {date} est annulée.',
    restoredDate: 'La date du {date} est maintenue.',
    addedDate: 'Nouvelle date : {date}.',
    removedDate: 'Il n’y a plus de date le {date}.',
    moreDates: 'D’autres dates changent : elles sont sur la page.',
    place: 'Nouveau lieu : {place}.',
    online: 'L’événement se suit maintenant en ligne.',
    cancelled: '« {title} » est annulé.',
    restored: '« {title} » aura bien lieu.',
    replaced: '« {title} » est remplacé par « {other} ».',
    gone: '« {title} » n’est plus dans l’agenda.',
    news: 'Du nouveau pour « {title} »',
    see: 'Voir l’événement',
    whyFollowed: 'Vous recevez ce message parce que vous suivez cet événement.',
    stop: 'Ne plus recevoir ces messages :',
    followSubject: 'Suivre « {title} » : une confirmation',
    followAsked:
      'Pour être prévenu d’une nouvelle date, d’un autre lieu ou d’une annulation de « {title} », confirmez votre adresse.',
    followConfirm: 'Confirmer mon adresse',
    followWhy:
      'Quelqu’un a donné votre adresse pour suivre cet événement. Si ce n’est pas vous, ne faites rien : vous ne recevrez plus rien.',
    confirmSubject: '« {title} » : confirmez votre adresse',
    confirmAsked:
      'Votre événement « {title} » est bien arrivé. Confirmez votre adresse pour qu’il soit relu puis publié.',
    confirmDays: 'Sans confirmation sous 7 jours, il est effacé.',
    confirm: 'Confirmer mon adresse',
    confirmWhy:
      'Quelqu’un a donné votre adresse en proposant cet événement. Si ce n’est pas vous, ne faites rien : il sera effacé.',
    approved: 'Votre événement « {title} » est publié.',
    declined: 'Votre événement « {title} » n’est pas publié.',
    declinedNext: 'Vous pouvez le corriger et l’envoyer à nouveau.',
    question: 'Une question sur votre événement « {title} » :',
    questionNext: 'Répondez sur votre page, sans compte ni mot de passe.',
    corrected: 'Votre événement « {title} » a été corrigé par l’équipe de l’agenda.',
    revisionAccepted: 'Votre modification de « {title} » est publiée.',
    revisionDeclined: 'Votre modification de « {title} » n’est pas retenue : la version publiée reste.',
    imageRefused: 'L’image de votre événement « {title} » n’est pas montrée.',
    authorCancelled: 'Votre événement « {title} » a été annulé par l’équipe de l’agenda.',
    authorRestored: 'Votre événement « {title} » est de nouveau publié.',
    authorSee: 'Ouvrir ma page',
    authorPhoneWhy: 'Vous avez proposé cet événement, et demandé à être prévenu ici.',
    authorWhy:
      'Vous recevez ce message parce que vous avez proposé cet événement. Gardez ce lien pour vous : il permet de le modifier.',
    toModerate: 'Un événement attend votre décision : « {title} », {commune}.',
    revisionToModerate: 'Une modification attend votre décision : « {title} », {commune}.',
    answered: 'L’auteur de « {title} » a répondu à votre question :',
    moderate: 'Ouvrir dans l’espace agents',
    moderatorWhy: 'Vous recevez ce message parce que vous relisez les événements de cet agenda.',
    nowhere: 'en ligne',
  },
  en: {
    moved: 'The date of {from} is moved: {to}.',
    cancelledDate: 'The date of {date} is cancelled.',
    restoredDate: 'The date of {date} is on after all.',
    addedDate: 'New date: {date}.',
    removedDate: 'There is no longer a date on {date}.',
    moreDates: 'Other dates change: they are on the page.',
    place: 'New place: {place}.',
    online: 'The event is now online.',
    cancelled: '“{title}” is cancelled.',
    restored: '“{title}” is on after all.',
    replaced: '“{title}” is replaced by “{other}”.',
    gone: '“{title}” is no longer in the agenda.',
    news: 'News of “{title}”',
    see: 'See the event',
    whyFollowed: 'You get this message because you follow this event.',
    stop: 'Stop these messages:',
    followSubject: 'Following “{title}”: please confirm',
    followAsked:
      'To be told of a new date, another place or a cancellation of “{title}”, confirm your address.',
    followConfirm: 'Confirm my address',
    followWhy:
      'Someone gave your address to follow this event. If it was not you, do nothing: you will receive nothing more.',
    confirmSubject: '“{title}”: confirm your address',
    confirmAsked:
      'Your event “{title}” has arrived. Confirm your address, so that it is read and then published.',
    confirmDays: 'If it is not confirmed within 7 days, it is erased.',
    confirm: 'Confirm my address',
    confirmWhy:
      'Someone gave your address when proposing this event. If it was not you, do nothing: it will be erased.',
    approved: 'Your event “{title}” is published.',
    declined: 'Your event “{title}” is not published.',
    declinedNext: 'You can correct it and send it again.',
    question: 'A question about your event “{title}”:',
    questionNext: 'Answer on your page, without an account or a password.',
    corrected: 'Your event “{title}” was corrected by the people of the agenda.',
    revisionAccepted: 'Your change to “{title}” is published.',
    revisionDeclined: 'Your change to “{title}” was not accepted: the published version stays.',
    imageRefused: 'The image of your event “{title}” is not shown.',
    authorCancelled: 'Your event “{title}” was cancelled by the people of the agenda.',
    authorRestored: 'Your event “{title}” is published again.',
    authorSee: 'Open my page',
    authorPhoneWhy: 'You proposed this event, and asked to be told here.',
    authorWhy:
      'You get this message because you proposed this event. Keep this link to yourself: it lets its holder change it.',
    toModerate: 'An event waits for your decision: “{title}”, {commune}.',
    revisionToModerate: 'A change waits for your decision: “{title}”, {commune}.',
    answered: 'The author of “{title}” answered your question:',
    moderate: 'Open in the staff area',
    moderatorWhy:
      'You get this message because you read the events of this agenda before they are published.',
    nowhere: 'online',
  },
  nl: {
    moved: 'De datum van {from} is verplaatst: {to}.',
    cancelledDate: 'De datum van {date} gaat niet door.',
    restoredDate: 'De datum van {date} gaat toch door.',
    addedDate: 'Nieuwe datum: {date}.',
    removedDate: 'Er is geen datum meer op {date}.',
    moreDates: 'Ook andere data veranderen: ze staan op de pagina.',
    place: 'Nieuwe plaats: {place}.',
    online: 'Het evenement is nu online te volgen.',
    cancelled: '“{title}” is afgelast.',
    restored: '“{title}” gaat toch door.',
    replaced: '“{title}” wordt vervangen door “{other}”.',
    gone: '“{title}” staat niet meer in de agenda.',
    news: 'Nieuws over “{title}”',
    see: 'Het evenement bekijken',
    whyFollowed: 'Je krijgt dit bericht omdat je dit evenement volgt.',
    stop: 'Deze berichten niet meer ontvangen:',
    followSubject: '“{title}” volgen: bevestig even',
    followAsked:
      'Bevestig je adres om bericht te krijgen van een nieuwe datum, een andere plaats of een afgelasting van “{title}”.',
    followConfirm: 'Mijn adres bevestigen',
    followWhy:
      'Iemand gaf je adres op om dit evenement te volgen. Was jij dat niet, doe dan niets: je krijgt niets meer.',
    confirmSubject: '“{title}”: bevestig je adres',
    confirmAsked:
      'Je evenement “{title}” is aangekomen. Bevestig je adres, dan wordt het nagelezen en gepubliceerd.',
    confirmDays: 'Zonder bevestiging binnen 7 dagen wordt het gewist.',
    confirm: 'Mijn adres bevestigen',
    confirmWhy:
      'Iemand gaf je adres op bij het voorstellen van dit evenement. Was jij dat niet, doe dan niets: het wordt gewist.',
    approved: 'Je evenement “{title}” is gepubliceerd.',
    declined: 'Je evenement “{title}” is niet gepubliceerd.',
    declinedNext: 'Je kan het verbeteren en opnieuw versturen.',
    question: 'Een vraag over je evenement “{title}”:',
    questionNext: 'Antwoord op je pagina, zonder account of wachtwoord.',
    corrected: 'Je evenement “{title}” is verbeterd door de mensen van de agenda.',
    revisionAccepted: 'Je wijziging van “{title}” is gepubliceerd.',
    revisionDeclined: 'Je wijziging van “{title}” is niet aanvaard: de gepubliceerde versie blijft staan.',
    imageRefused: 'De afbeelding van je evenement “{title}” wordt niet getoond.',
    authorCancelled: 'Je evenement “{title}” is afgelast door de mensen van de agenda.',
    authorRestored: 'Je evenement “{title}” is opnieuw gepubliceerd.',
    authorSee: 'Mijn pagina openen',
    authorPhoneWhy: 'Je hebt dit evenement voorgesteld, en wil hier bericht krijgen.',
    authorWhy:
      'Je krijgt dit bericht omdat je dit evenement hebt voorgesteld. Hou deze link voor jezelf: wie hem heeft, kan het wijzigen.',
    toModerate: 'Een evenement wacht op je beslissing: “{title}”, {commune}.',
    revisionToModerate: 'Een wijziging wacht op je beslissing: “{title}”, {commune}.',
    answered: 'De auteur van “{title}” heeft je vraag beantwoord:',
    moderate: 'Openen bij de medewerkers',
    moderatorWhy: 'Je krijgt dit bericht omdat je de evenementen van deze agenda naleest.',
    nowhere: 'online',
  },
} as const satisfies Record<Language, Record<string, string>>

/** A sentence in the reader's language, with its values. */
export function say(language: Language, key: SayKey, values: Record<string, string> = {}): string {
  return sentences[language][key].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

export const languageOf = (locale: string): Language => (locale === 'en' || locale === 'nl' ? locale : 'fr')

/** What decisions of moderators say to the author, and what they may do next, by the kind of the history's entry. */
const authorKeys = {
  approved: { says: 'approved' },
  declined: { says: 'declined', next: 'declinedNext' },
  question: { says: 'question', next: 'questionNext' },
  corrected: { says: 'corrected' },
  'revision-accepted': { says: 'revisionAccepted' },
  'revision-declined': { says: 'revisionDeclined' },
  'image-refused': { says: 'imageRefused' },
  cancelled: { says: 'authorCancelled' },
  restored: { says: 'authorRestored' },
} as const satisfies Record<string, { says: SayKey; next?: SayKey }>
export type AuthorLetter = keyof typeof authorKeys
export const authorLetters = Object.keys(authorKeys) as AuthorLetter[]

/** The letter of a decision to its author: the moderator's own words stand between the two. Null when none is written. */
export function sayToAuthor(language: Language, kind: string, title: string) {
  const keys: { says: SayKey; next?: SayKey } | undefined = authorKeys[kind as AuthorLetter]
  if (!keys) return null
  return {
    opening: say(language, keys.says, { title }),
    closing: keys.next ? say(language, keys.next) : null,
  }
}

const dateTimes = (language: Language, withTime: boolean) =>
  new Intl.DateTimeFormat(language, {
    dateStyle: 'full',
    ...(withTime ? { timeStyle: 'short' } : {}),
    // A wall time says what the clock of the place reads: it is written as it is.
    timeZone: 'UTC',
  })
const formats = {
  fr: { day: dateTimes('fr', false), time: dateTimes('fr', true) },
  en: { day: dateTimes('en', false), time: dateTimes('en', true) },
  nl: { day: dateTimes('nl', false), time: dateTimes('nl', true) },
}

/** `2026-12-05T19:00` → « samedi 5 décembre 2026 à 19:00 »; a day → the day. */
export function sayWall(language: Language, wall: string): string {
  const allDay = wall.length === 10
  return formats[language][allDay ? 'day' : 'time'].format(new Date(allDay ? `${wall}T00:00Z` : `${wall}Z`))
}
