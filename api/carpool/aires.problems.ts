import { defineProblems } from '../platform/problems.ts'

export const aireProblems = defineProblems({
  'aire-not-found': {
    status: 404,
    title: { fr: 'Aire introuvable', en: 'Car-sharing stop not found' },
    detail: {
      fr: 'Cette aire de covoiturage n’est pas connue ici. Cherchez-en une autre dans la liste.',
      en: 'This car-sharing stop is not known here. Look for another in the list.',
    },
  },
  'territory-needed': {
    status: 422,
    title: { fr: 'Territoire à préciser', en: 'Which territory?' },
    detail: {
      fr: 'Plusieurs territoires sont ouverts ici. Ajoutez territory=SIREN à l’adresse.',
      en: 'Several territories are open here. Add territory=SIREN to the address.',
    },
  },
  'aire-exists': {
    status: 409,
    title: { fr: 'Aire déjà ajoutée', en: 'Stop already added' },
    detail: {
      fr: 'Une aire porte déjà cet identifiant. Rechargez la liste : elle y est sans doute.',
      en: 'A stop has this identifier already. Reload the list: it is probably there.',
    },
  },
  'aire-kind-of-source': {
    status: 422,
    title: { fr: 'Type d’aire de la base nationale', en: 'Kind given by the national base' },
    detail: {
      fr: 'Le type de cette aire vient de la base nationale et ne se change pas ici. Corrigez le reste.',
      en: 'The kind of this stop comes from the national base and is not changed here. The rest may be corrected.',
    },
  },
  'aire-nowhere': {
    status: 422,
    title: { fr: 'Aucune commune à cet endroit', en: 'No commune there' },
    detail: {
      fr: 'Ce point n’est dans aucune commune connue. Déplacez-le sur la carte, puis recommencez.',
      en: 'This point is in no known commune. Move it on the map, then try again.',
    },
  },
  'aire-too-far': {
    status: 422,
    title: { fr: 'Trop loin du territoire', en: 'Too far from the territory' },
    detail: {
      fr: 'Ce point est à plus de {kilometres} km du territoire. Déplacez-le sur la carte, puis recommencez.',
      en: 'This point is more than {kilometres} km from the territory. Move it on the map, then try again.',
    },
  },
  'aires-full': {
    status: 409,
    title: { fr: 'Trop d’aires', en: 'Too many stops' },
    detail: {
      fr: 'Le territoire propose déjà autant d’aires qu’il peut. Réduisez la marge autour de lui, puis recommencez.',
      en: 'The territory proposes as many stops as it can. Reduce the margin around it, then try again.',
    },
  },
})
