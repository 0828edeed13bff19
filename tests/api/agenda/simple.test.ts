import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { event, eventContact, media, place } from '../../../db/schema/index.ts'
import { scheduleOf } from '../../../api/agenda/pages/propose-schedule.rules.ts'
import { useDemoApp } from '../../support/demo-app.ts'
import { aPhoto } from '../../support/photos.ts'
import { openSimple, sendSimple, type Page } from '../../support/simple-forms.ts'

// An event by a plain form: no script, the same rules.

const app = useDemoApp()
const path = '/agenda/proposer/simple'
const bavay = '59053'
const formOf = () => openSimple(app.current, `${path}?commune=${bavay}`)
const send = (page: Page, typed: Parameters<typeof sendSimple>[3]) =>
  sendSimple(app.current, path, page, typed)
const day = () => new Date(app.current.clock.now() + 20 * 86_400_000).toISOString().slice(0, 10)
const loto = () => ({
  title: 'Loto de l’école',
  day: day(),
  from: '19:00',
  to: '23:00',
  place: 'Salle des Trois Chênes',
  organizer: 'Les parents d’élèves',
  email: 'lea@exemple.fr',
})
const eventsOf = (title: string) =>
  app.current.deps.database.read.select().from(event).where(eq(event.title, title))

describe('an event without scripts', () => {
  it('is sent once however often one presses, and waits for the address to be confirmed', async () => {
    expect((await openSimple(app.current, path)).html).toContain(`<option value="${bavay}">Bavay</option>`)
    const form = await formOf()
    const typed = {
      ...loto(),
      description: 'Deux cartons.\r\nBuvette.',
      free: 'no',
      price: '5 €',
      access: ['mi', 'hi'],
      image: new Blob([new Uint8Array(await aPhoto())]),
      'image-description': 'Une grille de loto',
    }
    const [one, two] = await Promise.all([send(form, typed), send(form, typed)])
    const again = await send(form, typed)
    for (const page of [one, two, again]) {
      expect([page.status, page.caching]).toEqual([200, 'private, no-store'])
      expect(page.text).toContain('ouvrez le courriel envoyé à lea@exemple.fr')
    }
    const rows = await eventsOf('Loto de l’école')
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      status: 'draft',
      communeCode: bavay,
      organizerName: 'Les parents d’élèves',
      description: 'Deux cartons.\nBuvette.',
      free: false,
      price: '5 €',
      accessibility: ['mi', 'hi'],
    })
    const { read } = app.current.deps.database
    const [contact] = await read.select().from(eventContact).where(eq(eventContact.eventId, rows[0]!.id))
    expect(contact).toMatchObject({ email: 'lea@exemple.fr', shown: false, confirmedAt: null })
    expect(await read.select().from(place).where(eq(place.name, 'Salle des Trois Chênes'))).toHaveLength(1)
    const [image] = await read.select().from(media).where(eq(media.state, 'attached'))
    expect(image).toBeDefined()
  })

  it('each mistake is tied to its field, and what was typed and the image are kept', async () => {
    const wrong = await send(await formOf(), {
      title: '',
      day: '',
      place: '',
      organizer: ' ',
      email: 'lea',
      description: 'Apportez <vos> cartons',
      image: new Blob([new Uint8Array(await aPhoto({ seed: 9 }))]),
    })
    expect(wrong.status).toBe(422)
    expect(Object.keys(wrong.mistakes).sort()).toEqual([
      'day',
      'email',
      'image-description',
      'organizer',
      'place',
      'title',
    ])
    expect(wrong.fields).toContainEqual(['description', 'Apportez <vos> cartons'])
    expect(wrong.fields.filter(([name]) => name === 'kept')).toHaveLength(1)

    const sent = await send(wrong, { ...loto(), title: 'Belote', 'image-description': 'Des cartes' })
    expect(sent.text).toContain('Votre événement est parti')
    expect((await eventsOf('Belote'))[0]?.imageDescription).toBe('Des cartes')
  })

  it('a last day without its hour, an end without its start are asked for, never left out', async () => {
    const [year = '', month, date] = day().split('-')
    const exhibition = {
      ...loto(),
      title: 'Exposition',
      from: '10:00',
      to: '',
      'last-day': `${Number(year) + 1}-01-05`,
    }
    const noEnd = await send(await formOf(), exhibition)
    expect(Object.keys(noEnd.mistakes)).toEqual(['to'])
    const noStart = await send(await formOf(), { ...loto(), title: 'Exposition', from: '' })
    expect(Object.keys(noStart.mistakes)).toEqual(['from'])
    // As one types where the browser shows no calendar.
    const typed = { day: `${date}/${month}/${year}`, from: '19h30', to: '22 h' }
    expect((await send(noStart, typed)).text).toContain('Votre événement est parti')
    const [row] = await eventsOf('Exposition')
    expect(row?.schedule.spans).toEqual([{ start: `${day()}T19:30`, end: `${day()}T22:00` }])
  })

  it('dates that are over, and a form that has served, are said where they are', async () => {
    const past = await send(await formOf(), { ...loto(), title: 'Trop tard', day: '2020-01-01' })
    expect(past.mistakes['day']).toContain('Ces dates sont passées')
    const form = await formOf()
    await send(form, { ...loto(), title: 'Un seul' })
    const other = await send(form, { ...loto(), title: 'Un autre' })
    expect(other.status).toBe(409)
    // The first one did go.
    expect(other.text).not.toContain('Votre événement n’est pas parti')
    expect(other.text).toContain('Vérifiez que votre événement n’est pas déjà parti')
    expect(other.fields).toContainEqual(['title', 'Un autre'])
    expect(await eventsOf('Un autre')).toHaveLength(0)
  })
})

describe('the dates of a plain form', () => {
  const typed = { day: '2026-12-05', from: '19:00', to: '', lastDay: '', weekly: '' }
  it.each([
    ['by its start alone', {}, { start: '2026-12-05T19:00', end: '2026-12-05T19:00' }],
    ['until the small hours', { to: '02:00' }, { start: '2026-12-05T19:00', end: '2026-12-06T02:00' }],
    [
      'until another day',
      { to: '12:00', lastDay: '2026-12-07' },
      { start: '2026-12-05T19:00', end: '2026-12-07T12:00' },
    ],
    ['all day', { from: '' }, { start: '2026-12-05', end: '2026-12-05' }],
    ['all of several days', { from: '', lastDay: '2026-12-06' }, { start: '2026-12-05', end: '2026-12-06' }],
  ])('are understood %s', (_, more, span) => {
    const schedule = scheduleOf({ ...typed, ...more })
    expect(schedule.spans).toEqual([span])
    expect(schedule.allDay).toBe(!span.start.includes('T'))
  })

  it('repeat each week until a day', () => {
    expect(scheduleOf({ ...typed, weekly: '2027-01-09' }).rule).toBe('FREQ=WEEKLY;UNTIL=20270109')
  })
})
