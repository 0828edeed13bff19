import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { invalidRequest, toFieldErrors } from '../../../api/platform/field-errors.ts'

const schema = z.strictObject({
  email: z.email(),
  words: z.string().min(3).max(10),
  count: z.number().max(5),
  kind: z.enum(['a', 'b']),
  photos: z.array(z.object({ id: z.string() })).max(1),
  'a/b~c': z.string(),
})
const right = { email: 'a@b.fr', words: 'trois', count: 1, kind: 'a', photos: [], 'a/b~c': '' }

function errorsOf(change: Record<string, unknown>, language: 'fr' | 'en' | 'nl' = 'fr') {
  const result = schema.safeParse({ ...right, ...change })
  return result.success ? [] : toFieldErrors(result.error.issues, language)
}

describe('The mistakes of a form', () => {
  it.each([
    [{ email: 'camille' }, '/email', 'Écrivez une adresse comme nom@exemple.fr.'],
    [{ words: 'ab' }, '/words', '3 caractères au moins.'],
    [{ words: 'beaucoup trop long' }, '/words', '10 caractères au plus.'],
    [{ count: 6 }, '/count', '5 au plus.'],
    [{ count: 'six' }, '/count', 'Cette information n’a pas la forme attendue.'],
    [{ count: Number.NaN }, '/count', 'Cette information n’a pas la forme attendue.'],
    [{ words: undefined }, '/words', 'Cette information est nécessaire.'],
    [{ kind: 'c' }, '/kind', 'Choisissez une des réponses proposées.'],
    [{ photos: [{ id: 1 }] }, '/photos/0/id', 'Cette information n’a pas la forme attendue.'],
    [{ 'a/b~c': 1 }, '/a~1b~0c', 'Cette information n’a pas la forme attendue.'],
    [{ superuser: true }, '/', 'Champ inconnu : superuser.'],
  ])('%j is told at %s: %s', (change, pointer, detail) =>
    expect(errorsOf(change)).toEqual([expect.objectContaining({ pointer, detail })]),
  )

  it('are told all at once, one by field', () =>
    expect(errorsOf({ email: 'x', count: 6, kind: 'z' }).map(({ pointer }) => pointer)).toEqual([
      '/email',
      '/count',
      '/kind',
    ]))

  it('are told in the reader’s language', () => {
    expect(errorsOf({ email: 'x' }, 'en')[0]?.detail).toBe('Write an address like name@example.org.')
    expect(errorsOf({ email: 'x' }, 'nl')[0]?.detail).toBe('Schrijf een adres zoals naam@voorbeeld.nl.')
  })

  it('never repeat what was typed', () =>
    expect(JSON.stringify(errorsOf({ email: '<script>', kind: 'secret' }))).not.toMatch(/script|secret/))

  it('make a 422 that says nothing was saved', () => {
    const result = schema.safeParse({ ...right, count: 6 })
    const problem = invalidRequest(result.error?.issues ?? [], 'fr')
    expect(problem.toJSON('fr')).toMatchObject({
      status: 422,
      detail: expect.stringContaining('Rien n’a été enregistré'),
      errors: [{ pointer: '/count' }],
    })
  })

  it('are told even for a rule nobody wrote a sentence for', () => {
    const result = z
      .string()
      .refine(() => false, 'unheard-of')
      .safeParse('x')
    expect(toFieldErrors(result.error?.issues ?? [], 'fr')).toEqual([
      { pointer: '/', code: 'unheard-of', detail: 'Cette information n’est pas acceptée.' },
    ])
  })
})
