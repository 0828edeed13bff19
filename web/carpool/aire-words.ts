import type { PublicAire } from './aires-api.ts'

type Translate = {
  (key: string): string
  (key: string, named: Record<string, unknown>, plural: number): string
}

/** « 25 places »; null where nobody counted. */
export const spacesSaid = ({ spaces }: PublicAire, t: Translate): string | null =>
  spaces === null ? null : t('carpool.aires.spaces', { n: spaces }, spaces)

/** What most say, in words; the rest as OpenStreetMap writes it. */
export const openingSaid = ({ openingHours }: PublicAire, t: Translate): string | null =>
  openingHours === '24/7' ? t('carpool.aires.always') : openingHours
