import type { Config } from './config.ts'
import { demoAccounts } from './demo-accounts.ts'
import { mailboxPath } from './platform/mail-page.ts'

/** What the console says once the server serves: where it is, who to be, what to try first. */
export function welcome({ config, demo }: { config: Config; demo: boolean }): string {
  const { publicUrl, smtpUrl, production } = config
  const lines = [`Bocage est ouvert : ${publicUrl}`]
  if (demo) {
    const width = Math.max(...demoAccounts.map(({ email }) => email.length))
    lines.push(
      '',
      'Territoire de démonstration : Pays de Mormal (limites approximatives, contenu inventé).',
      `Espace agents : ${publicUrl}/agents, connexion par un lien envoyé à l'une de ces adresses :`,
      ...demoAccounts.map(({ email, does }) => `  ${email.padEnd(width)}  ${does}`),
    )
  }
  if (!smtpUrl && !production)
    lines.push(
      '',
      `Les courriels ne partent pas : ils sont ici et sur ${publicUrl}${mailboxPath}, liens de connexion compris.`,
    )
  if (demo)
    lines.push(
      '',
      'À essayer en premier :',
      `  1. signalez un nid-de-poule à Bavay : ${publicUrl}/signaler`,
      '  2. ouvrez son lien privé, puis connectez-vous comme technicien@mormal.example pour le traiter',
      '  3. revenez au lien privé : la réponse y est',
      `  4. cherchez une sortie : ${publicUrl}/agenda ; proposez-en une : ${publicUrl}/agenda/proposer`,
    )
  lines.push('', 'Ctrl-C arrête le serveur ; les données restent dans ' + config.dataDir, '')
  return `${lines.join('\n')}\n`
}
