import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { event } from '../../../db/schema/index.ts'
import { publish } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { communeOf } from '../../support/incidents.ts'

const app = useDemoApp()
const oembed = (url: string, more = '') =>
  app.current.request(`/api/oembed?url=${encodeURIComponent(url)}${more}`)
const linkOf = (page: string) =>
  /<link\s+rel="alternate"\s+type="application\/json\+oembed"[^>]*href="([^"]+)"/
    .exec(page)?.[1]
    ?.replaceAll('&amp;', '&')

describe('A site that is given the address of an event', () => {
  it('finds in the page how to show it, and is given a frame of ours that any site may hold', async () => {
    const row = await publish(app.current, { title: 'Bal & musette', on: '2026-12-19' })
    const address = `/agenda/2026-12-19-${row.slug}`
    const page = await (await app.current.request(address)).text()
    const answer = await app.current.request(linkOf(page) ?? 'none')
    expect(answer.status).toBe(200)
    const said = (await answer.json()) as Record<string, unknown>
    expect(said).toMatchObject({
      type: 'rich',
      version: '1.0',
      title: 'Bal & musette',
      author_name: 'Comité des fêtes',
    })
    const src = /src="([^"]+)"/.exec(String(said['html']))?.[1] ?? ''
    const frame = await app.current.request(src)
    expect(frame.status).toBe(200)
    expect(frame.headers.get('content-security-policy')).toContain('frame-ancestors *')
    const words = await frame.text()
    expect(words).toContain('Bal &amp; musette')
    expect(words).toContain('samedi 19 décembre 2026')
    expect(words).not.toContain('<script')
  })

  it('is given no more room than it has, and JSON only', async () => {
    const row = await publish(app.current, { title: 'Loto', on: '2026-12-20' })
    const url = `http://bocage.test/agenda/2026-12-20-${row.slug}`
    expect(await (await oembed(url, '&maxwidth=320&maxheight=200')).json()).toMatchObject({
      width: 320,
      height: 200,
    })
    expect((await oembed(url, '&format=json')).status).toBe(200)
    expect((await oembed(url, '&format=xml')).status).toBe(501)
  })

  it('is told when there is no such page here', async () => {
    expect((await oembed('https://ailleurs.exemple/agenda')).status).toBe(404)
    expect((await oembed('http://bocage.test/bureau')).status).toBe(404)
    expect((await oembed('http://bocage.test/agenda/2026-12-20-rien')).status).toBe(404)
    expect((await oembed('rien')).status).toBe(422)
    const hidden = await publish(app.current, { title: 'Caché', on: '2026-12-21' }, { status: 'submitted' })
    expect((await oembed(`http://bocage.test/agenda/2026-12-21-${hidden.slug}`)).status).toBe(404)
  })
})

describe('The agenda in a frame', () => {
  it('is narrowed as the list is, says what is cancelled, and keeps out what people typed', async () => {
    const { code } = await communeOf(app.current, 'Gommegnies')
    await publish(app.current, {
      title: '<img src=x onerror=alert(1)>',
      commune: 'Gommegnies',
      on: '2026-12-06',
    })
    const off = await publish(app.current, { title: 'Brocante', commune: 'Gommegnies', on: '2026-12-07' })
    await app.current.database.write((tx) =>
      tx.update(event).set({ status: 'cancelled', statusWords: 'Trop de pluie' }).where(eq(event.id, off.id)),
    )
    const page = await app.current.request(`/integrer/agenda?commune=${code}&number=10`)
    const words = await page.text()
    expect(words).toContain('Agenda · Gommegnies')
    expect(words).toContain('&lt;img src=x')
    expect(words).not.toContain('<img')
    expect(words.replace(/\s+/g, ' ')).toContain(
      '<strong class="tag">Annulé</strong> <span lang="fr">Trop de pluie</span>',
    )
    expect(words).not.toContain('Marché')
    const url = `http://bocage.test/agenda?commune=${code}`
    const said = (await (await oembed(url)).json()) as { html: string; title: string }
    expect(said.title).toBe('Agenda · Gommegnies')
    expect(said.html).toContain(`/integrer/agenda?commune=${code}`)
  })

  it('shows an agenda whatever its address says, unchanged told without it', async () => {
    const page = await app.current.request('/integrer/agenda?commune=Bavay&number=x&lang=en')
    expect(page.status).toBe(200)
    expect(await page.clone().text()).toContain('The whole agenda')
    const again = await app.current.request('/integrer/agenda?commune=Bavay&number=x&lang=en', {
      headers: { 'If-None-Match': page.headers.get('etag') ?? '' },
    })
    expect(again.status).toBe(304)
  })

  it('is the only page that another site may frame', async () => {
    for (const path of ['/agenda', '/api/oembed?url=x', '/api/events'])
      expect((await app.current.request(path)).headers.get('content-security-policy')).toContain(
        `frame-ancestors 'none'`,
      )
  })
})
