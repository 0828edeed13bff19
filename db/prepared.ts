import { getTableColumns, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Reader, Tx } from './client.ts'

type Handle = Reader | Tx
type Values = Record<string, unknown>
type Prepared<T> = { execute: (values?: Values) => Promise<T> }

/**
 * A query whose text is built once for a handle: the reading one, or a transaction that several writes share. Building
 * a query costs Drizzle several times what SQLite takes to run it. For what every report or every page does; `build`
 * marks what varies with `sql.placeholder(name)`. A placeholder never gives null to a column of JSON or of flags.
 */
export function prepared<V extends Values, T>(build: (db: Handle) => Prepared<T>) {
  const known = new WeakMap<Handle, Prepared<T>>()
  return (db: Handle, values: V): Promise<T> => {
    let query = known.get(db)
    if (!query) {
      query = build(db)
      known.set(db, query)
    }
    return query.execute(values)
  }
}

/** Inserts a row with a text built once for a handle. Columns left out take their default, or null. Answers its rowid. */
export function preparedInsert<Table extends SQLiteTable>(table: Table) {
  const columns = Object.entries(getTableColumns(table))
  // Given as they go to the driver, since a placeholder's own encoding would write a null JSON as the text "null".
  const places = Object.fromEntries(columns.map(([name]) => [name, sql`${sql.placeholder(name)}`]))
  const insert = prepared((db) =>
    db
      .insert(table)
      .values(places as Table['$inferInsert'])
      .prepare(),
  )
  const encode = (row: Values) =>
    Object.fromEntries(
      columns.map(([name, column]) => {
        const value = row[name] ?? column.default ?? null
        return [name, value === null ? null : column.mapToDriverValue(value)]
      }),
    )
  return (db: Handle, row: Table['$inferInsert']) => insert(db, encode(row))
}
