import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { incident, incidentContact, media } from '../../../db/schema/index.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { categoryOf } from '../../support/incidents.ts'
import { aPhoto } from '../../support/photos.ts'
import { openSimple, readPage, sendSimple, type Page } from '../../support/simple-forms.ts'

// A report by a plain form: no script, the same rules.

const app = useDemoApp()
const path = '/signaler/simple'
const bavay = '59053'
const formOf = (slug = 'depot-sauvage') => openSimple(app.current, `${path}?commune=${bavay}&quoi=${slug}`)
const send = (page: Page, typed: Parameters<typeof sendSimple>[3], headers: HeadersInit = {}) =>
  sendSimple(app.current, path, page, typed, headers)
const photo = async (seed = 0) => new Blob([new Uint8Array(await aPhoto({ seed }))])
const referenceOf = (page: Page) => /LQN-26-\d{4}/.exec(page.text)?.[0]
const rowOf = async (reference: string | undefined) => {
  const { read } = app.current.deps.database
  const [row] = await read
    .select()
    .from(incident)
    .where(eq(incident.reference, reference ?? ''))
  return row
}
const attached = async () =>
  (await app.current.deps.database.read.select().from(media)).filter(({ state }) => state === 'attached')
    .length

describe('the first step of a report', () => {
  it('is written by the server in three languages, with the way to the plain form', async () => {
    const read = async (language: string) => {
      const answer = await app.current.request('/signaler', { headers: { 'Accept-Language': language } })
      return { language: answer.headers.get('content-language'), html: await answer.text() }
    }
    for (const [language, title] of [
      ['fr', 'Une photo aide l’agent'],
      ['en', 'A photo helps'],
      ['nl', 'Een foto helpt de medewerker'],
    ] as const) {
      const page = await read(language)
      expect(page.language).toBe(language)
      expect(page.html).toContain(`<h1>${title}</h1>`)
      expect(page.html).toContain(`href="${path}"`)
      expect(page.html).toContain('href="/signaler/ou"')
    }
  })
})

