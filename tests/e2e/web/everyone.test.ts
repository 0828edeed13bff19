import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expectNoAxeViolations, phone, screenshot, settled, useBrowser } from '../../support/browser.ts'
import { aPhoto } from '../../support/photos.ts'
import { useServer } from '../../support/server.ts'
import { overflowOf, signInTo } from '../../support/staff-pages.ts'

// For everyone: without a script, by the keyboard, in a window of a magnifier, by voice.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const bavay = '59053'
/** 1280 × 1024 pixels seen at 400 % (WCAG 1.4.10). */
const magnified = { width: 320, height: 256 }

describe('without a script', () => {
  it('a report with a photo and an event are sent, followed and confirmed', async () => {
    const page = await browser.openPage({
      baseURL: server.current.url,
      viewport: { width: 320, height: 640 },
      javaScriptEnabled: false,
    })
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    const follow = (name: string) => page.getByRole('link', { name, exact: true }).click()
    await page.goto('/')
    await follow('signaler un problème')
    await page.getByLabel('Dans quelle commune est le problème ?').selectOption(bavay)
    await press('Continuer')
    await page.getByLabel(/^Dépôt sauvage/).check()
    await press('Continuer')
    await page.getByLabel(/^Ce que l’agent doit savoir/).fill('Un matelas')
    await page
      .getByLabel(/^Photos/)
      .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await aPhoto() })
    await press('Envoyer')
    await page.getByRole('alert').getByRole('link', { name: 'Décrivez le lieu avec des mots.' }).click()
    const place = page.getByRole('textbox', { name: 'Où est-ce ?' })
    expect(await place.getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel(/^Photo 1, déjà reçue/).isChecked()).toBe(true)
    await screenshot(page, 'simple-report-mistakes', { fullPage: true })
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
    await place.fill('devant le 12 rue de la Gare')
    await press('Envoyer')
    await page.getByRole('heading', { level: 1, name: 'Votre signalement est parti' }).waitFor()
    await screenshot(page, 'simple-report-sent', { fullPage: true })
    const link = (await page.getByRole('link', { name: /\/suivi#/ }).textContent()) ?? ''
    await follow('Suivre un lien reçu')
    await page.getByLabel('Le lien').fill(`Votre lien : ${link}`)
    await press('Ouvrir')
    await page.getByRole('heading', { level: 1, name: /Votre signalement LQN/ }).waitFor()
    await page.getByText('Un matelas').waitFor()

    await page.goto(`/agenda/proposer/simple?commune=${bavay}`)
    const fields = {
      'Nom de l’événement': 'Loto sans script',
      Jour: new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10),
      'Heure de début': '19:00',
      'Nom du lieu': 'Salle des Trois Chênes',
      Organisateur: 'Les parents d’élèves',
      'Votre adresse de courriel': 'sans-script@exemple.fr',
    }
    for (const [label, value] of Object.entries(fields))
      await page
        .getByLabel(new RegExp(`^${label}`))
        .first()
        .fill(value)
    await screenshot(page, 'simple-event', { fullPage: true })
    await press('Envoyer')
    await page.getByRole('heading', { level: 1, name: 'Votre événement est parti' }).waitFor()
    const mail = await server.current.mailbox.waitFor(({ to }) => to.includes('sans-script@exemple.fr'))
    const confirmation = mail.links.find((one) => one.includes('/agenda/confirmer#')) ?? ''
    await follow('Suivre un lien reçu')
    await page.getByLabel('Le lien').fill(confirmation)
    await press('Ouvrir')
    await page.getByRole('heading', { level: 1, name: 'Votre adresse est confirmée' }).waitFor()

    await follow('Accessibilité : non conforme')
    await page.getByRole('heading', { level: 1, name: 'Déclaration d’accessibilité' }).waitFor()
    await page.getByRole('heading', { level: 2, name: 'Voies de recours' }).waitFor()
    await screenshot(page, 'accessibility', { fullPage: true })
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  })

  it('these pages have no fault that axe finds, mistakes included', async () => {
    // Where scripts run, so that axe does: the pages are the same, they have none.
    const page = await browser.openPage({ baseURL: server.current.url })
    for (const form of [
      `/signaler/simple?commune=${bavay}&quoi=depot-sauvage`,
      `/agenda/proposer/simple?commune=${bavay}`,
    ]) {
      await page.goto(form)
      await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
      await page.getByRole('alert').waitFor()
      await expectNoAxeViolations(page)
    }
    await page.goto('/accessibilite')
    await expectNoAxeViolations(page)
  })

  it.each([
    ['has never heard of what is written in it', '*** not yet ***'],
    ['was cut from it', null],
    ['opens no sheet', 'delete window.HTMLDialogElement'],
  ])('a browser that %s reads what is for those without scripts', async (_, how) => {
    const page = await browser.openPage({ baseURL: server.current.url })
    if (how?.startsWith('delete')) await page.addInitScript(how)
    else
      await page.route('**/assets/app-*.js', (route) =>
        how ? route.fulfill({ contentType: 'text/javascript', body: how }) : route.abort(),
      )
    await page.goto('/mes-suivis')
    await page.getByRole('link', { name: 'signaler un problème' }).waitFor()
    // What the server wrote stays.
    await page.goto('/agenda', { waitUntil: 'load' })
    await page.locator('#app h1').waitFor()
    expect(await page.getByText('Sans cela, vous pouvez').count()).toBe(0)
    if (how?.startsWith('***')) expect(browser.takeProblems()).not.toEqual([])
  })
})

