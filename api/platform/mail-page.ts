import { html } from 'hono/html'
import { createRouter, defineRoute, type Deps } from './http.ts'
import { listLocalMails, type LocalMail } from './mail-local.ts'
import { pageQuery } from './pagination.ts'
import { commonProblems } from './problems.ts'
import { z } from '@hono/zod-openapi'

export const mailboxPath = '/boite-mail'
const perPage = 20

const when = new Intl.DateTimeFormat('fr-FR', {
  dateStyle: 'full',
  timeStyle: 'short',
  timeZone: 'Europe/Paris',
})

/** The words of a mail with its addresses as links. */
function words(text: string) {
  return text
    .split(/(https?:\/\/[^\s<>"»)\]]*[^\s<>"»)\].,;:!?])/)
    .map((part, i) => (i % 2 === 1 ? html`<a href="${part}">${part}</a>` : part))
}

function article(mail: LocalMail) {
  return html`<article aria-labelledby="m-${mail.id}">
    <h2 id="m-${mail.id}">${mail.subject}</h2>
    <p class="meta">
      Pour <strong>${mail.recipient}</strong>,
      <time datetime="${new Date(mail.at).toISOString()}">${when.format(mail.at)}</time>
    </p>
    <div class="words">${words(mail.text)}</div>
  </article>`
}

/**
 * The demo's mailbox: what would have been sent, latest first. It shows sign-in links to whoever asks, so it exists
 * only where no mail server is configured and never in production.
 */
export function createMailboxPage({ config, database }: Pick<Deps, 'config' | 'database'>) {
  const open = !config.production && config.smtpUrl === null
  return createRouter().openapi(
    defineRoute({
      method: 'get',
      path: mailboxPath,
      'x-action': 'mailbox.read',
      summary: 'The mailbox of the demo',
      request: { query: z.object({ cursor: pageQuery.cursor }) },
      responses: { 200: { description: 'HTML', content: { 'text/html': { schema: z.string() } } } },
    }),
    async (c) => {
      if (!open) throw commonProblems['not-found']()
      const { cursor } = c.req.valid('query')
      const { items, nextCursor } = await listLocalMails({ database, cursor, limit: perPage })
      c.header('Cache-Control', 'no-store')
      return c.html(
        html`<!doctype html>
          <html lang="fr">
            <head>
              <meta charset="utf-8" />
              <meta name="viewport" content="width=device-width, initial-scale=1" />
              <meta name="robots" content="noindex" />
              <title>Boîte mail de la démonstration · Bocage</title>
              <link rel="icon" href="/icons/bocage.svg" />
              <link rel="stylesheet" href="/boite-mail.css" />
            </head>
            <body>
              <main>
                <h1>Boîte mail de la démonstration</h1>
                <p>
                  Ici, aucun courriel ne part : chacun est gardé sur cette page, liens de connexion compris.
                  Avec un serveur de messagerie (<code>SMTP_URL</code>), les courriels partent et cette page
                  disparaît.
                </p>
                ${
                  items.length === 0
                    ? html`<p class="empty">
                        ${
                          cursor
                            ? 'Il n’y a pas de courriel plus ancien.'
                            : 'Aucun courriel pour l’instant. Demandez un lien de connexion, puis revenez ici.'
                        }
                      </p>`
                    : items.map(article)
                }
                <nav aria-label="Pages">
                  ${cursor ? html`<a href="${mailboxPath}">Les plus récents</a>` : ''}
                  ${nextCursor ? html`<a href="${mailboxPath}?cursor=${nextCursor}">Plus anciens</a>` : ''}
                  <a href="/">Retour à l’accueil</a>
                </nav>
              </main>
            </body>
          </html>`,
      )
    },
  )
}
