/** How a list that is being read takes in what the server has now, without moving under the reader's eyes. Pure. */

export type Line<T> = { item: T; gone: boolean }

type Item = { id: string; unread?: boolean }

/**
 * Lines stay where they are: those still in the queue show their present state, those that left it stay in place and
 * say so. What is new is counted, to be shown when the reader asks.
 */
export function takeIn<T extends Item>(lines: readonly Line<T>[], now: readonly T[], complete: boolean) {
  const current = new Map(now.map((item) => [item.id, item]))
  const shown = new Set(lines.map(({ item }) => item.id))
  return {
    lines: lines.map(({ item }, index): Line<T> => {
      const fresh = current.get(item.id)
      // Beyond what was asked for again, nothing is known: a line there is left as it was.
      const known = complete || index < now.length
      if (fresh) return { item: fresh, gone: false }
      return known ? { item: { ...item, unread: false }, gone: true } : { item, gone: false }
    }),
    newcomers: now.filter((item) => !shown.has(item.id)).length,
  }
}
