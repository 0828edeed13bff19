import { describe, expect, it } from 'vitest'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf } from '../../support/staff-pages.ts'

// Where people meet to share a car, for whoever stands there with a phone.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const atQuesnoy = { latitude: 50.2478, longitude: 3.6352, accuracy: 20 }

describe('The aires of the territory', () => {
  it('are found from home, the nearest first, each with what one finds there, and again without network', async () => {
    const page = await browser.openPage({
      viewport: phone,
      baseURL: server.current.url,
      geolocation: atQuesnoy,
      serviceWorker: true,
    })
    await page.goto('/')
    await page.getByRole('link', { name: 'Aires de covoiturage' }).click()
    await page.getByRole('heading', { level: 1, name: 'Aires de covoiturage' }).waitFor()
    await page.getByText('13 aires').waitFor()
    await screenshot(page, 'aires-list-phone')
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Près de moi' }).click()
    await page
      .getByText('ici même')
      .or(page.getByText(/à\s\d+\sm/))
      .first()
      .waitFor()
    expect(await page.locator('main li a').first().innerText()).toContain('Gare du Quesnoy')
    expect(new URL(page.url()).searchParams.get('near')).toBe('50.248,3.635')
    await page.getByText('Voir sur la carte').click()
    await page.locator('.leaflet-container').waitFor()
    // Those of the towns around as well: each is on the map, alone or in a group.
    await page.locator('.map-group, .map-drop').first().waitFor()
    const inView = await page.evaluate(() => {
      const map = document.querySelector('.leaflet-container')!.getBoundingClientRect()
      return [...document.querySelectorAll('.map-group, .map-drop')].map((mark) => {
        const { left, right, top, bottom } = mark.getBoundingClientRect()
        const count = Number(/\d+/.exec(mark.textContent ?? '')?.[0] ?? 1)
        return {
          count,
          inside: left >= map.left && right <= map.right && top >= map.top && bottom <= map.bottom,
        }
      })
    })
    expect(inView.filter(({ inside }) => inside).reduce((sum, { count }) => sum + count, 0)).toBe(13)
    await screenshot(page, 'aires-map-phone')

    await page.locator('main li a').first().click()
    await page.getByRole('heading', { level: 1, name: 'Gare du Quesnoy' }).waitFor()
    await page.getByText('Abri pour attendre').waitFor()
    await page.getByText('Car 401 Valenciennes – Maubeuge').waitFor()
    await screenshot(page, 'aire-phone', { fullPage: true })
    await expectNoAxeViolations(page)
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    // Past the minute for which the browser itself keeps an answer.
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Network.setCacheDisabled', { cacheDisabled: true })
    await page.context().setOffline(true)
    await page.goBack()
    await page.goForward()
    await page.getByText('Pas de réseau. Voici ce qui a été lu').waitFor()
    await page.getByText('Abri pour attendre').waitFor()
  })

  it('are reported broken from their page, the place and its name already filled in', async () => {
    const page = await browser.openPage({ viewport: phone, baseURL: server.current.url })
    await page.goto('/aires?q=quesnoy')
    await page.getByRole('link', { name: /Gare du Quesnoy/ }).click()
    await page.getByRole('link', { name: 'Signaler un problème ici' }).click()
    await page.getByText('Lieu déjà rempli : Gare du Quesnoy.').waitFor()
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Continuer sans photo' }).click()
    await page.getByText('Le Quesnoy').first().waitFor()
    expect(await page.getByLabel('Préciser avec des mots').inputValue()).toBe('Gare du Quesnoy')
    await page.getByRole('button', { name: 'Continuer' }).click()
    await page.getByRole('radio', { name: /Mobilier/ }).check()
    await page.getByRole('button', { name: 'Continuer' }).click()
    const none = page.getByRole('button', { name: 'Aucun n’est le mien, continuer' })
    const send = page.getByRole('button', { name: 'Envoyer' })
    await none.or(send).first().waitFor()
    if (await none.isVisible()) await none.click()
    await send.waitFor()
    await page.getByText('Gare du Quesnoy').first().waitFor()
    await screenshot(page, 'aire-report-check', { fullPage: true })
    await send.click()
    await page.waitForURL('**/signaler/envoye/*')

    // What someone began elsewhere is not moved: it is said, and they choose.
    await page.goto('/signaler')
    await page.getByRole('button', { name: 'Continuer sans photo' }).click()
    await page.getByLabel('Ou l’adresse, ou la commune').fill('Bavay')
    await page
      .getByRole('option', { name: /Bavay/ })
      .or(page.getByRole('button', { name: 'Bavay' }))
      .first()
      .click()
    await page.getByLabel('Préciser avec des mots').fill('Devant la halle')
    await page.getByRole('button', { name: 'Continuer' }).click()
    await page.getByRole('radio', { name: /Mobilier/ }).check()
    await page.goto('/signaler?lat=50.247800&lon=3.635200&lieu=Gare+du+Quesnoy')
    await page.getByText('Votre signalement commencé est gardé').waitFor()
    expect(await page.getByText('Lieu déjà rempli').count()).toBe(0)
    await page.getByRole('button', { name: 'Tout effacer et recommencer' }).click()
    await page.getByText('Lieu déjà rempli : Gare du Quesnoy.').waitFor()
  })

  it('are searched by commune, by keyboard, and fit the narrowest screen with double text', async () => {
    const page = await browser.openPage({ viewport: desktop, baseURL: server.current.url })
    await page.goto('/aires')
    await page.getByText('13 aires').waitFor()
    await screenshot(page, 'aires-list-wide')
    await page.getByLabel('Nom ou commune').focus()
    await page.keyboard.type('bavay')
    await page.keyboard.press('Enter')
    await page.getByText('3 aires').waitFor()
    expect(new URL(page.url()).searchParams.get('q')).toBe('bavay')
    await page.getByLabel('Nom ou commune').fill('zzz')
    await page.keyboard.press('Enter')
    await page.getByText('Aucune aire ici').waitFor()
    await page.getByRole('link', { name: 'Voir toutes les aires' }).click()
    await page.getByRole('link', { name: /Gare de Valenciennes/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Gare de Valenciennes' }).waitFor()
    // Nobody here would receive it.
    await page.getByText('adressez-vous à la mairie (Valenciennes)').waitFor()
    expect(await page.getByRole('link', { name: 'Signaler un problème ici' }).count()).toBe(0)
    await screenshot(page, 'aire-wide')
    await page.setViewportSize({ width: 320, height: 640 })
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
    await page.goto('/aires')
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    await page.getByText('13 aires').waitFor()
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  })
})

describe('Without a script', () => {
  it('the list leads to an aire, read whole at every size, with its sign', async () => {
    for (const viewport of [phone, desktop, { width: 320, height: 640 }]) {
      const page = await browser.openPage({ baseURL: server.current.url, viewport, javaScriptEnabled: false })
      await page.goto('/aires?q=quesnoy')
      await screenshot(page, `aires-without-script-${viewport.width}`)
      await page.getByRole('link', { name: 'Gare du Quesnoy' }).click()
      await page.getByRole('heading', { level: 1, name: 'Gare du Quesnoy' }).waitFor()
      await page.getByText('Abri pour attendre').waitFor()
      await screenshot(page, `aire-without-script-${viewport.width}`, { fullPage: true })
      expect(await page.locator('html').evaluate((root) => root.scrollWidth)).toBeLessThanOrEqual(
        viewport.width,
      )
      const href = await page.getByRole('link', { name: 'Affiche à imprimer' }).getAttribute('href')
      const answer = await page.request.get(href ?? '')
      expect(answer.headers()['content-type']).toBe('application/pdf')
    }
    expect(browser.takeProblems()).toEqual([])
  })

  it('and with one the screen takes its place, and leads to the same sign', async () => {
    const page = await browser.openPage({ baseURL: server.current.url, viewport: phone })
    const answer = await page.goto('/aires?q=quesnoy')
    expect(await answer?.text()).toContain('Gare du Quesnoy')
    await page.getByRole('banner').waitFor()
    await page.getByRole('link', { name: /Gare du Quesnoy/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Gare du Quesnoy' }).waitFor()
    const path = new URL(page.url()).pathname
    await page.goto(`${path}?partir=1`)
    await page.getByRole('banner').waitFor()
    expect(await page.locator('main').count()).toBe(1)
    const href = await page.getByRole('link', { name: 'Affiche à imprimer' }).getAttribute('href')
    expect((await page.request.get(href ?? '')).status()).toBe(200)
    await expectNoAxeViolations(page)
  })
})
