import type { Language } from '../platform/problems.ts'

type Sentences = { title: string; lines: string[]; action: string; why: string }

/** What the mail about a phone that shows nothing any more says. */
export const silentWords: Record<Language, Sentences> = {
  fr: {
    title: 'Votre téléphone ne montre plus nos messages',
    lines: [
      'Depuis un mois, nos messages partent vers votre téléphone, mais il ne dit plus les avoir montrés.',
      'Ouvrez Bocage sur ce téléphone : il vérifie et répare cela tout seul. Si vous ne l’avez plus, ne faites rien.',
    ],
    action: 'Vérifier mes notifications',
    why: 'Vous recevez ce message une seule fois, parce que ce téléphone est relié à votre adresse.',
  },
  en: {
    title: 'Your phone no longer shows our messages',
    lines: [
      'For a month our messages have been sent to your phone, but it no longer says that it showed them.',
      'Open Bocage on that phone: it checks and repairs this by itself. If you no longer have it, do nothing.',
    ],
    action: 'Check my notifications',
    why: 'You receive this message only once, because that phone is tied to your address.',
  },
  nl: {
    title: 'Je telefoon toont onze berichten niet meer',
    lines: [
      'Sinds een maand gaan onze berichten naar je telefoon, maar die zegt niet meer dat hij ze toonde.',
      'Open Bocage op die telefoon: hij controleert en herstelt dit zelf. Heb je hem niet meer, doe dan niets.',
    ],
    action: 'Mijn meldingen controleren',
    why: 'Je krijgt dit bericht maar één keer, omdat die telefoon aan je adres is gekoppeld.',
  },
}
