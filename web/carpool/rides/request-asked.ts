import type { LocationQuery } from 'vue-router'

/** What was searched for, as the address of a page says it: a wish is left without typing it again. */
export function askedOf(query: LocationQuery) {
  const asked = (name: string) => {
    const value = query[name]
    return typeof value === 'string' ? value : ''
  }
  return {
    from: asked('from'),
    to: asked('to'),
    at: asked('at'),
    by: asked('by') === 'arrival' ? ('arrival' as const) : ('departure' as const),
    event: asked('evenement'),
  }
}
