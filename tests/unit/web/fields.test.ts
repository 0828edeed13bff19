import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

// RGAA 11.10, in every form of the application: what must be filled says so before it is sent, and so does what may
// stay empty. A list that always has a value needs neither, nor does a search or a filter.

/** Alone, always filled, or one of a group whose own words say what is needed: and why. */
const neither: Record<string, string> = {
  'agenda/list/FilterFields': 'filters',
  'agenda/print/PrintPage': 'what is printed begins today',
  'desk/figures/FigureFilters': 'filters',
  'desk/ride-figures/RideFiguresPage': 'filters',
  'desk/inbox/BulkSheet': 'beside one list that is always filled',
  'desk/ticket/PersonSheet': 'a name, a phone or an address: one of the three',
  'carpool/aid/AidCard': 'one field alone',
  'carpool/elsewhere/ElsewhereCard': 'one field alone',
  'carpool/rides/BookingMessages': 'one field alone',
  'agenda/import/FileChoice': 'one field alone',
}

const quoted = /"[^"]*"/g
const screens = globSync('web/**/*.vue').map((file) => ({ file, text: readFileSync(file, 'utf8') }))
const nameOf = (file: string) => file.replaceAll('\\', '/').slice('web/'.length, -'.vue'.length)

it('marks each field that is typed in as one to fill or as one that may stay empty', () => {
  const unsaid = screens.flatMap(({ file, text }) =>
    [...text.matchAll(/<FormField\b((?:"[^"]*"|[^>"])*)>([\s\S]*?)<\/FormField>/g)]
      .filter(([, attributes = '', content = '']) => {
        const control = /<(?:input|textarea)\b(?:"[^"]*"|[^>"])*>/.exec(content)?.[0] ?? ''
        const isTyped = control && !/type="search"|\breadonly\b/.test(control)
        return isTyped && !/\b(?:required|optional)\b/.test(attributes.replaceAll(quoted, ''))
      })
      .map(() => nameOf(file)),
  )
  expect([...new Set(unsaid)].toSorted()).toEqual(Object.keys(neither).toSorted())
})

it('leaves no native form that has two fields: the head of ours says which are to be filled', () => {
  const native = screens.filter(
    ({ file, text }) =>
      nameOf(file) !== 'ui/AppForm' &&
      [...text.matchAll(/<form\b[\s\S]*?<\/form>/g)].some(
        ([form]) => (form.match(/<FormField\b(?:"[^"]*"|[^>"])*\brequired\b/g) ?? []).length > 1,
      ),
  )
  expect(native.map(({ file }) => nameOf(file))).toEqual([])
})

it('never asks the browser to refuse in its own words', () => {
  const bubbles = screens.filter(({ text }) =>
    [...text.matchAll(/<(?:input|textarea|select)\b((?:"[^"]*"|[^>"])*)>/g)].some(([, attributes = '']) =>
      /\srequired(?=[\s/]|$)/.test(attributes.replaceAll(quoted, '')),
    ),
  )
  expect(bubbles.map(({ file }) => nameOf(file))).toEqual([])
})

it('shows how an address and a number are written, before one is refused', () => {
  const without = screens.filter(({ text }) =>
    [...text.matchAll(/<FormField\b((?:"[^"]*"|[^>"])*)>([\s\S]*?)<\/FormField>/g)].some(
      ([, attributes = '', content = '']) =>
        /<input\b(?:"[^"]*"|[^>"])*type="(?:email|tel)"/.test(content) && !/\bformat="/.test(attributes),
    ),
  )
  expect(without.map(({ file }) => nameOf(file))).toEqual([])
})
