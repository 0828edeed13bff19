import type { Page } from 'playwright-core'
import type { TestServer } from './server.ts'

/** The sign-in link mailed to that address after `before` mails, opened as the person would. */
export async function openMailedLink(
  page: Page,
  server: TestServer,
  email: string,
  before = 0,
): Promise<void> {
  const mail = await server.mailbox.waitFor(
    (one) =>
      one.to.includes(email) &&
      one.links.some((link) => link.includes('token=')) &&
      server.mailbox.mails.indexOf(one) >= before,
  )
  await page.goto(mail.links.find((link) => link.includes('token=')) ?? '')
}

/** Goes to a staff screen as somebody signed out does: asks for a link, opens it, arrives there. */
export async function signInTo(page: Page, server: TestServer, email: string, path: string): Promise<void> {
  const before = server.mailbox.mails.length
  await page.goto(path)
  await page.getByLabel('Votre adresse de courriel').fill(email)
  await page.getByRole('button', { name: 'Recevoir un lien' }).click()
  await page.getByRole('heading', { name: 'Regardez vos courriels' }).waitFor()
  await openMailedLink(page, server, email, before)
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await page.waitForURL((url) => url.pathname === path)
}

/** Pixels by which the page is wider than its window. */
export const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
