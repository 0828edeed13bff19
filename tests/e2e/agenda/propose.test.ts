import { eq } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { findPlace, insertPlace } from '../../../api/agenda/places.repository.ts'
import { fold } from '../../../api/agenda/events.rules.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { event } from '../../../db/schema/index.ts'
import { publish } from '../../support/agenda.ts'
import { useBrowser, screenshot } from '../../support/browser.ts'
import type { Store } from '../../support/demo-app.ts'
import { communeOf } from '../../support/incidents.ts'
import { aPhoto } from '../../support/photos.ts'
import { useServer } from '../../support/server.ts'
import { dayIn, said, useStore } from './parts.ts'

// Anyone proposes an event, in a real browser against the real server.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

const day = dayIn(20)

const store = useStore(server, async (store) => {
  await aKnownPlace(store, 'Salle Jean-Mabuse')
  await publish(store, {
    title: 'Loto de l’école du centre',
    description: 'Deux mille euros de lots, **buvette**.',
    commune: 'Le Quesnoy',
    placeName: 'Salle du Théâtre',
    on: dayIn(40),
    start: '19:00',
    end: '23:00',
  })
})

async function aKnownPlace(store: Store, name: string): Promise<void> {
  const { code, lon, lat } = await communeOf(store, 'Bavay')
  await store.deps.database.write((tx) =>
    insertPlace(tx, {
      id: store.deps.ids.next(),
      territorySiren: demoSiren,
      communeCode: code,
      name,
      foldedName: fold(name),
      address: '3 rue des Juifs',
      lon,
      lat,
      positionApproximate: false,
      approved: true,
      createdAt: store.deps.clock.now(),
    }),
  )
}

const visit = (options = {}) => browser.openPage({ baseURL: server.current.url, ...options })
/** Goes on to the next screen, or stays on this one with what is to correct. */
async function proceed(page: Page) {
  const before = page.url()
  await page.getByRole('button', { name: 'Continuer', exact: true }).click()
  await expect
    .poll(async () => page.url() !== before || (await page.getByRole('alert').count()) > 0)
    .toBe(true)
}
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

/** What and when, in the first screen. */
async function fillWhat(page: Page, title: string, on = day) {
  await page.getByLabel('Nom de l’événement').fill(title)
  await page.getByLabel('Jour', { exact: true }).fill(on)
  await page.getByLabel('Début').fill('19:00')
}

async function toSend(page: Page, title: string, on = day) {
  await page.goto('/agenda/proposer')
  await fillWhat(page, title, on)
  await proceed(page)
  await page.getByLabel('Nom du lieu').fill('Salle Jean')
  await page.getByRole('button', { name: /^Salle Jean-Mabuse/ }).click()
  await proceed(page)
  await heading(page, 'En dire plus')
}

async function send(page: Page, { name = 'Comité des fêtes', email }: { name?: string; email: string }) {
  await page.getByLabel('Qui organise').fill(name)
  await page.getByLabel('Votre adresse de courriel').fill(email)
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
}

const listed = (title: string) =>
  store.current.deps.database.read.select().from(event).where(eq(event.title, title))

