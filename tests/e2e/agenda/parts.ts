import type { Page } from 'playwright-core'
import { openBeside } from '../../support/beside.ts'
import type { Store } from '../../support/demo-app.ts'
import { afterAll, beforeAll } from 'vitest'
import type { useServer } from '../../support/server.ts'

/** The store of the file's server, opened beside it. Read it inside tests and hooks only. */
export function useStore(server: ReturnType<typeof useServer>, fill: (store: Store) => Promise<void>) {
  let store: Awaited<ReturnType<typeof openBeside>> | undefined
  beforeAll(async () => {
    store = await openBeside(server.current)
    await fill(store)
  })
  afterAll(() => store?.close())
  return {
    get current(): Store {
      if (!store) throw new Error('The store is open only while the tests of this file run.')
      return store
    },
  }
}

const dayMs = 86_400_000

/** The day some days from now, in France: `2026-12-05`. */
export const dayIn = (days: number): string =>
  new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris' }).format(Date.now() + days * dayMs)

/** « samedi 5 décembre », as the screens say it. */
export function said(day: string): string {
  const at = Date.parse(`${day}T12:00:00Z`)
  const sameYear = day.slice(0, 4) === dayIn(0).slice(0, 4)
  return new Intl.DateTimeFormat('fr', {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
    .format(at)
    .replace(/ 1 /, ' 1er ')
}

/** Presses Tab until `name` has the focus; fails when it can't be reached. */
export async function tabTo(
  page: Page,
  role: 'button' | 'link' | 'searchbox' | 'checkbox',
  name: string | RegExp,
): Promise<void> {
  const target = page.getByRole(role, { name }).first()
  await target.waitFor()
  for (let presses = 0; presses < 150; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reaches ${role} ${String(name)}`)
}

/** Where an element stands on the screen, in pixels from its top. */
export const topOf = (page: Page, title: string) =>
  page
    .getByRole('heading', { name: title, exact: true })
    .evaluate((element) => Math.round(element.getBoundingClientRect().top))
