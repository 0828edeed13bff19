/** What the posters of a commune say: of its alerts, and of one kind of report. */
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
    reportTitle: 'Signalez ici : {category}',
    reportKinds: 'Une photo, le lieu, et c’est envoyé. {body} répond sous {days}.',
    oneDay: 'un jour ouvré',
    days: '{n} jours ouvrés',
    reportFree: 'Sans compte, gratuit. On vous dit la suite.',
    reportCall: 'Pas de téléphone portable ? Dites-le à la mairie : {phone}.',
    reportCallIn: 'Pas de téléphone portable ? Dites-le à la mairie.',
    emergency: 'Danger immédiat ? Appelez d’abord le 112.',
    reportQr: 'Code QR qui commence un signalement : {url}',
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
    reportTitle: 'Report here: {category}',
    reportKinds: 'A photo, the place, and it is sent. {body} answers within {days}.',
    oneDay: 'one working day',
    days: '{n} working days',
    reportFree: 'No account, free. You are told what comes next.',
    reportCall: 'No mobile phone? Tell the town hall: {phone}.',
    reportCallIn: 'No mobile phone? Tell the town hall.',
    emergency: 'Immediate danger? Call 112 first.',
    reportQr: 'QR code that begins a report: {url}',
    made: '{territory} · Printed on {day}',
  },
  nl: {
    title: 'Volg de waarschuwingen van je gemeente',
    kinds: 'Gevaar, wegen, water afgesloten, school, afval: je hoort het meteen.',
    scan: 'Richt de camera van je telefoon op deze code.',
    free: 'Zonder account, gratis. Op je telefoon of per e-mail.',
    typed: 'Zonder code, typ:',
    call: 'Geen mobiele telefoon en geen e-mail? Zeg het aan het gemeentehuis: {phone}.',
    callIn: 'Geen mobiele telefoon en geen e-mail? Zeg het aan het gemeentehuis.',
    qr: 'QR-code die de pagina van de gemeente opent: {url}',
    reportTitle: 'Meld het hier: {category}',
    reportKinds: 'Een foto, de plaats, en het is verstuurd. {body} antwoordt binnen {days}.',
    oneDay: 'één werkdag',
    days: '{n} werkdagen',
    reportFree: 'Zonder account, gratis. Je hoort wat er gebeurt.',
    reportCall: 'Geen mobiele telefoon? Zeg het aan het gemeentehuis: {phone}.',
    reportCallIn: 'Geen mobiele telefoon? Zeg het aan het gemeentehuis.',
    emergency: 'Direct gevaar? Bel eerst 112.',
    reportQr: 'QR-code die een melding begint: {url}',
    made: '{territory} · Afgedrukt op {day}',
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
  const said = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    timeZone: 'Europe/Paris',
    dateStyle: 'long',
  }).format(at)
  // In French the first of a month alone is said as an ordinal.
  return language === 'fr' ? said.replace(/^1 /, '1er ') : said
}
