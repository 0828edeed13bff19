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
    title: {
      fr: 'Des informations sont à corriger',
      en: 'Some information needs correcting',
      nl: 'Sommige gegevens moeten worden verbeterd',
    },
    detail: {
      fr: 'Rien n’a été enregistré. Corrigez les champs indiqués puis envoyez à nouveau.',
      en: 'Nothing was saved. Correct the fields listed, then send again.',
      nl: 'Er is niets opgeslagen. Verbeter de aangeduide velden en verstuur opnieuw.',
    },
  },
  'malformed-json': {
    status: 400,
    title: { fr: 'Message illisible', en: 'Unreadable message', nl: 'Onleesbaar bericht' },
    detail: {
      fr: 'Le contenu envoyé n’est pas du JSON valide. Rien n’a été enregistré : corrigez-le puis envoyez à nouveau.',
      en: 'What was sent is not valid JSON. Nothing was saved: correct it, then send again.',
      nl: 'Wat is verstuurd, is geen geldige JSON. Er is niets opgeslagen: verbeter het en verstuur opnieuw.',
    },
  },
  'unreadable-form': {
    status: 400,
    title: { fr: 'Formulaire illisible', en: 'Unreadable form', nl: 'Formulier onleesbaar' },
    detail: {
      fr: 'Ce qui est arrivé est coupé ou illisible. Rien n’a été enregistré : revenez en arrière et envoyez à nouveau.',
      en: 'What arrived is cut short or unreadable. Nothing was saved: go back and send it again.',
      nl: 'Wat aankwam, is afgebroken of onleesbaar. Er is niets opgeslagen: ga terug en verstuur opnieuw.',
    },
  },
  'unsupported-content-type': {
    status: 415,
    title: { fr: 'Format non accepté', en: 'Format not accepted', nl: 'Formaat niet aanvaard' },
    detail: {
      fr: 'Envoyez du JSON (application/json).',
      en: 'Send JSON (application/json).',
      nl: 'Verstuur JSON (application/json).',
    },
  },
  'body-too-large': {
    status: 413,
    title: { fr: 'Envoi trop lourd', en: 'Too large', nl: 'Te zwaar om te versturen' },
    detail: {
      fr: 'L’envoi dépasse {limit}. Raccourcissez le texte ou choisissez un fichier plus léger.',
      en: 'This exceeds {limit}. Shorten the text or choose a smaller file.',
      nl: 'Dit is meer dan {limit}. Maak de tekst korter of kies een lichter bestand.',
    },
  },
  'not-found': {
    status: 404,
    title: { fr: 'Introuvable', en: 'Not found', nl: 'Niet gevonden' },
    detail: {
      fr: 'Cette page n’existe pas, ou le lien est incomplet. Vérifiez l’adresse.',
      en: 'This page does not exist, or the link is incomplete. Check the address.',
      nl: 'Deze pagina bestaat niet, of de link is niet volledig. Controleer het adres.',
    },
  },
  'signed-out': {
    status: 401,
    title: { fr: 'Connexion nécessaire', en: 'Sign-in needed', nl: 'Inloggen nodig' },
    detail: {
      fr: 'Connectez-vous pour continuer.',
      en: 'Sign in to go on.',
      nl: 'Log in om verder te gaan.',
    },
  },
  'other-account': {
    status: 409,
    title: {
      fr: 'Un autre compte est connecté',
      en: 'Another account is signed in',
      nl: 'Een ander account is aangemeld',
    },
    detail: {
      fr: 'Quelqu’un d’autre s’est connecté sur cet appareil. Copiez ce que vous avez écrit, puis rechargez cette page.',
      en: 'Somebody else has signed in on this device. Copy what you wrote, then reload this page.',
      nl: 'Iemand anders heeft zich op dit toestel aangemeld. Kopieer wat je schreef en laad deze pagina opnieuw.',
    },
  },
  forbidden: {
    status: 403,
    title: { fr: 'Accès refusé', en: 'Not allowed', nl: 'Geen toegang' },
    detail: {
      fr: 'Votre rôle ne permet pas cette action ici. Demandez à l’administrateur du territoire.',
      en: 'Your role does not allow this here. Ask your territory administrator.',
      nl: 'Met jouw rol kan dit hier niet. Vraag het aan de beheerder van de streek.',
    },
  },
  'wrong-origin': {
    status: 403,
    title: {
      fr: 'Demande venue d’un autre site',
      en: 'Request from another site',
      nl: 'Vraag van een andere site',
    },
    detail: {
      fr: 'Ouvrez Bocage directement et recommencez.',
      en: 'Open Bocage directly and try again.',
      nl: 'Open Bocage rechtstreeks en probeer opnieuw.',
    },
  },
  'stale-version': {
    status: 412,
    title: { fr: 'Modifié entre-temps', en: 'Changed meanwhile', nl: 'Ondertussen gewijzigd' },
    detail: {
      fr: 'Quelqu’un a modifié cette fiche pendant votre saisie. Comparez, puis recommencez : votre texte est gardé.',
      en: 'Someone changed this record meanwhile. Compare, then try again: your text is kept.',
      nl: 'Iemand heeft dit gewijzigd terwijl je schreef. Vergelijk en probeer opnieuw: je tekst is bewaard.',
    },
  },
  'version-required': {
    status: 428,
    title: { fr: 'Version manquante', en: 'Version missing', nl: 'Versie ontbreekt' },
    detail: {
      fr: 'Rechargez la fiche avant de la modifier (If-Match).',
      en: 'Reload the record first (If-Match).',
      nl: 'Laad de pagina opnieuw voor je wijzigt (If-Match).',
    },
  },
  'idempotency-key-required': {
    status: 400,
    title: {
      fr: 'Clé d’envoi manquante',
      en: 'Idempotency key missing',
      nl: 'Sleutel van verzending ontbreekt',
    },
    detail: {
      fr: 'Ajoutez à chaque envoi un en-tête Idempotency-Key de 8 à 128 caractères.',
      en: 'Add to each write an Idempotency-Key header of 8 to 128 characters.',
      nl: 'Voeg aan elke verzending een Idempotency-Key van 8 tot 128 tekens toe.',
    },
  },
  'idempotency-key-reused': {
    status: 422,
    title: {
      fr: 'Clé d’envoi déjà utilisée',
      en: 'Idempotency key already used',
      nl: 'Sleutel van verzending al gebruikt',
    },
    detail: {
      fr: 'Votre premier envoi est bien arrivé, tel qu’il était alors. Regardez-le avant d’envoyer ceci en plus.',
      en: 'What you sent first did arrive, as it was then. Look at it before you send this as well.',
      nl: 'Wat je eerst verstuurde is aangekomen, zoals het toen was. Bekijk het voordat je dit ook verstuurt.',
    },
  },
  'bad-cursor': {
    status: 422,
    title: { fr: 'Suite de liste illisible', en: 'Unreadable cursor', nl: 'Vervolg van de lijst onleesbaar' },
    detail: { fr: 'Reprenez la liste au début.', en: 'Start the list again.', nl: 'Begin de lijst opnieuw.' },
  },
  'id-taken': {
    status: 409,
    title: { fr: 'Déjà enregistré', en: 'Already saved', nl: 'Al opgeslagen' },
    detail: {
      fr: 'Cet identifiant a déjà servi. Relisez la page : c’est sans doute déjà fait. Sinon, recommencez.',
      en: 'This identifier was used already. Read the page again: it is probably done. If not, start again.',
      nl: 'Dit nummer is al gebruikt. Lees de pagina opnieuw: het is waarschijnlijk al gedaan. Zo niet, probeer opnieuw.',
    },
  },
  'too-many-requests': {
    status: 429,
    title: { fr: 'Trop d’envois à la suite', en: 'Too many requests', nl: 'Te veel na elkaar verstuurd' },
    detail: {
      fr: 'Attendez {seconds} secondes puis recommencez. Rien de ce qui était envoyé n’est perdu.',
      en: 'Wait {seconds} seconds, then try again. Nothing already sent is lost.',
      nl: 'Wacht {seconds} seconden en probeer opnieuw. Wat al verstuurd was, is niet verloren.',
    },
  },
  unexpected: {
    status: 500,
    title: { fr: 'Panne de notre côté', en: 'A fault on our side', nl: 'Storing bij ons' },
    detail: {
      fr: 'Votre demande n’a pas abouti. Gardez votre texte et recommencez dans un moment. Référence : {requestId}.',
      en: 'Your request did not go through. Keep your text and try again in a moment. Reference: {requestId}.',
      nl: 'Je vraag is niet gelukt. Bewaar je tekst en probeer straks opnieuw. Referentie: {requestId}.',
    },
  },
})

/** The reader's language: `?lang=`, else the first of ours in Accept-Language, else French. */
export function pickLanguage(accept: string | undefined, asked?: string): Language {
  const known = (tag: string) => languages.find((language) => tag.trim().toLowerCase().startsWith(language))
  return (asked && known(asked)) || (accept ?? '').split(',').map(known).find(Boolean) || 'fr'
}
