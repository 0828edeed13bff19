import { parse as parseCsv } from 'csv-parse/sync'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { Parser } from 'htmlparser2'
import { beforeAll, describe, expect, it } from 'vitest'
import { contentOf } from '../../../api/agenda/events-changes.usecases.ts'
import { findEvent } from '../../../api/agenda/events.repository.ts'
import { localMail } from '../../../db/schema/index.ts'
import { readIcal } from '../../support/agenda-exports.ts'
import { approveEvent, asAuthor, propose } from '../../support/agenda.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { aCalendar } from '../../support/feeds.ts'
import { anOrganizerImporter, eventsOf } from '../../support/imports.ts'

// One event whose every word is an attack, sent as anyone sends one, approved, and read wherever events are read.

const house = useDemoApp()
const app = () => house.current
const text = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await app().call(path, { headers })
  expect(answer.status, path).toBe(200)
  return answer.text()
}

const html = '</title></script><script>alert(1)</script><img src=x onerror=alert(2)>'
const lines = '\r\nATTENDEE:mailto:evil@evil.example\r\nEND:VEVENT\r\nBEGIN:VALARM\nBcc: evil@evil.example'
const nasty = (words: string) => `=cmd|'/c calc'!A1 ${words} ${html} ]]> &lt;b&gt; ${'\uFFFE\uD800'}`
const markdown = [
  nasty('description'),
  '[clic](javascript:alert(1)) [clic](JaVaScRiPt:alert(1)) [clic](java\nscript:alert(1)) <javascript:alert(1)>',
  '[clic](data:text/html;base64,PHNjcmlwdD4=) [clic](vbscript:x) [clic](//evil.example) [clic](&#106;avascript:alert(1))',
  '![img](https://evil.example/x.png) [a](https://ok.example "onmouseover=alert(1)")',
  '<a href="javascript:alert(1)">x</a> <iframe src=//evil.example></iframe> <base href=//evil.example>',
  '[x]: javascript:alert(1)\n[x]',
  lines,
].join('\n\n')

let id = ''
let path = ''
beforeAll(async () => {
  const draft = {
    title: `@SUM(1) ${html}${lines}`.slice(0, 140),
    description: markdown,
    placeName: `+1 ${html}${lines}`.slice(0, 120),
    price: `-2+3 ${html}`,
    keywords: ['=1+1', `a${lines}`.slice(0, 40), '<b>'],
    bookingPhone: '+33 (0)3\n27',
    bookingUrl: 'https://ok.example/?a=%0d%0aX:1&b=</script>'.replaceAll('<', '%3C').replaceAll('>', '%3E'),
    bookingEmail: "o'hara+x@exemple.fr",
    rule: 'FREQ=WEEKLY;COUNT=4',
  }
  const email = 'auteur@exemple.fr'
  const sent = await propose(app(), draft, {
    email,
    organizerName: `"><svg onload=alert(1)>${lines}`,
    contact: { name: `"${html}`, email, phone: '03 27 00 00 00', shown: true },
  })
  id = sent.id
  await approveEvent(app(), id)
  const own = asAuthor(app(), id, sent)
  const reason = `${html}${lines}`.slice(0, 300)
  await own.date({ act: 'cancel', recurrence: '2026-12-12T19:00', reason })
  path = (await own.read()).path ?? ''
})

/** What a browser would make of a page. */
function readHtml(page: string) {
  const tags: { name: string; attributes: Record<string, string> }[] = []
  const scripts: string[] = []
  let inside = false
  const parser = new Parser({
    onopentag: (name, attributes) => {
      tags.push({ name, attributes })
      inside = name === 'script'
      if (inside) scripts.push('')
    },
    ontext: (words) => {
      if (inside) scripts[scripts.length - 1] += words
    },
    onclosetag: () => {
      inside = false
    },
  })
  parser.end(page)
  return { tags, scripts }
}

