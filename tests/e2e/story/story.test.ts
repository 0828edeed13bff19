import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { desktop, expectNoAxeViolations, phone, screenshot, useBrowser } from '../../support/browser.ts'
import { aPhoto } from '../../support/photos.ts'
import { useServer } from '../../support/server.ts'

// The story the product stands on: a resident reports, the body in charge answers, the resident is told and has the
// last word. Through real screens, a real server and database, real mail.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()

const bavay = { latitude: 50.2978, longitude: 3.7933, accuracy: 12 }
const technician = 'technicien@mormal.example'

async function mailTo(address: string, about: RegExp) {
  let found: string | undefined
  await expect
    .poll(
      () => {
        const mails = server.current.mailbox.mails.filter((mail) => mail.to.includes(address))
        found = mails.findLast((mail) => about.test(`${mail.subject}\n${mail.text}`))?.text
        return found !== undefined
      },
      { timeout: 20_000 },
    )
    .toBe(true)
  return found ?? ''
}

const linkIn = (text: string, path: string) =>
  text.split(/\s+/).find((word) => word.startsWith(`${server.current.url}${path}`)) ?? ''

/** The resident, on foot in Bavay, reports a fly-tip with a photo. Answers the reference. */
async function reportFlyTip(page: Page, { email, name }: { email: string; name: string }): Promise<string> {
  await page.goto('/')
  await page.getByRole('link', { name: 'Signaler un problème' }).click()
  await page.getByRole('heading', { name: 'Une photo aide l’agent' }).waitFor()
  await page
    .locator('input[type=file]')
    .last()
    .setInputFiles({
      name: 'depot.jpg',
      mimeType: 'image/jpeg',
      buffer: await aPhoto({ width: 1600, height: 1200 }),
    })
  await page.getByRole('button', { name: 'Continuer' }).click()
  await page.getByRole('button', { name: 'Trouver ma position' }).click()
  await page.getByText('à 10 m près').waitFor()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Continuer' }).click()
  await page.getByRole('radio', { name: 'Dépôt sauvage' }).check()
  await page.getByRole('button', { name: 'Continuer' }).click()
  const similar = page.getByRole('link', { name: 'Aucun n’est le mien, continuer' })
  const check = page.getByRole('heading', { name: 'Vérifier et envoyer' })
  await similar.or(check).first().waitFor()
  if (await similar.isVisible()) await similar.click()
  await check.waitFor()
  await page.getByText('Ira à', { exact: false }).first().waitFor()
  await page.getByLabel('Ce que l’agent doit savoir').fill(`Des pneus sur le chemin (${name})`)
  await page.getByLabel('Courriel', { exact: false }).fill(email)
  await screenshot(page, `story-${name}-check`)
  await page.getByRole('button', { name: 'Envoyer' }).click()
  await page.getByRole('heading', { name: 'Votre signalement est parti' }).waitFor()
  await screenshot(page, `story-${name}-sent`)
  const reference =
    (await page
      .getByText(/LQN-26-\d{4}/)
      .first()
      .textContent()) ?? ''
  return /LQN-26-\d{4}/.exec(reference)?.[0] ?? ''
}

async function signIn(page: Page, email: string) {
  server.current.mailbox.mails.length = 0
  await page.goto('/connexion')
  await page.getByRole('textbox').fill(email)
  await page.getByRole('button', { name: /lien/ }).click()
  await page.goto(linkIn(await mailTo(email, /connexion/), '/connexion'))
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await page.waitForURL('**/agents**')
}

