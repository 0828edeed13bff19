import { expect, it } from 'vitest'
import { desktop, expectNoAxeViolations, screenshot, useBrowser } from '../../support/browser.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { aPhoto } from '../../support/photos.ts'
import { airesOf, aResident, chooseAire } from '../../support/rides-browser.ts'
import { keptOn } from '../../support/round.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'

// What somebody signed in writes without network waits on the phone, and leaves once, under their account.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

it('a ride offered and a ride asked for without network leave when it is back, and not before', async () => {
  const [from, to] = [...(await airesOf(server.current)).values()] as [string, string]
  const driver = await aResident(server.current, { name: 'Maud' })
  const page = await browser.openPage({ baseURL: server.current.url, serviceWorker: true })
  await driver.enter(page)
  // Once with a network, as the app learns who shares rides from this phone, and keeps its screens.
  await page.goto('/trajets/proposer')
  await page.getByRole('button', { name: 'Proposer ce trajet', exact: true }).waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.reload()
  await page.getByRole('button', { name: 'Proposer ce trajet', exact: true }).waitFor()

  await page.context().setOffline(true)
  await page.goto('/trajets/proposer')
  await chooseAire(page, 'De', from)
  await chooseAire(page, 'À', to)
  await page.getByRole('button', { name: 'Proposer ce trajet', exact: true }).click()
  await page.getByRole('heading', { name: 'Votre trajet attend le réseau' }).waitFor()
  await screenshot(page, 'ride-kept')
  await page.goto(`/trajets/prevenir?from=${to}&to=${from}`)
  await page.getByLabel('De', { exact: true }).locator(`option[value="${to}"]`).waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Me prévenir' }).click()
  const asked = page.getByRole('heading', { name: 'Votre demande attend le réseau' })
  await asked.waitFor()
  await expect.poll(() => asked.evaluate((node) => node === document.activeElement)).toBe(true)
  await screenshot(page, 'ride-request-kept')
  await page.goto('/mes-suivis')
  await page.getByText('Trajet proposé à envoyer').waitFor()
  await page.getByText('Demande de trajet à envoyer').first().waitFor()
  await expectNoAxeViolations(page)
  const own = async (of: 'trips' | 'ride-requests') => {
    const answer = await driver.call(`/api/${of}/mine?territory=${demoSiren}`)
    return ((await answer.json()) as { items: unknown[] }).items
  }
  expect([await own('trips'), await own('ride-requests')]).toEqual([[], []])
  await page.context().setOffline(false)
  await expect.poll(() => page.locator('.send').count()).toBe(0)
  expect([await own('trips'), await own('ride-requests')].map(({ length }) => length)).toEqual([1, 1])
})

it('an alert written where the network is lost waits as a draft, and tells nobody before', async () => {
  const page = await browser.openPage({ viewport: desktop, baseURL: server.current.url })
  await signInTo(page, server.current, 'accueil@mormal.example', '/agents/alertes/nouvelle')
  await page.getByRole('radio', { name: 'Routes' }).check()
  await page.getByLabel('Titre').first().fill('Arbre tombé route de Locquignol')
  await page.getByLabel('Message').first().fill('La route est coupée jusqu’à ce soir.')
  await page.getByLabel('Bavay', { exact: true }).check()
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
  await page.getByText('Le brouillon est gardé sur ce téléphone').waitFor()
  await screenshot(page, 'alert-draft-kept')
  // It is on the phone, not in the page.
  await page.context().setOffline(false)
  await page.goto('/agents/alertes')
  await page.getByRole('link', { name: /Arbre tombé route de Locquignol/ }).click()

  // Written again where the network is lost: it waits too, and takes the place of what is there.
  await page.getByRole('link', { name: 'Modifier' }).click()
  const message = page.getByLabel('Message').first()
  await message.fill('La route est coupée jusqu’à demain midi.')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await page.getByText('Le brouillon est gardé sur ce téléphone').waitFor()
  await page.context().setOffline(false)
  await page.goto('/mes-suivis')
  await expect.poll(() => page.locator('.send').count()).toBe(0)
  await page.goto('/agents/alertes')
  await page.getByRole('link', { name: /Arbre tombé route de Locquignol/ }).click()
  await page.getByText('La route est coupée jusqu’à demain midi.').waitFor()
})

