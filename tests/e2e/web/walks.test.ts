import type { Page } from 'playwright-core'
import { describe, it } from 'vitest'
import { phone, useBrowser } from '../../support/browser.ts'
import { aPhoto, aReport, demoTerritoryAt, sendReport } from '../../support/fixtures.ts'
import { takeKeyboard, type Keyboard } from '../../support/keyboard.ts'
import { sendProposal } from '../../support/proposals.ts'
import { aRegularTripOf, aTravellerOn, bePerson } from '../../support/ride-people.ts'
import type { Traveller } from '../../support/rides.ts'
import { useServer } from '../../support/server.ts'
import { dayIn, useStore } from '../agenda/parts.ts'

// What residents, associations and travellers come for, by the keyboard alone and by what the page says to who does not
// see it: names, order, where the focus goes, what is said meanwhile, what is wrong and where. docs/accessibility.md.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const store = useStore(server, async () => {})
const bavay = { latitude: 50.2978, longitude: 3.7933, accuracy: 12 }

async function open(path: string, { as, at = bavay }: { as?: Traveller; at?: typeof bavay } = {}) {
  const page = await browser.openPage({ baseURL: server.current.url, viewport: phone, geolocation: at })
  if (as) await bePerson(page, server.current, as)
  const keyboard = await takeKeyboard(page)
  await page.goto(path)
  await page.locator('main h1').waitFor()
  return { page, keyboard }
}

/** The person's own device asks which file; from there on it is ours again. */
async function choosePhoto(page: Page, keyboard: Keyboard) {
  const asked = page.waitForEvent('filechooser')
  await keyboard.press('button', 'Choisir une photo')
  await (await asked).setFiles({ name: 'banc.jpg', mimeType: 'image/jpeg', buffer: await aPhoto() })
}

/** A day as the browser of the tests has it typed, in the order of Americans. */
const typedDay = (day: string) => `${day.slice(5, 7)}${day.slice(8, 10)}${day.slice(0, 4)}`

