import { describe, expect, it } from 'vitest'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { useServer } from '../../support/server.ts'
import { openMailedLink, overflowOf, signInOnScreen } from '../../support/staff-pages.ts'

const admin = 'administration@mormal.example'

describe('Signing in to the staff area', () => {
  const server = useServer({ demo: true, web: true })
  const browser = useBrowser()
  const openPage = (viewport = phone) => browser.openPage({ baseURL: server.current.url, viewport })

  it('takes an emailed link and leads to the page one wanted', async () => {
    const page = await openPage()
    await page.goto('/mon-compte')
    await page.waitForURL('**/connexion?vers=/mon-compte')
    await page.getByLabel('Votre adresse de courriel').waitFor()
    await expectNoAxeViolations(page)
    await screenshot(page, 'account-sign-in')

    await page.getByLabel('Votre adresse de courriel').fill(admin)
    await page.getByRole('button', { name: 'Recevoir un lien' }).click()
    await expect.poll(() => page.textContent('h1')).toBe('Regardez vos courriels')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    await expectNoAxeViolations(page)
    await screenshot(page, 'account-link-sent')

    await openMailedLink(page, server.current, admin)
    await page.getByRole('button', { name: 'Se connecter' }).waitFor()
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await page.waitForURL('**/mon-compte')
    await page.getByText('Luc Wattiez').waitFor()
    expect(new URL(page.url()).search).toBe('')
    await expectNoAxeViolations(page)
    await screenshot(page, 'account-mine', { fullPage: true })
  })

  it('says the same thing to a stranger, and mails them nothing', async () => {
    const page = await openPage()
    await page.goto('/connexion')
    await page.getByLabel('Votre adresse de courriel').fill('personne@ailleurs.example')
    await page.getByRole('button', { name: 'Recevoir un lien' }).click()
    await expect.poll(() => page.textContent('h1')).toBe('Regardez vos courriels')
    expect(server.current.mailbox.mails.filter(({ to }) => to.includes('personne@ailleurs.example'))).toEqual(
      [],
    )
  })

  it('explains what an address looks like, and leads to the field', async () => {
    const page = await openPage({ width: 320, height: 640 })
    await page.goto('/connexion')
    await page.getByLabel('Votre adresse de courriel').fill('luc')
    await page.keyboard.press('Enter')
    const summary = page.getByRole('alert')
    await summary.waitFor()
    await expectNoAxeViolations(page)
    await summary.getByRole('link').click()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('email')
    expect(await page.getByLabel('Votre adresse de courriel').inputValue()).toBe('luc')
    expect(await overflowOf(page)).toBe(0)
  })

  it('refuses a link used before and offers another', async () => {
    const page = await openPage()
    await signInOnScreen(page, server.current, admin, '/mon-compte')
    const used = server.current.mailbox.mails.findLast(({ to }) => to.includes(admin))?.links ?? []
    const other = await openPage()
    await other.goto(used.find((link) => link.includes('token=')) ?? '')
    await other.getByRole('button', { name: 'Se connecter' }).click()
    await other.getByText('Un lien de connexion sert une seule fois').waitFor()
    await expectNoAxeViolations(other)
    await other.getByRole('link', { name: 'Demander un nouveau lien' }).click()
    await expect.poll(() => other.textContent('h1')).toBe('Connexion à l’espace agents')
  })

  it('never sends the person to another site', async () => {
    const page = await openPage()
    await page.goto('/connexion?vers=//ailleurs.example/agents')
    await page.getByLabel('Votre adresse de courriel').waitFor()
    expect(await page.evaluate(() => localStorage.getItem('bocage.after-sign-in') ?? '')).toBe('')
  })

  it('lets a lost phone be signed out from another device', async () => {
    const lost = await openPage()
    await signInOnScreen(lost, server.current, 'accueil@mormal.example', '/mon-compte')
    const desk = await openPage(desktop)
    await signInOnScreen(desk, server.current, 'accueil@mormal.example', '/mon-compte')

    const others = desk.getByRole('button', { name: /^Déconnecter/ })
    await expect.poll(() => others.count()).toBe(1)
    await screenshot(desk, 'account-devices', { fullPage: true })
    await others.click()
    await expect.poll(() => others.count()).toBe(0)

    await lost.reload()
    await lost.waitForURL('**/connexion?vers=/mon-compte')
    await desk.reload()
    await desk.getByText('Odile Carlier').waitFor()
  })

  it('is left in one press', async () => {
    const page = await openPage()
    await signInOnScreen(page, server.current, admin, '/mon-compte')
    await page.getByRole('button', { name: 'Se déconnecter' }).click()
    await page.waitForURL('**/connexion')
    await page.goto('/mon-compte')
    await page.waitForURL('**/connexion?vers=/mon-compte')
  })
})
