// `npm run dev`: the API restarted and the pages reloaded at each change, until Ctrl-C.
import { spawn } from 'child_process'
import { createInterface } from 'readline'
import { join } from 'path'
import { requireNode, root, spawnTool } from './toolchain.mjs'

requireNode()
const port = process.env.PORT || '3000'
const apiPort = process.env.API_PORT || '3001'
const publicUrl = process.env.PUBLIC_URL || `http://localhost:${port}`
const piped = { stdio: ['ignore', 'pipe', 'pipe'] }

const api = spawn(
  process.execPath,
  ['--watch', '--watch-preserve-output', join(root, 'api', 'main.ts'), '--api-only'],
  { ...piped, cwd: root, env: { ...process.env, PORT: apiPort, PUBLIC_URL: publicUrl } },
)
const web = spawnTool('vite/bin/vite.js', ['--port', port, '--strictPort', '--clearScreen', 'false'], {
  ...piped,
  env: { ...process.env, API_PORT: apiPort },
})

let stopping = false
const running = new Set()
follow('api', api)
follow('web', web)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(0))

/** Prefixes each line of a side; when one side ends by itself, the other has no use. */
function follow(name, child) {
  running.add(child)
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ])
    createInterface({ input: from }).on('line', (line) => to.write(`[${name}] ${line}\n`))
  child.on('exit', (code) => {
    running.delete(child)
    stop(code === null ? 1 : code)
  })
}

function stop(code) {
  if (!stopping) {
    stopping = true
    process.exitCode = code
    for (const child of running) child.kill('SIGTERM')
    // A side that does not let go is ended: the terminal is the person's.
    setTimeout(() => running.forEach((child) => child.kill('SIGKILL')), 5000).unref()
  }
}
