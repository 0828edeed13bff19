import { defineProblems } from '../platform/problems.ts'

export const alertProblems = defineProblems({
  'device-unknown': {
    status: 404,
    title: { fr: 'Téléphone inconnu', en: 'Unknown phone', nl: 'Onbekende telefoon' },
    detail: {
      fr: 'Ce téléphone n’est pas inscrit aux notifications. Activez-les à nouveau.',
      en: 'This phone is not subscribed to notifications. Turn them on again.',
      nl: 'Deze telefoon is niet ingeschreven voor pushberichten. Zet ze opnieuw aan.',
    },
  },
  'device-taken': {
    status: 409,
    title: { fr: 'Identifiant déjà utilisé', en: 'Identifier already used', nl: 'Nummer al gebruikt' },
    detail: {
      fr: 'Cet identifiant de téléphone a un autre secret. Inscrivez ce téléphone sous un nouvel identifiant.',
      en: 'This phone identifier has another secret. Register this phone under a new identifier.',
      nl: 'Dit nummer van telefoon heeft een ander geheim. Schrijf deze telefoon in met een nieuw nummer.',
    },
  },
  'device-gone': {
    status: 409,
    title: { fr: 'Notifications arrêtées', en: 'Notifications stopped', nl: 'Pushberichten gestopt' },
    detail: {
      fr: 'Ce téléphone ne reçoit plus nos notifications. Activez-les à nouveau, puis refaites l’essai.',
      en: 'This phone no longer receives our notifications. Turn them on again, then repeat the test.',
      nl: 'Deze telefoon krijgt onze pushberichten niet meer. Zet ze opnieuw aan en doe de proef nog eens.',
    },
  },
  'move-unknown': {
    status: 404,
    title: { fr: 'Code qui ne sert plus', en: 'Code no longer valid', nl: 'Code werkt niet meer' },
    detail: {
      fr: 'Ce code a déjà servi, ou ses quinze minutes sont passées. Affichez-en un nouveau sur l’ancien téléphone.',
      en: 'This code was used, or its fifteen minutes are over. Show a new one on the other phone.',
      nl: 'Deze code is al gebruikt, of de vijftien minuten zijn voorbij. Toon een nieuwe op de oude telefoon.',
    },
  },
  'subscription-refused': {
    status: 422,
    title: {
      fr: 'Inscription aux notifications refusée',
      en: 'Push subscription refused',
      nl: 'Inschrijving voor pushberichten geweigerd',
    },
    detail: {
      fr: 'L’adresse ou les clés données par ce navigateur ne conviennent pas. Désactivez puis réactivez les notifications.',
      en: 'The address or keys given by this browser are not acceptable. Turn notifications off, then on again.',
      nl: 'Het adres of de sleutels van deze browser zijn niet goed. Zet de pushberichten uit en weer aan.',
    },
  },
})
