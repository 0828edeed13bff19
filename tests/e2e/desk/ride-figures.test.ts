import { describe, expect, it } from 'vitest'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

describe('The figures of rides', () => {
  it.each([
    ['phone', phone],
    ['wide', desktop],
  ] as const)(
    'are read on a %s: by month, hour and day, with what is hidden said in words, and leave as a file',
    async (name, viewport) => {
      const page = await browser.openPage({ baseURL: server.current.url, viewport })
      await signInTo(page, server.current, 'accueil@mormal.example', '/agents/chiffres/trajets')
      await page.getByRole('table', { name: 'Par mois' }).waitFor()
      // The demo's drivers go to work: more than five departures a month are offered, and nobody shared a ride yet.
      const whole = page.getByRole('table', { name: 'Par mois' }).getByRole('row').last()
      await whole.getByText('Ensemble').waitFor()
      expect(await whole.innerText()).toMatch(/moins de 5/)
      expect(
        Number(
          (/\d+/.exec((await whole.innerText()).replace(/moins de 5/g, '').replace(/\s/g, '')) ?? ['0'])[0],
        ) % 5,
      ).toBe(0)
      await page.getByText('Aucun trajet n’a été cherché cinq fois en vain.').waitFor()
      const href = await page.getByRole('link', { name: 'Télécharger en CSV' }).getAttribute('href')
      const file = await page.request.get(href ?? '')
      expect((await file.text()).split('\r\n')[0]).toContain('recherches_sans_reponse')
      expect(await overflowOf(page)).toBeLessThanOrEqual(0)
      await expectNoAxeViolations(page)
      await screenshot(page, `desk-ride-figures-${name}`, { fullPage: true })
    },
  )
})
