import { defineProblems } from '../platform/problems.ts'

export const aireProblems = defineProblems({
  'aire-not-found': {
    status: 404,
    title: { fr: 'Aire introuvable', en: 'Car-sharing stop not found', nl: 'Carpoolplaats niet gevonden' },
    detail: {
      fr: 'Cette aire de covoiturage n’est pas connue ici. Cherchez-en une autre dans la liste.',
      en: 'This car-sharing stop is not known here. Look for another in the list.',
      nl: 'Deze carpoolplaats is hier niet bekend. Zoek een andere in de lijst.',
    },
  },
  'territory-needed': {
    status: 422,
    title: { fr: 'Territoire à préciser', en: 'Which territory?', nl: 'Welke streek?' },
    detail: {
      fr: 'Plusieurs territoires sont ouverts ici. Ajoutez territory=SIREN à l’adresse.',
      en: 'Several territories are open here. Add territory=SIREN to the address.',
      nl: 'Hier zijn meerdere streken open. Voeg territory=SIREN toe aan het adres.',
    },
  },
  'aire-exists': {
    status: 409,
    title: { fr: 'Aire déjà ajoutée', en: 'Stop already added', nl: 'Carpoolplaats al toegevoegd' },
    detail: {
      fr: 'Une aire porte déjà cet identifiant. Rechargez la liste : elle y est sans doute.',
      en: 'A stop has this identifier already. Reload the list: it is probably there.',
      nl: 'Een carpoolplaats heeft dit nummer al. Laad de lijst opnieuw: ze staat er waarschijnlijk in.',
    },
  },
  'aire-kind-of-source': {
    status: 422,
    title: {
      fr: 'Type d’aire de la base nationale',
      en: 'Kind given by the national base',
      nl: 'Soort uit de nationale lijst',
    },
    detail: {
      fr: 'Le type de cette aire vient de la base nationale et ne se change pas ici. Corrigez le reste.',
      en: 'The kind of this stop comes from the national base and is not changed here. The rest may be corrected.',
      nl: 'De soort van deze carpoolplaats komt uit de nationale lijst en kan hier niet veranderen. Verbeter de rest.',
    },
  },
  'aire-nowhere': {
    status: 422,
    title: { fr: 'Aucune commune à cet endroit', en: 'No commune there', nl: 'Geen gemeente op die plek' },
    detail: {
      fr: 'Ce point n’est dans aucune commune connue. Déplacez-le sur la carte, puis recommencez.',
      en: 'This point is in no known commune. Move it on the map, then try again.',
      nl: 'Dit punt ligt in geen bekende gemeente. Verschuif het op de kaart en probeer opnieuw.',
    },
  },
  'aire-too-far': {
    status: 422,
    title: { fr: 'Trop loin du territoire', en: 'Too far from the territory', nl: 'Te ver van de streek' },
    detail: {
      fr: 'Ce point est à plus de {kilometres} km du territoire. Déplacez-le sur la carte, puis recommencez.',
      en: 'This point is more than {kilometres} km from the territory. Move it on the map, then try again.',
      nl: 'Dit punt ligt meer dan {kilometres} km van de streek. Verschuif het op de kaart en probeer opnieuw.',
    },
  },
  'aires-full': {
    status: 409,
    title: { fr: 'Trop d’aires', en: 'Too many stops', nl: 'Te veel carpoolplaatsen' },
    detail: {
      fr: 'Le territoire propose déjà autant d’aires qu’il peut. Réduisez la marge autour de lui, puis recommencez.',
      en: 'The territory proposes as many stops as it can. Reduce the margin around it, then try again.',
      nl: 'De streek heeft al zoveel carpoolplaatsen als kan. Maak de marge kleiner en probeer opnieuw.',
    },
  },
})
