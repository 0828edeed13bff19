import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useBrowser } from '../../support/browser.ts'
import { freePort } from '../../support/server.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** `npm start` in a process group of its own, as a terminal runs it. */
function npmStart(env: Record<string, string>) {
  const child = spawn('npm', ['start'], {
    cwd: root,
    detached: true,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += String(text)))
  return { child, output: () => output }
}

/** What a terminal does at Ctrl-C: the signal goes to npm and to all it started. Answers once all have ended. */
async function ctrlC(child: ChildProcess): Promise<void> {
  const ended = once(child, 'close')
  process.kill(-Number(child.pid), 'SIGINT')
  await ended
}

describe('npm start', () => {
  const browser = useBrowser()
  let dataDir: string
  let env: Record<string, string>
  const running = new Set<ChildProcess>()

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'bocage-npm-'))
    env = { PORT: String(await freePort()), HOST: '127.0.0.1', DATA_DIR: dataDir }
  })
  afterAll(async () => {
    for (const { pid, exitCode, signalCode } of running)
      if (exitCode === null && signalCode === null) process.kill(-Number(pid), 'SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  })

  it('opens Bocage in a browser, with the demo mailbox, and Ctrl-C ends it cleanly, twice over', async () => {
    const url = `http://localhost:${env['PORT']}`
    for (const _ of ['first start', 'second start']) {
      const { child, output } = npmStart(env)
      running.add(child)
      await expect.poll(output, { timeout: 90_000 }).toContain(`Bocage est ouvert : ${url}`)
      expect(output()).toContain(`${url}/boite-mail`)

      const page = await browser.openPage({ baseURL: url })
      await page.goto('/')
      expect(await page.textContent('h1')).toMatch(/\S/)
      expect(await page.evaluate(() => fetch('/healthz').then(({ status }) => status))).toBe(200)
      await page.goto('/boite-mail')
      expect(await page.textContent('h1')).toBe('Boîte mail de la démonstration')

      await ctrlC(child)
      expect(output()).toMatch(/Bocage est arrêté\.\n$/)
      expect(output()).not.toMatch(/Error|npm error/)
    }
  })
})
