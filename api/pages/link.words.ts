import type { PageLanguage } from '../platform/page-shell.ts'

/** What the page that opens a link says. */
const french = {
  title: 'Ouvrir un lien reçu',
  about: 'Sans JavaScript : suivre un signalement, confirmer une adresse ou un événement.',
  why: 'Collez ici un lien reçu de Bocage, en entier. Il commence par {start}.',
  field: 'Le lien',
  open: 'Ouvrir',
  wrong: 'Ce lien est incomplet, ou Bocage ne le connaît pas. Copiez-le en entier.',
  needsScript: 'Ce lien s’ouvre seulement avec un navigateur récent. Sinon, téléphonez à votre mairie.',
  another: 'Ouvrir un autre lien',
  report: 'Votre signalement {reference}',
  due: 'Réponse prévue d’ici au {day}.',
  history: 'Ce qui s’est passé',
  'status-received': 'Reçu',
  'status-acknowledged': 'Lu',
  'status-scheduled': 'Prévu',
  'status-in_progress': 'En cours',
  'status-resolved': 'Réglé',
  'status-declined': 'Sans suite',
  'status-forwarded': 'Transmis',
  'status-reopened': 'Rouvert',
  sentWords: 'Ce que vous avez écrit',
  eventConfirmed: 'Votre adresse est confirmée',
  eventNext: 'Un modérateur relit votre événement. Vous serez prévenu par courriel.',
  eventPublished: 'Votre événement est publié.',
  eventPage: 'Voir sa page',
  event: 'Votre événement : {title}',
  'event-draft': 'Il attend que vous confirmiez votre adresse, par le lien du courriel.',
  'event-submitted': 'Un modérateur le relit avant qu’il soit publié.',
  'event-published': 'Il est publié dans l’agenda.',
  'event-declined': 'Il n’est pas publié.',
  'event-cancelled': 'Il est annulé.',
  followed: 'C’est confirmé : vous serez prévenu par courriel.',
  stopped: 'C’est noté : vous ne recevrez plus ces messages.',
}
export type WordKey = keyof typeof french
const english: Record<WordKey, string> = {
  title: 'Open a link received',
  about: 'Without JavaScript: follow a report, confirm an address or an event.',
  why: 'Paste here a link received from Bocage, whole. It begins with {start}.',
  field: 'The link',
  open: 'Open',
  wrong: 'This link is incomplete, or Bocage does not know it. Copy it whole.',
  needsScript: 'This link opens only with a recent browser. If you have none, call your town hall.',
  another: 'Open another link',
  report: 'Your report {reference}',
  due: 'Answer expected by {day}.',
  history: 'What happened',
  'status-received': 'Received',
  'status-acknowledged': 'Read',
  'status-scheduled': 'Planned',
  'status-in_progress': 'Under way',
  'status-resolved': 'Resolved',
  'status-declined': 'Declined',
  'status-forwarded': 'Passed on',
  'status-reopened': 'Reopened',
  sentWords: 'What you wrote',
  eventConfirmed: 'Your address is confirmed',
  eventNext: 'A moderator reads your event. You will be told by email.',
  eventPublished: 'Your event is published.',
  eventPage: 'See its page',
  event: 'Your event: {title}',
  'event-draft': 'It waits for you to confirm your address, by the link of the email.',
  'event-submitted': 'A moderator reads it before it is published.',
  'event-published': 'It is published in the calendar.',
  'event-declined': 'It is not published.',
  'event-cancelled': 'It is cancelled.',
  followed: 'Confirmed: you will be told by email.',
  stopped: 'Noted: you will receive these messages no more.',
}
export type Say = (key: WordKey, parameters?: Record<string, string | number>) => string

export function speakLinks(language: PageLanguage): Say {
  const words = language === 'fr' ? french : english
  return (key, parameters = {}) =>
    words[key].replace(/\{(\w+)\}/g, (_, name: string) => String(parameters[name] ?? ''))
}
