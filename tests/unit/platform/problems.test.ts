import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { deskProblems } from '../../../api/incidents/desk.problems.ts'
import { commonProblems, listProblems, pickLanguage, Problem } from '../../../api/platform/problems.ts'

const api = fileURLToPath(new URL('../../../api/', import.meta.url))

async function problemFiles(): Promise<string[]> {
  const files = await readdir(api, { recursive: true })
  return files.filter((file) => file.endsWith('problems.ts')).map((file) => join(api, file))
}

type Factories = Record<string, () => Problem>
const isFactories = (value: unknown): value is Factories =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((one) => typeof one === 'function')

describe('Every problem', () => {
  const files: Record<string, string[]> = {}
  beforeAll(async () => {
    for (const file of await problemFiles()) {
      const exported = (await import(pathToFileURL(file).href)) as Record<string, unknown>
      files[file] = Object.values(exported)
        .filter(isFactories)
        .flatMap((group) => Object.keys(group))
    }
  })
  const each = (check: (problem: ReturnType<typeof listProblems>[number]) => void) => {
    const all = listProblems()
    expect(all.length).toBeGreaterThan(20)
    for (const problem of all) check(problem)
  }

  it('is declared in its domain’s problems file, once', () => {
    const slugs = Object.values(files).flat()
    expect(slugs.toSorted()).toEqual(
      listProblems()
        .map(({ slug }) => slug)
        .toSorted(),
    )
    expect(new Set(slugs).size).toBe(slugs.length)
  })

  it('has a stable slug and the status of an error', () =>
    each(({ slug, status }) => {
      expect(slug).toMatch(/^[a-z]+(-[a-z]+)*$/)
      expect(status, slug).toBeGreaterThanOrEqual(400)
      expect(status, slug).toBeLessThan(600)
    }))

  it('has a French and an English sentence, ended as sentences are', () =>
    each(({ slug, title, detail }) => {
      for (const language of ['fr', 'en'] as const) {
        expect(title[language], slug).toMatch(/^[A-ZÀ-Ý].{4,}[^.]$/u)
        expect(detail[language], slug).toMatch(/^[A-ZÀ-Ý{].{10,}[.?]$/u)
      }
      expect(detail.fr, slug).not.toBe(detail.en)
    }))

  it('says what to do: a French sentence in the imperative, or a question', () =>
    each(({ slug, detail }) =>
      expect(detail.fr, slug).toMatch(/\p{L}{2,}ez\b|\?$|\b[Ff]aites\b|\b[Dd]ites\b/u),
    ))

  it('speaks plainly', () =>
    each(({ slug, title, detail }) => {
      const words = `${title.fr} ${detail.fr}`
      expect(words, slug).not.toMatch(/\boups\b|!|\bticket\b|\bsoumett|\bgéolocalis|\bvalidez\b|\btoken\b/i)
      expect(words, slug).not.toMatch(/[a-zà-ÿ]'[a-zà-ÿ]/i)
    }))

  it('has a Dutch sentence when residents may meet it', () => {
    const forStaff =
      /(?:desk|alert-template|alert|outside|phone-list|follow-calls|bus-feeds|standard\/\w+)\.problems\.ts$/
    const slugs = Object.entries(files)
      .filter(([file]) => !forStaff.test(file))
      .flatMap(([, own]) => own)
    expect(slugs.length).toBeGreaterThan(100)
    const lacking = listProblems().filter(
      ({ slug, title, detail }) => slugs.includes(slug) && !(title.nl && detail.nl),
    )
    expect(lacking.map(({ slug }) => slug)).toEqual([])
  })

  it('asks for the same parameters in every language', () =>
    each(({ slug, detail }) => {
      const names = (sentence: string) =>
        [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted()
      expect(names(detail.en), slug).toEqual(names(detail.fr))
      if (detail.nl) expect(names(detail.nl), slug).toEqual(names(detail.fr))
    }))
})

describe('A problem on the wire', () => {
  it('is in the reader’s language, with its parameters and its extra members', () => {
    const problem = commonProblems['too-many-requests']({ seconds: 12 }, { retryAfter: 12 })
    expect(problem.toJSON('fr')).toEqual({
      type: '/problems/too-many-requests',
      title: 'Trop d’envois à la suite',
      status: 429,
      detail: expect.stringContaining('Attendez 12 secondes'),
      retryAfter: 12,
    })
    expect(problem.toJSON('en').detail).toContain('Wait 12 seconds')
    expect(problem.toJSON('nl').detail).toContain('Wacht 12 seconden')
  })
  it('falls back to English where a language has no sentence', () =>
    expect(deskProblems['merge-same']().toJSON('nl').title).toBe('Merge not possible'))
  it('leaves no hole for a parameter that was not given', () =>
    expect(commonProblems['body-too-large']().toJSON('fr').detail).not.toMatch(/[{}]|undefined/))
  it('does not let a parameter insert another', () =>
    expect(commonProblems['body-too-large']({ limit: '{requestId}' }).toJSON('en').detail).toContain(
      '{requestId}',
    ))
})

describe('The reader’s language', () => {
  it.each([
    [undefined, undefined, 'fr'],
    ['', undefined, 'fr'],
    ['en', undefined, 'en'],
    ['en-GB,en;q=0.9,fr;q=0.8', undefined, 'en'],
    ['de-DE, nl;q=0.9, en;q=0.8', undefined, 'nl'],
    ['zh', undefined, 'fr'],
    ['*', undefined, 'fr'],
    ['FR-be', undefined, 'fr'],
    ['fr', 'en', 'en'],
    ['en', 'klingon', 'en'],
    ['en', '', 'en'],
  ])('for Accept-Language %j and ?lang=%j is %s', (accept, asked, language) =>
    expect(pickLanguage(accept, asked)).toBe(language),
  )
})
