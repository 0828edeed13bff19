import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { followerSecret, stopUrl } from '../../../api/incidents/secrets.ts'
import { readLink } from '../../../api/pages/link.routes.ts'
import { body, incidentFollower } from '../../../db/schema/index.ts'
import { demoSiren } from '../../../api/territory/territory.demo.ts'
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
      'Établissement de cette déclaration',
      'Retour d’information et contact',
      'Voies de recours',
      'Défenseur des droits',
    ]
    const places = parts.map((part) => text.indexOf(part))
    expect(places.every((place) => place >= 0)).toBe(true)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(html).toContain('mailto:acces@mormal.example')
    expect(html).not.toContain('<script type="module"')
    expect((await open('/accessibilite', { 'accept-language': 'en' })).text).toContain('not conforming')
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
