import type { TestProject } from 'vitest/node'
import { startServer, type TestServer } from './server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder that a server of these tests copies to open the demo. */
    demoData: string | undefined
  }
}

// Each kind of tests that needs the demo loads this file for itself; they run in one process.
const shared = globalThis as { filledDemo?: Promise<TestServer>; closingDemo?: Promise<void> }

/**
 * Fills the demo once for all the tests of a run: filling it takes several seconds of processor, and each file has a
 * server of its own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.filledDemo ??= fill()
  const server = await shared.filledDemo
  project.provide('demoData', server.dataDir)
  return () => (shared.closingDemo ??= server.close())
}

async function fill(): Promise<TestServer> {
  const server = await startServer({ demo: true })
  const code = await server.stop()
  if (code !== 0) throw new Error(`The server that filled the demo ended with ${code}:\n${server.output()}`)
  return server
}
