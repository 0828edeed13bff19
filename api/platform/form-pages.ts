import { html } from 'hono/html'
import type { AppContext, Deps } from './http.ts'
import { idempotencyDays } from './kept-answers.rules.ts'
import { deriveSecret, openedBy } from './link-secrets.ts'
import type { Html, PageLanguage } from './page-shell.ts'
import { commonProblems, Problem, type FieldError } from './problems.ts'

// Forms that work without a script: what was typed stays, and each mistake stands beside its field and in a list above
// that leads to it.

/** What a person typed, by the name of the field; several values where boxes are ticked. */
export type Typed = Record<string, string[]>
export const firstOf = (typed: Typed, name: string): string => typed[name]?.[0] ?? ''

/** Mistakes by field; '' for what is of the form as a whole. */
export type Mistakes = Record<string, string>

/** A form is open as long as answers are kept: after that its number could be written twice. */
const openDays = idempotencyDays
/** When a UUIDv7 was made (RFC 9562 §5.7). */
const madeAt = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

/**
 * The number of a form, sealed: what it sends bears it as its id and as its key, so that a double press is one sending,
 * and only a form of ours can send.
 */
export function sealForm(
  { config, ids }: Pick<Deps, 'config' | 'ids'>,
  purpose: string,
  id: string = ids.next(),
): string {
  return deriveSecret(config.secret, `form:${purpose}`, id)
}

/** The number of a form of ours that is still open; null for another's, or one that is too old. */
export function openForm(
  { config, clock }: Pick<Deps, 'config' | 'clock'>,
  purpose: string,
  seal: string,
): string | null {
  const id = openedBy(config.secret, `form:${purpose}`, seal)
  return id && clock.now() - madeAt(id) < openDays * 86_400_000 ? id : null
}

/** Refuses a form that another site sends (Fetch Metadata, or else Origin). Throws `wrong-origin`. */
export function requireOwnForm(c: AppContext, config: Deps['config']): void {
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  const own = new Set([new URL(config.publicUrl).origin, new URL(c.req.url).origin])
  // « null » is what a page with `no-referrer` says of itself.
  if (
    (origin && origin !== 'null' && !own.has(origin)) ||
    (site && site !== 'same-origin' && site !== 'none')
  )
    throw commonProblems['wrong-origin']()
}

/**
 * What was refused, field by field. `fieldOf` says which field of the form a pointer of the API's shape is; what no
 * field is for, and what is of the whole, stands under ''.
 */
export function mistakesOf(
  problem: Problem,
  language: PageLanguage,
  fieldOf: (pointer: string) => string | null,
): Mistakes {
  const { detail, ...rest } = problem.toJSON(language)
  const errors = 'errors' in rest ? (rest.errors as FieldError[]) : []
  return errors.length > 0 ? mistakesByField(errors, fieldOf) : { '': detail }
}

/** The first mistake of each field, as `mistakesOf` does. */
export function mistakesByField(
  errors: readonly Pick<FieldError, 'pointer' | 'detail'>[],
  fieldOf: (pointer: string) => string | null,
): Mistakes {
  const mistakes: Mistakes = {}
  for (const { pointer, detail } of errors) mistakes[fieldOf(pointer) ?? ''] ??= detail
  return mistakes
}

type FieldWords = {
  label: string | Html
  hint?: string | undefined
  /** May stay empty, and says so. */
  optional?: boolean | undefined
  /** May not: said to who hears the page, and by the sentence at the head of the form (RGAA 11.10). */
  required?: boolean | undefined
}
type Control = { id: string; describedBy: string; required: boolean; invalid: boolean }

/** Attributes that tie a field to its hint and its mistake. */
const ties = ({ describedBy, required, invalid }: Control): Html =>
  html`${describedBy ? html` aria-describedby="${describedBy}"` : ''}${required ? html` aria-required="true"` : ''}${invalid ? html` aria-invalid="true"` : ''}`

const fieldWords: Record<
  PageLanguage,
  { optional: string; error: string; fill: string; fillBut: string; email: string; tel: string }
> = {
  fr: {
    optional: '(facultatif)',
    error: 'À corriger : ',
    fill: 'Tous les champs sont à remplir.',
    fillBut: 'Tous les champs sont à remplir, sauf ceux marqués « facultatif ».',
    email: 'Par exemple : nom@exemple.fr',
    tel: 'Par exemple : 06 12 34 56 78',
  },
  en: {
    optional: '(optional)',
    error: 'To correct: ',
    fill: 'All fields are to be filled.',
    fillBut: 'All fields are to be filled, but those marked “optional”.',
    email: 'For example: name@example.com',
    tel: 'For example: 06 12 34 56 78',
  },
  nl: {
    optional: '(niet verplicht)',
    error: 'Te verbeteren: ',
    fill: 'Alle velden moet je invullen.',
    fillBut: 'Alle velden moet je invullen, behalve die met “niet verplicht”.',
    email: 'Bijvoorbeeld: naam@voorbeeld.be',
    tel: 'Bijvoorbeeld: 06 12 34 56 78',
  },
}

