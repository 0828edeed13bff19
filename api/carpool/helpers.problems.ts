import { defineProblems } from '../platform/problems.ts'

/** Refusals to staff who let somebody book for people without a phone. */
export const helperProblems = defineProblems({
  'helper-unknown': {
    status: 404,
    title: { fr: 'Personne à cette adresse', en: 'Nobody at this address', nl: 'Niemand met dit adres' },
    detail: {
      fr: 'Personne ne partage de trajets ici avec cette adresse. Demandez-lui de s’inscrire d’abord, dans « Mes trajets ».',
      en: 'Nobody shares rides here with this address. Ask them to sign up first, in “My rides”.',
      nl: 'Niemand met dit adres deelt hier ritten. Vraag die persoon om zich eerst in te schrijven, in “Mijn ritten”.',
    },
  },
  'helper-unfit': {
    status: 409,
    title: {
      fr: 'Cette personne ne peut pas réserver pour d’autres',
      en: 'This person may not book for others',
      nl: 'Deze persoon kan niet voor anderen boeken',
    },
    detail: {
      fr: 'Elle a moins de 18 ans, elle est suspendue, ou elle n’a pas accepté les règles. Choisissez quelqu’un d’autre.',
      en: 'They are under 18, suspended, or have not agreed to the rules. Choose somebody else.',
      nl: 'Die persoon is jonger dan 18, is geschorst, of heeft de regels niet aanvaard. Kies iemand anders.',
    },
  },
})
