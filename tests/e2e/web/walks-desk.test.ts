import { describe, it } from 'vitest'
import { publish } from '../../support/agenda.ts'
import { desktop, phone, useBrowser } from '../../support/browser.ts'
import { aReport, demoTerritoryAt, sendReport } from '../../support/fixtures.ts'
import { takeKeyboard } from '../../support/keyboard.ts'
import { useServer } from '../../support/server.ts'
import { signInTo } from '../../support/staff-pages.ts'
import { dayIn, useStore } from '../agenda/parts.ts'

// What town halls' people do, by the keyboard alone and by what the page says to who does not see it, without the desk's
// own shortcuts: they are one more way, not the way.

const server = useServer({ demo: true, web: true })
const browser = useBrowser()
const store = useStore(server, async () => {})

async function open(email: string, path: string, { viewport = desktop, serviceWorker = false } = {}) {
  const page = await browser.openPage({ baseURL: server.current.url, viewport, serviceWorker })
  const keyboard = await takeKeyboard(page)
  await signInTo(page, server.current, email, path)
  return { page, keyboard }
}

async function reported(words: string): Promise<{ id: string; reference: string }> {
  const territory = await demoTerritoryAt(server.current.url)
  const answer = await sendReport(server.current.url, aReport(territory, { words }))
  return (await answer.json()) as { id: string; reference: string }
}

describe('a clerk', () => {
  it('takes in a report by phone', async () => {
    const { keyboard } = await open('accueil@mormal.example', '/agents/saisir')
    await keyboard.press('button', 'Enregistrer le signalement')
    await keyboard.isRefused({ 'Quoi ?': /./, Commune: /./ })
    await keyboard.type('combobox', 'Quoi ?', 'ecl')
    await keyboard.hears(/1 réponse/)
    await keyboard.type('combobox', 'Commune', 'Bav')
    await keyboard.type('textbox', 'Où ? Avec des mots', 'devant le 12 rue des Remparts')
    await keyboard.hears(/Ira à/)
    await keyboard.type('textbox', 'Nom (facultatif)', 'Jeanne Petit')
    await keyboard.press('button', 'Enregistrer le signalement')
    await keyboard.isLedTo(/^Reçu de votre signalement/)
  })

  it('works a report: takes it, moves it, writes a note', async () => {
    const { reference } = await reported('Un trou au clavier')
    const { keyboard } = await open('accueil@mormal.example', '/agents')
    await keyboard.type('searchbox', 'Chercher un signalement', reference)
    await keyboard.hears('1 résultat')
    await keyboard.press('link', new RegExp(reference))
    await keyboard.arrives(/Nid-de-poule/)
    await keyboard.press('button', 'Je m’en charge')
    await keyboard.hears('Enregistré')
    await keyboard.press('button', 'Prévoir')
    await keyboard.isLedTo('Nouvel état')
    await keyboard.press('button', 'Envoyer')
    await keyboard.hears('Nouvel état : Prévu')
    await keyboard.isLedTo(/Nid-de-poule/)
    await keyboard.press('button', 'Sans suite')
    await keyboard.isLedTo('Nouvel état')
    await keyboard.press('button', 'Envoyer')
    await keyboard.isRefused({ Raison: /raison/ })
    await keyboard.type('combobox', 'Raison', 'Autre')
    await keyboard.type('textbox', 'Message public', 'La route est au Département.')
    await keyboard.press('button', 'Envoyer')
    await keyboard.hears(/^Nouvel état : Sans suite/)
    await keyboard.isLedTo(/Nid-de-poule/)
    await keyboard.press('button', 'Ajouter la note')
    await keyboard.isRefused({ 'Note interne': /quelques mots/ })
    await keyboard.keys('Passer avant midi')
    await keyboard.press('button', 'Ajouter la note')
    await keyboard.hears('Note ajoutée')
  })

  it('writes an alert, reads it again, sends it', async () => {
    const { keyboard } = await open('accueil@mormal.example', '/agents/alertes')
    await keyboard.press('link', 'Écrire une alerte')
    await keyboard.arrives('Écrire une alerte')
    await keyboard.press('button', 'Relire avant d’envoyer')
    await keyboard.isRefused({ Titre: /Remplissez/, Message: /Remplissez/ })
    await keyboard.choose('radio', 'Routes')
    await keyboard.type('textbox', 'Titre', 'Route barrée')
    await keyboard.type('textbox', 'Message', 'La route est barrée vendredi.')
    await keyboard.choose('checkbox', 'Tout le territoire')
    await keyboard.press('button', 'Relire avant d’envoyer')
    await keyboard.arrives('Route barrée')
    await keyboard.press('button', 'Envoyer')
    await keyboard.hears('L’alerte est partie')
    await keyboard.isLedTo('Annoncer la fin')
    await keyboard.to('button', 'Annoncer la fin')
  })
})

