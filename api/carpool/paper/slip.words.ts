import { parisZone } from '../../platform/open-days.ts'

/** What a slip says: words that somebody reads at arm's length, without a phone. French only: no account, no language. */
export const slipWords = {
  title: 'Mon trajet',
  titleDriver: 'Je prends quelqu’un',
  waiting: 'Pas encore confirmé : la mairie vous appelle.',
  confirmed: 'C’est confirmé.',
  off: 'Ce trajet est annulé. Ne venez pas.',
  be: 'Rendez-vous à',
  at: 'Où',
  with: 'Avec',
  to: 'Jusqu’à',
  arrive: 'arrivée vers {time}',
  car: 'Voiture {n}',
  price: 'À donner au conducteur : {price}, pour {seats}.',
  received: 'Le passager vous donne {price}, pour {seats}.',
  free: 'Gratuit.',
  seats: '{n} places',
  seat: '1 place',
  late: 'Si la voiture n’est pas là dix minutes après, appelez :',
  lateDriver: 'Si personne n’est là dix minutes après, appelez :',
  cancel: 'Si vous ne pouvez plus venir, appelez la mairie dès que possible.',
  danger: 'En danger : le 112 (ou le 114 par SMS).',
  made: '{territory} · Imprimé le {day}',
} as const
export type SlipWord = keyof typeof slipWords

export function sayOnSlip(word: SlipWord, values: Record<string, string> = {}): string {
  return slipWords[word].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

/** « Jeudi 26 novembre » */
export function slipDay(at: number): string {
  const said = new Intl.DateTimeFormat('fr-FR', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: parisZone,
  }).format(at)
  return said.charAt(0).toUpperCase() + said.slice(1).replace(/ 1 /, ' 1er ')
}

/** « 7 h 30 » */
export function slipTime(at: number): string {
  const parts = new Intl.DateTimeFormat('fr-FR', {
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: parisZone,
  }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${Number(part('hour'))} h ${part('minute')}`
}

export const slipPrice = (cents: number) =>
  new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' }).format(cents / 100)
