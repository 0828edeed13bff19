/** Problem details (RFC 9457): stable slugs, sentences for the person that say what to do. */

export const languages = ['fr', 'en', 'nl'] as const
export type Language = (typeof languages)[number]
type Sentence = { fr: string; en: string; nl?: string }
export type FieldError = { pointer: string; code: string; detail: string }
type Definition = { status: number; title: Sentence; detail: Sentence }
/** A value that is itself said in a language is given in each. */
type Parameters = Record<string, string | number | Sentence>

/** An error meant for the person who asked. Made by the factories of `defineProblems`, never by hand. */
export class Problem extends Error {
  readonly slug: string
  readonly status: number
  readonly title: Sentence
  readonly sentence: Sentence
  readonly parameters: Parameters
  readonly extra: Record<string, unknown>

  constructor(slug: string, definition: Definition, parameters: Parameters, extra: Record<string, unknown>) {
    super(slug)
    this.name = 'Problem'
    this.slug = slug
    this.status = definition.status
    this.title = definition.title
    this.sentence = definition.detail
    this.parameters = parameters
    this.extra = extra
  }

  /** The wire form. `extra` members (RFC 9457 §3.2) such as `errors` or `current` go beside the standard ones. */
  toJSON(language: Language) {
    const say = (sentence: Sentence) => sentence[language] ?? sentence.en
    const fill = (value: Parameters[string] = '') => String(typeof value === 'object' ? say(value) : value)
    return {
      type: `/problems/${this.slug}`,
      title: say(this.title),
      status: this.status,
      detail: say(this.sentence).replace(/\{(\w+)\}/g, (_, name: string) => fill(this.parameters[name])),
      ...this.extra,
    }
  }
}

const declared = new Map<string, Definition>()

/**
 * Declares a domain's problems. Each becomes a factory: `throw problems['not-found']()`.
 * `{name}` in a sentence is replaced by the parameter of that name.
 */
export function defineProblems<Slug extends string>(definitions: Record<Slug, Definition>) {
  const factories = {} as Record<Slug, (parameters?: Parameters, extra?: Record<string, unknown>) => Problem>
  for (const slug of Object.keys(definitions) as Slug[]) {
    const definition = definitions[slug]
    declared.set(slug, definition)
    factories[slug] = (parameters = {}, extra = {}) => new Problem(slug, definition, parameters, extra)
  }
  return factories
}

/** Every declared problem, for the API's documentation. */
export function listProblems() {
  return [...declared].map(([slug, { status, title, detail }]) => ({ slug, status, title, detail }))
}