it('an alert that a colleague changed meanwhile is decided about by its author, and nothing waits behind it unsaid', async () => {
  const page = await browser.openPage({ viewport: desktop, baseURL: server.current.url })
  await signInTo(page, server.current, 'accueil@mormal.example', '/agents/alertes/nouvelle')
  await page.getByLabel('Titre').first().fill('Fuite rue des Clouteries')
  await page.getByLabel('Message').first().fill('L’eau est coupée.')
  await page.getByLabel('Bavay', { exact: true }).check()
  await page.getByRole('button', { name: 'Relire avant d’envoyer' }).click()
  await page.getByRole('heading', { level: 1, name: 'Fuite rue des Clouteries' }).waitFor()
  const alert = page.url()
  const colleague = await browser.openPage({ viewport: desktop, baseURL: server.current.url })
  await signInTo(colleague, server.current, 'accueil@mormal.example', new URL(alert).pathname)
  const message = (on: typeof page) => on.getByLabel('Message').first()
  const write = async (on: typeof page, words: string) => {
    await on.getByRole('link', { name: 'Modifier' }).click()
    await message(on).fill(words)
  }
  const save = (on: typeof page) => on.getByRole('button', { name: 'Enregistrer' }).click()

  await write(page, 'L’eau revient à midi.')
  await page.getByLabel('Rue ou lieu').fill('rue des Clouteries')
  await page.getByText('Le même message en néerlandais').click()
  await page.locator('input[lang="nl"]').fill('Lek in de straat')
  await page.locator('textarea[lang="nl"]').fill('Water komt om twaalf uur terug.')
  await page.route('**/api/**', (route) => route.abort())
  await save(page)
  await page.getByText('Le brouillon est gardé sur ce téléphone').waitFor()
  await write(colleague, 'L’eau revient ce soir.')
  await save(colleague)
  await colleague.getByText('L’eau revient ce soir.').waitFor()

  // Refused once the network is back: both texts are shown whole, and no button tries in vain.
  await page.unroute('**/api/**')
  await page.goto('/mes-suivis')
  const row = page.locator('.send')
  await row.getByText('À décider').waitFor()
  await row.getByText('L’eau revient ce soir.').waitFor()
  for (const words of ['L’eau revient à midi.', 'rue des Clouteries', 'Water komt om twaalf uur terug.'])
    await row.getByText(words, { exact: false }).last().waitFor()
  expect(await page.getByRole('button', { name: 'Essayer maintenant' }).count()).toBe(0)
  await expectNoAxeViolations(page)
  await screenshot(page, 'alert-edit-stale', { fullPage: true })

  // What is written next of it does not wait for ever behind the first: its author is told, and keeps it.
  await page.goto(alert)
  await write(page, 'L’eau revient à quatorze heures.')
  await save(page)
  await page.getByText('Un envoi d’avant, sur le même sujet, a été refusé').waitFor()
  expect(await page.getByText('Le brouillon est gardé sur ce téléphone').count()).toBe(0)
  expect(await message(page).inputValue()).toBe('L’eau revient à quatorze heures.')
  expect(await keptOn(page, 'sends')).toHaveLength(1)
  await expectNoAxeViolations(page)
  await page.getByRole('link', { name: 'À envoyer' }).click()
  await row.getByRole('button', { name: 'Remplacer par mon texte' }).click()
  await expect.poll(() => row.count()).toBe(0)
  await page.goto(alert)
  await page.getByText('L’eau revient à midi.').waitFor()
})

it('an alert half written is there again, with its picture, when the tab was killed', async () => {
  const page = await browser.openPage({ viewport: desktop, baseURL: server.current.url })
  await signInTo(page, server.current, 'accueil@mormal.example', '/agents/alertes/nouvelle')
  await page.getByRole('radio', { name: 'Routes' }).check()
  await page.getByLabel('Titre').first().fill('Pont fermé à Pont-sur-Sambre')
  await page
    .locator('input[data-way="library"]')
    .setInputFiles([{ name: 'pont.jpg', mimeType: 'image/jpeg', buffer: await aPhoto() }])
  await page.getByLabel('Ce que montre l’image').fill('Une barrière devant le pont')
  const written = () =>
    keptOn(page, 'deskDrafts').then(([one]) =>
      JSON.stringify(one ?? null).includes('barrière devant le pont'),
    )
  await expect.poll(written).toBe(true)
  const again = await page.context().newPage()
  await page.close({ runBeforeUnload: false })
  await again.goto('/agents/alertes/nouvelle')
  await again.getByText('Vous retrouvez ce que vous aviez commencé').waitFor()
  expect(await again.getByLabel('Titre').first().inputValue()).toBe('Pont fermé à Pont-sur-Sambre')
  expect(await again.getByRole('radio', { name: 'Routes' }).isChecked()).toBe(true)
  expect(await again.getByLabel('Ce que montre l’image').inputValue()).toBe('Une barrière devant le pont')
  await again.locator('.thumbs img').waitFor()
  await expectNoAxeViolations(again)
  await screenshot(again, 'alert-resumed')
  await again.getByRole('button', { name: 'Tout effacer et recommencer' }).click()
  await expect.poll(() => again.getByLabel('Titre').first().inputValue()).toBe('')
  await expect.poll(() => keptOn(again, 'deskDrafts')).toEqual([])
})
