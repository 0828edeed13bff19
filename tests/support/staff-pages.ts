import type { Page } from 'playwright-core'
import type { TestServer } from './server.ts'

const isSignIn = (link: string) => link.includes('token=')

/** The sign-in link mailed to that address after `before` mails. */
async function mailedLink({ mailbox }: TestServer, email: string, before: number): Promise<string> {
  const mail = await mailbox.waitFor(
    (one) => one.to.includes(email) && one.links.some(isSignIn) && mailbox.mails.indexOf(one) >= before,
  )
  return mail.links.find(isSignIn) ?? ''
}

/** That link, opened as the person would. */
export async function openMailedLink(
  page: Page,
  server: TestServer,
  email: string,
  before = 0,
): Promise<void> {
  await page.goto(await mailedLink(server, email, before))
}

/** Opens a staff screen, signed in by the link mailed to that address. How one signs in on screen: `signInOnScreen`. */
export async function signInTo(page: Page, server: TestServer, email: string, path: string): Promise<void> {
  const before = server.mailbox.mails.length
  const post = (to: string, data: object) =>
    page.request.post(server.url + to, { data, headers: { Origin: server.url }, failOnStatusCode: true })
  await post('/api/account/sign-in', { email })
  const link = await mailedLink(server, email, before)
  await post('/api/account/sign-in/confirm', { token: new URL(link).searchParams.get('token') })
  await page.goto(server.url + path)
  await page.waitForURL((url) => url.pathname === path)
  // Until it is there, the ways of residents are.
  await page.locator('main h1').first().waitFor()
}

/** Goes to a staff screen as somebody signed out does: asks for a link, opens it, arrives there. */
export async function signInOnScreen(
  page: Page,
  server: TestServer,
  email: string,
  path: string,
): Promise<void> {
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
