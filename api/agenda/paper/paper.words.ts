/** What the printed agenda says, in the reader's language. Days and hours are wall times as text: no zone is needed. */
export type PaperLanguage = 'fr' | 'en' | 'nl'

const sentences = {
  fr: {
    poster: 'L’agenda',
    week: 'Semaine du {from} au {to}',
    span: 'Du {from} au {to}',
    allDay: 'journée',
    until: 'jusqu’au {day}',
    cancelled: 'Annulé',
    moved: 'Déplacé',
    free: 'Gratuit',
    online: 'En ligne',
    ages: 'De {min} à {max} ans',
    agesFrom: 'Dès {min} ans',
    agesTo: 'Jusqu’à {max} ans',
    booking: 'Réserver : {how}',
    scan: 'Scannez pour les détails, les changements et la suite',
    qr: 'Code QR qui ouvre {url}',
    propose: 'Vous organisez quelque chose ? Proposez-le sur {url}',
    empty: 'Rien n’est encore annoncé pour ces jours.',
    more: 'Et encore {count} autres rendez-vous : {url}',
    moreOne: 'Et encore un autre rendez-vous : {url}',
    made: 'Imprimé le {day}',
    page: 'Page {page} sur {pages}',
    byCommune: 'Par commune',
    onePage: 'page {pages}',
    pages: 'pages {pages}',
    hearing: 'accessible aux personnes sourdes ou malentendantes',
    mental: 'accessible aux personnes avec un handicap mental',
    visual: 'accessible aux personnes aveugles ou malvoyantes',
    psychic: 'accessible aux personnes avec un handicap psychique',
    motor: 'accessible en fauteuil roulant',
  },
  en: {
    poster: 'What’s on',
    week: 'Week of {from} to {to}',
    span: 'From {from} to {to}',
    allDay: 'all day',
    until: 'until {day}',
    cancelled: 'Cancelled',
    moved: 'Moved',
    free: 'Free',
    online: 'Online',
    ages: 'Ages {min} to {max}',
    agesFrom: 'From age {min}',
    agesTo: 'Up to age {max}',
    booking: 'Book: {how}',
    scan: 'Scan for details, changes and what comes next',
    qr: 'QR code that opens {url}',
    propose: 'Are you organising something? Propose it at {url}',
    empty: 'Nothing is announced yet for these days.',
    more: 'And {count} more: {url}',
    moreOne: 'And one more: {url}',
    made: 'Printed on {day}',
    page: 'Page {page} of {pages}',
    byCommune: 'By commune',
    onePage: 'page {pages}',
    pages: 'pages {pages}',
    hearing: 'accessible to deaf and hard of hearing people',
    mental: 'accessible to people with a learning disability',
    visual: 'accessible to blind and partially sighted people',
    psychic: 'accessible to people with a mental health condition',
    motor: 'accessible by wheelchair',
  },
  nl: {
    poster: 'De agenda',
    week: 'Week van {from} tot en met {to}',
    span: 'Van {from} tot en met {to}',
    allDay: 'hele dag',
    until: 'tot {day}',
    cancelled: 'Afgelast',
    moved: 'Verplaatst',
    free: 'Gratis',
    online: 'Online',
    ages: 'Van {min} tot {max} jaar',
    agesFrom: 'Vanaf {min} jaar',
    agesTo: 'Tot {max} jaar',
    booking: 'Reserveren: {how}',
    scan: 'Scan voor meer uitleg, wijzigingen en wat nog volgt',
    qr: 'QR-code die {url} opent',
    propose: 'Organiseer je iets? Stel het voor op {url}',
    empty: 'Voor deze dagen is nog niets aangekondigd.',
    more: 'En nog {count} andere evenementen: {url}',
    moreOne: 'En nog één ander evenement: {url}',
    made: 'Afgedrukt op {day}',
    page: 'Pagina {page} van {pages}',
    byCommune: 'Per gemeente',
    onePage: 'pagina {pages}',
    pages: 'pagina’s {pages}',
    hearing: 'toegankelijk voor dove en slechthorende mensen',
    mental: 'toegankelijk voor mensen met een verstandelijke beperking',
    visual: 'toegankelijk voor blinde en slechtziende mensen',
    psychic: 'toegankelijk voor mensen met een psychische aandoening',
    motor: 'toegankelijk met een rolstoel',
  },
} as const
export type PaperWord = keyof (typeof sentences)['fr']

/** One sentence, `{name}` filled in. */
export function sayOnPaper(
  language: PaperLanguage,
  word: PaperWord,
  values: Record<string, string | number> = {},
): string {
  return sentences[language][word].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** « samedi 5 décembre », of a day written `2026-12-05`. */
export function dayOnPaper(day: string, language: PaperLanguage, { year = false } = {}): string {
  const said = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(year ? { year: 'numeric' } : {}),
  }).format(Date.parse(day.slice(0, 10)))
  // In French the first of a month alone is said as an ordinal.
  return language === 'fr' ? said.replace(/ 1 /, ' 1er ') : said
}

/** « 19 h », « 7 h 05 »; « 7:05 pm » in English, « 07:05 » in Dutch: of a wall time written `2026-12-05T19:00`. */
export function hourOnPaper(wall: string, language: PaperLanguage): string {
  const hour = Number(wall.slice(11, 13))
  const minute = wall.slice(14, 16)
  if (language === 'fr') return minute === '00' ? `${hour}\u00a0h` : `${hour}\u00a0h\u00a0${minute}`
  if (language === 'nl') return wall.slice(11, 16)
  return `${hour % 12 || 12}${minute === '00' ? '' : `:${minute}`}\u00a0${hour < 12 ? 'am' : 'pm'}`
}