describe('proposing an event', () => {
  it('goes from nothing to the private page: sent, confirmed by the mail’s link, then read by moderators', async () => {
    const email = 'paulette@exemple.fr'
    const page = await visit()
    await page.goto('/agenda')
    await page.getByRole('link', { name: 'Proposer un événement' }).click()
    await heading(page, 'Quoi et quand ?')
    await fillWhat(page, 'Bal de la Sainte-Cécile')
    await page.getByLabel('Fin (facultatif)').fill('02:00')
    await page.getByText('L’heure de fin est celle du lendemain.').waitFor()
    await page.getByText(new RegExp(`${said(day)}, de 19.h à 2.h`, 'i')).waitFor()
    await screenshot(page, 'propose-what', { fullPage: true })
    await proceed(page)
    await heading(page, 'Où ?')
    await page.getByLabel('Nom du lieu').fill('salle jean')
    await page.getByRole('button', { name: /^Salle Jean-Mabuse/ }).waitFor()
    await screenshot(page, 'propose-where-search')
    await page.getByRole('button', { name: /^Salle Jean-Mabuse/ }).click()
    await screenshot(page, 'propose-where', { fullPage: true })
    await proceed(page)
    await heading(page, 'En dire plus')
    await page.getByRole('checkbox', { name: 'Concert' }).check()
    await screenshot(page, 'propose-more', { fullPage: true })
    await proceed(page)
    await heading(page, 'Qui organise, puis envoyer')
    await page.getByText('Ensuite, un courriel vous demande de confirmer votre adresse.').waitFor()
    await screenshot(page, 'propose-send', { fullPage: true })
    await send(page, { email })
    await heading(page, 'Votre événement est parti')
    await page.getByText(`Un lien est parti à ${email}`).waitFor()
    await screenshot(page, 'propose-sent', { fullPage: true })

    const mail = await server.current.mailbox.waitFor((mail) => mail.to.includes(email))
    await page.goto(mail.links.find((link) => link.includes('/agenda/confirmer#')) ?? '')
    await page.getByRole('button', { name: 'Confirmer mon adresse' }).click()
    await page.getByText('C’est confirmé.').waitFor()
    await screenshot(page, 'propose-confirmed')
    await page.getByRole('link', { name: 'Ouvrir ma page' }).click()
    await heading(page, 'Bal de la Sainte-Cécile')
    await page.getByText('En relecture', { exact: true }).waitFor()
    await page.getByText('Salle Jean-Mabuse').waitFor()
    await screenshot(page, 'author-page', { fullPage: true })
    const [row] = await listed('Bal de la Sainte-Cécile')
    expect(row?.status).toBe('submitted')

    await page.goto('/mes-suivis')
    await page.getByRole('link', { name: /Bal de la Sainte-Cécile/ }).waitFor()
    await screenshot(page, 'propose-mine')
  })
})

describe('by keyboard alone', () => {
  it('an event is sent in four screens, six fields and few presses', async () => {
    const page = await visit()
    await page.goto('/agenda/proposer')
    await heading(page, 'Quoi et quand ?')
    let presses = 0
    const reach = async (control: ReturnType<Page['getByLabel']>) => {
      await control.waitFor()
      for (let tabs = 0; tabs < 60; tabs++) {
        if (await control.evaluate((element) => element === document.activeElement)) return
        await page.keyboard.press('Tab')
        presses++
      }
      throw new Error('Tab never reaches it')
    }
    const type = async (control: ReturnType<Page['getByLabel']>, keys: string) => {
      await reach(control)
      await page.keyboard.type(keys)
    }
    const press = async (key: string) => {
      await page.keyboard.press(key)
      presses++
    }
    const [year, month, date] = day.split('-')
    await type(page.getByLabel('Nom de l’événement'), 'Marche des chouettes')
    // The test's browser writes days as Americans do; a phone shows its own picker.
    await type(page.getByLabel('Jour', { exact: true }), `${month}${date}${year}`)
    await type(page.getByLabel('Début'), '0900AM')
    await press('Enter')
    await heading(page, 'Où ?')
    await type(page.getByLabel('Nom du lieu'), 'Salle Jean')
    await press('Enter')
    await page.getByText('3 rue des Juifs').waitFor()
    await reach(page.getByRole('button', { name: 'Continuer', exact: true }))
    await press('Enter')
    await heading(page, 'En dire plus')
    await reach(page.getByLabel('Description', { exact: false }).first())
    await reach(page.getByRole('button', { name: 'Continuer', exact: true }))
    await press('Enter')
    await heading(page, 'Qui organise, puis envoyer')
    await type(page.getByLabel('Qui organise'), 'Les Marcheurs')
    await type(page.getByLabel('Votre adresse de courriel'), 'marche@exemple.fr')
    await press('Enter')
    await heading(page, 'Votre événement est parti')
    expect(await listed('Marche des chouettes')).toHaveLength(1)
    expect(presses).toBeLessThan(120)
  })
})

