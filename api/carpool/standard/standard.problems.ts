import { defineProblems } from '../../platform/problems.ts'

/**
 * What the Standard Covoiturage interface refuses. Its callers are programs: they read the slug, with underscores, in
 * `error` (standard.errors.ts); the words are for who reads their logs.
 */
export const standardProblems = defineProblems({
  'operator-unknown': {
    status: 401,
    title: { fr: 'Opérateur inconnu', en: 'Unknown operator' },
    detail: {
      fr: 'Donnez dans l’en-tête X-API-Key la clé que le territoire vous a remise.',
      en: 'Give the key that the territory handed to you in the X-API-Key header.',
    },
  },
  'operator-disabled': {
    status: 403,
    title: { fr: 'Opérateur suspendu', en: 'Operator disabled' },
    detail: {
      fr: 'Le territoire a suspendu cet accès. Écrivez-lui pour en parler.',
      en: 'The territory has disabled this access. Write to it to talk about it.',
    },
  },
  'operator-not-allowed': {
    status: 403,
    title: { fr: 'Accès limité', en: 'Limited access' },
    detail: {
      fr: 'Cette clé ne permet pas cet appel. Demandez au territoire de l’ouvrir.',
      en: 'This key does not allow this call. Ask the territory to open it.',
    },
  },
  'missing-journey': {
    status: 404,
    title: { fr: 'Trajet introuvable', en: 'Journey not found' },
    detail: {
      fr: 'Ce trajet n’est plus proposé. Relancez la recherche.',
      en: 'This journey is no longer offered. Search again.',
    },
  },
  'missing-booking': {
    status: 404,
    title: { fr: 'Réservation introuvable', en: 'Booking not found' },
    detail: {
      fr: 'Cette réservation n’est pas des vôtres, ou elle est effacée. Vérifiez son identifiant.',
      en: 'This booking is not yours, or is erased. Check its identifier.',
    },
  },
  'missing-user': {
    status: 404,
    title: { fr: 'Personne introuvable', en: 'User not found' },
    detail: {
      fr: 'Cette personne n’est pas de ce trajet. Vérifiez son identifiant.',
      en: 'This user is not on this journey. Check the identifier.',
    },
  },
  'status-already-set': {
    status: 409,
    title: { fr: 'Déjà fait', en: 'Already so' },
    detail: {
      fr: 'La réservation est déjà dans cet état : ne l’envoyez plus.',
      en: 'The booking is in this state already: send it no more.',
    },
  },
  'status-not-possible': {
    status: 400,
    title: { fr: 'Changement impossible', en: 'Change not possible' },
    detail: {
      fr: 'Une réservation {from} ne devient pas {to} de votre côté. Relisez-la d’abord.',
      en: 'A booking that is {from} does not become {to} from your side. Read it first.',
    },
  },
  'booking-mismatch': {
    status: 400,
    title: { fr: 'Réservation incohérente', en: 'Booking does not fit' },
    detail: {
      fr: '{why} Relancez la recherche.',
      en: '{why} Search again.',
    },
  },
})
