import { phoneDatabase } from './database.ts'

/** Whether a write of this id was made from this phone: it waits, was refused, or was sent. */
export async function wasWritten(id: string): Promise<boolean> {
  const database = await phoneDatabase()
  return Boolean((await database.get('sends', id)) ?? (await database.get('sent', id)))
}

/** The same, but for one that was refused: what corrects it bears its id, and is still being written. */
export async function isOnItsWay(id: string): Promise<boolean> {
  const database = await phoneDatabase()
  const send = await database.get('sends', id)
  return send ? send.state === 'waiting' : Boolean(await database.get('sent', id))
}
