import { digestOf } from '../http/digest.ts'
import type { namedWrite } from '../http/write-once.ts'

type Write<N extends { id: string }> = ReturnType<typeof namedWrite<N>>

/**
 * The id of what was pressed on a page that closed too soon, where it is on its way or has left, and is what the form `says`
 * now: it is offered no second time. A form that says something else begins another write, and leaves one that was refused
 * where it is.
 */
export async function leftBefore<N extends { id: string }>(
  { before, renew }: Write<N>,
  says: unknown,
): Promise<string | null> {
  if (!before) return null
  const { id } = before.names
  const { fateOf } = await import('./was-written.ts')
  const fate = await fateOf(id)
  if (fate === null) return null
  const isSame = before.says === (await digestOf(says))
  if (fate !== 'refused' || !isSame) renew()
  return fate !== 'refused' && isSame ? id : null
}
