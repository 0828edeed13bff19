// `npm start`: the right Node, the web app built when it is not, then the server.
import { existsSync } from 'fs'
import { join } from 'path'
import { buildWeb, fail, needsBuild, requireNode, root } from './toolchain.mjs'

requireNode()
if (!existsSync(join(root, 'node_modules', 'hono')))
  fail('Les bibliothèques de Bocage ne sont pas installées : lancez « npm ci », puis « npm start ».')

prepare().then(() => import('./main.ts'))

function prepare() {
  if (!needsBuild()) return Promise.resolve()
  if (!existsSync(join(root, 'node_modules', 'vite'))) {
    if (existsSync(join(root, 'dist', 'web', 'index.html'))) return Promise.resolve()
    fail(
      "L'application web n'est pas construite et ses outils ne sont pas là : lancez « npm ci » sans --omit=dev.",
    )
  }
  console.log(
    "Construction de l'application web (quelques secondes, jusqu'à une minute sur une petite machine)…",
  )
  return buildWeb().catch(() =>
    fail("L'application web n'a pas pu être construite : l'erreur est écrite ci-dessus."),
  )
}
