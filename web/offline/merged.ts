type Listed = { id: string }

/** How this window knew a form last, how it is on the screen here, and how another window has kept it since. */
export type Sides<Form> = { base: Form; mine: Form; there: Form }

const isList = (value: unknown): value is Listed[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && 'id' in one)
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** What was added on either side, without what was taken out on either. */
function mergedList({ base, mine, there }: Sides<Listed[]>): Listed[] {
  const isIn = (list: readonly Listed[], { id }: Listed) => list.some((one) => one.id === id)
  return [
    ...mine.filter((one) => isIn(there, one) || !isIn(base, one)),
    ...there.filter((one) => !isIn(mine, one) && !isIn(base, one)),
  ]
}

/**
 * What two windows made of one form: each field as it was changed here, else as it is there; a photo added on either side is
 * in it.
 */
export function merged<Form extends object>({ base, mine, there }: Sides<Form>): Form {
  const fields = Object.keys({ ...there, ...mine }) as (keyof Form)[]
  const both = fields.map((field): [keyof Form, unknown] => {
    const sides = { base: base[field], mine: mine[field], there: there[field] }
    if (isList(sides.mine) && isList(sides.there) && isList(sides.base))
      return [field, mergedList(sides as Sides<Listed[]>)]
    return [field, same(sides.mine, sides.base) ? sides.there : sides.mine]
  })
  return Object.fromEntries(both) as Form
}
