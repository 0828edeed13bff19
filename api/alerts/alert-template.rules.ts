// What a template may hold. Pure: the desk asks the same question.

/** An address of somebody, or a mobile number: a template outlives the person, and is offered to all. */
const ofSomebody = /[\w.+-]+@[\w-]+\.\w+|(?:\+33|\b0)[ .]?[67](?:[ .]?\d{2}){4}\b/

/** Does a text name somebody in particular? */
export const isPersonal = (text: string): boolean => ofSomebody.test(text)

/** The message that a template begins: its advice is its last paragraph. */
export const templateWords = ({ words, advice }: { words: string; advice: string | null }): string =>
  [words, advice].filter(Boolean).join('\n\n')