describe('a resident', () => {
  it('reports a problem with a photo and a position, and is told of a mistake', async () => {
    const { page, keyboard } = await open('/')
    await keyboard.press('link', 'Signaler un problème')
    await keyboard.arrives('Une photo aide l’agent')
    await choosePhoto(page, keyboard)
    await keyboard.hears(/^1 photo sur 5/)
    await keyboard.press('button', 'Continuer')
    await keyboard.arrives('Où est-ce ?')
    await keyboard.press('button', 'Continuer')
    await keyboard.isRefused({ 'Ou l’adresse, ou la commune': /Indiquez le lieu/ })
    await keyboard.press('button', 'Trouver ma position')
    await keyboard.hears(/Bavay.*à 10 m près/)
    await keyboard.press('button', 'Continuer')
    await keyboard.arrives('Que signalez-vous ?')
    await keyboard.press('button', 'Continuer')
    await keyboard.isRefused({ 'Que signalez-vous ?': /Choisissez/ })
    await keyboard.press('link', /Choisissez/)
    await keyboard.choose('radio', 'Mobilier')
    await keyboard.press('button', 'Continuer')
    await keyboard.arrives(/Vérifier et envoyer|Est-ce déjà signalé/)
    if ((await keyboard.here()).name !== 'Vérifier et envoyer') {
      await keyboard.press('link', 'Aucun n’est le mien, continuer')
      await keyboard.arrives('Vérifier et envoyer')
    }
    await keyboard.type('textbox', /^Ce que l’agent doit savoir/, 'Le banc est cassé')
    await keyboard.type('textbox', /courriel/i, 'paul')
    await keyboard.press('button', 'Envoyer')
    await keyboard.isRefused({ courriel: /adresse comme/ })
    await keyboard.press('link', /adresse comme/)
    await keyboard.key('End')
    await keyboard.keys('@exemple.fr')
    await keyboard.press('button', 'Envoyer')
    await keyboard.arrives('Votre signalement est parti')
  })

  it('follows their own report by the private link, and adds to it', async () => {
    const territory = await demoTerritoryAt(server.current.url)
    const sent = await sendReport(server.current.url, aReport(territory, { words: 'Un banc à suivre' }))
    const { privateUrl } = (await sent.json()) as { privateUrl: string }
    const { keyboard } = await open(privateUrl)
    await keyboard.press('button', 'Ajouter des mots ou une photo')
    await keyboard.isLedTo(/^Ajouter des mots ou une photo.*Ce que vous voulez ajouter/s)
    await keyboard.press('button', 'Envoyer')
    await keyboard.isRefused({ 'Ce que vous voulez ajouter': /./ })
    await keyboard.type('textbox', /^Ce que vous voulez ajouter/, 'Il manque aussi une planche')
    await keyboard.press('button', 'Envoyer')
    await keyboard.hears('C’est envoyé')
    await keyboard.isLedTo(/^Ajouter des mots ou une photo$/)
  })

  it('finds on the list what the map shows, and reads it', async () => {
    const { page, keyboard } = await open('/signalements')
    await keyboard.type('searchbox', 'Chercher', 'garde-corps')
    await keyboard.hears(/1 signalement/)
    await keyboard.press('button', 'Carte')
    await keyboard.press('button', /Autre problème, Eth/)
    await keyboard.hears(/garde-corps/)
    // Drawn anew as the one chosen, it keeps the focus.
    await keyboard.isLedTo(/^Autre problème, Eth$/)
    await keyboard.press('link', /garde-corps/)
    await keyboard.arrives(/Autre problème/)
    await page.goBack()
    await keyboard.arrives('Autour de moi')
    await keyboard.press('button', 'Liste')
    await keyboard.press('link', /garde-corps/)
    await keyboard.arrives(/Autre problème/)
  })

  it('follows the alerts of a commune', async () => {
    const { keyboard } = await open('/alertes')
    await keyboard.type('combobox', /^Votre commune/, 'Bavay')
    await keyboard.press('button', 'Recevoir les alertes par courriel')
    await keyboard.isLedTo(/courriel/i)
    await keyboard.press('button', 'M’envoyer le lien à confirmer')
    await keyboard.isRefused({ courriel: /adresse comme/i })
    await keyboard.keys('suivre@exemple.fr')
    await keyboard.press('button', 'M’envoyer le lien à confirmer')
    await keyboard.isLedTo(/suivre@exemple\.fr/)
    await server.current.mailbox.waitFor(({ to }) => to.includes('suivre@exemple.fr'))
  })
})

