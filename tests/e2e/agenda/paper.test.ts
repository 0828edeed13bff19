import { describe, expect, it } from 'vitest'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { demoTerritoryAt } from '../../support/fixtures.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf } from '../../support/staff-pages.ts'

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

describe('The agenda on paper', () => {
  it.each([
    ['phone', phone],
    ['desktop', desktop],
    ['narrow', { width: 320, height: 640 }],
  ] as const)('is two links away from the agenda, on a %s', async (name, viewport) => {
    const { communes } = await demoTerritoryAt(server.current.url)
    const bavay = communes.find((commune) => commune.name === 'Bavay')
    const page = await browser.openPage({ viewport, baseURL: server.current.url })
    await page.goto(`/agenda?commune=${bavay?.code}`)
    await page.getByRole('button', { name: 'S’abonner' }).click()
    await page.getByRole('link', { name: 'Imprimer une affiche ou un livret' }).click()
    await page.getByRole('heading', { level: 1, name: 'L’agenda sur papier' }).waitFor()
    expect(await page.getByLabel('Commune').inputValue()).toBe(bavay?.code)
    await page.getByLabel('Durée').selectOption('month')
    await page.getByLabel('Format').selectOption('A3')
    await expectNoAxeViolations(page)
    expect(await overflowOf(page)).toBe(0)
    await screenshot(page, `agenda-print-${name}`, { fullPage: true })
    for (const link of ['Ouvrir l’affiche (PDF)', 'Ouvrir le livret (PDF)']) {
      const href = await page.getByRole('link', { name: link }).getAttribute('href')
      expect(href).toContain('period=month')
      const answer = await fetch(new URL(href ?? '', server.current.url))
      expect(answer.headers.get('content-type')).toBe('application/pdf')
      expect(
        Buffer.from(await answer.arrayBuffer())
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-')
    }
  })
})
