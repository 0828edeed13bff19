import type { TestProject } from 'vitest/node'
import { bundleServer } from './server-bundle.ts'
import { startServer } from './server.ts'

type Shared = { demoData: string; bundle: string; close: () => Promise<void> }

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder that a server of these tests copies to open the demo. */
    demoData: string | undefined
    /** The server as one file. */
    serverBundle: string | undefined
  }
}

// Each kind of tests that needs a server loads this file for itself; they run in one process.
const once = globalThis as { sharedByServers?: Promise<Shared>; closingShared?: Promise<void> }

/**
 * Bundles the server and fills the demo once for all the tests of a run: both take several seconds of processor, and
 * each file has a server of its own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  once.sharedByServers ??= prepare()
  const { demoData, bundle, close } = await once.sharedByServers
  project.provide('demoData', demoData)
  project.provide('serverBundle', bundle)
  return () => (once.closingShared ??= close())
}

async function prepare(): Promise<Shared> {
  const bundle = await bundleServer()
  const server = await startServer({ demo: true, bundle: bundle.script })
  // Ended as it should be, it also leaves its code compiled for all that follow.
  const code = await server.stop()
  if (code !== 0) throw new Error(`The server that filled the demo ended with ${code}:\n${server.output()}`)
  return {
    demoData: server.dataDir,
    bundle: bundle.script,
    close: async () => {
      await server.close()
      await bundle.remove()
    },
  }
}
