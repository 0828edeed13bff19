import { phoneDatabase } from './database.ts'
import type { QueuedSend } from './stored.ts'

/** What became of a write of this id made from this phone; null when none was. */
export async function fateOf(id: string): Promise<'waiting' | 'refused' | 'sent' | null> {
  const database = await phoneDatabase()
  const send = await database.get('sends', id)
  if (send) return send.state
  return (await database.get('sent', id)) ? 'sent' : null
}

/** That write whole, as it waits or as it was accepted lately; undefined where this phone has it no more. */
export async function writtenAs(id: string): Promise<QueuedSend | undefined> {
  const database = await phoneDatabase()
  return (await database.get('sends', id)) ?? (await database.get('accepted', id))?.send
}

/** Whether `words` are others than those of that write: what was written since in another window. */
export async function saysMore(id: string, words: string): Promise<boolean> {
  const write = await writtenAs(id)
  return write !== undefined && words.trim() !== '' && words.trim() !== (write.body['words'] ?? '')
}

/** Whether a write of this id was made from this phone: it waits, was refused, or was sent. */
export const wasWritten = async (id: string): Promise<boolean> => (await fateOf(id)) !== null

/** The same, but for one that was refused: what corrects it bears its id, and is still being written. */
export async function isOnItsWay(id: string): Promise<boolean> {
  const fate = await fateOf(id)
  return fate === 'waiting' || fate === 'sent'
}
