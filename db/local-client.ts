import {
  type Client,
  type InArgs,
  type InStatement,
  type InValue,
  LibsqlError,
  type ResultSet,
  type Row,
  type Transaction,
  type Value,
} from '@libsql/client'
import Libsql from 'libsql'
import { fileURLToPath } from 'node:url'

type Connection = InstanceType<typeof Libsql>
type Execute = (given: InStatement, args?: InArgs) => ResultSet
type Run = (args: InValue[] | Record<string, InValue>) => ResultSet

// Statements with a list of values differ by its length: the oldest makes room.
const preparedLimit = 500

/**
 * A libSQL client on one connection to a local file, which keeps its statements prepared. The package's own client
 * prepares each statement again at every call, learns by an exception whether it answers rows, and defines the cells
 * of a row one by one: several times the cost of the statement itself, on the one thread that does everything.
 * Integers are answered as numbers. Throws the driver's error when the file can't be opened.
 */
export function createLocalClient({ url }: { url: string }): Client {
  const connection = new Libsql(pathOf(url))
  const prepared = new Map<string, Run>()
  let closed = false
  let inTransaction = false

  const execute: Execute = (given, args) => {
    const [text, values] = typeof given === 'string' ? [given, args] : [given.sql, given.args]
    try {
      let run = prepared.get(text)
      if (!run) {
        run = prepare(connection, text)
        const oldest = prepared.size < preparedLimit ? undefined : prepared.keys().next().value
        if (oldest !== undefined) prepared.delete(oldest)
        prepared.set(text, run)
      }
      return run(values ?? [])
    } catch (error) {
      throw asLibsqlError(error)
    }
  }
  const free = () => {
    if (closed) throw new LibsqlError('The client is closed', 'CLIENT_CLOSED')
    // Statements of others would be swept into the transaction that is open on this only connection.
    if (inTransaction) throw new LibsqlError('An open transaction holds this client', 'TRANSACTION_ACTIVE')
  }
  const unavailable = () =>
    Promise.reject(new LibsqlError('Not available on a local client', 'NOT_AVAILABLE'))

  return {
    protocol: 'file',
    get closed() {
      return closed
    },
    execute: async (given: InStatement, args?: InArgs) => {
      free()
      return execute(given, args)
    },
    transaction: async () => {
      free()
      execute('BEGIN IMMEDIATE')
      inTransaction = true
      return openTransaction({ connection, execute, onEnd: () => (inTransaction = false) })
    },
    batch: unavailable,
    migrate: unavailable,
    executeMultiple: unavailable,
    sync: unavailable,
    reconnect: () => {},
    close: () => {
      if (closed) return
      closed = true
      prepared.clear()
      connection.close()
    },
  }
}

function openTransaction({
  connection,
  execute,
  onEnd,
}: {
  connection: Connection
  execute: Execute
  onEnd: () => void
}): Transaction {
  // Read of a closed connection, `inTransaction` would abort the process.
  const isOpen = () => connection.open && connection.inTransaction
  const requireOpen = () => {
    if (!isOpen()) throw new LibsqlError('The transaction is closed', 'TRANSACTION_CLOSED')
  }
  const rollback = () => {
    try {
      if (isOpen()) execute('ROLLBACK')
    } finally {
      onEnd()
    }
  }
  return {
    get closed() {
      return !isOpen()
    },
    execute: async (given) => {
      requireOpen()
      return execute(given)
    },
    batch: async (statements) => {
      requireOpen()
      return statements.map((statement) => execute(statement))
    },
    executeMultiple: () =>
      Promise.reject(new LibsqlError('Not available on a local client', 'NOT_AVAILABLE')),
    commit: async () => {
      requireOpen()
      execute('COMMIT')
      onEnd()
    },
    rollback: async () => rollback(),
    close: rollback,
  }
}

function prepare(connection: Connection, text: string): Run {
  const statement = connection.prepare<unknown[]>(text)
  if (!statement.reader)
    return (args) => {
      const { changes, lastInsertRowid } = statement.run(toSql(args))
      return resultOf({
        columns: [],
        rows: [],
        rowsAffected: changes,
        lastInsertRowid: BigInt(lastInsertRowid),
      })
    }
  statement.raw(true)
  const columns = statement.columns().map(({ name }) => name)
  const rowOf = rowMaker(columns)
  return (args) => {
    const rows = (statement.all(toSql(args)) as unknown[][]).map(rowOf)
    return resultOf({ columns, rows, rowsAffected: 0, lastInsertRowid: undefined })
  }
}

function resultOf(result: Omit<ResultSet, 'columnTypes' | 'toJSON'>): ResultSet {
  return { ...result, columnTypes: [], toJSON: () => ({ ...result }) }
}

class LocalRow {
  readonly #cells: Value[]
  constructor(cells: Value[]) {
    this.#cells = cells
  }
  static cell(row: LocalRow, position: number): Value {
    return row.#cells[position] ?? null
  }
}

/**
 * A row is read by position and by name. Names are its own properties, of one shape for all rows of a statement;
 * positions and the length are found through the prototype, so that only names are enumerated.
 */
function rowMaker(columns: string[]): (values: unknown[]) => Row {
  class StatementRow extends LocalRow {}
  Object.defineProperty(StatementRow.prototype, 'length', { value: columns.length })
  columns.forEach((_, position) => {
    Object.defineProperty(StatementRow.prototype, position, {
      get(this: LocalRow) {
        return LocalRow.cell(this, position)
      },
    })
  })
  // Of two columns of one name, the first is the one read by name.
  const named = [...new Set(columns)].map((name) => [name, columns.indexOf(name)] as const)
  return (values) => {
    const cells = values.map(fromSql)
    const row = new StatementRow(cells) as unknown as Row
    for (const [name, position] of named) row[name] = cells[position] ?? null
    return row
  }
}

function fromSql(value: unknown): Value {
  return value instanceof Uint8Array ? new Uint8Array(value).buffer : (value as Value)
}

function toSql(args: InValue[] | Record<string, InValue>): unknown {
  if (Array.isArray(args)) return args.map(valueToSql)
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name.replace(/^[@$:]/, ''), valueToSql(value)]),
  )
}

function valueToSql(value: InValue): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError('Only finite numbers can be stored')
  if (value === undefined) throw new TypeError('undefined cannot be stored')
  if (value instanceof Date) return value.valueOf()
  return value instanceof ArrayBuffer ? Buffer.from(value) : value
}

function pathOf(url: string): string {
  if (url.startsWith('file://')) return fileURLToPath(url)
  return decodeURIComponent(url.slice('file:'.length).split('?')[0] ?? '')
}

function asLibsqlError(error: unknown): unknown {
  if (!(error instanceof Libsql.SqliteError)) return error
  // The family of the code, as the package's own client says it: SQLITE_CONSTRAINT of SQLITE_CONSTRAINT_UNIQUE.
  const family = error.code.split('_').slice(0, 2).join('_')
  return new LibsqlError(error.message, family, error.code, error.rawCode, error)
}
