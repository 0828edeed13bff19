import type { z } from 'zod'
import { commonProblems, type FieldError, type Language } from './problems.ts'

type Issue = z.core.$ZodIssue
type Say = (issue: Issue) => Record<Language, string>

const count = (value: unknown) => String(value ?? '')

/** Plain sentences by kind of mistake; zod's own speak of types. */
const sentences: Partial<Record<Issue['code'], Say>> = {
  invalid_type: (issue) =>
    // zod leaves the input out of an issue, so that nothing typed leaks; its message alone tells what is missing.
    issue.message.endsWith('received undefined')
      ? { fr: 'Cette information est nécessaire.', en: 'This is needed.', nl: 'Dit is nodig.' }
      : {
          fr: 'Cette information n’a pas la forme attendue.',
          en: 'This does not have the expected form.',
          nl: 'Dit heeft niet de juiste vorm.',
        },
  too_big: (issue) => {
    const { maximum, origin } = issue as z.core.$ZodIssueTooBig
    return origin === 'string'
      ? {
          fr: `${count(maximum)} caractères au plus.`,
          en: `At most ${count(maximum)} characters.`,
          nl: `Hoogstens ${count(maximum)} tekens.`,
        }
      : {
          fr: `${count(maximum)} au plus.`,
          en: `At most ${count(maximum)}.`,
          nl: `Hoogstens ${count(maximum)}.`,
        }
  },
  too_small: (issue) => {
    const { minimum, origin } = issue as z.core.$ZodIssueTooSmall
    return origin === 'string'
      ? {
          fr: `${count(minimum)} caractères au moins.`,
          en: `At least ${count(minimum)} characters.`,
          nl: `Minstens ${count(minimum)} tekens.`,
        }
      : {
          fr: `${count(minimum)} au moins.`,
          en: `At least ${count(minimum)}.`,
          nl: `Minstens ${count(minimum)}.`,
        }
  },
  invalid_format: (issue) =>
    (issue as z.core.$ZodIssueInvalidStringFormat).format === 'email'
      ? {
          fr: 'Écrivez une adresse comme nom@exemple.fr.',
          en: 'Write an address like name@example.org.',
          nl: 'Schrijf een adres zoals naam@voorbeeld.nl.',
        }
      : {
          fr: 'Cette information n’a pas la forme attendue.',
          en: 'This does not have the expected form.',
          nl: 'Dit heeft niet de juiste vorm.',
        },
  invalid_value: () => ({
    fr: 'Choisissez une des réponses proposées.',
    en: 'Choose one of the answers offered.',
    nl: 'Kies een van de voorgestelde antwoorden.',
  }),
  unrecognized_keys: (issue) => {
    const keys = (issue as z.core.$ZodIssueUnrecognizedKeys).keys.join(', ')
    return { fr: `Champ inconnu : ${keys}.`, en: `Unknown field: ${keys}.`, nl: `Onbekend veld: ${keys}.` }
  },
}

