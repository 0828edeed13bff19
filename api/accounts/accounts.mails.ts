import type { Role } from '../../db/schema/index.ts'
import { layOutMail } from '../platform/mail-layout.ts'
import type { Mail } from '../platform/mailer.ts'
import type { Language } from '../platform/problems.ts'
import { linkMinutes } from './accounts.auth.ts'

const roleNames: Record<Role, { fr: string; en: string }> = {
  technician: { fr: 'technicien', en: 'technician' },
  clerk: { fr: 'agent d’accueil', en: 'clerk' },
  moderator: { fr: 'modérateur', en: 'moderator' },
  admin: { fr: 'administrateur', en: 'administrator' },
}

const signInWords: Record<
  Language,
  { subject: string; title: string; paragraphs: string[]; action: string; footer: string }
> = {
  fr: {
    subject: 'Votre lien de connexion à Bocage',
    title: 'Votre lien de connexion',
    paragraphs: [
      'Bonjour,',
      `Ouvrez ce lien puis appuyez sur « Se connecter ». Il sert une seule fois, pendant ${linkMinutes} minutes.`,
    ],
    action: 'Ouvrir la page de connexion',
    footer:
      'Vous recevez ce courriel parce que votre adresse a été saisie sur la page de connexion. Si ce n’était pas vous, ne faites rien : sans ce lien, personne n’entre.',
  },
  en: {
    subject: 'Your sign-in link to Bocage',
    title: 'Your sign-in link',
    paragraphs: [
      'Hello,',
      `Open this link, then press “Sign in”. It works once, for ${linkMinutes} minutes.`,
    ],
    action: 'Open the sign-in page',
    footer:
      'You receive this mail because your address was typed on the sign-in page. If it was not you, do nothing: without this link, nobody gets in.',
  },
  nl: {
    subject: 'Je link om in te loggen op Bocage',
    title: 'Je link om in te loggen',
    paragraphs: [
      'Dag,',
      `Open deze link en druk dan op “Inloggen”. Hij werkt één keer, ${linkMinutes} minuten lang.`,
    ],
    action: 'De inlogpagina openen',
    footer:
      'Je krijgt deze e-mail omdat je adres op de inlogpagina is ingevuld. Was jij het niet? Doe dan niets: zonder deze link komt niemand binnen.',
  },
}

/** The mail that carries a sign-in link. The link opens a page with a button, so a mail scanner can't use it up. */
export function signInMail({
  to,
  language,
  publicUrl,
  token,
}: {
  to: string
  language: Language
  publicUrl: string
  token: string
}): Mail {
  const url = `${publicUrl}/connexion?token=${encodeURIComponent(token)}`
  const { subject, ...said } = signInWords[language]
  // Agents, people of organizers and travellers enter by the same door.
  return { to, subject, ...layOutMail({ language, ...said, action: { label: said.action, url } }) }
}

/** The mail that tells a person of their new role. It carries no secret: they then ask for a sign-in link. */
export function invitationMail({
  to,
  language,
  publicUrl,
  role,
  territory,
  scope,
}: {
  to: string
  language: Language
  publicUrl: string
  role: Role
  territory: string
  scope: string
}): Mail {
  const french = language === 'fr'
  const place = scope === territory ? territory : `${scope} (${territory})`
  return {
    to,
    subject: french ? `Espace agents : ${territory}` : `Staff area: ${territory}`,
    ...layOutMail({
      language,
      title: french ? 'Un rôle vous est confié' : 'You are given a role',
      paragraphs: french
        ? [
            'Bonjour,',
            `Vous avez maintenant le rôle « ${roleNames[role].fr} » dans Bocage, pour : ${place}.`,
            'Pour entrer, donnez cette adresse sur la page de connexion : vous recevez un lien. Il n’y a pas de mot de passe.',
          ]
        : [
            'Hello,',
            `You now have the role “${roleNames[role].en}” in Bocage, for: ${place}.`,
            'To enter, give this address on the sign-in page: you receive a link. There is no password.',
          ],
      action: {
        label: french ? 'Aller à la page de connexion' : 'Go to the sign-in page',
        url: `${publicUrl}/connexion`,
      },
      footer: french
        ? `Vous recevez ce courriel parce qu’un administrateur de ${territory} vous a donné ce rôle. Si c’est une erreur, dites-le-lui : il peut le retirer.`
        : `You receive this mail because an administrator of ${territory} gave you this role. If this is a mistake, tell them: they can remove it.`,
    }),
  }
}
