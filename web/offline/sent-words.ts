import type { QueuedSend } from './stored.ts'

type Body = QueuedSend['body']
const said = (body: unknown, fields: readonly string[]): unknown[] =>
  body && typeof body === 'object' ? fields.map((field) => (body as Body)[field]) : []

/** All that a person wrote in a write, wherever its body keeps it: of an alert, in each of its languages. */
export function wordsOf({ body }: Pick<QueuedSend, 'body'>): string {
  const { image, document, translations } = body
  const languages = translations && typeof translations === 'object' ? Object.values(translations) : []
  return [
    ...said(body, ['title', 'words', 'description', 'note', 'street']),
    ...said(image, ['alt']),
    ...said(document, ['name']),
    ...languages.flatMap((one) => said(one, ['title', 'words'])),
  ]
    .filter((value): value is string => typeof value === 'string' && value.trim() !== '')
    .join('\n')
}
