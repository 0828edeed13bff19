/** What the poster of a commune's alerts says. */
const sentences = {
  fr: {
    title: 'Suivez les alertes de votre mairie',
    kinds: 'Danger, routes, coupures d’eau, école, collecte : prévenu dès que cela arrive.',
    scan: 'Visez ce code avec l’appareil photo de votre téléphone.',
    free: 'Sans compte, gratuit. Sur le téléphone ou par courriel.',
    typed: 'Sans code, tapez :',
    call: 'Pas de téléphone portable ni de courriel ? Dites-le à la mairie : {phone}.',
    callIn: 'Pas de téléphone portable ni de courriel ? Dites-le à la mairie.',
    qr: 'Code QR qui ouvre la page de la commune : {url}',
    made: '{territory} · Imprimé le {day}',
  },
  en: {
    title: 'Follow your town hall’s alerts',
    kinds: 'Danger, roads, water cuts, school, collection: told as soon as it happens.',
    scan: 'Point your phone’s camera at this code.',
    free: 'No account, free. On your phone or by email.',
    typed: 'Without the code, type:',
    call: 'Neither mobile phone nor email? Tell the town hall: {phone}.',
    callIn: 'Neither mobile phone nor email? Tell the town hall.',
    qr: 'QR code that opens the page of the commune: {url}',
    made: '{territory} · Printed on {day}',
  },
} as const
export type PosterLanguage = keyof typeof sentences

export function sayOnPoster(
  language: PosterLanguage,
  word: keyof (typeof sentences)['fr'],
  values: Record<string, string> = {},
): string {
  return sentences[language][word].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

/** « 26 novembre 2026 » */
export function dayOnPoster(at: number, language: PosterLanguage): string {
  const said = new Intl.DateTimeFormat(language === 'fr' ? 'fr' : 'en-GB', {
    timeZone: 'Europe/Paris',
    dateStyle: 'long',
  }).format(at)
  // In French the first of a month alone is said as an ordinal.
  return language === 'fr' ? said.replace(/^1 /, '1er ') : said
}
