import type { Language } from '../platform/problems.ts'
import { bodyInSentence, bodyInWords, inCommune } from './body-words.rules.ts'
import type { Status } from './incidents.rules.ts'

export type SayKey =
  | Status
  | 'title'
  | 'news'
  | 'still-there'
  | 'merged'
  | 'routed'
  | 'see'
  | 'stop'
  | 'why-own'
  | 'why-followed'
  | 'why-confirm'
  | 'is-mended'
  | 'is-not-mended'
  | 'thanks-mended'
  | 'thanks-not-mended'
  | 'answer-lost'
  | 'confirm'
  | 'confirm-subject'
  | 'body-new'
  | 'body-news'
  | 'body-forwarded'
  | 'body-see'
  | 'body-answer'
  | 'body-why'

/** What messages say. Statuses: what happened, then what happens next and who does it (design.md §5). */
const sentences: Record<Language, Record<SayKey, string>> = {
  fr: {
    title: '{reference} · {category}, {commune}',
    received: 'Votre signalement est arrivé : {body} répond d’ici au {due}.',
    acknowledged: '{Body} a lu le signalement et prépare la suite.',
    scheduled: '{Body} prévoit l’intervention le {planned}.',
    in_progress: 'Une équipe {ofBody} est à l’œuvre.',
    resolved: 'C’est réparé, dit {body}. Est-ce bien le cas ? Dites-le sur la page du signalement.',
    declined: '{Body} ne donnera pas suite. La raison est sur la page du signalement.',
    forwarded: 'Le signalement est transmis {toBody}. Vous continuez de le suivre ici.',
    reopened: 'Le signalement est rouvert : {body} regarde à nouveau.',
    'still-there': 'Une personne passée sur place dit que ce n’est pas réparé. {Body} regarde à nouveau.',
    merged:
      'Quelqu’un avait déjà signalé la même chose : la suite se lit avec {into}, et vous en serez prévenu.',
    routed: 'Le signalement est maintenant confié {toBody}.',
    news: 'Du nouveau sur ce signalement.',
    see: 'Voir la suite :',
    stop: 'Ne plus recevoir ces messages :',
    'why-own': 'Vous recevez ce message parce que vous avez fait ce signalement.',
    'why-followed': 'Vous recevez ce message parce que vous suivez ce signalement.',
    'why-confirm':
      'Quelqu’un a donné votre adresse pour suivre ce signalement. Si ce n’est pas vous, ne faites rien : vous ne recevrez plus rien.',
    'is-mended': 'C’est réparé',
    'is-not-mended': 'Toujours là',
    'thanks-mended': 'C’est noté : réparé. Merci.',
    'thanks-not-mended': 'C’est noté : le signalement est rouvert. Merci.',
    'answer-lost': 'Votre réponse n’est pas partie. Touchez ici pour la donner sur la page du signalement.',
    confirm:
      'Pour être prévenu de la suite du signalement {reference} ({category}, {commune}), ouvrez ce lien :',
    'confirm-subject': 'Suivre {reference} : une confirmation',
    'body-new': 'Nouveau signalement {inCommune} : {category}. Réponse attendue d’ici au {due}.',
    'body-news': 'Du nouveau sur {reference} ({category}, {commune}) : à regarder.',
    'body-forwarded':
      '{from} vous transmet un signalement {inCommune} : {category}. Une réponse de votre part sera lue par la personne qui a signalé.',
    'body-see': 'Ouvrir la fiche :',
    'body-answer': 'Voir le signalement et répondre, sans compte :',
    'body-why': 'Ce message est envoyé {toBody}, en charge de ce type de signalement.',
  },
  en: {
    title: '{reference} · {category}, {commune}',
    received: 'Your report has arrived: {body} will answer by {due}.',
    acknowledged: '{body} has read the report and is preparing what comes next.',
    scheduled: '{body} plans to act on {planned}.',
    in_progress: 'A team from {body} is at work.',
    resolved: '{body} says it is mended. Is it? Tell us on the report’s page.',
    declined: '{body} will not act on it. The reason is on the report’s page.',
    forwarded: 'The report was passed on to {body}. You can still follow it here.',
    reopened: 'The report is open again: {body} will look again.',
    'still-there': 'Someone who passed by says it is not mended. {body} will look again.',
    merged: 'Someone had reported the same thing: see what comes next with {into}. You will be told of it.',
    routed: 'The report is now with {body}.',
    news: 'There is news on this report.',
    see: 'See what comes next:',
    stop: 'Stop these messages:',
    'why-own': 'You get this message because you made this report.',
    'why-followed': 'You get this message because you follow this report.',
    'why-confirm':
      'Someone gave your address to follow this report. If it was not you, do nothing: you will receive nothing more.',
    'is-mended': 'It is mended',
    'is-not-mended': 'Still there',
    'thanks-mended': 'Noted: mended. Thank you.',
    'thanks-not-mended': 'Noted: the report is open again. Thank you.',
    'answer-lost': 'Your answer was not sent. Tap here to give it on the report’s page.',
    confirm: 'To be told what happens to report {reference} ({category}, {commune}), open this link:',
    'confirm-subject': 'Following {reference}: please confirm',
    'body-new': 'New report in {commune}: {category}. Answer expected by {due}.',
    'body-news': 'News on {reference} ({category}, {commune}): please look.',
    'body-forwarded':
      '{from} passes a report in {commune} on to you: {category}. The reporter will read your answer.',
    'body-see': 'Open it:',
    'body-answer': 'See the report and answer, without an account:',
    'body-why': 'This message is sent to {body}, in charge of such reports.',
  },
  nl: {
    title: '{reference} · {category}, {commune}',
    received: 'Je melding is aangekomen: {body} antwoordt uiterlijk op {due}.',
    acknowledged: '{body} heeft de melding gelezen en bereidt het vervolg voor.',
    scheduled: '{body} plant het werk op {planned}.',
    in_progress: 'Een ploeg van {body} is bezig.',
    resolved: '{body} zegt dat het hersteld is. Klopt dat? Zeg het op de pagina van de melding.',
    declined: '{body} geeft er geen gevolg aan. De reden staat op de pagina van de melding.',
    forwarded: 'De melding is doorgegeven aan {body}. Je volgt ze verder hier.',
    reopened: 'De melding is heropend: {body} kijkt opnieuw.',
    'still-there': 'Iemand die langskwam, zegt dat het niet hersteld is. {body} kijkt opnieuw.',
    merged: 'Iemand had hetzelfde al gemeld: het vervolg lees je bij {into}. Je krijgt er bericht van.',
    routed: 'De melding is nu bij {body}.',
    news: 'Er is nieuws over deze melding.',
    see: 'Lees het vervolg:',
    stop: 'Deze berichten niet meer krijgen:',
    'why-own': 'Je krijgt dit bericht omdat je deze melding deed.',
    'why-followed': 'Je krijgt dit bericht omdat je deze melding volgt.',
    'why-confirm':
      'Iemand gaf je adres om deze melding te volgen. Was jij het niet? Doe dan niets: je krijgt niets meer.',
    'is-mended': 'Het is hersteld',
    'is-not-mended': 'Nog altijd daar',
    'thanks-mended': 'Genoteerd: hersteld. Dank je wel.',
    'thanks-not-mended': 'Genoteerd: de melding is heropend. Dank je wel.',
    'answer-lost': 'Je antwoord is niet vertrokken. Tik hier en antwoord op de pagina van de melding.',
    confirm: 'Wil je het vervolg van melding {reference} ({category}, {commune}) volgen? Open deze link:',
    'confirm-subject': 'Bevestig dat je {reference} volgt',
    'body-new': 'Nieuwe melding in {commune}: {category}. Antwoord verwacht uiterlijk op {due}.',
    'body-news': 'Nieuws over {reference} ({category}, {commune}): bekijk het.',
    'body-forwarded':
      '{from} geeft je een melding in {commune} door: {category}. Wie meldde, leest je antwoord.',
    'body-see': 'Openen:',
    'body-answer': 'Bekijk de melding en antwoord, zonder account:',
    'body-why': 'Dit bericht gaat naar {body}, die over zulke meldingen gaat.',
  },
}

/** A sentence in the reader's language, with its values. */
export function say(language: Language, key: SayKey, values: Record<string, string>): string {
  const sentence = sentences[language][key]
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

/** A body and a commune as the sentences above say them in this language. */
export function named(
  language: Language,
  { body, commune }: { body: string; commune: string },
): Record<'body' | 'Body' | 'ofBody' | 'toBody' | 'commune' | 'inCommune', string> {
  if (language !== 'fr') return { body, Body: body, ofBody: body, toBody: body, commune, inCommune: commune }
  const { the, of, to } = bodyInSentence(body)
  return {
    body: the,
    Body: bodyInWords(body, language),
    ofBody: of,
    toBody: to,
    commune,
    inCommune: inCommune(commune),
  }
}
