import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, inject } from 'vitest'
import { openMailbox, type Mailbox } from './smtp.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
/** What was compiled of the sources is kept from run to run; of a bundle, which no other run has, it goes with it. */
const compileCacheOf = (script: string) =>
  isAbsolute(script) ? join(dirname(script), 'compiled') : join(tmpdir(), 'bocage-compile-cache')
const startLimitMs = 60_000
const stopLimitMs = 15_000

export type ServerOptions = {
  /** Opens the demo territory. Default: an empty database. */
  demo?: boolean
  /** A folder where a server of before filled the demo: copied, so that it is not filled again. */
  demoData?: string | undefined
  /** The server as one file (`server-bundle.ts`), which starts in a third of the time. Default: the sources. */
  bundle?: string | undefined
  /** Serves the built web app too (`npm run build` first). Default: the API alone. */
  web?: boolean
  /** Over the defaults of the tests: rate limits a thousand times wider, logs from `warn` up. */
  env?: Record<string, string>
}

export type TestServer = {
  url: string
  dataDir: string
  /** The mail server it sends through. */
  mailbox: Mailbox
  /** What it wrote on stdout and stderr since it was first started. */
  output: () => string
  /** Ends it as Ctrl-C does and answers the exit code. */
  stop: () => Promise<number | null>
  /** Ends it at once, as a power cut does. */
  kill: (signal?: NodeJS.Signals) => Promise<void>
  /** Starts it again on the same data, address and mail server; stops it first when it runs. */
  restart: () => Promise<void>
  /** Ends everything and deletes the data. */
  close: () => Promise<void>
}

export type Ended = { code: number | null; stdout: string; stderr: string }

/** Starts the real server as a child process on its own empty data, and answers once it serves. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bocage-data-'))
  const mailbox = await openMailbox()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let output = ''
  let child: ChildProcess | undefined

  const start = async () => {
    child = spawnServer({
      ...(options.bundle ? { script: options.bundle } : {}),
      args: options.web ? [] : ['--api-only'],
      env: {
        PORT: String(port),
        HOST: '127.0.0.1',
        PUBLIC_URL: url,
        DATA_DIR: dataDir,
        DEMO: options.demo ? '1' : '0',
        SMTP_URL: mailbox.url,
        LOG_LEVEL: 'warn',
        RATE_LIMIT_FACTOR: '1000',
        PUSH_ALLOW_LOOPBACK: '1',
        FETCH_ALLOW_LOOPBACK: '1',
        ...options.env,
      },
    })
    child.stdout?.on('data', (text) => (output += text))
    child.stderr?.on('data', (text) => (output += text))
    await untilServing({ child, url, output: () => output })
  }
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit')
      child.kill(signal)
      await exited
    }
  }
  const stop = async () => {
    const tooLong = setTimeout(() => child?.kill('SIGKILL'), stopLimitMs)
    await kill('SIGINT')
    clearTimeout(tooLong)
    return child?.exitCode ?? null
  }

  const close = async () => {
    await kill()
    await mailbox.close()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    if (options.demo && options.demoData) await cp(options.demoData, dataDir, { recursive: true })
    await start()
  } catch (error) {
    await close()
    throw error
  }
  return {
    url,
    dataDir,
    mailbox,
    output: () => output,
    stop,
    kill,
    restart: async () => {
      await stop()
      await start()
    },
    close,
  }
}

/**
 * For a test file: a server for all its tests. Read it inside tests and hooks only. They share the filling of the demo
 * and the server's bundle (`demo-data.setup.ts`), not the data.
 */
export function useServer(options: ServerOptions = {}): { readonly current: TestServer } {
  let server: TestServer | undefined
  beforeAll(async () => {
    server = await startServer({
      demoData: inject('demoData'),
      bundle: inject('serverBundle'),
      ...options,
    })
  })
  afterAll(async () => {
    await server?.close()
  })
  return {
    get current() {
      if (!server) throw new Error('The server runs only while the tests of this file do.')
      return server
    },
  }
}

/** Runs `node api/main.ts`, or another script, with only `env`, so that the developer's own settings change no test. */
export function spawnServer({
  args = [],
  env,
  script = 'api/main.ts',
}: {
  args?: string[]
  env: Record<string, string>
  script?: string
}): ChildProcess {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    // Compiled once for all servers of a run: half of what a start costs.
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: compileCacheOf(script), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const orphan = () => child.kill('SIGKILL')
  process.once('exit', orphan)
  child.once('exit', () => process.off('exit', orphan))
  child.stdout?.setEncoding('utf8')
  child.stderr?.setEncoding('utf8')
  return child
}

/** Waits for a process to end and answers what it wrote. */
export async function untilEnded(child: ChildProcess): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (text) => (stdout += text))
  child.stderr?.on('data', (text) => (stderr += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function untilServing({
  child,
  url,
  output,
}: {
  child: ChildProcess
  url: string
  output: () => string
}): Promise<void> {
  const deadline = performance.now() + startLimitMs
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The server ended before serving:\n${output()}`)
    const answered = await fetch(`${url}/healthz`).then(
      ({ status }) => status === 200,
      () => false,
    )
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  child.kill('SIGKILL')
  throw new Error(`The server did not serve within ${startLimitMs} ms:\n${output()}`)
}
