import type { Language } from '../platform/problems.ts'

type Said = {
  subject: string
  title: string
  /** For each ride. */
  each: readonly string[]
  lines: readonly string[]
  action: string
}

/** What a parent is written. */
export const guardianWords: Record<Language, { asked: Said; ride: Said; why: string }> = {
  fr: {
    asked: {
      subject: '{name} demande votre accord pour covoiturer',
      title: '{name} demande votre accord de parent.',
      each: [],
      lines: [
        '{name} a moins de 18 ans et souhaite voyager comme passager, entre des aires de covoiturage, avec des habitants.',
        'Avec votre accord : chaque trajet demandé vous est écrit, vous pouvez l’annuler, et vous pouvez tout arrêter à tout moment. L’accord vaut un an.',
        'Rien n’est décidé en ouvrant le lien. Sans réponse, votre adresse est effacée au bout de 30 jours.',
      ],
      action: 'Lire et répondre',
    },
    ride: {
      subject: '{name} : trajet demandé, {from} → {to}',
      title: '{name} demande une place dans une voiture.',
      each: [
        '{when}, de {from} à {to}. Conducteur : {driver}.',
        'Pour voir où en est ce trajet, jusqu’à deux heures après l’arrivée :\n{link}',
      ],
      lines: ['Vous pouvez annuler un trajet, ou arrêter votre accord.'],
      action: 'Voir ses trajets',
    },
    why: 'Vous recevez ce message parce que {name} a donné votre adresse comme celle d’un parent.',
  },
  en: {
    asked: {
      subject: '{name} asks for your agreement to share rides',
      title: '{name} asks for a parent’s agreement.',
      each: [],
      lines: [
        '{name} is under 18 and would like to ride as a passenger, between car-sharing stops, with people from here.',
        'With your agreement: you are written to for each ride, you may cancel it, and you may end it all at any time. It holds a year.',
        'Nothing is decided by opening the link. Without an answer, your address is erased after 30 days.',
      ],
      action: 'Read and answer',
    },
    ride: {
      subject: '{name}: ride asked for, {from} → {to}',
      title: '{name} asks for a seat in a car.',
      each: [
        '{when}, from {from} to {to}. Driver: {driver}.',
        'To look at this ride, until two hours after the arrival:\n{link}',
      ],
      lines: ['You may cancel a ride, or end your agreement.'],
      action: 'See their rides',
    },
    why: 'You get this message because {name} gave your address as a parent’s.',
  },
  nl: {
    asked: {
      subject: '{name} vraagt je akkoord om ritten te delen',
      title: '{name} vraagt het akkoord van een ouder.',
      each: [],
      lines: [
        '{name} is jonger dan 18 en wil als passagier meerijden, tussen carpoolplaatsen, met mensen uit de streek.',
        'Met je akkoord lees je elke gevraagde rit. Je mag een rit annuleren, en op elk moment met alles stoppen. Het geldt een jaar.',
        'De link openen beslist niets. Zonder antwoord wordt je adres na 30 dagen gewist.',
      ],
      action: 'Lezen en antwoorden',
    },
    ride: {
      subject: '{name}: rit gevraagd, {from} → {to}',
      title: '{name} vraagt een plaats in een auto.',
      each: [
        '{when}, van {from} naar {to}. Bestuurder: {driver}.',
        'Volg deze rit, tot twee uur na de aankomst:\n{link}',
      ],
      lines: ['Je mag een rit annuleren, of je akkoord stoppen.'],
      action: 'De ritten bekijken',
    },
    why: 'Je krijgt dit bericht omdat {name} je adres gaf als dat van een ouder.',
  },
}
