import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import {
  choicesUrl,
  followerSecret as alertSecret,
  stopUrl as stopAlertsUrl,
} from '../../../api/alerts/alert-followers.secrets.ts'
import { followerSecret, stopUrl } from '../../../api/incidents/secrets.ts'
import { readLink } from '../../../api/pages/link.routes.ts'
import { alertFollower, body, incidentFollower, localMail } from '../../../db/schema/index.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
import { samples } from '../../screenshots/samples.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { report } from '../../support/incidents.ts'
import { readPage } from '../../support/simple-forms.ts'

// Pages that need no script and belong to no domain: a link of a message pasted, the accessibility statement.

const app = useDemoApp()
const secret = 'abcdefghijklmnop1234'

describe('A link of a message, for who has no script', () => {
  const paste = async (link: string, headers: HeadersInit = {}) =>
    readPage(
      await app.current.request('/lien', {
        method: 'POST',
        body: new URLSearchParams({ link }),
        headers,
      }),
    )

  it('follows a report, and stops its messages', async () => {
    const accepted = await report(app.current, {
      words: 'Un <matelas>',
      contact: { email: 'jo@exemple.fr' },
    })
    const followed = await paste(`Voici : ${accepted.privateUrl} `)
    expect(followed.status).toBe(200)
    expect(followed.text).toContain(accepted.reference)
    expect(followed.text).toContain('Un <matelas>')
    expect(followed.text).toContain('la commune de Bavay répond d’ici au')

    const followers = () =>
      app.current.deps.database.read
        .select()
        .from(incidentFollower)
        .where(eq(incidentFollower.incidentId, accepted.id))
    const [follower] = await followers()
    const stop = stopUrl('http://bocage.test', followerSecret(app.current.config.secret, follower?.id ?? ''))
    expect((await paste(stop)).text).toContain('vous ne recevrez plus ces messages')
    expect(await followers()).toHaveLength(0)
  })

  it('in the language of the browser, or asked for, from step to step', async () => {
    const accepted = await report(app.current, { words: 'Een matras' })
    const followed = await paste(accepted.privateUrl, { 'accept-language': 'nl-BE' })
    expect(followed.text).toContain('Je melding is aangekomen')
    const asked = await readPage(await app.current.request('/lien?lang=nl'))
    expect(asked.text).toContain('Een ontvangen link openen')
    expect(asked.html).toContain('action="/lien?lang=nl"')
    const form = await readPage(await app.current.request('/signaler/simple?lang=nl'))
    expect(form.text).toContain('In welke gemeente is het probleem?')
    expect(form.fields).toContainEqual(['lang', 'nl'])
    // Without it, the browser's own is said again with each page.
    expect((await readPage(await app.current.request('/lien'))).html).toContain('action="/lien"')
  })

  it('that is wrong, cut, or opens only with a script is said to be so, and stays to be corrected', async () => {
    for (const [link, words] of [
      ['', 'incomplet'],
      ['bonjour', 'incomplet'],
      [`http://ailleurs.example/suivi#${secret}`, 'incomplet'],
      [`http://bocage.test/suivi#${secret}`, 'plus valable'],
      [`http://bocage.test/trajets/suivi#${secret}`, 'navigateur récent'],
      ['http://bocage.test/agenda/confirmer#', 'incomplet'],
    ] as const) {
      const page = await paste(link)
      expect([link, page.status]).toEqual([link, 422])
      expect(page.mistakes['link'] ?? '').toContain(words)
      expect(page.fields).toContainEqual(['link', link])
    }
  })

  it('is sent by our own page alone, and is short', async () => {
    expect((await paste('x', { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await paste('x'.repeat(20_000))).status).toBe(413)
  })

  it('is read from a text that bears it', () => {
    const url = 'https://bocage.example'
    expect(readLink(`Bonjour,\nouvrez ${url}/abonnement/confirmer?agenda#${secret}\nMerci`, url)).toEqual({
      page: '/abonnement/confirmer?agenda',
      secret,
    })
    expect(readLink(`${url}.ailleurs.example/suivi#${secret}`, url)).toBeNull()
  })
})

describe('The accessibility statement', () => {
  const open = async (path: string, headers: HeadersInit = {}) =>
    readPage(await app.current.request(path, { headers }))

  it('has the parts that the law asks for, and the contact that the territory gave', async () => {
    await app.current.deps.database.write(async (tx) => {
      await tx
        .update(body)
        .set({ email: 'acces@mormal.example', phone: '03 27 00 00 01' })
        .where(and(eq(body.territorySiren, demoSiren), eq(body.kind, 'epci')))
    })
    const { text, html } = await open('/accessibilite')
    const parts = [
      'Déclaration d’accessibilité',
      'article 47 de la loi n° 2005-102',
      'État de conformité',
      'Résultats des tests',
      'Contenus non accessibles',
      'Dérogations pour charge disproportionnée',
      'Contenus non soumis',
      'Établissement de cette déclaration d’accessibilité',
      'Technologies utilisées',
      'Environnement de test',
      'Outils pour évaluer',
      'Pages du site ayant fait l’objet de la vérification',
      'Retour d’information et contact',
      'Voies de recours',
      'Défenseur des droits',
      'Libre réponse 71120',
    ]
    const places = parts.map((part) => text.indexOf(part))
    expect(places.every((place) => place >= 0)).toBe(true)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(html).toContain('mailto:acces@mormal.example')
    expect(html).not.toContain('<script type="module"')
    for (const [language, words, title] of [
      ['en', 'not conforming', 'Accessibility statement'],
      ['nl', 'niet conform', 'Toegankelijkheidsverklaring'],
    ] as const) {
      const page = await open('/accessibilite', { 'accept-language': language })
      expect(page.text).toContain(words)
      expect(page.text).toContain(title)
      expect(page.html).toContain(`<html lang="${language}"`)
    }
    // Asked for in the address, by who has no script to choose with.
    expect((await open('/accessibilite?lang=nl')).text).toContain('Toegankelijkheidsverklaring')
  })

  it('is a link away from every page that the server writes', async () => {
    for (const path of [
      '/agenda',
      '/alertes',
      '/communes',
      '/communes/bavay',
      '/aires',
      '/signaler/simple',
      '/lien',
    ])
      expect((await open(path)).html, path).toContain(
        '<a href="/accessibilite">Accessibilité : non conforme</a>',
      )
  })
})

describe('The site map', () => {
  it('leads, in the reader’s language and from every page, to pages that are there', async () => {
    const plan = await readPage(await app.current.request('/plan-du-site'))
    const links = [...plan.html.matchAll(/<li><a href="([^"]+)">/g)].map(([, to = '']) => to)
    expect(links.length).toBeGreaterThan(20)
    // Every screen of the application has its sample: tests/unit/web/screens.test.ts.
    const screens = new Set(Object.keys(samples))
    for (const to of links) {
      const isScreen = screens.has(to) || screens.has(`${to}/quoi`)
      expect(isScreen || (await app.current.request(to)).status === 200, to).toBe(true)
    }
    expect((await readPage(await app.current.request('/plan-du-site?lang=nl'))).text).toContain('Mijn ritten')
    const foot = '<a href="/plan-du-site">Plan du site</a>'
    for (const path of ['/agenda', '/accessibilite', '/plan-du-site'])
      expect((await readPage(await app.current.request(path))).html, path).toContain(foot)
  })
})

describe('A commune’s alerts by mail, for who has no script', () => {
  const path = '/alertes/suivre/simple'
  const open = async (query = '') => readPage(await app.current.request(`${path}${query}`))
  const send = async (fields: [string, string][], headers: HeadersInit = {}) =>
    readPage(await app.current.request(path, { method: 'POST', body: new URLSearchParams(fields), headers }))
  const typing = (fields: [string, string][], email: string): [string, string][] => [
    ...fields.filter(([name]) => name !== 'email'),
    ['email', email],
  ]
  const mails = async (to: string) => {
    await app.current.worker.runOnce()
    return app.current.database.read.select().from(localMail).where(eq(localMail.recipient, to))
  }
  const paste = async (link: string) =>
    readPage(await app.current.request('/lien', { method: 'POST', body: new URLSearchParams({ link }) }))

  it('are asked for once, confirmed, read and stopped by the links of the mails', async () => {
    const form = await open('?commune=59053')
    expect(form.fields).toContainEqual(['commune', '59053'])
    expect(form.fields.filter(([name]) => name === 'kinds')).toHaveLength(7)
    const fields = typing(form.fields, 'Jo.Alertes@exemple.fr')
    expect((await send(fields)).text).toContain('Il reste à confirmer votre adresse')
    expect((await send(fields)).status).toBe(200)
    const [mail, ...others] = await mails('jo.alertes@exemple.fr')
    expect(others).toEqual([])
    const link = /\S+\/alertes\/confirmer#\S+/.exec(mail?.text ?? '')?.[0] ?? ''
    expect((await paste(link)).text).toContain('vous recevrez les alertes de Bavay')
    const [row] = await app.current.database.read
      .select()
      .from(alertFollower)
      .where(eq(alertFollower.address, 'jo.alertes@exemple.fr'))
    const own = alertSecret(app.current.config.secret, row?.id ?? '')
    // The link of one's choices shows them, and stops nothing.
    for (let opened = 0; opened < 2; opened++)
      expect((await paste(choicesUrl('http://bocage.test', own))).text).toContain('Bavay : Danger, Routes')
    expect((await paste(stopAlertsUrl('http://bocage.test', own, 'danger'))).text).toContain(
      'ne recevrez plus',
    )
    expect((await paste(choicesUrl('http://bocage.test', own))).text).toContain('Bavay : Routes')
    await paste(stopAlertsUrl('http://bocage.test', own, 'tout'))
    expect((await paste(choicesUrl('http://bocage.test', own))).status).toBe(422)
  })

  it('ask for what lacks beside its field, keep what was typed, and are sent by our own form alone', async () => {
    const form = await open()
    const wrong = await send([...form.fields.filter(([name]) => name === 'form'), ['email', 'jo@']])
    expect(wrong.status).toBe(422)
    expect(wrong.mistakes).toEqual({
      commune: 'À corriger : Choisissez une commune.',
      kinds: 'À corriger : Choisissez au moins un genre d’alerte.',
      email: 'À corriger : Donnez une adresse complète, par exemple jeanne@exemple.fr.',
    })
    expect(wrong.fields).toContainEqual(['email', 'jo@'])
    const forged = [...form.fields.filter(([name]) => name !== 'form'), ['form', 'x']] as [string, string][]
    expect((await send(forged)).status).toBe(409)
    expect((await send(form.fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })

  it('what stops the form before it can be shown again is a page with a way back, in the language asked for', async () => {
    const { fields } = await open()
    const stopped = {
      elsewhere: await send(fields, { 'sec-fetch-site': 'cross-site' }),
      heavy: await send([...fields, ['email', 'a'.repeat(20_000)]]),
    }
    expect([stopped.elsewhere.status, stopped.heavy.status]).toEqual([403, 413])
    for (const { html } of Object.values(stopped)) {
      expect(html).toContain('<main id="content"')
      expect(html).toContain(`<a href="${path}">Recevoir les alertes par courriel</a>`)
    }
    const dutch = await app.current.request(`${path}?lang=nl`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(dutch.headers.get('content-type')).toContain('text/html')
    expect((await readPage(dutch)).html).toContain(`<a href="${path}?lang=nl">`)
  })
})
