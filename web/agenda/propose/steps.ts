import type { Step } from './server-faults.ts'

export const pathOfStep: Record<Step, string> = {
  what: '/agenda/proposer/quoi',
  where: '/agenda/proposer/ou',
  more: '/agenda/proposer/plus',
  check: '/agenda/proposer/envoyer',
}