describe('what is written', () => {
  it('survives a reload, a way back and a closed tab, to the last letter', async () => {
    const page = await visit()
    await toSend(page, 'Brocante du Moulin')
    await page.getByLabel('Description').fill('Cent exposants.')
    await page.reload()
    await expect.poll(() => page.getByLabel('Description').inputValue()).toBe('Cent exposants.')
    await page.getByRole('link', { name: 'Retour' }).click()
    await page.getByText('Salle Jean-Mabuse').waitFor()
    await page.getByRole('link', { name: 'Retour' }).click()
    expect(await page.getByLabel('Nom de l’événement').inputValue()).toBe('Brocante du Moulin')
    await page.getByLabel('Nom de l’événement').press('End')
    await page.getByLabel('Nom de l’événement').pressSequentially(' et du Pont')
    // Killed right after the last letter.
    const context = page.context()
    await page.close({ runBeforeUnload: false })
    const again = await context.newPage()
    await again.goto(`${server.current.url}/agenda/proposer`)
    await again.getByText('Votre événement commencé est gardé').waitFor()
    expect(await again.getByLabel('Nom de l’événement').inputValue()).toMatch(/^Brocante du Moulin/)
    await again.getByRole('button', { name: 'Tout effacer et recommencer' }).click()
    expect(await again.getByLabel('Nom de l’événement').inputValue()).toBe('')
  })

  it('is told field by field when something is missing, and leads to it', async () => {
    const page = await visit()
    await page.goto('/agenda/proposer')
    await proceed(page)
    const summary = page.getByRole('alert')
    await summary.getByRole('link', { name: 'Choisissez le jour.' }).click()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('date-0-day')
    await screenshot(page, 'propose-faults', { fullPage: true })
  })

  it('is refused by the server on the screen of the field it is about', async () => {
    const page = await visit()
    await toSend(page, 'Fête du fil')
    await page.getByText('Réservation', { exact: false }).first().click()
    // The phone lets it pass; the server knows that no such host can be.
    await page.getByLabel('Adresse pour réserver').fill('https://exemple.fr/billets|spectacle`')
    await proceed(page)
    await heading(page, 'Qui organise, puis envoyer')
    await page.route('**/api/events', async (route) => {
      const body = route.request().postDataJSON() as { content: { bookingUrl: string } }
      body.content.bookingUrl = 'https://exemple.fr/ "trop'
      await route.continue({ postData: JSON.stringify(body) })
    })
    await send(page, { email: 'fil@exemple.fr' })
    await heading(page, 'En dire plus')
    await page.getByRole('alert').getByRole('link').click()
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('booking-url')
    expect(await page.getByLabel('Adresse pour réserver').getAttribute('aria-invalid')).toBe('true')
    await page.unroute('**/api/events')
    await page.getByLabel('Adresse pour réserver').fill('exemple.fr/billets')
    await proceed(page)
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await heading(page, 'Votre événement est parti')
    const [row] = await listed('Fête du fil')
    expect(row?.bookingUrl).toBe('https://exemple.fr/billets')
  })
})

describe('dates', () => {
  it('a repetition is said as one writes it; a date taken out of it does not take place', async () => {
    const page = await visit()
    await page.goto('/agenda/proposer')
    await page.getByLabel('Nom de l’événement').fill('Atelier tricot')
    await page.getByRole('radio', { name: 'Se répète' }).check()
    await page.getByLabel('Jour', { exact: true }).fill(day)
    await page.getByLabel('Début').fill('14:00')
    await page.getByLabel('Fin (facultatif)').fill('16:00')
    await page.getByRole('radio', { name: 'Un nombre de fois' }).check()
    await page.getByLabel('Nombre de fois', { exact: true }).fill('4')
    const third = dayIn(34)
    const box = page.getByRole('checkbox', { name: new RegExp(said(third)) })
    await box.waitFor()
    expect(await page.locator('section.shown li').count()).toBe(4)
    await box.uncheck()
    await screenshot(page, 'propose-repeat', { fullPage: true })
    await proceed(page)
    await page.getByLabel('Nom du lieu').fill('Salle Jean')
    await page.getByRole('button', { name: /^Salle Jean-Mabuse/ }).click()
    await proceed(page)
    await proceed(page)
    await send(page, { email: 'tricot@exemple.fr' })
    await heading(page, 'Votre événement est parti')
    const [row] = await listed('Atelier tricot')
    expect(row?.schedule).toMatchObject({
      spans: [{ start: `${day}T14:00`, end: `${day}T16:00` }],
      exceptions: [`${third}T14:00`],
    })
    expect(row?.schedule.rule).toMatch(/^FREQ=WEEKLY;BYDAY=..;COUNT=4$/)
  })
})