/** Nothing runs, nothing comes from elsewhere, no link leads to what is no page. */
function expectHarmless(page: string, where: string) {
  const { tags } = readHtml(page)
  for (const { name, attributes } of tags) {
    expect(name, where).not.toMatch(/^(?:iframe|svg|object|embed|b)$/)
    // Data for machines, or for the application: no script that runs.
    if (name === 'script') expect(attributes['type'], where).toMatch(/^application\/(?:ld\+)?json$/)
    for (const [key, value] of Object.entries(attributes)) {
      expect(key, `${where}: ${name}`).not.toMatch(/^on/)
      if (/^(?:href|src|action|formaction)$/.test(key))
        expect(value.replace(/[\s\p{Cc}]/gu, ''), where).not.toMatch(/^(?:javascript|data|vbscript|\/\/)/i)
    }
    if (name === 'img') expect(attributes['src'], where).toMatch(/^\/api\/media\//)
  }
}

describe('Pages that the server writes', () => {
  it('hold every word of it as words: the page, the list, the frame, what other sites embed', async () => {
    for (const one of [
      path,
      '/agenda',
      `/agenda?q=${encodeURIComponent(html)}`,
      '/integrer/agenda',
      `/integrer/agenda?event=${id}`,
    ]) {
      const page = await text(one, { 'Accept-Language': 'fr' })
      expectHarmless(page, one)
    }
    const embed = JSON.parse(
      await text(`/api/oembed?url=${encodeURIComponent(`http://bocage.test${path}`)}`),
    ) as { html: string }
    const { tags } = readHtml(embed.html)
    expect(tags.map(({ name }) => name)).toEqual(['iframe'])
    expect(Object.keys(tags[0]?.attributes ?? {}).toSorted()).toEqual([
      'height',
      'loading',
      'src',
      'title',
      'width',
    ])
  })

  it('say to machines what is on in data that nothing ends before its end', async () => {
    const { scripts, tags } = readHtml(await text(path))
    const types = tags.filter(({ name }) => name === 'script').map(({ attributes }) => attributes['type'])
    expect(types.toSorted()).toEqual(['application/json', 'application/ld+json'])
    const read = scripts.map((words) => JSON.parse(words) as { '@graph'?: { name: string }[] })
    const data = read.find((one) => one['@graph'])
    expect(data?.['@graph']?.[0]?.name).toContain('<script>')
  })

  it('lead only to pages of ours or of the web, and never on to an address of the reader’s making', async () => {
    for (const one of [
      '/agenda/2026-12-05-x?date=//evil.example',
      '/agenda//evil.example',
      `${path}/../..//evil.example`,
      '/agenda/2026-12-05-%0d%0aLocation:%20https:%2f%2fevil.example',
    ]) {
      const answer = await app().call(one)
      expect(answer.headers.get('location') ?? '/', one).toMatch(/^\/(?!\/)/)
    }
    for (const url of [
      'https://evil.example/agenda',
      `http://bocage.test@evil.example${path}`,
      `http://bocage.test.evil.example${path}`,
      'javascript:alert(1)',
    ])
      expect(
        (await app().call(`/api/oembed?url=${encodeURIComponent(url)}`)).status,
        url,
      ).toBeGreaterThanOrEqual(400)
  })

  it('show a description as what its author may write, and nothing more', async () => {
    const { descriptionHtml } = JSON.parse(await text(`/api/events/${id}`)) as { descriptionHtml: string }
    expectHarmless(descriptionHtml, 'description')
    const { tags } = readHtml(descriptionHtml)
    expect([...new Set(tags.map(({ name }) => name))].toSorted()).toEqual(['a', 'br', 'p'])
    for (const { name, attributes } of tags)
      if (name === 'a') expect(Object.keys(attributes).toSorted()).toEqual(['href', 'rel'])
  })
})

describe('Feeds', () => {
  it('for calendars hold no line that its author made', async () => {
    for (const one of [
      '/api/events.ics',
      `/api/events/${id}.ics`,
      `/api/events.ics?q=${encodeURIComponent('SUM\r\nX-EVIL:1')}`,
    ]) {
      const document = await text(one)
      expect(document.replaceAll('\r\n', ''), one).not.toMatch(/[\r\n]/)
      const unfolded = document.replaceAll('\r\n ', '').split('\r\n')
      expect(
        unfolded.filter((line) => /^(?:ATTENDEE|BEGIN:VALARM|Bcc|X-EVIL)/i.test(line)),
        one,
      ).toEqual([])
      const { calendar } = readIcal(document)
      for (const vevent of calendar.getAllSubcomponents('vevent')) {
        expect(vevent.getAllSubcomponents(), one).toEqual([])
        expect(vevent.getAllProperties('attendee'), one).toEqual([])
      }
    }
    expect(String(readIcal(await text(`/api/events/${id}.ics`)).events[0]?.value('summary'))).toContain(
      '<script>',
    )
  })

  it('for readers of news are whole XML, whose HTML is as harmless as the page’s', async () => {
    for (const one of [
      '/api/events.atom',
      '/api/events.rss',
      `/api/events.atom?q=${encodeURIComponent('SUM <]]>')}`,
      '/sitemap.xml',
      '/sitemap/agenda-1.xml',
    ]) {
      const document = await text(one)
      expect(XMLValidator.validate(document), one).toBe(true)
      // XML 1.0 §2.2: characters that no document may hold.
      // oxlint-disable-next-line no-control-regex
      expect(document, one).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/)
    }
    const read = new XMLParser({ isArray: (name) => name === 'item' }).parse(
      await text('/api/events.rss'),
    ) as {
      rss: { channel: { item: Record<string, string>[] } }
    }
    for (const item of read.rss.channel.item) expectHarmless(item['content:encoded'] ?? '', 'rss')
  })

  it('for spreadsheets start no cell with a formula', async () => {
    const rows = parseCsv(await text('/api/events.csv'), { bom: true, delimiter: ';' }) as string[][]
    for (const row of rows)
      for (const cell of row) if (!/^-?[\d.]+$/.test(cell)) expect(cell).not.toMatch(/^\s*[=+\-@]/)
  })
})

describe('Messages', () => {
  it('have no header that an author made, nor HTML', async () => {
    await app().worker.runOnce()
    const mails = await app().database.read.select().from(localMail)
    expect(mails.length).toBeGreaterThan(1)
    for (const { subject, recipient } of mails) {
      expect(subject).not.toMatch(/[\r\n]/)
      expect(recipient).not.toContain('evil')
    }
  })
})

describe('A feed that is followed, or a file,', () => {
  it('brings no address that a browser would run, no sign that reorders, no line of its own', async () => {
    const me = await anOrganizerImporter(app(), { trusted: true })
    await me.import(
      aCalendar([
        {
          uid: 'x',
          title: 'Import\u202Epiégé <script>alert(1)</script>',
          where: 'Salle\u202E <img src=x onerror=alert(1)>\\, Bavay',
          lines: [
            'URL:javascript:alert(1)',
            'CONFERENCE;VALUE=URI:javascript:alert(2)',
            'X-BOOKING:javascript:alert(3)',
            'DESCRIPTION:<script>alert(1)</script>[a](javascript:alert(1))\\nFin',
          ],
        },
      ]),
    )
    const [row] = await eventsOf(app(), me.organizerId)
    expect(row?.status).toBe('published')
    const seen = await text(`/api/events/${row?.id}`)
    expect(seen).not.toMatch(/\u202E|"javascript:|href=\\?"javascript/i)
    const page = JSON.parse(seen) as { path: string }
    expectHarmless(await text(page.path), 'imported')
  })
})

it('the attack is what was sent: nothing was lost on the way in', async () => {
  const row = await findEvent(app().database.read, id)
  expect(row && contentOf(row).title).toContain('<script>')
  expect(row?.organizerName).toContain('<svg')
})
