// Read by whatever Node the machine has: nothing here that Node 14 can't parse.
import { spawn } from 'child_process'
import { existsSync, readdirSync, statSync } from 'fs'
import { join } from 'path'
import { fileURLToPath } from 'url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** True when this Node runs TypeScript as it is: 22.18 is the first long-term one to strip types unasked. */
export function runsTypeScript(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)
}

/** Ends the process with one sentence when this Node is too old for the server. */
export function requireNode(version = process.versions.node) {
  if (runsTypeScript(version)) return
  fail(
    `Bocage a besoin de Node 24 (ici : ${version}) : lancez « npm ci », qui l'apporte, puis « npm start ». / ` +
      `Bocage needs Node 24 (this is ${version}): run "npm ci", which brings it, then "npm start".`,
  )
}

/** Ends the process with a sentence for the person who started it. */
export function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

// What the pages are made from. The schemas and rules of api/ are part of the web client.
const sources = ['web', 'public', 'api', 'vite.config.ts', 'package-lock.json']
// The last file a build writes: a build cut short does not have it.
const lastBuilt = join(root, 'dist', 'web', 'service-worker.js')

function newestChange(path, notBefore = 0) {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) return notBefore
  // A folder's own time tells of files that were removed.
  const newest = Math.max(notBefore, stats.mtimeMs)
  if (!stats.isDirectory()) return newest
  return readdirSync(path)
    .filter((name) => name !== 'node_modules')
    .reduce((time, name) => newestChange(join(path, name), time), newest)
}

/** True when there is no built web app, or when one of its sources changed after it was built. */
export function needsBuild() {
  if (!existsSync(lastBuilt)) return true
  const built = statSync(lastBuilt).mtimeMs
  return sources.some((source) => newestChange(join(root, source)) > built)
}

/** Runs a script of a package with this same Node. */
export function spawnTool(script, args, options) {
  return spawn(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root, ...options })
}

/**
 * Builds the web app. What the build says is written only when it fails: two hundred lines of files would hide what
 * the server says next. Rejects when it fails.
 */
export function buildWeb() {
  return new Promise((resolve, reject) => {
    const build = spawnTool('vite/bin/vite.js', ['build'], { stdio: ['ignore', 'pipe', 'pipe'] })
    const said = []
    for (const stream of [build.stdout, build.stderr]) stream.on('data', (text) => said.push(text))
    build.on('error', reject)
    build.on('close', (code) => {
      if (code === 0) return resolve()
      process.stderr.write(Buffer.concat(said))
      reject(new Error(`vite build: code ${code}`))
    })
  })
}