export const commonProblems = defineProblems({
  'invalid-request': {
    status: 422,
    title: { fr: 'Des informations sont à corriger', en: 'Some information needs correcting' },
    detail: {
      fr: 'Rien n’a été enregistré. Corrigez les champs indiqués puis envoyez à nouveau.',
      en: 'Nothing was saved. Correct the fields listed, then send again.',
    },
  },
  'malformed-json': {
    status: 400,
    title: { fr: 'Message illisible', en: 'Unreadable message' },
    detail: {
      fr: 'Le contenu envoyé n’est pas du JSON valide. Rien n’a été enregistré : corrigez-le puis envoyez à nouveau.',
      en: 'What was sent is not valid JSON. Nothing was saved: correct it, then send again.',
    },
  },
  'unreadable-form': {
    status: 400,
    title: { fr: 'Formulaire illisible', en: 'Unreadable form' },
    detail: {
      fr: 'Ce qui est arrivé est coupé ou illisible. Rien n’a été enregistré : revenez en arrière et envoyez à nouveau.',
      en: 'What arrived is cut short or unreadable. Nothing was saved: go back and send it again.',
    },
  },
  'unsupported-content-type': {
    status: 415,
    title: { fr: 'Format non accepté', en: 'Format not accepted' },
    detail: { fr: 'Envoyez du JSON (application/json).', en: 'Send JSON (application/json).' },
  },
  'body-too-large': {
    status: 413,
    title: { fr: 'Envoi trop lourd', en: 'Too large' },
    detail: {
      fr: 'L’envoi dépasse {limit}. Raccourcissez le texte ou choisissez un fichier plus léger.',
      en: 'This exceeds {limit}. Shorten the text or choose a smaller file.',
    },
  },
  'not-found': {
    status: 404,
    title: { fr: 'Introuvable', en: 'Not found' },
    detail: {
      fr: 'Cette page n’existe pas, ou le lien est incomplet. Vérifiez l’adresse.',
      en: 'This page does not exist, or the link is incomplete. Check the address.',
    },
  },
  'signed-out': {
    status: 401,
    title: { fr: 'Connexion nécessaire', en: 'Sign-in needed' },
    detail: {
      fr: 'Connectez-vous pour continuer.',
      en: 'Sign in to go on.',
    },
  },
  'other-account': {
    status: 409,
    title: { fr: 'Écrit par une autre personne', en: 'Written by someone else' },
    detail: {
      fr: 'Cet envoi a été écrit par une autre personne. Demandez-lui de se connecter pour l’envoyer.',
      en: 'Someone else wrote this. They must sign in to send it.',
    },
  },
  forbidden: {
    status: 403,
    title: { fr: 'Accès refusé', en: 'Not allowed' },
    detail: {
      fr: 'Votre rôle ne permet pas cette action ici. Demandez à l’administrateur du territoire.',
      en: 'Your role does not allow this here. Ask your territory administrator.',
    },
  },
  'wrong-origin': {
    status: 403,
    title: { fr: 'Demande venue d’un autre site', en: 'Request from another site' },
    detail: { fr: 'Ouvrez Bocage directement et recommencez.', en: 'Open Bocage directly and try again.' },
  },
  'stale-version': {
    status: 412,
    title: { fr: 'Modifié entre-temps', en: 'Changed meanwhile' },
    detail: {
      fr: 'Quelqu’un a modifié cette fiche pendant votre saisie. Comparez, puis recommencez : votre texte est gardé.',
      en: 'Someone changed this record meanwhile. Compare, then try again: your text is kept.',
    },
  },
  'version-required': {
    status: 428,
    title: { fr: 'Version manquante', en: 'Version missing' },
    detail: {
      fr: 'Rechargez la fiche avant de la modifier (If-Match).',
      en: 'Reload the record first (If-Match).',
    },
  },
  'idempotency-key-required': {
    status: 400,
    title: { fr: 'Clé d’envoi manquante', en: 'Idempotency key missing' },
    detail: {
      fr: 'Ajoutez à chaque envoi un en-tête Idempotency-Key de 8 à 128 caractères.',
      en: 'Add to each write an Idempotency-Key header of 8 to 128 characters.',
    },
  },
  'idempotency-key-reused': {
    status: 422,
    title: { fr: 'Clé d’envoi déjà utilisée', en: 'Idempotency key already used' },
    detail: {
      fr: 'Cette clé d’envoi a déjà servi pour un autre contenu, qui est gardé. Envoyez celui-ci avec une nouvelle clé.',
      en: 'This key was used for other content, which is kept. Send this one with a new key.',
    },
  },
  'bad-cursor': {
    status: 422,
    title: { fr: 'Suite de liste illisible', en: 'Unreadable cursor' },
    detail: { fr: 'Reprenez la liste au début.', en: 'Start the list again.' },
  },
  'id-taken': {
    status: 409,
    title: { fr: 'Déjà enregistré', en: 'Already saved' },
    detail: {
      fr: 'Cet identifiant a déjà servi. Relisez la page : c’est sans doute déjà fait. Sinon, recommencez.',
      en: 'This identifier was used already. Read the page again: it is probably done. If not, start again.',
    },
  },
  'too-many-requests': {
    status: 429,
    title: { fr: 'Trop d’envois à la suite', en: 'Too many requests' },
    detail: {
      fr: 'Attendez {seconds} secondes puis recommencez. Rien de ce qui était envoyé n’est perdu.',
      en: 'Wait {seconds} seconds, then try again. Nothing already sent is lost.',
    },
  },
  unexpected: {
    status: 500,
    title: { fr: 'Panne de notre côté', en: 'A fault on our side' },
    detail: {
      fr: 'Votre demande n’a pas abouti. Gardez votre texte et recommencez dans un moment. Référence : {requestId}.',
      en: 'Your request did not go through. Keep your text and try again in a moment. Reference: {requestId}.',
    },
  },
})

/** The reader's language: `?lang=`, else the first of ours in Accept-Language, else French. */
export function pickLanguage(accept: string | undefined, asked?: string): Language {
  const known = (tag: string) => languages.find((language) => tag.trim().toLowerCase().startsWith(language))
  return (asked && known(asked)) || (accept ?? '').split(',').map(known).find(Boolean) || 'fr'
}
