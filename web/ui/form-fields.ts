import type { InjectionKey } from 'vue'

/** What a field says of itself to the form around it, so that the form can say at its head what is to be filled. */
export type FieldSaid = { required: boolean; optional: boolean }
export type FormAround = {
  join: (said: () => FieldSaid) => () => void
  /** The id of the head's sentence where a field has to be tied to it; undefined where its own label is enough. */
  noteId: () => string | undefined
}
export const formAround: InjectionKey<FormAround> = Symbol('form')
