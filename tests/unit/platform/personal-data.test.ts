import { getTableName, is } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { readdirSync, readFileSync } from 'node:fs'
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

it('the register speaks of all that a phone keeps to be told by push', () => {
  const sources = ['web/alerts', 'web/service-worker'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|vue)$/.test(file))
      .map((file) => readFileSync(`${folder}/${file}`, 'utf8')),
  )
  const kept = sources.flatMap((text) => [
    ...text.matchAll(/(?<!\bt\()'(push\.\w+|bocage-(?:phone|shown))'/g),
  ])
  const names = [...new Set(kept.map(([, name = '']) => name.replace(/^push\./, 'bocage.push.')))]
  expect(names.length).toBeGreaterThan(10)
  expect(names.filter((name) => !register.includes(`\`${name}\``))).toEqual([])
})