/** Sentences for `custom` issues raised by our schemas, by their message. */
const custom: Record<string, Record<Language, string>> = {
  'swapped-coordinates': {
    fr: 'Ce point est loin de la France. Avez-vous inversé latitude et longitude ?',
    en: 'This point is far from France. Did you swap latitude and longitude?',
    nl: 'Dit punt ligt ver van Frankrijk. Heb je breedte en lengte verwisseld?',
  },
  'place-needed': {
    fr: 'Indiquez où : un point sur la carte, ou la commune et quelques mots.',
    en: 'Say where: a point on the map, or the commune and a few words.',
    nl: 'Zeg waar: een punt op de kaart, of de gemeente en enkele woorden.',
  },
  'one-line': {
    fr: 'Écrivez cela sur une seule ligne.',
    en: 'Write this on one line.',
    nl: 'Schrijf dit op één regel.',
  },
  'span-backwards': {
    fr: 'L’heure de fin doit suivre l’heure de début.',
    en: 'The end must come after the beginning.',
    nl: 'Het einduur moet na het beginuur komen.',
  },
  'days-backwards': {
    fr: 'Le dernier jour vient après le premier, ou est le même.',
    en: 'The last day comes after the first, or is the same.',
    nl: 'De laatste dag komt na de eerste, of is dezelfde.',
  },
  'day-twice': {
    fr: 'Ce jour est donné deux fois. Réunissez ses horaires.',
    en: 'This day is given twice. Put its hours together.',
    nl: 'Deze dag staat er twee keer. Zet de uren samen.',
  },
  'choices-needed': {
    fr: 'Une question à choix a des réponses à proposer ; les autres n’en ont pas.',
    en: 'A question with choices has answers to offer; the others have none.',
    nl: 'Een keuzevraag heeft antwoorden; de andere vragen hebben er geen.',
  },
  'question-twice': {
    fr: 'Deux questions portent le même identifiant.',
    en: 'Two questions have the same identifier.',
    nl: 'Twee vragen hebben hetzelfde nummer.',
  },
  'day-out-of-reach': {
    fr: 'Donnez un jour entre 2000 et 2099.',
    en: 'Give a day between 2000 and 2099.',
    nl: 'Geef een dag tussen 2000 en 2099.',
  },
  'beyond-the-world': {
    fr: 'La latitude va de −90 à 90, la longitude de −180 à 180.',
    en: 'Latitudes go from −90 to 90, longitudes from −180 to 180.',
    nl: 'De breedte gaat van −90 tot 90, de lengte van −180 tot 180.',
  },
  'too-many-answers': {
    fr: 'Aucune catégorie ne pose autant de questions.',
    en: 'No category asks that many questions.',
    nl: 'Geen enkele categorie stelt zoveel vragen.',
  },
  'words-needed': {
    fr: 'Écrivez quelques mots, ou choisissez où en est le travail.',
    en: 'Write a few words, or say how far the work is.',
    nl: 'Schrijf enkele woorden, of kies hoever het werk staat.',
  },
  'words-or-photo-needed': {
    fr: 'Écrivez quelques mots, ou joignez une photo.',
    en: 'Write a few words, or add a photo.',
    nl: 'Schrijf enkele woorden, of voeg een foto toe.',
  },
  'survivor-needed': {
    fr: 'Dites quel signalement reste suivi.',
    en: 'Say which report is followed from now on.',
    nl: 'Zeg welke melding wordt gevolgd.',
  },
  'one-act-needed': {
    fr: 'Choisissez un statut ou un agent, pas les deux.',
    en: 'Choose a status or an agent, not both.',
    nl: 'Kies een status of een medewerker, niet allebei.',
  },
  'contact-needed': {
    fr: 'Donnez une adresse ou un téléphone.',
    en: 'Give an email address or a phone number.',
    nl: 'Geef een e-mailadres of een telefoonnummer.',
  },
}

/** Declares a domain's sentences for the `custom` issues of its schemas, by their message. */
export function defineFieldErrors(sentences: Record<string, Record<Language, string>>): void {
  Object.assign(custom, sentences)
}

/** One entry a mistake: `pointer` is a JSON Pointer into what was sent (RFC 6901). */
export function toFieldErrors(issues: readonly Issue[], language: Language): FieldError[] {
  return issues.map((issue) => {
    const known = issue.code === 'custom' ? custom[issue.message] : sentences[issue.code]?.(issue)
    const sentence = known ?? {
      fr: 'Cette information n’est pas acceptée.',
      en: 'This is not accepted.',
      nl: 'Dit wordt niet aanvaard.',
    }
    return {
      pointer: `/${issue.path.map((part) => String(part).replace(/~/g, '~0').replace(/\//g, '~1')).join('/')}`,
      code: issue.code === 'custom' ? issue.message : issue.code,
      detail: sentence[language],
    }
  })
}

/** The 422 for a request that does not fit its schema. */
export function invalidRequest(issues: readonly Issue[], language: Language) {
  return commonProblems['invalid-request']({}, { errors: toFieldErrors(issues, language) })
}
