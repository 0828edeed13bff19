import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openMailbox, type Mailbox } from '../../support/smtp.ts'

const mail = {
  from: 'Bocage <bocage@example.org>',
  to: 'agent@bavay.example',
  subject: 'Signalement LQN-26-0042 : prévu jeudi',
  text: 'Suivre : http://localhost:3000/s/abc?x=1 (lien privé)',
}

describe('The mailbox of the tests', () => {
  let mailbox: Mailbox
  beforeEach(async () => {
    mailbox = await openMailbox()
  })
  afterEach(() => mailbox.close())

  it('keeps what it is sent over SMTP, with its links', async () => {
    await createTransport(mailbox.url).sendMail(mail)
    const received = await mailbox.waitFor(({ to }) => to.includes('agent@bavay.example'))
    expect(received.subject).toBe(mail.subject)
    expect(received.links).toEqual(['http://localhost:3000/s/abc?x=1'])
  })

  it('can be down for a moment', async () => {
    mailbox.refuse(true)
    await expect(createTransport(mailbox.url).sendMail(mail)).rejects.toMatchObject({ responseCode: 451 })
    expect(mailbox.mails).toEqual([])
  })
})
