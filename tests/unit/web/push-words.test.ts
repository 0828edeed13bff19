import { describe, expect, it } from 'vitest'
import { pushKinds } from '../../../api/alerts/push-kinds.rules.ts'
import { readSummary } from '../../../web/alerts/summary-items.ts'
import { seal, unseal, randomText } from '../../../web/alerts/phone/sealed.ts'
import en from '../../../web/locales/en.json'
import fr from '../../../web/locales/fr.json'
import { layOut, readPush, type PushMessage } from '../../../web/service-worker/push-message.ts'
import { wordsOf } from '../../../web/service-worker/push-words.ts'

describe('What the service worker says', () => {
  it.each([
    ['fr', fr],
    ['en', en],
  ] as const)('names each kind as the screens do (%s)', (language, words) => {
    const onScreen = { ...words.phone.kind } as Record<string, string>
    for (const [kind, name] of Object.entries(words.alert.kind)) onScreen[`alert.${kind}`] = name
    expect(wordsOf(language).kinds).toEqual(
      Object.fromEntries(pushKinds.map((kind) => [kind, onScreen[kind]])),
    )
  })

  it('has two buttons at most, its own last, and none to stop what cannot be stopped', () => {
    const buttons = (message: PushMessage) => layOut(message).options.actions?.map(({ action }) => action)
    const answers = ['mended', 'not-mended'].map((action) => ({ action, title: action }))
    expect(buttons({ title: 'x', kind: 'incident' })).toEqual(['stop-kind'])
    expect(buttons({ title: 'x', kind: 'incident', actions: answers })).toEqual(['mended', 'not-mended'])
    expect(buttons({ title: 'x', kind: 'incident', actions: answers.slice(0, 1) })).toEqual([
      'mended',
      'stop-kind',
    ])
    expect(buttons({ title: 'x', kind: 'summary' })).toBeUndefined()
  })

  it('shows a picture of ours, and fetches none of another site', () => {
    const image = '/api/media/0193f7f0-0000-7000-8000-000000000001?size=thumb'
    expect(layOut({ title: 'x', image }).options.image).toBe(image)
    for (const other of ['https://example.org/a.jpg', '//example.org/a.jpg', '/api/media'])
      expect(layOut({ title: 'x', image: other }).options).not.toHaveProperty('image')
  })

  it('is something to read, whatever comes', () => {
    const data = (json: () => unknown) => ({ json }) as unknown as PushMessageData
    for (const one of [null, data(() => null), data(() => 3), data(() => JSON.parse('{') as unknown)])
      expect(layOut(readPush(one))).toMatchObject({ title: 'Bocage', options: { tag: '' } })
  })
})

it('A summary leads only to pages of ours', () => {
  const origin = 'https://bocage.example'
  const packed = (value: unknown) => `#${Buffer.from(JSON.stringify(value)).toString('base64url')}`
  const items = [
    { title: 'Été', url: `${origin}/alertes/1?x=2#y` },
    { title: 'a', url: 'javascript:alert(1)' },
    { title: 'b', url: '//example.org/' },
    { title: 'c', url: 'https://bocage.example.org/' },
    { title: 4, url: '/' },
    null,
  ]
  expect(readSummary(packed(items), origin)).toEqual([{ title: 'Été', path: '/alertes/1?x=2#y' }])
  for (const bad of ['', '#', '#é', '#e30', packed('x')]) expect(readSummary(bad, origin)).toEqual([])
})

it('What is carried to another phone is read by its key alone, and whole or not at all', async () => {
  const key = randomText(32)
  const sealed = await seal({ secret: 'été' }, key)
  expect(sealed).toMatch(/^[\w-]+$/)
  expect(await unseal(sealed, key)).toEqual({ secret: 'été' })
  await expect(unseal(sealed, randomText(32))).rejects.toThrow()
  const changed = sealed.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))
  const torn = sealed.slice(0, -8)
  for (const bad of [changed.slice(0, 20) + 'AAAA' + changed.slice(24), torn])
    await expect(unseal(bad, key)).rejects.toThrow()
})
