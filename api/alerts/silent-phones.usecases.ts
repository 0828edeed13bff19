import type { Reader, Tx } from '../../db/client.ts'
import { mailboxOf } from '../accounts/accounts-people.usecases.ts'
import type { Deps } from '../platform/http.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import { findDevice, type Device } from './alerts.repository.ts'
import type { OutboxHandler } from './alerts.types.ts'
import { deviceSubject, recordOutbox } from './alerts.usecases.ts'
import { languageOfDevice } from './push-admission.ts'
import { findFollowersMailbox, listSilent, markSilenceTold } from './silent-phones.repository.ts'
import { silentMs, silentSince } from './silent-phones.rules.ts'
import { silentWords } from './silent-phones.words.ts'

/** Whose phone it is, by mail: its account's, or the one of who follows alerts by mail with it. */
async function mailboxOfPhone(
  handle: Reader | Tx,
  { id, userId }: Pick<Device, 'id' | 'userId'>,
): Promise<string | null> {
  return (userId && (await mailboxOf(handle, userId))) || findFollowersMailbox(handle, id)
}

const atOnce = 200

/**
 * Has whoever owns a phone that shows nothing any more told of it by mail, once for each silence. Who has no mailbox
 * reads it at their next visit (`silentSince` of the phone).
 */
export async function tellOfSilentPhones({
  database,
  clock,
  ids,
}: Pick<Deps, 'database' | 'clock' | 'ids'>): Promise<void> {
  let taken: number
  do {
    taken = await database.write(async (tx) => {
      const at = clock.now()
      const silent = await listSilent(tx, { before: at - silentMs, limit: atOnce })
      if (silent.length === 0) return 0
      await markSilenceTold(
        tx,
        silent.map(({ id }) => id),
        at,
      )
      for (const phone of silent)
        if (await mailboxOfPhone(tx, phone))
          await recordOutbox(tx, {
            id: ids.next(),
            territorySiren: '',
            topic: 'device.silent',
            subject: deviceSubject(phone.id),
            payload: { deviceId: phone.id },
            at,
          })
      return silent.length
    })
  } while (taken === atOnce)
}

/** Handles `device.silent`: the mail, unless the phone gave a sign meanwhile. */
export function createSilentPhoneHandler({ config, clock }: Pick<Deps, 'config' | 'clock'>): OutboxHandler {
  return async (event, read) => {
    const phone = await findDevice(read, String(event.payload['deviceId']))
    const address = phone && (await mailboxOfPhone(read, phone))
    if (!phone || !address || silentSince(phone, clock.now()) === null) return []
    const language = languageOfDevice(phone)
    const { title, lines, action, why } = silentWords[language]
    const url = `${config.publicUrl}/alertes`
    return [
      {
        channel: 'email',
        person: deviceSubject(phone.id),
        address,
        subject: event.subject,
        payload: {
          title,
          body: lines.join('\n'),
          url,
          lang: language,
          email: {
            subject: title,
            ...layOutMail({
              language,
              title,
              paragraphs: lines,
              action: { label: action, url },
              footer: why,
            }),
          },
        },
      },
    ]
  }
}
