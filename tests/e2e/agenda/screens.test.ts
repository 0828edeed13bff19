import { expect, it } from 'vitest'
import { publish } from '../../support/agenda.ts'
import { phone, screenshot, useBrowser } from '../../support/browser.ts'
import { expectGoodLooks, phoneLooks } from '../../support/looks.ts'
import { printed } from '../../support/printed.ts'
import { useServer } from '../../support/server.ts'
import { dayIn, useStore } from './parts.ts'

// Every screen of the agenda, at the sizes it is judged at.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

let market = ''

useStore(server, async (store) => {
  const { path } = await publishSeries(store)
  market = path
  await publish(store, {
    title: 'Exposition « Bocage en hiver »',
    commune: 'Le Quesnoy',
    allDay: true,
    on: dayIn(0),
  })
  await publish(store, {
    title: 'Visioconférence sur les haies',
    attendanceMode: 'online',
    onlineUrl: 'https://exemple.fr/haies',
    on: dayIn(1),
  })
})

async function publishSeries(store: Parameters<typeof publish>[0]) {
  const row = await publish(store, {
    title: 'Marché de Noël des trois clochers et de la rue Pierre-Mathieu',
    description: 'Quarante exposants **du territoire**.\n\n- Père Noël à 15 h\n- Chorale à 17 h',
    commune: 'Bavay',
    placeName: 'Place Charles-de-Gaulle',
    on: dayIn(2),
    start: '10:00',
    end: '18:00',
    rule: 'FREQ=WEEKLY;COUNT=4',
    free: true,
    price: 'calèche 2 €',
    accessibility: ['mi', 'hi'],
    setting: 'outdoor',
    ageMin: 3,
    bookingUrl: 'https://exemple.fr/reserver',
    bookingPhone: '03 27 00 00 00',
  })
  return { path: `/agenda/${dayIn(2)}-${row.slug}` }
}

it('shows every screen of the agenda without a fault, at every size, in the dark, with its text doubled', async () => {
  const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
  const look = async (screen: string, path: string, ready: string | RegExp) => {
    await page.goto(path)
    await page.getByText(ready).first().waitFor()
    await expectGoodLooks(page, {
      name: (size) => `agenda-${size}-${screen}`,
      fullPage: screen === 'page' || screen === 'home',
    })
  }
  const lookAtDialog = (screen: string) =>
    expectGoodLooks(page, { name: (size) => `agenda-${size}-${screen}`, at: phoneLooks, within: 'dialog' })
  await look('home', '/', 'Aujourd’hui et demain')
  await look('list', '/agenda', 'Marché de Noël des trois clochers')
  await look('month', '/agenda?vue=mois', 'Mois')
  await look('map', '/agenda?vue=carte', 'Appuyez sur un point')
  await look('nothing', '/agenda?q=introuvable&free=true', 'Rien de prévu avec ces choix')
  await look('page', market, 'Toutes les dates')
  await look('missing', '/agenda/2026-01-01-jamais-vu', 'Voir l’agenda')
  await page.goto('/agenda')
  for (const [screen, button] of [
    ['filters', 'Filtrer'],
    ['subscribe', 'S’abonner'],
  ] as const) {
    await page.getByRole('button', { name: button }).click()
    await page.getByRole('dialog').waitFor()
    await lookAtDialog(screen)
    await page.keyboard.press('Escape')
  }
  await page.goto(market)
  await page.getByRole('button', { name: 'Suivre' }).click()
  await page.getByRole('dialog').getByText('C’est gardé').waitFor()
  await lookAtDialog('follow')
})

it('prints the page of an event on one sheet, with its address as a code', async () => {
  const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
  await page.goto(market)
  await page.getByText('Toutes les dates').waitFor()
  await page.emulateMedia({ media: 'print' })
  await page.getByRole('img', { name: new RegExp(market) }).waitFor()
  await screenshot(page, 'agenda-printed', { fullPage: true })
  await page.emulateMedia({ media: null })
  expect(await printed(page, { width: '210mm', height: '297mm' })).toEqual({
    pages: 1,
    widthMm: 210,
    heightMm: 297,
  })
})
