import { defineProblems } from '../platform/problems.ts'

export const accountProblems = defineProblems({
  'mail-off': {
    status: 503,
    title: {
      fr: 'Connexion impossible pour l’instant',
      en: 'Sign-in is not possible yet',
      nl: 'Inloggen kan nog niet',
    },
    detail: {
      fr: 'Ce serveur n’envoie pas encore de courriel, donc pas de lien de connexion. Demandez à la personne qui l’installe de renseigner SMTP_URL.',
      en: 'This server does not send mail yet, so no sign-in link. Ask whoever installs it to set SMTP_URL.',
      nl: 'Deze server verstuurt nog geen e-mail, dus ook geen link om in te loggen. Vraag aan wie hem installeert om SMTP_URL in te vullen.',
    },
  },
  'sign-in-link-refused': {
    status: 410,
    title: { fr: 'Ce lien ne sert plus', en: 'This link no longer works', nl: 'Deze link werkt niet meer' },
    detail: {
      fr: 'Un lien de connexion sert une seule fois, pendant 15 minutes. Demandez un nouveau lien.',
      en: 'A sign-in link works once, for 15 minutes. Ask for a new link.',
      nl: 'Een link om in te loggen werkt één keer, 15 minuten lang. Vraag een nieuwe link.',
    },
  },
  'unknown-scope': {
    status: 422,
    title: { fr: 'Périmètre inconnu', en: 'Unknown scope', nl: 'Onbekend gebied' },
    detail: {
      fr: 'Ce territoire n’a pas cette commune ou cet organisme. Choisissez dans la liste.',
      en: 'This territory has no such commune or body. Choose from the list.',
      nl: 'Deze streek heeft die gemeente of die instantie niet. Kies uit de lijst.',
    },
  },
  'role-already-given': {
    status: 409,
    title: { fr: 'Rôle déjà donné', en: 'Role already given', nl: 'Rol al gegeven' },
    detail: {
      fr: 'Cette personne a déjà ce rôle à cet endroit. Retirez plutôt celui qui est de trop.',
      en: 'This person already has this role there. Remove the one that is not needed instead.',
      nl: 'Deze persoon heeft die rol daar al. Haal liever de rol weg die te veel is.',
    },
  },
  'last-admin': {
    status: 409,
    title: { fr: 'Dernier administrateur', en: 'Last administrator', nl: 'Laatste beheerder' },
    detail: {
      fr: 'Un territoire garde toujours un administrateur. Donnez d’abord ce rôle à une autre personne.',
      en: 'A territory always keeps an administrator. First give this role to someone else.',
      nl: 'Een streek houdt altijd een beheerder. Geef deze rol eerst aan iemand anders.',
    },
  },
})
