import { parseArgs } from 'node:util'
import { openDatabase } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { loadConfig } from '../config.ts'
import { systemClock } from '../platform/clock.ts'
import { systemIds } from '../platform/ids.ts'
import { Problem } from '../platform/problems.ts'
import { isForThePerson, prepareDataDir, StartupError } from '../startup.ts'
import { createStaff } from './accounts-members.usecases.ts'
import { emailSchema } from './accounts.schemas.ts'

const usage = 'Usage : npm run staff -- admin --siren 200043321 --email nom@exemple.fr [--name "Prénom Nom"]'

/** Makes the first administrator of a territory; the others are invited on screen. Running it again changes nothing. */
async function run(args: string[]): Promise<string> {
  const { siren, email, name } = parse(args)
  const config = loadConfig(process.env)
  prepareDataDir(config.dataDir)
  await migrate({ url: config.databaseUrl })
  const database = await openDatabase({ url: config.databaseUrl })
  try {
    const { added } = await createStaff({
      database,
      clock: systemClock,
      ids: systemIds,
      staff: {
        email,
        name: name ?? email,
        memberships: [{ siren, role: 'admin', scope: { kind: 'territory', id: siren } }],
      },
    })
    const done =
      added > 0
        ? `${email} administre le territoire ${siren}.`
        : `${email} administrait déjà ${siren} : rien n’a changé.`
    return `${done}\nPour entrer : ${config.publicUrl}/connexion`
  } catch (error) {
    if (error instanceof Problem && error.slug === 'not-found')
      throw new StartupError(
        `Le territoire ${siren} n’est pas ouvert ici. Ouvrez-le d’abord : npm run territory -- import --siren ${siren}`,
        { cause: error },
      )
    throw error
  } finally {
    await database.close()
  }
}

function parse(args: string[]) {
  let given
  try {
    given = parseArgs({
      args,
      allowPositionals: true,
      options: { siren: { type: 'string' }, email: { type: 'string' }, name: { type: 'string' } },
    })
  } catch (error) {
    throw new StartupError(usage, { cause: error })
  }
  const { siren, email, name } = given.values
  if (given.positionals.join() !== 'admin' || !siren || !email) throw new StartupError(usage)
  if (!/^\d{9}$/.test(siren))
    throw new StartupError(`Un SIREN compte 9 chiffres : « ${siren} » n’en est pas un.`)
  const parsed = emailSchema.safeParse(email)
  if (!parsed.success) throw new StartupError(`« ${email} » n’est pas une adresse comme nom@exemple.fr.`)
  return { siren, email: parsed.data, name }
}

try {
  console.log(await run(process.argv.slice(2)))
} catch (error) {
  if (!isForThePerson(error)) throw error
  console.error(error.message)
  process.exitCode = 1
}