/** Draws fields of one form in one language, with what was typed and what is wrong. */
export function createFields({
  language,
  typed,
  mistakes,
}: {
  language: PageLanguage
  typed: Typed
  mistakes: Mistakes
}) {
  const { optional: optionalWord, error: errorWord, fill, fillBut, ...formats } = fieldWords[language]
  /** Set by `toFill`: where no label says « facultatif », each field is tied to the sentence (test 11.10.2). */
  let head = ''
  const labelled = ({ label, optional }: FieldWords): Html =>
    html`${label} ${optional ? html`<span class="soft">${optionalWord}</span>` : ''}`
  const notes = (id: string, hint: string | undefined): Html =>
    html`${hint ? html`<span class="soft hint" id="${id}-hint">${hint}</span>` : ''}
    ${
      mistakes[id]
        ? html`<span class="mistake" id="${id}-error"
            ><span class="visually-hidden">${errorWord}</span>${mistakes[id]}</span
          >`
        : ''
    }`
  const control = (id: string, { hint, required = false }: FieldWords): Control => ({
    id,
    describedBy: [hint ? `${id}-hint` : '', mistakes[id] ? `${id}-error` : '', required ? head : '']
      .filter(Boolean)
      .join(' '),
    required,
    invalid: Boolean(mistakes[id]),
  })

  const field = (id: string, words: FieldWords, draw: (control: Control) => Html): Html =>
    html`<div class="field">
      <label for="${id}">${labelled(words)}</label>
      ${notes(id, words.hint)} ${draw(control(id, words))}
    </div>`

  const isTicked = (name: string, value: string) => typed[name]?.includes(value) ?? false

  return {
    /** One line of text, a date, an hour, a number. */
    line: (
      id: string,
      words: FieldWords,
      { type = 'text', max = 300, autocomplete }: { type?: string; max?: number; autocomplete?: string } = {},
    ): Html =>
      field(
        id,
        // What has to be written in a certain way says so by an example, before it is refused.
        type === 'email' || type === 'tel'
          ? { ...words, hint: [words.hint, formats[type]].filter(Boolean).join(' ') }
          : words,
        (tied) =>
          html`<input
            id="${id}"
            name="${id}"
            type="${type}"
            maxlength="${max}"
            value="${firstOf(typed, id)}"
            ${autocomplete ? html`autocomplete="${autocomplete}"` : ''}
            ${ties(tied)}
          />`,
      ),
    /** Several lines. */
    text: (id: string, words: FieldWords, { max = 4000, rows = 4 } = {}): Html =>
      field(
        id,
        words,
        (tied) =>
          html`<textarea id="${id}" name="${id}" rows="${rows}" maxlength="${max}" ${ties(tied)}>
${firstOf(typed, id)}</textarea>`,
      ),
    /** One of a list; '' is the first when it is named. */
    select: (
      id: string,
      words: FieldWords,
      { options, none }: { options: readonly { value: string; name: string }[]; none?: string },
    ): Html =>
      field(
        id,
        words,
        (tied) =>
          html`<select id="${id}" name="${id}" ${ties(tied)}>
            ${none === undefined ? '' : html`<option value="">${none}</option>`}
            ${options.map(
              ({ value, name }) =>
                html`<option value="${value}" ${firstOf(typed, id) === value ? html`selected` : ''}>
                  ${name}
                </option>`,
            )}
          </select>`,
      ),
    /** Choices that are all seen: one of them, or several. */
    choices: (
      id: string,
      words: FieldWords,
      {
        options,
        several = false,
      }: {
        options: readonly { value: string; name: string | Html; hint?: string | Html | null }[]
        several?: boolean
      },
    ): Html => {
      const tied = control(id, words)
      return html`<fieldset
        class="field"
        id="${id}"
        tabindex="-1"
        ${tied.required && !several ? html`role="radiogroup"` : ''}
        ${ties({ ...tied, required: tied.required && !several, invalid: false })}
      >
        <legend>${labelled(words)}</legend>
        ${notes(id, words.hint)}
        ${options.map(
          ({ value, name, hint }) =>
            html`<label class="ticked"
              ><input
                type="${several ? 'checkbox' : 'radio'}"
                name="${id}"
                value="${value}"
                ${isTicked(id, value) ? html`checked` : ''}
              /><span>${name}${hint ? html`<br /><span class="small soft">${hint}</span>` : ''}</span></label
            >`,
        )}
      </fieldset>`
    },
    /** A file, or several. */
    file: (id: string, words: FieldWords, { several = false } = {}): Html =>
      field(
        id,
        words,
        (tied) =>
          html`<input
            id="${id}"
            name="${id}"
            type="file"
            accept="image/*"
            ${several ? html`multiple` : ''}
            ${ties(tied)}
          />`,
      ),
    hidden: (name: string, value: string): Html =>
      html`<input type="hidden" name="${name}" value="${value}" />`,
    /** At the head of a form of several fields, before they are drawn. `all`: none of them is optional. */
    toFill: ({ all = false } = {}): Html => {
      if (all) head = 'to-fill'
      return html`<p class="soft" id="to-fill">${all ? fill : fillBut}</p>`
    },
    /** What is to be corrected, each a link to its field: read first, since nothing can move the focus here. */
    summary: (title: string): Html | '' => {
      const listed = Object.entries(mistakes)
      return listed.length === 0
        ? ''
        : html`<section class="mistakes stack-small" role="alert" aria-labelledby="mistakes">
            <h2 id="mistakes">${title}</h2>
            <ul class="stack-small">
              ${listed.map(([id, sentence]) => html`<li>${id ? html`<a href="#${id}">${sentence}</a>` : sentence}</li>`)}
            </ul>
          </section>`
    },
  }
}
export type Fields = ReturnType<typeof createFields>
