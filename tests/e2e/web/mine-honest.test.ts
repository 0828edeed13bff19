import { expect, it } from 'vitest'
import { expectNoAxeViolations, useBrowser } from '../../support/browser.ts'
import { heading, press } from '../../support/report-form.ts'
import { holdBack, writeReport } from '../../support/report-screens.ts'
import { keptOn } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'

// « Mes suivis » says what is so: how old a status is, and what may have arrived.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const open = () => browser.openPage({ baseURL: server.current.url })

it('the age of what is shown is said when the service fails, or is slow to answer', async () => {
  const page = await open()
  await writeReport(page, 'Un chien errant')
  await press(page, 'Envoyer')
  await heading(page, 'Votre signalement est parti')
  await page.route('**/api/reporter/incident', (route) => route.fulfill({ status: 503, body: '' }))
  await page.goto('/mes-suivis')
  const old = page.getByText(/^Le service ne répond pas\. Voici ce que l’on savait aujourd’hui/)
  await old.waitFor()
  await expectNoAxeViolations(page)
  await page.unroute('**/api/reporter/incident')
  const held = await holdBack(page, '**/api/reporter/incident')
  await page.goto('/mes-suivis')
  await old.waitFor()
  held.goOn()
  await old.waitFor({ state: 'detached' })
})

it('« Ne plus envoyer », when a try may have arrived, says so and how to know', async () => {
  const page = await open()
  await writeReport(page, 'Un chien errant')
  await page.route('**/api/incidents', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await press(page, 'Envoyer')
  await heading(page, /^Votre signalement (attend|est gardé)/)
  await page.goto('/mes-suivis')
  await page.getByRole('button', { name: /^Ne plus envoyer/ }).click()
  await page.getByText('La mairie a peut-être déjà ce signalement').waitFor()
  await expectNoAxeViolations(page)
  await page.unroute('**/api/incidents')
  // What it advises is true: it is there once.
  await page.reload()
  await expect.poll(() => keptOn(page, 'sends')).toEqual([])
  await expect.poll(() => keptOn(page, 'followed')).toHaveLength(1)
})
