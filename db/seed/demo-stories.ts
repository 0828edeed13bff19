import type { DeclineReason } from '../schema/index.ts'
import type { Scene } from './demo-pictures.ts'

/** Invented reports of the demo: places, people and words are nobody's. `days` are days before the demo is opened. */

export type DemoStep = { after: number } & (
  | { do: 'acknowledged' | 'in_progress' | 'note'; words: string }
  | { do: 'scheduled'; words: string; inDays: number }
  | { do: 'resolved'; words: string; picture?: Scene }
  | { do: 'declined'; words: string; reason: DeclineReason }
  | { do: 'forwarded'; words: string; to: 'departement' | 'syndicat' | 'epci' }
  | { do: 'reopened'; words: string }
  | { do: 'still-there'; words: string }
  | { do: 'me-too' }
)
export type DemoIncident = {
  category: string
  commune: string
  days: number
  place: string
  words: string
  picture?: Scene
  answers?: Record<string, string>
  /** "Is there a yellow D sign?" */
  departmentalRoad?: boolean
  channel?: 'phone' | 'counter'
  /** Name of the person a clerk wrote for, or who left a telephone. */
  name?: string
  /** Not approved by a moderator yet. */
  waiting?: boolean
  /** Hidden from the public, with the reason. */
  hidden?: string
  steps: DemoStep[]
}

export const seen = (
  after: number,
  words = 'Merci, nous avons bien lu votre signalement. Un agent va aller voir.',
): DemoStep => ({
  after,
  do: 'acknowledged',
  words,
})
export const planned = (after: number, inDays: number, words = 'La réparation est prévue.'): DemoStep => ({
  after,
  do: 'scheduled',
  inDays,
  words,
})
export const started = (after: number, words = 'Les agents sont sur place.'): DemoStep => ({
  after,
  do: 'in_progress',
  words,
})
export const mended = (
  after: number,
  words = 'C’est réparé. Merci de nous l’avoir signalé.',
  picture?: Scene,
): DemoStep => ({
  after,
  do: 'resolved',
  words,
  ...(picture ? { picture } : {}),
})
export const refused = (after: number, reason: DeclineReason, words: string): DemoStep => ({
  after,
  do: 'declined',
  reason,
  words,
})
export const passed = (after: number, to: 'departement' | 'syndicat' | 'epci', words: string): DemoStep => ({
  after,
  do: 'forwarded',
  to,
  words,
})
export const note = (after: number, words: string): DemoStep => ({ after, do: 'note', words })
export const meToo = (after: number): DemoStep => ({ after, do: 'me-too' })

type Rest = Omit<DemoIncident, 'category' | 'commune' | 'days' | 'place' | 'words' | 'steps'>
export const report =
  (category: string) =>
  (
    commune: string,
    days: number,
    place: string,
    words: string,
    steps: DemoStep[],
    rest: Rest = {},
  ): DemoIncident => ({
    category,
    commune,
    days,
    place,
    words,
    steps,
    ...rest,
  })
