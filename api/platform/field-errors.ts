import type { z } from 'zod'
import { commonProblems, type FieldError, type Language } from './problems.ts'

type Issue = z.core.$ZodIssue
type Say = (issue: Issue) => Record<'fr' | 'en', string>

const count = (value: unknown) => String(value ?? '')

/** Plain sentences by kind of mistake; zod's own speak of types. */
const sentences: Partial<Record<Issue['code'], Say>> = {
  invalid_type: (issue) =>
    // zod leaves the input out of an issue, so that nothing typed leaks; its message alone tells what is missing.
    issue.message.endsWith('received undefined')
      ? { fr: 'Cette information est nécessaire.', en: 'This is needed.' }
      : { fr: 'Cette information n’a pas la forme attendue.', en: 'This does not have the expected form.' },
  too_big: (issue) => {
    const { maximum, origin } = issue as z.core.$ZodIssueTooBig
    return origin === 'string'
      ? { fr: `${count(maximum)} caractères au plus.`, en: `At most ${count(maximum)} characters.` }
      : { fr: `${count(maximum)} au plus.`, en: `At most ${count(maximum)}.` }
  },
  too_small: (issue) => {
    const { minimum, origin } = issue as z.core.$ZodIssueTooSmall
    return origin === 'string'
      ? { fr: `${count(minimum)} caractères au moins.`, en: `At least ${count(minimum)} characters.` }
      : { fr: `${count(minimum)} au moins.`, en: `At least ${count(minimum)}.` }
  },
  invalid_format: (issue) =>
    (issue as z.core.$ZodIssueInvalidStringFormat).format === 'email'
      ? { fr: 'Écrivez une adresse comme nom@exemple.fr.', en: 'Write an address like name@example.org.' }
      : { fr: 'Cette information n’a pas la forme attendue.', en: 'This does not have the expected form.' },
  invalid_value: () => ({
    fr: 'Choisissez une des réponses proposées.',
    en: 'Choose one of the answers offered.',
  }),
  unrecognized_keys: (issue) => {
    const keys = (issue as z.core.$ZodIssueUnrecognizedKeys).keys.join(', ')
    return { fr: `Champ inconnu : ${keys}.`, en: `Unknown field: ${keys}.` }
  },
}

/** Sentences for `custom` issues raised by our schemas, by their message. */
const custom: Record<string, Record<'fr' | 'en', string>> = {
  'swapped-coordinates': {
    fr: 'Ce point est loin de la France. Avez-vous inversé latitude et longitude ?',
    en: 'This point is far from France. Did you swap latitude and longitude?',
  },
  'place-needed': {
    fr: 'Indiquez où : un point sur la carte, ou la commune et quelques mots.',
    en: 'Say where: a point on the map, or the commune and a few words.',
  },
  'one-line': {
    fr: 'Écrivez cela sur une seule ligne.',
    en: 'Write this on one line.',
  },
  'span-backwards': {
    fr: 'L’heure de fin doit suivre l’heure de début.',
    en: 'The end must come after the beginning.',
  },
  'days-backwards': {
    fr: 'Le dernier jour vient après le premier, ou est le même.',
    en: 'The last day comes after the first, or is the same.',
  },
  'day-twice': {
    fr: 'Ce jour est donné deux fois. Réunissez ses horaires.',
    en: 'This day is given twice. Put its hours together.',
  },
  'choices-needed': {
    fr: 'Une question à choix a des réponses à proposer ; les autres n’en ont pas.',
    en: 'A question with choices has answers to offer; the others have none.',
  },
  'question-twice': {
    fr: 'Deux questions portent le même identifiant.',
    en: 'Two questions have the same identifier.',
  },
  'day-out-of-reach': {
    fr: 'Donnez un jour entre 2000 et 2099.',
    en: 'Give a day between 2000 and 2099.',
  },
  'beyond-the-world': {
    fr: 'La latitude va de −90 à 90, la longitude de −180 à 180.',
    en: 'Latitudes go from −90 to 90, longitudes from −180 to 180.',
  },
  'too-many-answers': {
    fr: 'Aucune catégorie ne pose autant de questions.',
    en: 'No category asks that many questions.',
  },
  'words-needed': {
    fr: 'Écrivez quelques mots, ou choisissez où en est le travail.',
    en: 'Write a few words, or say how far the work is.',
  },
  'words-or-photo-needed': {
    fr: 'Écrivez quelques mots, ou joignez une photo.',
    en: 'Write a few words, or add a photo.',
  },
  'survivor-needed': {
    fr: 'Dites quel signalement reste suivi.',
    en: 'Say which report is followed from now on.',
  },
  'one-act-needed': {
    fr: 'Choisissez un statut ou un agent, pas les deux.',
    en: 'Choose a status or an agent, not both.',
  },
  'contact-needed': {
    fr: 'Donnez une adresse ou un téléphone.',
    en: 'Give an email address or a phone number.',
  },
}

/** Declares a domain's sentences for the `custom` issues of its schemas, by their message. */
export function defineFieldErrors(sentences: Record<string, Record<'fr' | 'en', string>>): void {
  Object.assign(custom, sentences)
}

/** One entry a mistake: `pointer` is a JSON Pointer into what was sent (RFC 6901). */
export function toFieldErrors(issues: readonly Issue[], language: Language): FieldError[] {
  return issues.map((issue) => {
    const known = issue.code === 'custom' ? custom[issue.message] : sentences[issue.code]?.(issue)
    const sentence = known ?? { fr: 'Cette information n’est pas acceptée.', en: 'This is not accepted.' }
    return {
      pointer: `/${issue.path.map((part) => String(part).replace(/~/g, '~0').replace(/\//g, '~1')).join('/')}`,
      code: issue.code === 'custom' ? issue.message : issue.code,
      detail: language === 'fr' ? sentence.fr : sentence.en,
    }
  })
}

/** The 422 for a request that does not fit its schema. */
export function invalidRequest(issues: readonly Issue[], language: Language) {
  return commonProblems['invalid-request']({}, { errors: toFieldErrors(issues, language) })
}
