import Libsql from 'libsql'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDemoApp, type DemoApp } from '../../support/demo-app.ts'
import { useWishes } from '../../support/everything-wishes.ts'

// What SQLite makes of every statement of wishes: whoever is concerned is found by an index, whatever their number.

const texts = new Set<string>()
const { prepare } = Libsql.prototype
let app: DemoApp

beforeAll(async () => {
  Libsql.prototype.prepare = function (this: InstanceType<typeof Libsql>, text: string, ...rest: []) {
    texts.add(text)
    return prepare.call(this, text, ...rest)
  } as typeof prepare
  app = await openDemoApp()
  await useWishes(app)
}, 120_000)
afterAll(async () => {
  Libsql.prototype.prepare = prepare
  await app.close()
})

it('no statement reads all wishes, causes or digests, nor all of what happened', () => {
  const file = new Libsql(fileURLToPath(app.config.databaseUrl.replace(/^file:/, 'file://')))
  const ours = [...texts].filter(
    (text) =>
      /\bwish|digest_slot|digest_follow/.test(text) &&
      /^\s*(?:select|insert|update|delete|with)\b/i.test(text),
  )
  expect(ours.length).toBeGreaterThan(15)
  const whole = ours.flatMap((text) => {
    const steps = prepare
      .call(file, `explain query plan ${text}`)
      .all([...text.matchAll(/\?/g)].map(() => null)) as { detail: string }[]
    return (
      steps
        .map(({ detail }) => detail)
        .filter((detail) => /^SCAN (?!json_each|territory)[a-z]/.test(detail))
        // Only what waits is in it.
        .filter((detail) => !/INDEX wish_cause_waiting/.test(detail))
        .map((detail) => `${detail}: ${text}`)
    )
  })
  file.close()
  expect(whole).toEqual([])
})
