import { expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { useBrowser } from '../../support/browser.ts'
import { keptOn } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'

// « Moi aussi »: one person counts once, whatever becomes of the page they pressed it on.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const pressMeToo = (page: Page) => page.getByRole('button', { name: /^Moi aussi/ }).click()

it('a « moi aussi » whose tab is killed before the answer, pressed again, counts once', async () => {
  const { url } = server.current
  const listed = await fetch(`${url}/api/incidents?territory=${demoSiren}&limit=50`)
  type Listed = { items: { id: string; meTooCount: number; open: boolean }[] }
  const { id, meTooCount: before } = ((await listed.json()) as Listed).items.find(({ open }) => open)!
  const counted = async () => {
    const answer = await fetch(`${url}/api/incidents/${id}`)
    return ((await answer.json()) as { meTooCount: number }).meTooCount
  }
  let page = await browser.openPage({ baseURL: url })
  await page.goto(`/signalements/${id}`)
  const heard = Promise.withResolvers<void>()
  await page.route('**/me-too', async (route) => {
    await route.fetch()
    heard.resolve()
    // Nothing is answered before the tab is gone.
  })
  await pressMeToo(page)
  await heard.promise
  const context = page.context()
  await page.close()
  page = await context.newPage()
  const pressed = Promise.withResolvers<void>()
  await page.route('**/me-too', async (route) => {
    await pressed.promise
    await route.continue()
  })
  await page.goto(`/signalements/${id}`)
  await pressMeToo(page)
  pressed.resolve()
  await page.getByText('Merci, c’est compté.').waitFor()
  await expect.poll(() => keptOn(page, 'sends')).toEqual([])
  expect(await counted()).toBe(before + 1)
  await page.unrouteAll()
  // Read again, it is still theirs, and is not offered a second time.
  await page.reload()
  await page.getByText('Merci, c’est compté.').waitFor()
  expect(await page.getByRole('button', { name: /^Moi aussi/ }).count()).toBe(0)
})
