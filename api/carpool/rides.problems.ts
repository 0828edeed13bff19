import { defineProblems } from '../platform/problems.ts'

export const rideProblems = defineProblems({
  'no-traveller': {
    status: 404,
    title: { fr: 'Dites d’abord qui vous êtes', en: 'Say who you are first' },
    detail: {
      fr: 'Pour partager un trajet, donnez un prénom et acceptez les règles. Cela prend une minute.',
      en: 'To share a ride, give a first name and accept the rules. It takes a minute.',
    },
  },
  'rules-not-accepted': {
    status: 409,
    title: { fr: 'Règles à accepter', en: 'Rules to be accepted' },
    detail: {
      fr: 'Lisez et acceptez les règles du covoiturage dans votre profil, puis recommencez.',
      en: 'Read and accept the rules of sharing rides in your profile, then try again.',
    },
  },
  'traveller-minor': {
    status: 403,
    title: { fr: 'L’accord d’un parent est nécessaire', en: 'A parent’s agreement is needed' },
    detail: {
      fr: 'Avant 18 ans, demandez l’accord d’un parent dans « Mes trajets ». Avant 15 ans, il réserve avec son propre compte.',
      en: 'Under 18, ask for a parent’s agreement in “My rides”. Under 15, they book with an account of their own.',
    },
  },
  'traveller-suspended': {
    status: 403,
    title: { fr: 'Compte suspendu', en: 'Account suspended' },
    detail: {
      fr: 'Vous ne pouvez plus partager de trajet pour le moment. Écrivez à votre mairie pour en parler.',
      en: 'You may not share rides for the moment. Write to your town hall to talk about it.',
    },
  },
  'ride-place-unknown': {
    status: 422,
    title: { fr: 'Lieu inconnu', en: 'Unknown place' },
    detail: {
      fr: 'Le lieu « {place} » n’est ni une aire, ni une commune d’ici, ni une position. Choisissez-en un dans la liste.',
      en: 'The place “{place}” is neither a stop, nor a commune from here, nor a position. Choose one in the list.',
    },
  },
  'ride-search-refused': {
    status: 422,
    title: { fr: 'Recherche impossible', en: 'This search cannot be made' },
    detail: { fr: '{why} Corrigez, puis relancez la recherche.', en: '{why} Correct it, then search again.' },
  },
  'trip-refused': {
    status: 422,
    title: { fr: 'Trajet impossible', en: 'This trip cannot be offered' },
    detail: { fr: '{why} Corrigez, puis recommencez.', en: '{why} Correct it, then try again.' },
  },
  'trip-cost-too-high': {
    status: 422,
    title: { fr: 'Prix trop élevé', en: 'Price too high' },
    detail: {
      fr: 'On partage les frais, on ne gagne rien : demandez au plus {cap} par passager pour ce trajet.',
      en: 'Costs are shared, nothing is earned: ask at most {cap} a passenger for this trip.',
    },
  },
  'trip-exists': {
    status: 409,
    title: { fr: 'Trajet déjà proposé', en: 'Trip already offered' },
    detail: {
      fr: 'Un trajet porte déjà cet identifiant. Regardez dans « Mes trajets » : il y est sans doute.',
      en: 'A trip has this identifier already. Look in “My rides”: it is probably there.',
    },
  },
  'trip-not-found': {
    status: 404,
    title: { fr: 'Trajet introuvable', en: 'Trip not found' },
    detail: {
      fr: 'Ce trajet n’est pas parmi les vôtres. Regardez dans « Mes trajets ».',
      en: 'This trip is not one of yours. Look in “My rides”.',
    },
  },
  'trip-off': {
    status: 409,
    title: { fr: 'Trajet annulé', en: 'This trip is cancelled' },
    detail: {
      fr: 'Vous avez annulé ce trajet : il ne change plus. Proposez-en un nouveau.',
      en: 'You cancelled this trip: it does not change any more. Offer a new one.',
    },
  },
  'trip-paused': {
    status: 409,
    title: { fr: 'Trajet en pause', en: 'This trip is paused' },
    detail: {
      fr: 'Tout le trajet est en pause. Reprenez-le d’abord : ses jours seront de nouveau proposés.',
      en: 'The whole trip is paused. Resume it first: its days are then offered again.',
    },
  },
  'trip-day-unknown': {
    status: 409,
    title: { fr: 'Ce jour n’est pas à proposer', en: 'Not a day of this trip' },
    detail: {
      fr: 'Ce trajet n’a pas lieu ce jour-là, ou il est déjà parti. Regardez ses jours dans « Mes trajets ».',
      en: 'This trip does not take place on that day, or has already left. See its days in “My rides”.',
    },
  },
  'trip-promised': {
    status: 409,
    title: { fr: 'Une place est réservée', en: 'A seat is booked' },
    detail: {
      fr: 'Une personne compte sur ce trajet tel qu’il est. Proposez-lui une autre heure depuis « Mes trajets », ou annulez d’abord.',
      en: 'Somebody counts on this trip as it is. Propose another time to them in “My rides”, or cancel first.',
    },
  },
  'trip-seats-booked': {
    status: 409,
    title: { fr: 'Des places sont réservées', en: 'Seats are booked' },
    detail: {
      fr: 'Places déjà réservées le {day} : {n}. Gardez-en au moins autant, ou annulez d’abord une réservation.',
      en: 'Seats booked on {day}: {n}. Keep at least as many, or cancel a booking first.',
    },
  },
  'departure-gone': {
    status: 409,
    title: { fr: 'Trajet retiré', en: 'This ride is off' },
    detail: {
      fr: 'Ce trajet n’est plus proposé, ou il est déjà parti. Cherchez-en un autre.',
      en: 'This ride is no longer offered, or has already left. Look for another.',
    },
  },
  'ride-changed': {
    status: 409,
    title: { fr: 'Le trajet a changé', en: 'This ride has changed' },
    detail: {
      fr: 'Entre-temps le conducteur a changé l’heure ou le prix. Relancez la recherche pour les lire.',
      en: 'The driver has changed the time or the price meanwhile. Search again to read them.',
    },
  },
  'seats-taken': {
    status: 409,
    title: { fr: 'Plus assez de places', en: 'Not enough seats left' },
    detail: {
      fr: 'Les dernières places viennent d’être prises. Cherchez un autre trajet.',
      en: 'The last seats have just been taken. Look for another ride.',
    },
  },
  'detour-too-long': {
    status: 409,
    title: { fr: 'Détour trop long', en: 'Too long a detour' },
    detail: {
      fr: 'Avec ses autres passagers, le conducteur ne peut plus passer par là. Cherchez un autre trajet.',
      en: 'With the other passengers, the driver can no longer pass by there. Look for another ride.',
    },
  },
  'legs-do-not-join': {
    status: 422,
    title: { fr: 'Correspondance impossible', en: 'These rides do not join' },
    detail: {
      fr: 'Les deux trajets ne se rejoignent pas au même endroit, à temps. Relancez la recherche.',
      en: 'The two rides do not meet in one place, in time. Search again.',
    },
  },
  'own-trip': {
    status: 409,
    title: { fr: 'C’est votre trajet', en: 'This is your own trip' },
    detail: {
      fr: 'On ne réserve pas une place dans sa propre voiture. Choisissez un autre trajet.',
      en: 'One does not book a seat in one’s own car.',
    },
  },
  'women-only': {
    status: 403,
    title: { fr: 'Trajet entre femmes', en: 'A ride among women' },
    detail: {
      fr: 'La conductrice propose ce trajet aux femmes. Si c’est votre cas, dites-le dans votre profil.',
      en: 'The driver offers this ride to women. If you are one, say so in your profile.',
    },
  },
  'already-booked': {
    status: 409,
    title: { fr: 'Déjà réservé', en: 'Already booked' },
    detail: {
      fr: 'Vous avez déjà une place dans ce trajet. Regardez dans « Mes trajets ».',
      en: 'You have a seat on this ride already. Look in “My rides”.',
    },
  },
  'booking-not-found': {
    status: 404,
    title: { fr: 'Réservation introuvable', en: 'Booking not found' },
    detail: {
      fr: 'Cette réservation n’est pas parmi les vôtres, ou elle est effacée. Regardez dans « Mes trajets ».',
      en: 'This booking is not one of yours, or is erased. Look in “My rides”.',
    },
  },
  'booking-settled': {
    status: 409,
    title: { fr: 'Ce n’est plus possible', en: 'No longer possible' },
    detail: {
      fr: 'Entre-temps la réservation a changé. Regardez où elle en est, puis choisissez.',
      en: 'The booking has changed meanwhile. See how it stands, then choose.',
    },
  },
  'time-refused': {
    status: 422,
    title: { fr: 'Cette heure ne convient pas', en: 'This time will not do' },
    detail: { fr: '{why} Proposez une autre heure.', en: '{why} Propose another time.' },
  },
  'aire-withdrawn': {
    status: 409,
    title: { fr: 'Aire fermée', en: 'Stop closed' },
    detail: {
      fr: 'On ne part plus de cette aire. Choisissez-en une autre.',
      en: 'Nobody leaves from this stop any more. Choose another.',
    },
  },
  'event-unknown': {
    status: 404,
    title: { fr: 'Événement introuvable', en: 'Event not found' },
    detail: {
      fr: 'Cet événement n’est plus à l’agenda, ou n’a plus de date à venir. Choisissez-en un autre dans l’agenda.',
      en: 'This event is no longer in the agenda, or has no date to come. Choose another in the agenda.',
    },
  },
  'event-tie-refused': {
    status: 409,
    title: { fr: 'Cette date ne convient plus', en: 'This date no longer fits' },
    detail: {
      fr: 'La date de l’événement est annulée, passée, ou n’est pas d’ici. Revenez à la page de l’événement et choisissez une seule date.',
      en: 'The date of the event is cancelled, over, or not from here. Go back to the event’s page and choose one date.',
    },
  },
})
