/** What the sign of an aire says. */
const sentences = {
  fr: {
    title: 'Aire de covoiturage',
    leave: 'Partir d’ici',
    scan: 'Visez ce code avec l’appareil photo de votre téléphone : les départs du jour et ce qu’on trouve sur place.',
    free: 'Sans compte, sans application à installer.',
    typed: 'Sans code : {url}, puis cherchez « {name} ».',
    broken: 'Quelque chose est cassé ici ? Le même code permet de le signaler.',
    qr: 'Code QR qui ouvre la page de cette aire : {url}',
    made: '{territory} · Imprimé le {day}',
  },
  en: {
    title: 'Car-sharing stop',
    leave: 'Leave from here',
    scan: 'Point your phone’s camera at this code: today’s departures and what one finds here.',
    free: 'No account, no app to install.',
    typed: 'Without the code: {url}, then look for “{name}”.',
    broken: 'Is something broken here? The same code lets you report it.',
    qr: 'QR code that opens the page of this stop: {url}',
    made: '{territory} · Printed on {day}',
  },
  nl: {
    title: 'Carpoolplaats',
    leave: 'Vertrek van hier',
    scan: 'Richt de camera van je telefoon op deze code: de ritten van vandaag en wat er ter plaatse is.',
    free: 'Zonder account, zonder app te installeren.',
    typed: 'Zonder code: {url}, en zoek “{name}”.',
    broken: 'Is hier iets kapot? Met dezelfde code kun je het melden.',
    qr: 'QR-code die de pagina van deze carpoolplaats opent: {url}',
    made: '{territory} · Afgedrukt op {day}',
  },
} as const
export type SignLanguage = keyof typeof sentences
export type SignWord = keyof (typeof sentences)['fr']

export function sayOnSign(
  language: SignLanguage,
  word: SignWord,
  values: Record<string, string> = {},
): string {
  return sentences[language][word].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

/** « 26 novembre 2026 » */
export function dayOnSign(at: number, language: SignLanguage): string {
  const said = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    timeZone: 'Europe/Paris',
    dateStyle: 'long',
  }).format(at)
  // In French the first of a month alone is said as an ordinal.
  return language === 'fr' ? said.replace(/^1 /, '1er ') : said
}
