import type { PublicAire } from './aires-api.ts'

type Translate = (key: string, named: Record<string, unknown>, plural: number) => string

/** « 25 places »; null where nobody counted. */
export const spacesSaid = ({ spaces }: PublicAire, t: Translate): string | null =>
  spaces === null ? null : t('carpool.aires.spaces', { n: spaces }, spaces)
