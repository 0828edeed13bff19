import { pushKinds, type PushKind } from '../../api/alerts/push-kinds.rules.ts'

type Words = {
  unreadable: string
  stop: string
  stopped: string
  putBack: string
  isBack: string
  failed: string
  kinds: Record<PushKind, string>
}

/** What the worker itself says: a page's words are not there when no page is open. */
const words: Record<'fr' | 'en' | 'nl', Words> = {
  fr: {
    unreadable: 'Du nouveau dans Bocage. Touchez ici pour voir.',
    stop: 'Ne plus recevoir ce genre',
    stopped: 'C’est arrêté : plus de messages « {kind} ».',
    putBack: 'Remettre',
    isBack: 'C’est remis : les messages « {kind} » arrivent à nouveau.',
    failed: 'Ce n’est pas parti. Touchez ici pour choisir dans « Mes alertes ».',
    kinds: {
      'alert.danger': 'Danger',
      'alert.roads': 'Routes',
      'alert.utilities': 'Eau et électricité',
      'alert.school': 'École',
      'alert.collection': 'Collecte des déchets',
      'alert.town-hall': 'Mairie',
      'alert.life': 'Vie locale',
      incident: 'Signalements suivis',
      event: 'Événements suivis',
      ride: 'Mes trajets',
      wish: 'Ce que j’ai demandé',
      digest: 'Résumé de la semaine',
    },
  },
  en: {
    unreadable: 'There is news in Bocage. Tap to see it.',
    stop: 'No more of these',
    stopped: 'Stopped: no more “{kind}” messages.',
    putBack: 'Put back',
    isBack: 'Back on: “{kind}” messages arrive again.',
    failed: 'That was not sent. Tap here to choose in “My alerts”.',
    kinds: {
      'alert.danger': 'Danger',
      'alert.roads': 'Roads',
      'alert.utilities': 'Water and power',
      'alert.school': 'School',
      'alert.collection': 'Waste collection',
      'alert.town-hall': 'Town hall',
      'alert.life': 'Local life',
      incident: 'Reports I follow',
      event: 'Events I follow',
      ride: 'My rides',
      wish: 'What I asked for',
      digest: 'Weekly digest',
    },
  },
  nl: {
    unreadable: 'Er is nieuws in Bocage. Tik hier om het te zien.',
    stop: 'Niet meer ontvangen',
    stopped: 'Gestopt: geen berichten “{kind}” meer.',
    putBack: 'Terugzetten',
    isBack: 'Teruggezet: berichten “{kind}” komen weer aan.',
    failed: 'Dat is niet verstuurd. Tik hier om te kiezen in “Mijn waarschuwingen”.',
    kinds: {
      'alert.danger': 'Gevaar',
      'alert.roads': 'Wegen',
      'alert.utilities': 'Water en stroom',
      'alert.school': 'School',
      'alert.collection': 'Afvalophaling',
      'alert.town-hall': 'Gemeentehuis',
      'alert.life': 'Plaatselijk leven',
      incident: 'Gevolgde meldingen',
      event: 'Gevolgde evenementen',
      ride: 'Mijn ritten',
      wish: 'Wat ik vroeg',
      digest: 'Overzicht van de week',
    },
  },
}

/** The words of a message's language; French for any other. */
export const wordsOf = (lang: string | undefined): Words =>
  words[lang === 'en' || lang === 'nl' ? lang : 'fr']

export const isKind = (kind: string | undefined): kind is PushKind => pushKinds.some((one) => one === kind)