describe('where', () => {
  it('is a new place when nobody named it yet: its name, its commune, a point of the map', async () => {
    const page = await visit()
    await page.goto('/agenda/proposer')
    await fillWhat(page, 'Concert à la grange')
    await proceed(page)
    await page.getByLabel('Nom du lieu').fill('Grange des Trois Ormes')
    await page.getByRole('button', { name: 'Nouveau lieu : Grange des Trois Ormes' }).click()
    await proceed(page)
    await page.getByRole('alert').getByRole('link', { name: 'Choisissez la commune.' }).click()
    await page.getByLabel('Commune').selectOption({ label: 'Le Quesnoy' })
    await page.getByLabel('Adresse (facultatif)').fill('4 rue du Moulin')
    await page.getByText('Montrer sur la carte').click()
    await page.locator('.leaflet-container').waitFor()
    await page.locator('.leaflet-container').focus()
    await page.keyboard.press('ArrowRight')
    await page.getByText('Point choisi sur la carte').waitFor()
    await screenshot(page, 'propose-place-new', { fullPage: true })
    await proceed(page)
    await proceed(page)
    await send(page, { email: 'grange@exemple.fr' })
    await heading(page, 'Votre événement est parti')
    const [row] = await listed('Concert à la grange')
    const place = await findPlace(store.current.deps.database.read, row?.placeId ?? '')
    expect(place).toMatchObject({
      name: 'Grange des Trois Ormes',
      address: '4 rue du Moulin',
      approved: false,
    })
    expect(place?.positionApproximate).toBe(false)
  })
})

/** Whether the phone keeps the bytes of the photo chosen for the event being proposed. */
const photoKept = (page: Page): Promise<boolean> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('bocage')
        opening.onsuccess = () => {
          const reading = opening.result
            .transaction('eventDrafts')
            .objectStore('eventDrafts')
            .get('new:200043321')
          reading.onsuccess = () => {
            opening.result.close()
            resolve((reading.result as { image: { source: unknown } | null })?.image?.source instanceof Blob)
          }
          reading.onerror = () => reject(reading.error as Error)
        }
        opening.onerror = () => reject(opening.error as Error)
      }),
  )

