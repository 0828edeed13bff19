import { defineProblems } from '../platform/problems.ts'

export const outsideProblems = defineProblems({
  'outside-feed-address': {
    status: 422,
    title: { fr: 'Adresse refusée', en: 'Address refused' },
    detail: {
      fr: '{why} Rien n’est enregistré : corrigez l’adresse, puis recommencez.',
      en: '{why} Nothing is saved: correct the address, then try again.',
    },
  },
  'outside-feed-exists': {
    status: 409,
    title: { fr: 'Source déjà suivie', en: 'Source already followed' },
    detail: {
      fr: 'Cette adresse est déjà suivie sous le nom « {name} ». Regardez la liste des sources.',
      en: 'This address is already followed as “{name}”. See the list of sources.',
    },
  },
  'outside-feeds-full': {
    status: 409,
    title: { fr: 'Trop de sources', en: 'Too many sources' },
    detail: {
      fr: 'Vous suivez déjà {most} sources. Retirez-en une, puis recommencez.',
      en: 'You already follow {most} sources. Remove one, then try again.',
    },
  },
  'outside-not-found': {
    status: 404,
    title: { fr: 'Source ou message introuvable', en: 'Source or message not found' },
    detail: {
      fr: 'Cette source ou ce message n’est plus là. Rechargez la liste.',
      en: 'This source or message is gone. Reload the list.',
    },
  },
})
