import type { AlertLanguage } from './alert-views.ts'

/** What mails about alerts say around the town hall's own words. */
export const mailWords: Record<
  AlertLanguage,
  {
    see: string
    when: string
    why: string
    stopKind: string
    choices: string
    stopAll: string
    askSubject: string
    ask: string
    askLater: string
    askButton: string
    askWhy: string
    alreadySubject: string
    already: string
    alreadyButton: string
    digestSubject: string
    digestAsk: string
    digestButton: string
    digestAlreadySubject: string
    digestAlready: string
  }
> = {
  fr: {
    see: 'Lire l’alerte sur Bocage',
    when: 'Du {start} au {end}.',
    why: 'Vous recevez ce message parce que vous suivez par courriel les alertes de {place}.',
    stopKind: 'Ne plus recevoir « {kind} »',
    choices: 'Changer ce que je reçois',
    stopAll: 'Tout arrêter',
    askSubject: 'Confirmez : les alertes de {place} par courriel',
    ask: 'Quelqu’un, vous sans doute, a demandé que les alertes de {place} arrivent à cette adresse : {kinds}.',
    askLater: 'Sans votre accord, vous ne recevrez rien, et votre adresse est effacée dans sept jours.',
    askButton: 'Recevoir ces alertes',
    askWhy: 'Si ce n’est pas vous, ne faites rien.',
    alreadySubject: 'Vous recevez déjà les alertes de {place}',
    already: 'Vous recevez déjà à cette adresse les alertes de {place} : {kinds}. Rien n’a été changé.',
    alreadyButton: 'Voir ou changer mes choix',
    digestSubject: 'Confirmez : la semaine à {place} par courriel',
    digestAsk:
      'Quelqu’un, vous sans doute, a demandé que la semaine à {place} arrive à cette adresse, chaque {day} à {hour} h : alertes, rendez-vous, ce qui a été réglé.',
    digestButton: 'Recevoir la semaine',
    digestAlreadySubject: 'Vous recevez déjà la semaine à {place}',
    digestAlready:
      'Vous recevez déjà à cette adresse la semaine à {place}, chaque {day} à {hour} h. Rien n’a été changé. Pour un autre jour, arrêtez-la puis demandez-la à nouveau.',
  },
  en: {
    see: 'Read the alert on Bocage',
    when: 'From {start} to {end}.',
    why: 'You receive this message because you follow the alerts of {place} by email.',
    stopKind: 'Stop “{kind}”',
    choices: 'Change what I receive',
    stopAll: 'Stop everything',
    askSubject: 'Please confirm: alerts of {place} by email',
    ask: 'Somebody, probably you, asked for the alerts of {place} to be sent to this address: {kinds}.',
    askLater: 'Unless you agree you will receive nothing, and your address is erased in seven days.',
    askButton: 'Receive these alerts',
    askWhy: 'If it was not you, there is nothing to do.',
    alreadySubject: 'You already receive the alerts of {place}',
    already: 'You already receive the alerts of {place} at this address: {kinds}. Nothing was changed.',
    alreadyButton: 'See or change my choices',
    digestSubject: 'Please confirm: the week in {place} by email',
    digestAsk:
      'Somebody, probably you, asked for the week in {place} to be sent to this address, every {day} at {hour}:00: alerts, events, what was mended.',
    digestButton: 'Receive the week',
    digestAlreadySubject: 'You already receive the week in {place}',
    digestAlready:
      'You already receive the week in {place} at this address, every {day} at {hour}:00. Nothing was changed. For another day, stop it and ask for it again.',
  },
  nl: {
    see: 'De waarschuwing lezen op Bocage',
    when: 'Van {start} tot {end}.',
    why: 'Je krijgt dit bericht omdat je de waarschuwingen van {place} per e-mail volgt.',
    stopKind: '“{kind}” niet meer ontvangen',
    choices: 'Wijzigen wat ik ontvang',
    stopAll: 'Alles stoppen',
    askSubject: 'Bevestig: de waarschuwingen van {place} per e-mail',
    ask: 'Iemand, waarschijnlijk jij, heeft gevraagd de waarschuwingen van {place} naar dit adres te sturen: {kinds}.',
    askLater: 'Zonder je akkoord krijg je niets, en je adres wordt binnen zeven dagen gewist.',
    askButton: 'Deze waarschuwingen ontvangen',
    askWhy: 'Was jij het niet, dan hoef je niets te doen.',
    alreadySubject: 'Je krijgt de waarschuwingen van {place} al',
    already: 'Je krijgt op dit adres al de waarschuwingen van {place}: {kinds}. Er is niets gewijzigd.',
    alreadyButton: 'Mijn keuzes bekijken of wijzigen',
    digestSubject: 'Bevestig: de week in {place} per e-mail',
    digestAsk:
      'Iemand, waarschijnlijk jij, heeft gevraagd de week in {place} naar dit adres te sturen, elke {day} om {hour} uur: waarschuwingen, activiteiten, wat is opgelost.',
    digestButton: 'De week ontvangen',
    digestAlreadySubject: 'Je krijgt de week in {place} al',
    digestAlready:
      'Je krijgt op dit adres al de week in {place}, elke {day} om {hour} uur. Er is niets gewijzigd. Voor een andere dag stop je ze en vraag je ze opnieuw.',
  },
}

/** A sentence with its blanks filled. */
export const fillIn = (sentence: string, values: Record<string, string>): string =>
  sentence.replace(/\{(\w+)\}/g, (blank, name: string) => values[name] ?? blank)