describe('a moderator', () => {
  it('publishes an event that waits, and refuses another', async () => {
    const on = dayIn(9)
    await publish(store.current, { title: 'Loto du clavier', on }, { status: 'submitted' })
    await publish(store.current, { title: 'Vente du clavier', on }, { status: 'submitted' })
    const { keyboard } = await open('moderation@mormal.example', '/agents/agenda')
    await keyboard.press('link', /Loto du clavier/)
    await keyboard.arrives('Loto du clavier')
    await keyboard.press('button', 'Publier')
    await keyboard.hears('L’événement est en ligne')
    await keyboard.isLedTo('Loto du clavier')
    await keyboard.press('link', /Vente du clavier/)
    await keyboard.arrives('Vente du clavier')
    await keyboard.press('button', 'Refuser')
    await keyboard.isLedTo('Raison')
    await keyboard.press('button', 'Refuser')
    await keyboard.isRefused({ Raison: /raison/ })
    await keyboard.type('combobox', 'Raison', 'Publi')
    await keyboard.type('textbox', 'Ce que lira la personne', 'C’est une vente.')
    await keyboard.press('button', 'Refuser')
    await keyboard.hears('L’événement n’est pas dans l’agenda')
    await keyboard.isLedTo('Vente du clavier')
  })
})

describe('a technician', () => {
  it('takes a round along, works a report of it, ends it', async () => {
    await reported('Un trou de tournée')
    const { keyboard } = await open('technicien@mormal.example', '/agents/tournee', {
      viewport: phone,
      serviceWorker: true,
    })
    await keyboard.press('button', /^Emporter \d+ signalements?/)
    await keyboard.hears(/^Emportés/)
    await keyboard.press('link', /LQN/)
    await keyboard.arrives(/, /)
    await keyboard.type('textbox', /^Note interne/, 'Vu au clavier')
    await keyboard.press('button', 'Ajouter la note')
    await keyboard.hears('Gardé, part dès que le réseau revient')
    await keyboard.press('link', 'Ma tournée')
    await keyboard.arrives('Ma tournée')
    await keyboard.press('button', 'Terminer la tournée')
    await keyboard.isLedTo('Non')
    await keyboard.press('button', 'Oui, confirmer')
    await keyboard.isLedTo('Ma tournée')
    await keyboard.to('button', /^Emporter/)
  })
})

describe('an administrator', () => {
  it('invites a member', async () => {
    const { keyboard } = await open('administration@mormal.example', '/administration')
    await keyboard.press('link', /^Agents Inviter/)
    await keyboard.arrives('Agents')
    await keyboard.press('link', 'Inviter un agent')
    await keyboard.arrives('Inviter un agent')
    await keyboard.press('button', 'Inviter')
    await keyboard.isRefused({ Courriel: /./, 'Prénom et nom': /écrivez/ })
    await keyboard.type('textbox', 'Courriel', 'clavier@mormal.example')
    await keyboard.type('textbox', 'Prénom et nom', 'Claude Clavier')
    await keyboard.choose('radio', /^Modérateur/)
    await keyboard.press('button', 'Inviter')
    await keyboard.arrives('Agents')
    await keyboard.hears(/Invitation envoyée à clavier@mormal\.example/)
  })
})