/** Goes to another screen as the browser's own back and forward do: nothing is loaded again. */
async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    // The address changes at once; the page of before is told from the next by this.
    for (const heading of document.querySelectorAll('h1')) heading.dataset['left'] = ''
    history.pushState({}, '', to)
    dispatchEvent(new PopStateEvent('popstate', { state: {} }))
  }, path)
}

/** What one can act on and has no name: nothing tells it to who does not see it. */
const nameless =
  /^\s*- (?:button|link|textbox|searchbox|checkbox|radio|combobox|slider|switch|spinbutton)(?! ")(?::|$| \[)/m

type Stop = { at: number; seen: boolean; words: string }

/** Where the focus is: its place in the order of the page, and whether any of it is in sight. */
const stop = (page: Page) =>
  page.evaluate((): Stop | null => {
    const here = document.activeElement
    if (!here || here === document.body || here === document.documentElement) return null
    // A picture of a choice stands for its input, which has no size of its own.
    const shown =
      here.getBoundingClientRect().width > 4 ? here : (here.closest('label') ?? here.parentElement ?? here)
    const { left, right, top, bottom } = shown.getBoundingClientRect()
    const within = (low: number, high: number, most: number) =>
      [0.5, 0.1, 0.9].map((share) => Math.min(most - 2, Math.max(1, low + (high - low) * share)))
    const seen = within(left, right, innerWidth).some((x) =>
      within(top, bottom, innerHeight).some((y) => {
        const over = document.elementFromPoint(x, y)
        return (
          over !== null && (shown.contains(over) || over.contains(shown)) && over !== document.documentElement
        )
      }),
    )
    return {
      at: [...document.querySelectorAll('*')].indexOf(here),
      seen,
      words: `${here.tagName} ${(here.textContent ?? '').trim().slice(0, 40)} ${here.id}`,
    }
  })

/** Tab from the top until the page is left: each stop after the one before, in sight, and none that keeps one there. */
async function walk(page: Page, screen: string): Promise<void> {
  await page.evaluate(() => {
    ;(document.activeElement as HTMLElement | null)?.blur()
    scrollTo(0, 0)
    // Where reading begins again: before everything.
    getSelection()?.collapse(document.body, 0)
  })
  const stops: Stop[] = []
  for (;;) {
    await page.keyboard.press('Tab')
    const next = await stop(page)
    if (!next || next.at === stops[0]?.at) break
    stops.push(next)
    expect(stops.length, `${screen}: Tab never leaves ${next.words}`).toBeLessThan(250)
  }
  const order = stops.map(({ at }) => at)
  expect(order, `${screen}: ${stops.map(({ words }) => words).join(' / ')}`).toEqual(
    order.toSorted((a, b) => a - b),
  )
  expect(stops.length, screen).toBeGreaterThan(3)
  expect(
    stops.filter(({ seen }) => !seen).map(({ words }) => words),
    `${screen}: behind something`,
  ).toEqual([])
}

type Voiced = { said: string[] }

describe('seen through a magnifier, in forced colours, without movement', () => {
  it.each([
    [
      'a resident',
      null,
      [
        '/signaler/photo',
        '/signaler/ou',
        '/agenda',
        '/agenda/proposer/quoi',
        '/trajets',
        '/trajets/proposer',
        '/alertes',
        '/communes/bavay',
        '/',
      ],
    ],
    [
      'a clerk',
      'accueil@mormal.example',
      ['/agents/alertes/nouvelle', '/agents/alertes/rappels', '/agents/mairies'],
    ],
  ] as const)('%s reaches everything in order by Tab, and is told each screen', async (_, email, screens) => {
    const page = await browser.openPage({ baseURL: server.current.url, viewport: magnified })
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
    // The browser of the tests has no voice: what it is asked to say is noted instead.
    await page.addInitScript(() => {
      const said: string[] = []
      Object.assign(window, { said })
      speechSynthesis.speak = (one) => void said.push(`${one.lang} ${one.text}`)
    })
    if (email) await signInTo(page, server.current, email, '/agents')
    else await page.goto('/mes-suivis')
    await page.getByRole('heading', { level: 1 }).waitFor()
    for (const path of screens) {
      await go(page, path)
      const heading = page.locator('main h1')
      await expect
        .poll(() =>
          page.evaluate(() => {
            const here = document.activeElement
            return here?.matches('main h1:not([data-left])')
              ? location.pathname
              : here?.outerHTML.slice(0, 200)
          }),
        )
        .toBe(path)
      // What is read aloud and walked through is the screen, not what waits for it.
      if (!email) await expect.poll(() => page.locator('main .skeleton').count()).toBe(0)
      expect(await heading.count(), path).toBe(1)
      expect(await overflowOf(page), path).toBeLessThanOrEqual(0)
      expect(nameless.exec(await page.locator('body').ariaSnapshot())?.[0], path).toBeUndefined()
      for (const role of ['main', 'contentinfo'] as const) expect(await page.getByRole(role).count()).toBe(1)
      await walk(page, path)
      if (email) continue
      await page.getByRole('button', { name: 'Écouter' }).click()
      const said = await page.evaluate(() => (window as unknown as Voiced).said.splice(0).join('\n'))
      expect(said, path).toContain(`fr-FR ${(await heading.innerText()).split('\n')[0]?.slice(0, 20)}`)
      await page.getByRole('button', { name: 'Arrêter' }).click()
    }
    await screenshot(page, `magnified-${email ? 'desk' : 'home'}`)
  })
})

describe('by voice and by keyboard', () => {
  it('a voice that fails, or is taken by something else, leaves a button that reads again', async () => {
    const page = await browser.openPage({ baseURL: server.current.url, viewport: phone })
    await page.addInitScript(() => {
      const asked: SpeechSynthesisUtterance[] = []
      Object.assign(window, { asked })
      speechSynthesis.speak = (one) => void asked.push(one)
    })
    /** As browsers do when there is no voice for a language, or after `cancel()`: each sentence ends by an error. */
    const fail = () =>
      page.evaluate(() => {
        const { asked } = window as unknown as { asked: SpeechSynthesisUtterance[] }
        for (const one of asked.splice(0)) one.dispatchEvent(new Event('error'))
      })
    await page.goto('/mes-suivis')
    const read = page.getByRole('button', { name: 'Écouter' })
    const stop = page.getByRole('button', { name: 'Arrêter' })
    await read.click()
    await expect
      .poll(() => page.evaluate(() => (window as unknown as { asked: unknown[] }).asked.length))
      .toBeGreaterThan(0)
    await fail()
    await read.waitFor()
    // The errors of what was stopped come late: they do not stop what is read since.
    await read.click()
    await stop.click()
    await read.click()
    await page.evaluate(() => {
      const { asked } = window as unknown as { asked: SpeechSynthesisUtterance[] }
      asked.splice(asked.length / 2)
    })
    await fail()
    await settled(page)
    expect(await stop.count()).toBe(1)
  })

  it('« Écouter » pressed while the screen still comes reads it once it is there, unless it is pressed again', async () => {
    const page = await browser.openPage({ baseURL: server.current.url, viewport: phone })
    await page.addInitScript(() => {
      const asked: string[] = []
      Object.assign(window, { asked })
      speechSynthesis.speak = ({ text }) => void asked.push(text)
    })
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    await page.route('**/assets/MinePage-*.js', async (route) => {
      await held
      await route.continue()
    })
    await page.goto('/mes-suivis')
    const read = page.getByRole('button', { name: 'Écouter' })
    const stop = page.getByRole('button', { name: 'Arrêter' })
    await read.click()
    await stop.click()
    await read.click()
    await stop.waitFor()
    const asked = () => page.evaluate(() => (window as unknown as { asked: string[] }).asked)
    expect(await page.locator('main h1').count()).toBe(0)
    expect(await asked()).toEqual([])
    letGo()
    await expect.poll(asked).toContain('Mes suivis')
    expect((await asked()).filter((sentence) => sentence === 'Mes suivis')).toHaveLength(1)
    await stop.click()
    await read.waitFor()
  })

  it('a language whose words cannot be fetched is said so, and the one spoken stays chosen', async () => {
    const page = await browser.openPage({ baseURL: server.current.url, viewport: phone })
    await page.goto('/mes-suivis')
    await page.getByRole('button', { name: 'Réglages' }).click()
    const english = page.getByRole('radio', { name: 'English' })
    await english.waitFor()
    await page.context().setOffline(true)
    await english.click()
    await page.getByText('Vous êtes hors connexion').waitFor()
    expect(await page.getByRole('radio', { name: 'Français' }).isChecked()).toBe(true)
    expect(browser.takeProblems()).toEqual([])
    await expectNoAxeViolations(page)
    // Chromium asks a second time for no module that failed: not before the page is opened again.
    await page.context().setOffline(false)
    await page.reload()
    await page.getByRole('button', { name: 'Réglages' }).click()
    await english.click()
    await page.getByText('Language', { exact: true }).waitFor()
  })

  it('a poster begins the report where it hangs, and its words are dictated', async () => {
    const page = await browser.openPage({ baseURL: server.current.url, viewport: phone })
    // The browser of the tests hears nothing: what would be heard is given as the service that hears gives it.
    await page.addInitScript(() => {
      class Heard {
        lang = ''
        onresult: ((event: object) => void) | null = null
        onend: (() => void) | null = null
        start() {
          setTimeout(() =>
            this.onresult?.({
              resultIndex: 0,
              results: [Object.assign([{ transcript: ` un matelas (${this.lang}) ` }], { isFinal: true })],
            }),
          )
        }
        stop() {
          this.onend?.()
        }
      }
      Object.assign(window, { SpeechRecognition: Heard })
    })
    await page.goto(`/signaler?commune=${bavay}&quoi=depot-sauvage`)
    await page.getByRole('button', { name: 'Continuer sans photo' }).click()
    await page.getByLabel('Préciser avec des mots').fill('derrière le cimetière')
    await page.getByRole('button', { name: 'Continuer', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Que signalez-vous ?' }).waitFor()
    expect(await page.getByRole('radio', { name: /Dépôt sauvage/ }).isChecked()).toBe(true)
    await page.getByRole('button', { name: 'Continuer', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Vérifier et envoyer' }).waitFor()
    await page.getByText('Bavay').first().waitFor()
    await page.getByText(/Votre voix va à l’éditeur de votre navigateur/).waitFor()
    await page.getByRole('button', { name: 'Dicter' }).click()
    const words = page.getByLabel(/^Ce que l’agent doit savoir/)
    await expect.poll(() => words.inputValue()).toBe('un matelas (fr-FR)')
    await page.getByRole('button', { name: 'Arrêter' }).click()
    await page.getByRole('button', { name: 'Dicter' }).waitFor()
    await screenshot(page, 'report-dictated', { fullPage: true })
    await expectNoAxeViolations(page)
  })

  it('alerts are followed without a mouse, and what is missing is told', async () => {
    const page = await browser.openPage({ baseURL: server.current.url, viewport: phone })
    await page.goto('/alertes')
    await page.getByRole('heading', { level: 1 }).waitFor()
    const tabTo = async (role: 'button' | 'combobox' | 'textbox', name: RegExp) => {
      const target = page.getByRole(role, { name }).first()
      await target.waitFor()
      for (let presses = 0; !(await target.evaluate((one) => one === document.activeElement)); presses++) {
        expect(presses, String(name)).toBeLessThan(120)
        await page.keyboard.press('Tab')
      }
    }
    await tabTo('combobox', /^Votre commune/)
    await page.keyboard.type('Bavay')
    await tabTo('button', /^Recevoir les alertes par courriel/)
    await page.keyboard.press('Enter')
    await tabTo('button', /^M’envoyer le lien/)
    await page.keyboard.press('Enter')
    const field = page.getByRole('textbox', { name: /courriel/i })
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true')
    await tabTo('textbox', /courriel/i)
    await page.keyboard.type('clavier@exemple.fr')
    await tabTo('button', /^M’envoyer le lien/)
    await page.keyboard.press('Enter')
    await page
      .getByText(/clavier@exemple\.fr/)
      .first()
      .waitFor()
    await server.current.mailbox.waitFor(({ to }) => to.includes('clavier@exemple.fr'))
  })
})

/** Of a public page as paper shows it: what should not be there, and what an edge cuts. */
const onPaper = (page: Page) =>
  page.evaluate(() => {
    const seen = (one: Element) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const inks = [...document.querySelectorAll('main :is(h1, h2, p, li, a, dd)')].filter(seen)
    const light = (one: Element) => {
      const [red = 0, green = 0, blue = 0] = (getComputedStyle(one).color.match(/[\d.]+/g) ?? []).map(Number)
      return (red * 299 + green * 587 + blue * 114) / 1000
    }
    const said = (one: Element) => `${one.tagName} ${(one.textContent ?? '').trim().slice(0, 40)}`
    return {
      heading: seen(document.querySelector('main h1') ?? document.body),
      pressed: [...document.querySelectorAll('nav, button, footer.foot, [role=search]')]
        .filter(seen)
        .map(said),
      pale: inks.filter((one) => light(one) > 150).map(said),
      ground: getComputedStyle(document.body).backgroundColor,
      cut: [...document.querySelectorAll('main *')]
        .filter((one) => {
          const { overflowX, overflowY } = getComputedStyle(one)
          if (!seen(one) || !one.textContent?.trim() || one.matches('.visually-hidden, .visually-hidden *'))
            return false
          if (one.closest('.map')) return false
          const wide = overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1
          return wide || (overflowY !== 'visible' && one.scrollHeight > one.clientHeight + 1)
        })
        .map(said),
      wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }
  })

describe('on paper', () => {
  it('each page that residents read is whole, black on white in dark mode too, without what is pressed', async () => {
    // A4 in portrait at 96 pixels an inch.
    const paper = { width: 794, height: 1123 }
    const page = await browser.openPage({
      baseURL: server.current.url,
      viewport: paper,
      colorScheme: 'dark',
    })
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    const first = async (start: string) => {
      const link = page.locator(`main li a[href^="${start}"]:not([href$="/integrer"])`).first()
      await link.waitFor({ state: 'attached' })
      return (await link.getAttribute('href')) ?? ''
    }
    const print = async (path: string) => {
      await page.goto(path)
      await page.locator('main h1').waitFor()
      await page.evaluate(() => (document.documentElement.dataset['theme'] = 'dark'))
      expect(await onPaper(page), path).toEqual({
        heading: true,
        pressed: [],
        pale: [],
        ground: 'rgba(0, 0, 0, 0)',
        cut: [],
        wider: 0,
      })
    }
    for (const path of [
      '/',
      '/communes',
      '/communes/bavay',
      '/signaler',
      '/trajets',
      '/agenda/imprimer',
      '/installer',
      '/accessibilite',
    ])
      await print(path)
    for (const [list, start] of [
      // Not another page of the same path.
      ['/signalements', '/signalements/0'],
      ['/agenda', '/agenda/20'],
      ['/alertes', '/alertes/'],
      ['/aires', '/aires/'],
    ] as const) {
      await print(list)
      await print(await first(start))
    }
  })
})