describe('an association', () => {
  it('proposes an event, mistakes included', async () => {
    const { keyboard } = await open('/agenda')
    await keyboard.press('link', 'Proposer un événement')
    await keyboard.arrives('Quoi et quand ?')
    await keyboard.press('button', 'Continuer')
    await keyboard.isRefused({ 'Nom de l’événement': /nom/i, Jour: /jour/ })
    await keyboard.press('link', /nom/i)
    await keyboard.keys('Marche au clavier')
    await keyboard.type('textbox', 'Jour', typedDay(dayIn(20)))
    await keyboard.type('textbox', 'Début', '0900AM')
    await keyboard.press('button', 'Continuer')
    await keyboard.arrives('Où ?')
    await keyboard.type('searchbox', 'Nom du lieu', 'Salle')
    await keyboard.hears(/lieux? connus?/)
    await keyboard.type('searchbox', 'Nom du lieu', ' du clavier')
    await keyboard.press('button', 'Nouveau lieu : Salle du clavier')
    await keyboard.isLedTo('Commune')
    await keyboard.press('button', 'Continuer')
    await keyboard.isRefused({ Commune: /commune/ })
    await keyboard.press('link', /commune/)
    await keyboard.keys('Le Quesnoy')
    await keyboard.press('button', 'Continuer')
    await keyboard.arrives('En dire plus')
    await keyboard.press('button', 'Continuer')
    await keyboard.arrives('Qui organise, puis envoyer')
    await keyboard.press('button', 'Envoyer')
    await keyboard.isRefused({ 'Qui organise': /./, 'Votre adresse de courriel': /./ })
    await keyboard.type('textbox', 'Qui organise', 'Les Marcheurs')
    await keyboard.type('textbox', 'Votre adresse de courriel', 'marcheurs@exemple.fr')
    await keyboard.press('button', 'Envoyer')
    await keyboard.arrives('Votre événement est parti')
  })

  it('corrects it on its private page', async () => {
    const sent = await sendProposal(
      { server: server.current, store: store.current },
      { title: 'Fête au clavier', on: dayIn(12) },
    )
    const { keyboard } = await open(`/agenda/ma-proposition#${sent.secret}`)
    await keyboard.press('link', 'Modifier')
    await keyboard.arrives('Modifier l’événement')
    await keyboard.to('textbox', 'Nom de l’événement')
    await keyboard.key('Control+A')
    await keyboard.key('Delete')
    await keyboard.press('button', 'Enregistrer')
    await keyboard.isRefused({ 'Nom de l’événement': /nom/i })
    await keyboard.press('link', /nom/i)
    await keyboard.keys('Fête des claviers')
    await keyboard.press('button', 'Enregistrer')
    await keyboard.hears(/enregistré/)
    await keyboard.arrives('Fête des claviers')
  })
})

describe('a traveller', () => {
  it('finds a ride and books it', async () => {
    const driver = await aTravellerOn(server.current, { name: 'Mehdi' })
    await aRegularTripOf(server.current, driver)
    const { keyboard } = await open('/trajets', { as: await aTravellerOn(server.current, { name: 'Sacha' }) })
    await keyboard.press('button', 'Chercher un trajet')
    await keyboard.isRefused({ 'De : les premières lettres': /./, 'À : les premières lettres': /./ })
    await keyboard.type('combobox', 'De : les premières lettres', 'Bava')
    await keyboard.hears(/lieux? trouvés?/)
    await keyboard.type('combobox', 'À : les premières lettres', 'Le Ques')
    await keyboard.type('textbox', 'Vers', '1200PM')
    await keyboard.press('button', 'Chercher un trajet')
    await keyboard.isLedTo(/^De .* à Le Quesnoy/)
    await keyboard.press('button', /^Demander une place/)
    await keyboard.arrives('Demander une place')
    await keyboard.type('textbox', /^Un mot au conducteur/, 'Devant la gare')
    await keyboard.press('button', 'Envoyer la demande')
    await keyboard.arrives('Votre demande est partie')
  })

  it('offers one, then asks to be told of one', async () => {
    const person = await aTravellerOn(server.current, { name: 'Lou' })
    const { page, keyboard } = await open('/trajets', { as: person })
    await keyboard.press('link', 'Proposer un trajet')
    await keyboard.arrives('Proposer un trajet')
    await keyboard.press('button', 'Proposer ce trajet')
    await keyboard.isRefused({})
    await keyboard.type('combobox', 'De : les premières lettres', 'Place du March')
    await keyboard.type('combobox', 'À : les premières lettres', 'Gare du Ques')
    await keyboard.press('button', 'Proposer ce trajet')
    await keyboard.arrives('Votre trajet est proposé')
    await page.goto(`/trajets/prevenir`)
    await keyboard.press('button', 'Me prévenir')
    await keyboard.isRefused({})
    await keyboard.type('combobox', 'De : les premières lettres', 'Bava')
    await keyboard.type('combobox', 'À : les premières lettres', 'Valen')
    await keyboard.choose('radio', /semaine|régulier|répète/i)
    await keyboard.press('button', 'Me prévenir')
    await keyboard.isLedTo('C’est noté')
  })
})
