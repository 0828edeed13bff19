import type { TestProject } from 'vitest/node'
import { startServer } from './server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder that a server of these tests copies to open the demo. */
    demoData: string | undefined
  }
}

/**
 * Fills the demo once for all browser tests: filling it takes several seconds of processor, and each of their files has
 * a server of its own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer({ demo: true })
  const code = await server.stop()
  if (code !== 0) throw new Error(`The server that filled the demo ended with ${code}:\n${server.output()}`)
  project.provide('demoData', server.dataDir)
  return server.close
}
