import { defineProblems } from '../platform/problems.ts'

/** What a reader of the agenda may be told. What authors and moderators are told is beside their own use cases. */
export const agendaProblems = defineProblems({
  'event-withdrawn': {
    status: 410,
    title: { fr: 'Événement retiré', en: 'Event withdrawn', nl: 'Evenement verwijderd' },
    detail: {
      fr: 'Cet événement a été retiré de l’agenda. Cherchez-en un autre.',
      en: 'This event was withdrawn from the agenda. Look for another.',
      nl: 'Dit evenement staat niet meer in de agenda. Zoek een ander.',
    },
  },
  'near-needed': {
    status: 422,
    title: { fr: 'Lieu de départ manquant', en: 'Starting point missing', nl: 'Vertrekpunt ontbreekt' },
    detail: {
      fr: 'Pour ranger par distance, donnez un point de départ : near=latitude,longitude.',
      en: 'To sort by distance, give a starting point: near=latitude,longitude.',
      nl: 'Om op afstand te sorteren, geef je een vertrekpunt: near=latitude,longitude.',
    },
  },
  'area-needed': {
    status: 422,
    title: { fr: 'Secteur manquant', en: 'Area missing', nl: 'Gebied ontbreekt' },
    detail: {
      fr: 'Pour la carte, dites où : territory, commune, near ou bbox.',
      en: 'For the map, say where: territory, commune, near or bbox.',
      nl: 'Zeg waar, voor de kaart: territory, commune, near of bbox.',
    },
  },
  'oembed-json-only': {
    status: 501,
    title: { fr: 'Format absent', en: 'Format missing', nl: 'Formaat bestaat niet' },
    detail: {
      fr: 'Cette adresse répond en JSON seulement : retirez format, ou demandez format=json.',
      en: 'This address answers in JSON only: leave format out, or ask for format=json.',
      nl: 'Dit adres antwoordt alleen in JSON: laat format weg, of vraag format=json.',
    },
  },
})
