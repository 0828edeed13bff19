import { getTableName, is } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as schema from '../../../db/schema/index.ts'

const register = readFileSync(new URL('../../../docs/personal-data.md', import.meta.url), 'utf8')
const tables = Object.values(schema as Record<string, unknown>)
  .filter((value) => is(value, SQLiteTable))
  .map((table) => getTableName(table))

it('the register of personal data speaks of every table', () => {
  expect(tables.length).toBeGreaterThan(20)
  expect(tables.filter((name) => !new RegExp(`\`${name}(?:\\.\\w+)?\``).test(register))).toEqual([])
})

it('the register speaks of no table that is gone', () => {
  const named = [...register.matchAll(/`([a-z]+(?:_[a-z]+)*)\.\w+`/g)].map(([, name]) => name)
  expect(named.filter((name) => !tables.includes(name ?? ''))).toEqual([])
})