describe('a resident without scripts', () => {
  it('says the commune, then what, then where, and is told the reference and the private link', async () => {
    const communes = await openSimple(app.current, path)
    expect(communes.text).toContain('Dans quelle commune')
    expect(communes.html).toContain(`<option value="${bavay}">Bavay</option>`)
    const kinds = await openSimple(app.current, `${path}?commune=${bavay}`)
    expect(kinds.fields).toEqual([['commune', bavay]])
    expect(kinds.html).toContain('value="depot-sauvage"')

    const form = await formOf()
    expect(form.text).toContain('Ira à : La commune de Bavay.')
    const before = await attached()
    const sent = await send(form, {
      place: 'devant le 12 rue de la Gare',
      words: 'Un matelas.\r\nDepuis lundi.',
      email: 'Jeanne@exemple.fr',
      photos: [await photo(1), await photo(2)],
    })
    expect(sent.status).toBe(200)
    expect(sent.text).toContain('Votre signalement est parti')
    expect(sent.html).toContain('http://bocage.test/suivi#')
    expect([form.caching, sent.caching]).toEqual(['private, no-cache', 'private, no-store'])
    const row = await rowOf(referenceOf(sent))
    expect(row).toMatchObject({
      communeCode: bavay,
      place: 'devant le 12 rue de la Gare',
      words: 'Un matelas.\nDepuis lundi.',
      channel: 'web',
      positionApproximate: true,
      status: 'received',
    })
    expect(await attached()).toBe(before + 2)
    const { read } = app.current.deps.database
    const [contact] = await read.select().from(incidentContact).where(eq(incidentContact.incidentId, row!.id))
    expect(contact?.email).toBe('jeanne@exemple.fr')
  })

  it('pressed twice, and read again, it is one report', async () => {
    const form = await formOf()
    const typed = { place: 'près de l’église', photos: await photo(3) }
    const [one, two] = await Promise.all([send(form, typed), send(form, typed)])
    const again = await send(form, typed)
    expect(referenceOf(one)).toBeDefined()
    expect([referenceOf(two), referenceOf(again)]).toEqual([referenceOf(one), referenceOf(one)])
  })

  it('each mistake is tied to its field, and what was typed and the photos are kept', async () => {
    const before = await attached()
    const wrong = await send(await formOf(), {
      place: '',
      words: 'Un <b>matelas</b> & "deux" chaises',
      email: 'jeanne',
      photos: [await photo(4), new Blob(['ce n’est pas une photo'])],
    })
    expect(wrong.status).toBe(422)
    expect(Object.keys(wrong.mistakes).sort()).toEqual(['email', 'photos', 'place'])
    expect(wrong.mistakes['place']).toContain('Décrivez le lieu')
    expect(wrong.html).not.toContain('<b>matelas')
    expect(wrong.fields).toContainEqual(['words', 'Un <b>matelas</b> & "deux" chaises'])
    expect(wrong.fields.filter(([name]) => name === 'kept')).toHaveLength(1)
    // A summary whose links lead to the fields.
    for (const id of Object.keys(wrong.mistakes)) expect(wrong.html).toContain(`href="#${id}"`)

    const sent = await send(wrong, { place: 'place de l’église', email: 'jeanne@exemple.fr' })
    expect(referenceOf(sent)).toBeDefined()
    expect(await attached()).toBe(before + 1)
  })

  it('of six photos the first five are kept, and it is said', async () => {
    const six = await Promise.all([11, 12, 13, 14, 15, 16].map(photo))
    const many = await send(await formOf(), { place: 'ici', photos: six })
    expect(many.mistakes['photos']).toContain('5 photos au plus')
    expect(many.fields.filter(([name]) => name === 'kept')).toHaveLength(5)
    expect(referenceOf(await send(many, {}))).toBeDefined()
  })

  it('a photo unticked is left out', async () => {
    const before = await attached()
    const wrong = await send(await formOf(), { place: '', photos: await photo(5) })
    const sent = await send(wrong, { place: 'place de l’église', kept: null })
    expect(referenceOf(sent)).toBeDefined()
    expect(await attached()).toBe(before)
  })

  it('a question that must be answered is, and every answer is kept', async () => {
    const missing = await send(await formOf('autre'), { place: 'ici' })
    expect(missing.mistakes).toEqual({
      'question-quoi': 'À corriger : Répondez à la question : De quoi s’agit-il ?',
    })
    const said = await send(missing, { 'question-quoi': 'Un banc sans assise' })
    expect((await rowOf(referenceOf(said)))?.answers).toEqual({ quoi: 'Un banc sans assise' })

    const { id, questions } = await categoryOf(app.current, 'eclairage')
    const given = questions.map((one) => [`question-${one.id}`, one.choices?.[0] ?? 'Oui'])
    const sent = await send(await formOf('eclairage'), { place: 'ici', ...Object.fromEntries(given) })
    const row = await rowOf(referenceOf(sent))
    expect(row?.categoryId).toBe(id)
    expect(Object.keys(row?.answers ?? {})).toHaveLength(questions.length)
  })

  it('a form that has served, or is another’s, keeps the words and sends nothing', async () => {
    const form = await formOf()
    await send(form, { place: 'ici', words: 'premier' })
    for (const form_ of [
      await send(form, { place: 'là', words: 'second' }),
      await send(form, { form: `${crypto.randomUUID()}.forged`, place: 'là', words: 'second' }),
    ]) {
      expect(form_.status).toBe(409)
      expect(form_.text).toContain('Ce formulaire a déjà servi')
      expect(form_.fields).toContainEqual(['words', 'second'])
      expect(referenceOf(await send(form_, {}))).toBeDefined()
    }
  })

  it('what stops a form before it can be shown again is a page with a way back', async () => {
    const cut = await app.current.request(path, {
      method: 'POST',
      body: '--x\r\nContent-Disposition: form-data; name="form"\r\n\r\ncut',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    })
    expect(cut.status).toBe(400)
    expect(cut.headers.get('content-type')).toContain('text/html')
    const page = await readPage(cut)
    expect(page.text).toContain('Ce qui est arrivé est coupé ou illisible')
    expect(page.html).toContain(`href="${path}"`)
    // Words are held, unlike photos: half a megabyte of them is none of a person's.
    const heavy = await send(await formOf(), { place: Array.from({ length: 10 }, () => 'a'.repeat(60_000)) })
    expect([heavy.status, heavy.text]).toEqual([413, expect.stringContaining('trop lourd')])
    const elsewhere = await send(await formOf(), { place: 'ici' }, { 'sec-fetch-site': 'cross-site' })
    expect(elsewhere.text).toContain('Signaler un problème')
  })

  it('a field of any name is no fault of ours', async () => {
    const body = new FormData()
    for (const [name, value] of (await formOf()).fields) if (name !== 'place') body.append(name, value)
    for (const name of ['constructor', '__proto__', 'place']) body.append(name, 'près du lavoir')
    const sent = await app.current.request(path, { method: 'POST', body })
    const { place } = (await rowOf(referenceOf(await readPage(sent)))) ?? {}
    expect(place).toBe('près du lavoir')
  })

  it('another site sends nothing in their name', async () => {
    const form = await formOf()
    const elsewhere: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://ailleurs.example' },
    ]
    for (const headers of elsewhere) expect((await send(form, { place: 'ici' }, headers)).status).toBe(403)
    expect(referenceOf(await send(form, { place: 'ici' }, { 'sec-fetch-site': 'same-origin' }))).toBeDefined()
  })

  it('a broken link begins at the beginning, an emergency says whom to call, English and Dutch are spoken', async () => {
    expect((await openSimple(app.current, `${path}?commune=99999&quoi=rien`)).text).toContain('Dans quelle')
    expect((await formOf('arbre')).html).toContain('href="tel:112"')
    for (const [language, words] of [
      ['en', 'In which commune'],
      ['nl', 'In welke gemeente is het probleem?'],
    ] as const) {
      const page = await openSimple(app.current, path, { 'accept-language': language })
      expect(page.text).toContain(words)
      expect(page.html).toContain(`<html lang="${language}"`)
    }
    // Asked for in the address, it goes along to the mistakes.
    const form = await openSimple(app.current, `${path}?commune=${bavay}&quoi=arbre&lang=nl`)
    const refused = await sendSimple(app.current, `${path}?lang=nl`, form, { email: 'niets' })
    expect(refused.status).toBe(422)
    expect(refused.mistakes['place']).toBe('Te verbeteren: Beschrijf de plaats met woorden.')
    expect(refused.text).toContain('Je melding is niet vertrokken')
  })
})

describe('the limits of the API', () => {
  const limited = useDemoApp({ env: { RATE_LIMIT_FACTOR: '0.001' } })
  it('hold for the form as well, and what was typed is kept', async () => {
    const open = () => openSimple(limited.current, `${path}?commune=${bavay}&quoi=depot-sauvage`)
    const first = await sendSimple(limited.current, path, await open(), { place: 'ici' })
    expect(referenceOf(first)).toBeDefined()
    const second = await sendSimple(limited.current, path, await open(), { place: 'là' })
    expect(second.status).toBe(429)
    expect(second.text).toContain('Attendez')
    expect(second.fields).toContainEqual(['place', 'là'])
  })

  it('a form older than what is remembered of it sends nothing', async () => {
    const old = await openSimple(limited.current, `${path}?commune=${bavay}&quoi=depot-sauvage`)
    // Numbers of forms bear the real hour; the clock of the tests stands still elsewhere.
    limited.current.clock.set(Date.now() + 8 * 86_400_000)
    const answer = await sendSimple(limited.current, path, old, { place: 'ici' })
    expect(answer.status).toBe(409)
    expect(answer.fields).toContainEqual(['place', 'ici'])
  })
})