describe.each([
  ['phone', phone],
  ['desktop', desktop],
])('on a %s', (name, viewport) => {
  it('a fly-tip goes from the resident to the technician and back', async () => {
    const email = `resident-${name}@exemple.fr`
    const resident = await browser.openPage({ viewport, geolocation: bavay, baseURL: server.current.url })
    const reference = await reportFlyTip(resident, { email, name })
    expect(reference).toMatch(/^LQN-26-\d{4}$/)
    const privateLink = linkIn(await mailTo(email, new RegExp(reference)), '/suivi#')
    expect(privateLink).not.toBe('')

    const agent = await browser.openPage({ viewport, baseURL: server.current.url })
    await signIn(agent, technician)
    await agent.getByRole('searchbox').fill(reference)
    await agent.waitForURL(/q=LQN/)
    await agent.getByRole('link', { name: `Des pneus sur le chemin (${name})` }).click()
    await agent.getByRole('heading', { name: 'Ce qui est signalé' }).waitFor()
    await agent.getByText(`« Des pneus sur le chemin (${name}) »`).waitFor()
    await expectNoAxeViolations(agent)
    await screenshot(agent, `story-${name}-ticket`)
    const resolve = agent.getByRole('button', { name: 'C’est réglé' })
    if (await resolve.isVisible()) await resolve.click()
    else {
      await agent.getByRole('button', { name: 'Autres' }).click()
      await agent.getByRole('combobox', { name: 'Nouvel état' }).selectOption('resolved')
    }
    await agent.getByLabel('Message public').fill('Les pneus sont partis à la déchetterie.')
    await screenshot(agent, `story-${name}-resolve`)
    await agent.getByRole('button', { name: /^Envoyer/ }).click()
    await agent.getByText('Réglé', { exact: true }).first().waitFor()

    expect(await mailTo(email, /réparé/)).toContain('Les pneus sont partis à la déchetterie.')
    await resident.goto(privateLink)
    // Beside the question, as the answer it is about; and once more in the history.
    await resident.getByText('« Les pneus sont partis à la déchetterie. »').waitFor()
    await resident.getByText('Les pneus sont partis à la déchetterie.', { exact: true }).waitFor()
    await screenshot(resident, `story-${name}-answered`)
    await expectNoAxeViolations(resident)
    await resident.getByRole('button', { name: 'Non, pas encore' }).click()
    await resident.getByLabel('Ce que vous voyez sur place').fill('Il en reste deux dans le fossé.')
    await resident.getByRole('button', { name: 'Rouvrir le signalement' }).click()
    await resident.getByText('Rouvert', { exact: true }).first().waitFor()

    await agent.reload()
    await agent.getByText('Il en reste deux dans le fossé.').first().waitFor()
  })
})

/** Presses Tab until `name` has the focus; fails when it can't be reached. */
async function tabTo(
  page: Page,
  role: 'button' | 'link' | 'radio' | 'textbox' | 'searchbox' | 'combobox',
  name: string | RegExp,
) {
  const target = page.getByRole(role, { name }).first()
  await target.waitFor()
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reaches ${role} ${String(name)}`)
}
const press = async (page: Page, role: 'button' | 'link', name: string | RegExp) => {
  await tabTo(page, role, name)
  await page.keyboard.press('Enter')
}

it('with the keyboard alone, the same story', async () => {
  const email = 'clavier@exemple.fr'
  const resident = await browser.openPage({
    viewport: desktop,
    geolocation: bavay,
    baseURL: server.current.url,
  })
  await resident.goto('/')
  await press(resident, 'link', 'Signaler un problème')
  await press(resident, 'button', 'Continuer sans photo')
  await press(resident, 'button', 'Trouver ma position')
  await resident.getByText('à 10 m près').waitFor()
  await press(resident, 'button', 'Continuer')
  await tabTo(resident, 'radio', 'Nid-de-poule')
  await resident.keyboard.press('Space')
  for (let moves = 0; moves < 9; moves++) {
    if (await resident.getByRole('radio', { name: 'Mobilier' }).isChecked()) break
    await resident.keyboard.press('ArrowDown')
  }
  await press(resident, 'button', 'Continuer')
  const similar = resident.getByRole('link', { name: 'Aucun n’est le mien, continuer' })
  const check = resident.getByRole('heading', { name: 'Vérifier et envoyer' })
  await similar.or(check).first().waitFor()
  if (await similar.isVisible()) await press(resident, 'link', 'Aucun n’est le mien, continuer')
  await tabTo(resident, 'textbox', /Ce que l’agent doit savoir/)
  await resident.keyboard.type('Le banc est cassé, signalé au clavier')
  await tabTo(resident, 'textbox', /courriel/)
  await resident.keyboard.type(email)
  await press(resident, 'button', 'Envoyer')
  await resident.getByRole('heading', { name: 'Votre signalement est parti' }).waitFor()
  await mailTo(email, /LQN-26/)

  const agent = await browser.openPage({ viewport: desktop, baseURL: server.current.url })
  server.current.mailbox.mails.length = 0
  await agent.goto('/connexion')
  await tabTo(agent, 'textbox', /./)
  await agent.keyboard.type(technician)
  await agent.keyboard.press('Enter')
  await agent.goto(linkIn(await mailTo(technician, /connexion/), '/connexion'))
  await press(agent, 'button', 'Se connecter')
  await agent.getByText('Le banc est cassé, signalé au clavier').first().waitFor()
  const opened = agent.getByText('« Le banc est cassé, signalé au clavier »')
  for (let lines = 0; lines < 20 && !(await opened.isVisible()); lines++) {
    await agent.keyboard.press('j')
    await agent.keyboard.press('Enter')
    await agent.getByRole('heading', { name: 'Ce qui est signalé' }).waitFor()
    if (await opened.isVisible()) break
    await agent.keyboard.press('Escape')
  }
  await opened.waitFor()
  await press(agent, 'button', 'C’est réglé')
  await tabTo(agent, 'textbox', /Message public/)
  await agent.keyboard.type('Le banc est remplacé.')
  await press(agent, 'button', /^Envoyer/)
  expect(await mailTo(email, /réparé/)).toContain('Le banc est remplacé.')
})
