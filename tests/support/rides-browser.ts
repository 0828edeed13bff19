import type { Page } from 'playwright-core'
import { uuidv7 } from 'uuidv7'
import { expect } from 'vitest'
import type { AireList } from '../../api/carpool/aires.schemas.ts'
import { demoSiren } from '../../api/territory/territory.demo.ts'
import type { TestServer } from './server.ts'

type Call = (path: string, body?: unknown, method?: string) => Promise<Response>
export type Resident = { email: string; call: Call; enter: (page: Page) => Promise<void> }

/** A person who shares rides, signed in by the link mailed to them; `enter` signs a page in as them. */
export async function aResident(
  { url, mailbox }: TestServer,
  {
    name,
    email = `${uuidv7()}@trajets.example`,
    ...profile
  }: { name: string; email?: string } & Record<string, unknown>,
): Promise<Resident> {
  let cookie = ''
  const call: Call = (path, body, method = body === undefined ? 'GET' : 'POST') =>
    fetch(url + path, {
      method,
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': uuidv7(),
        Origin: url,
        ...(cookie ? { cookie } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  expect((await call('/api/travellers/sign-up', { territory: demoSiren, name, email })).status).toBe(202)
  const mail = await mailbox.waitFor(
    ({ to, links }) => to.includes(email) && links.some((link) => link.includes('?token=')),
  )
  const token = /token=([^\s&]+)/.exec(mail.text)![1]
  const entered = await call('/api/account/sign-in/confirm', { token })
  expect(entered.status).toBe(204)
  cookie = entered.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ')
  const said = { territory: demoSiren, name, agreed: true, ...profile }
  expect((await call('/api/travellers/me', said, 'PUT')).status).toBe(200)
  return {
    email,
    call,
    enter: async (page) => {
      const cookies = cookie.split('; ').map((pair) => {
        const at = pair.indexOf('=')
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url }
      })
      await page.context().addCookies(cookies)
    },
  }
}

/** Ids of the aires of the demo, by name. */
export async function airesOf({ url }: Pick<TestServer, 'url'>): Promise<Map<string, string>> {
  const answer = await fetch(`${url}/api/aires?territory=${demoSiren}&limit=100`)
  const { items } = (await answer.json()) as AireList
  return new Map(items.map(({ id, name }) => [name, id]))
}

/** Chooses an aire by its id in the list of that label, once it is there. */
export async function chooseAire(page: Page, label: string, id: string): Promise<void> {
  const select = page.getByLabel(label, { exact: true })
  await select.locator(`option[value="${id}"]`).waitFor({ state: 'attached' })
  await select.selectOption(id)
}
