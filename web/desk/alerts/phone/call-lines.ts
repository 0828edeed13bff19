import type { FollowCall } from './follow-calls-api.ts'

/** A thing somebody is called about. `done`: of what there is to tell now, whether they were told it. */
export type CallLine = FollowCall & { done: FollowCall['outcome'] }
export type Caller = { person: FollowCall['person']; lines: CallLine[] }

/** An old call says nothing of what is new since. */
export const lineOf = (call: FollowCall): CallLine => ({
  ...call,
  done: call.news && call.outcome === 'no-answer' ? 'no-answer' : null,
})

/** As somebody else left it; what is no news any more was told by them, and stays to be read. */
export const lineMeanwhile = (current: FollowCall, before: CallLine): CallLine =>
  current.news ? lineOf(current) : { ...current, news: before.news, done: 'called' }

/** One call a person, whatever they are called about; the order stays. */
export function byPerson(lines: readonly CallLine[]): Caller[] {
  const callers = new Map<string, Caller>()
  for (const line of lines) {
    const caller = callers.get(line.person.id) ?? { person: line.person, lines: [] }
    caller.lines.push(line)
    callers.set(line.person.id, caller)
  }
  return [...callers.values()]
}

/** Told of all, or of none: one call is one answer. */
export const doneOf = ({ lines }: Caller): CallLine['done'] =>
  lines.every(({ done }) => done === 'called')
    ? 'called'
    : lines.some(({ done }) => done === 'no-answer')
      ? 'no-answer'
      : null
