import { uuidv7 } from 'uuidv7'
import type { SendKind } from '../../offline/stored.ts'
import { useKeptForm } from '../../offline/use-kept-form.ts'

/** What is being added to a report. */
export const useAddition = ({ kind, about }: { kind: SendKind; about: string }) =>
  useKeptForm(`addition:${kind}:${about}`, () => ({ id: uuidv7(), words: '', photos: [] }))
