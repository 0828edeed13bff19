import type { QueuedSend } from './stored.ts'

/** The sentences a person wrote in a write, wherever its body keeps them. */
export function wordsOf({ body }: Pick<QueuedSend, 'body'>): string {
  return ['title', 'words', 'description', 'note']
    .map((field) => body[field])
    .filter((value): value is string => typeof value === 'string' && value.trim() !== '')
    .join('\n')
}
