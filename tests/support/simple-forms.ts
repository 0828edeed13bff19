import { parseDocument, DomUtils } from 'htmlparser2'
import type { TestApp } from './app.ts'

// A browser without scripts: it reads a page, fills its form and sends it as HTML says.

type Value = string | Blob
export type Page = {
  status: number
  /** `Cache-Control` of the answer. */
  caching: string | null
  html: string
  /** What a reader reads: without tags, spaces drawn together. */
  text: string
  /** Of the page's form that is sent by POST, else of its first: what it would send if nothing were typed. */
  fields: [string, string][]
  /** Texts of mistakes, by the id of the field that they are tied to. */
  mistakes: Record<string, string>
}

/** Reads a page as a screen reader finds it: a mistake counts only when a field that bears its id is described by it. */
export async function readPage(answer: Response): Promise<Page> {
  const html = await answer.text()
  const document = parseDocument(html)
  const all = DomUtils.findAll(() => true, document.children)
  const forms = all.filter(({ name }) => name === 'form')
  const form = forms.find(({ attribs }) => attribs['method'] === 'post') ?? forms[0]
  const within = form ? DomUtils.findAll(() => true, form.children) : []
  const fields: [string, string][] = []
  for (const one of within) {
    const { name, type, value = '', disabled } = one.attribs
    if (!name || disabled !== undefined) continue
    if (one.name === 'textarea') fields.push([name, DomUtils.textContent(one).replace(/^\n/, '')])
    else if (one.name === 'select') {
      const options = DomUtils.findAll((option) => option.name === 'option', one.children)
      const chosen = options.find(({ attribs }) => 'selected' in attribs) ?? options[0]
      fields.push([name, chosen?.attribs['value'] ?? ''])
    } else if (one.name === 'input' && type !== 'file' && type !== 'submit') {
      if ((type === 'radio' || type === 'checkbox') && !('checked' in one.attribs)) continue
      fields.push([name, value])
    }
  }
  const byId = new Map(all.flatMap((one) => (one.attribs['id'] ? [[one.attribs['id'], one] as const] : [])))
  const mistakes = Object.fromEntries(
    all.flatMap(({ attribs }) => {
      const tied = (attribs['aria-describedby'] ?? '').split(' ').find((id) => id.endsWith('-error'))
      const words = tied && byId.get(tied)
      return words && attribs['id'] ? [[attribs['id'], DomUtils.textContent(words).trim()]] : []
    }),
  )
  const text = DomUtils.textContent(document.children).replace(/\s+/g, ' ')
  const caching = answer.headers.get('cache-control')
  return { status: answer.status, caching, html, text, fields, mistakes }
}

export const openSimple = async (app: Pick<TestApp, 'request'>, path: string, headers: HeadersInit = {}) =>
  readPage(await app.request(path, { headers }))

/** Sends a page's form with what is typed over it; null leaves a field out, as a box that is unticked. */
export async function sendSimple(
  app: Pick<TestApp, 'request'>,
  path: string,
  page: Page,
  typed: Record<string, Value | Value[] | null> = {},
  headers: HeadersInit = {},
): Promise<Page> {
  const form = new FormData()
  for (const [name, value] of page.fields) if (!(name in typed)) form.append(name, value)
  for (const [name, values] of Object.entries(typed))
    for (const value of values === null ? [] : [values].flat())
      if (typeof value === 'string') form.append(name, value)
      else form.append(name, value, 'photo.jpg')
  return readPage(await app.request(path, { method: 'POST', body: form, headers }))
}