describe('the image', () => {
  it('is framed by sliders, made small, described and credited', async () => {
    const page = await visit()
    await toSend(page, 'Salon du livre')
    const photo = await aPhoto({ width: 3000, height: 2250 })
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'salle.jpg', mimeType: 'image/jpeg', buffer: photo })
    const zoom = page.getByLabel('Agrandir')
    await zoom.waitFor()
    await zoom.focus()
    for (let step = 0; step < 20; step++) await page.keyboard.press('ArrowRight')
    await page.getByLabel('Gauche ou droite').fill('0')
    await page.getByLabel('Haut ou bas').fill('0')
    await screenshot(page, 'propose-image', { fullPage: true })
    await proceed(page)
    await page
      .getByRole('alert')
      .getByRole('link', { name: /Décrivez l’image/ })
      .waitFor()
    await page.getByLabel('Ce que montre l’image').fill('Des livres sur une table')
    await page.getByLabel('Auteur de l’image').fill('Marie Petit')
    await expect.poll(() => photoKept(page)).toBe(true)
    await page.reload()
    await page.getByLabel('Agrandir').waitFor()
    expect(await page.getByLabel('Ce que montre l’image').inputValue()).toBe('Des livres sur une table')
    await proceed(page)
    const uploaded = page.waitForResponse((response) => response.url().endsWith('/api/media'))
    await send(page, { email: 'livre@exemple.fr' })
    const { width, height } = (await (await uploaded).json()) as { width: number; height: number }
    // Twice as large as the whole frame: half of the photo's width (2048 px on the phone), in a frame of 3 by 2.
    expect({ width, height }).toEqual({ width: 1024, height: 683 })
    await heading(page, 'Votre événement est parti')
    await page.getByRole('link', { name: 'Ouvrir ma page' }).click()
    const shown = page.getByRole('img', { name: 'Des livres sur une table' })
    await shown.waitFor()
    const bytes = await (await page.request.get((await shown.getAttribute('src')) ?? '')).body()
    const { data } = await sharp(bytes).resize(4, 4).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    // The red corner of the test's photo, top left, is what the frame was moved to.
    expect((data[0] ?? 0) > 150 && (data[2] ?? 255) < 100).toBe(true)
    const [row] = await listed('Salon du livre')
    expect(row?.imageId).not.toBeNull()
    expect(row).toMatchObject({ imageDescription: 'Des livres sur une table', imageCredit: 'Marie Petit' })
  })
})

describe('an event like one that is there', () => {
  it('is shown whole beside it before it is sent', async () => {
    const page = await visit()
    await page.goto('/agenda/proposer')
    await fillWhat(page, 'Loto de l’école', dayIn(40))
    await proceed(page)
    await page.getByLabel('Nom du lieu').fill('Théâtre du Quesnoy')
    await page.getByRole('button', { name: /^Nouveau lieu/ }).click()
    await page.getByLabel('Commune').selectOption({ label: 'Le Quesnoy' })
    await proceed(page)
    await proceed(page)
    await heading(page, 'Est-ce déjà dans l’agenda ?')
    const theirs = page.getByRole('article').filter({ hasText: 'Loto de l’école du centre' })
    await theirs.getByText('Salle du Théâtre').waitFor()
    await theirs.getByText('buvette').waitFor()
    await screenshot(page, 'propose-similar', { fullPage: true })
    await theirs.getByRole('button', { name: 'C’est le même : ne rien envoyer' }).click()
    await heading(page, 'Loto de l’école du centre')
    await page.goto('/agenda/proposer')
    expect(await page.getByLabel('Nom de l’événement').inputValue()).toBe('')
    expect(await listed('Loto de l’école')).toEqual([])
  })
})

describe('without network', () => {
  it('waits on the phone where one sees it, and is sent once when the network is back', async () => {
    const page = await visit({ serviceWorker: true })
    await page.goto('/agenda')
    await page.evaluate(() => navigator.serviceWorker.ready)
    await toSend(page, 'Fest-noz des étangs')
    await proceed(page)
    await heading(page, 'Qui organise, puis envoyer')
    await page.context().setOffline(true)
    await send(page, { email: 'noz@exemple.fr' })
    await heading(page, 'Votre événement attend le réseau')
    await screenshot(page, 'propose-waiting')
    await page.getByRole('link', { name: 'Mes suivis' }).first().click()
    await page.getByText('Événement à envoyer').waitFor()
    await page.getByText('Fest-noz des étangs').waitFor()
    await page.reload()
    await page.getByText('Fest-noz des étangs').waitFor()
    await page.context().setOffline(false)
    await page.getByRole('link', { name: /Fest-noz des étangs/ }).waitFor()
    await server.current.mailbox.waitFor((mail) => mail.to.includes('noz@exemple.fr'))
    expect(await listed('Fest-noz des étangs')).toHaveLength(1)
    expect(server.current.mailbox.mails.filter(({ to }) => to.includes('noz@exemple.fr'))).toHaveLength(1)
  })
})
