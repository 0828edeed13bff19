import { defineProblems } from '../platform/problems.ts'

/** What is refused between people who share rides, and to who looks on. */
export const trustProblems = defineProblems({
  'share-passenger-only': {
    status: 403,
    title: { fr: 'Lien du passager', en: 'The passenger’s link', nl: 'Link van de passagier' },
    detail: {
      fr: 'Ce lien est celui du passager. Préparez le vôtre depuis votre trajet, dans « Mes trajets ».',
      en: 'This link is the passenger’s. Make your own from your trip, in “My rides”.',
      nl: 'Deze link is die van de passagier. Maak de jouwe klaar bij je rit, in “Mijn ritten”.',
    },
  },
  'share-not-valid': {
    status: 404,
    title: { fr: 'Ce lien ne montre rien', en: 'This link shows nothing', nl: 'Deze link toont niets' },
    detail: {
      fr: 'Le partage est arrêté, ou le lien est incomplet. Demandez-en un autre à la personne qui voyage.',
      en: 'Sharing was stopped, or the link is not whole. Ask the person who travels for another.',
      nl: 'Het delen is gestopt, of de link is niet volledig. Vraag een andere aan de persoon die reist.',
    },
  },
  'share-over': {
    status: 410,
    title: { fr: 'Ce partage est terminé', en: 'This is over', nl: 'Dit delen is voorbij' },
    detail: {
      fr: 'On ne voit plus un trajet deux heures après son arrivée. Appelez la personne qui voyage.',
      en: 'A ride is no longer shown two hours after its arrival. Call the person who travels.',
      nl: 'Twee uur na de aankomst is een rit niet meer te zien. Bel de persoon die reist.',
    },
  },
  'share-cancelled': {
    status: 410,
    title: { fr: 'Trajet annulé', en: 'Trip cancelled', nl: 'Rit geannuleerd' },
    detail: {
      fr: 'Ce trajet est annulé : ce lien ne montre plus rien. Appelez la personne qui conduit.',
      en: 'This trip is cancelled: the link shows nothing any more. Call the person who drives.',
      nl: 'Deze rit is geannuleerd: de link toont niets meer. Bel de persoon die rijdt.',
    },
  },
  'report-exists': {
    status: 409,
    title: { fr: 'Déjà signalé', en: 'Already reported', nl: 'Al gemeld' },
    detail: {
      fr: 'Ce signalement est déjà parti. N’envoyez pas deux fois le même : il sera lu.',
      en: 'This report has left already. Do not send it twice: it will be read.',
      nl: 'Deze melding is al verstuurd. Verstuur niet twee keer dezelfde: ze wordt gelezen.',
    },
  },
  'report-settled': {
    status: 409,
    title: { fr: 'Déjà traité', en: 'Already settled', nl: 'Al behandeld' },
    detail: {
      fr: 'Quelqu’un d’autre a traité ce signalement. Rechargez la liste.',
      en: 'Somebody else settled this report. Load the list again.',
      nl: 'Iemand anders heeft deze melding behandeld. Laad de lijst opnieuw.',
    },
  },
  'report-words-needed': {
    status: 422,
    title: { fr: 'Dites-le à la personne', en: 'Say it to the person', nl: 'Zeg het aan de persoon' },
    detail: {
      fr: 'Écrivez ce que la personne lira : la raison, avec des faits.',
      en: 'Write what the person will read: the reason, with facts.',
      nl: 'Schrijf wat de persoon zal lezen: de reden, met feiten.',
    },
  },
  'guardian-link-not-valid': {
    status: 404,
    title: { fr: 'Ce lien ne sert plus', en: 'This link is of no use', nl: 'Deze link werkt niet meer' },
    detail: {
      fr: 'L’accord est retiré, une autre adresse l’a remplacé, ou le lien est incomplet. Rouvrez le dernier message reçu.',
      en: 'The agreement is over, another address took its place, or the link is not whole. Open the latest message again.',
      nl: 'Het akkoord is ingetrokken, een ander adres kwam in de plaats, of de link is niet volledig. Open het laatste bericht opnieuw.',
    },
  },
  'guardian-not-needed': {
    status: 409,
    title: {
      fr: 'Accord déjà donné, ou inutile',
      en: 'Agreed already, or not needed',
      nl: 'Akkoord al gegeven, of niet nodig',
    },
    detail: {
      fr: 'Un parent est déjà d’accord, ou vous avez dit avoir 18 ans. Regardez dans « Mes trajets ».',
      en: 'A parent agrees already, or you said that you are 18. Look in “My rides”.',
      nl: 'Een ouder ging al akkoord, of je zei dat je 18 bent. Kijk in “Mijn ritten”.',
    },
  },
  'guardian-same': {
    status: 422,
    title: { fr: 'C’est votre adresse', en: 'This is your own address', nl: 'Dit is je eigen adres' },
    detail: {
      fr: 'Donnez l’adresse de courriel d’un parent : la vôtre ne convient pas.',
      en: 'Give a parent’s email address: yours will not do.',
      nl: 'Geef het e-mailadres van een ouder: het jouwe kan niet.',
    },
  },
  'minor-rides-here': {
    status: 403,
    title: {
      fr: 'Avec nos conducteurs seulement',
      en: 'With our drivers only',
      nl: 'Alleen met onze bestuurders',
    },
    detail: {
      fr: 'Avant 18 ans on ne réserve pas auprès d’un autre opérateur : votre parent n’en saurait rien. Choisissez un trajet d’ici.',
      en: 'Under 18 one does not book with another operator: your parent would not know of it. Choose a ride from here.',
      nl: 'Jonger dan 18 boek je niet bij een andere aanbieder: je ouder zou het niet weten. Kies een rit van hier.',
    },
  },
  'minor-drives-not': {
    status: 403,
    title: { fr: 'Passager seulement', en: 'As a passenger only', nl: 'Alleen als passagier' },
    detail: {
      fr: 'Avant 18 ans on voyage comme passager. Cherchez un trajet plutôt que d’en proposer un.',
      en: 'Under 18 one rides as a passenger. Look for a ride rather than offer one.',
      nl: 'Jonger dan 18 rijd je mee als passagier. Zoek een rit in plaats van er een aan te bieden.',
    },
  },
})
