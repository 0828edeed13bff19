import { defineProblems } from '../platform/problems.ts'

export const rideProblems = defineProblems({
  'no-traveller': {
    status: 404,
    title: { fr: 'Dites d’abord qui vous êtes', en: 'Say who you are first', nl: 'Zeg eerst wie je bent' },
    detail: {
      fr: 'Pour partager un trajet, donnez un prénom et acceptez les règles. Cela prend une minute.',
      en: 'To share a ride, give a first name and accept the rules. It takes a minute.',
      nl: 'Om een rit te delen, geef je een voornaam en aanvaard je de regels. Het duurt een minuut.',
    },
  },
  'rules-not-accepted': {
    status: 409,
    title: { fr: 'Règles à accepter', en: 'Rules to be accepted', nl: 'Regels te aanvaarden' },
    detail: {
      fr: 'Lisez et acceptez les règles du covoiturage dans votre profil, puis recommencez.',
      en: 'Read and accept the rules of sharing rides in your profile, then try again.',
      nl: 'Lees en aanvaard de regels van het carpoolen in je profiel, en probeer opnieuw.',
    },
  },
  'traveller-minor': {
    status: 403,
    title: {
      fr: 'L’accord d’un parent est nécessaire',
      en: 'A parent’s agreement is needed',
      nl: 'Het akkoord van een ouder is nodig',
    },
    detail: {
      fr: 'Avant 18 ans, demandez l’accord d’un parent dans « Mes trajets ». Avant 15 ans, il réserve avec son propre compte.',
      en: 'Under 18, ask for a parent’s agreement in “My rides”. Under 15, they book with an account of their own.',
      nl: 'Ben je jonger dan 18? Vraag het akkoord van een ouder in “Mijn ritten”. Jonger dan 15? Je ouder boekt met een eigen account.',
    },
  },
  'traveller-suspended': {
    status: 403,
    title: { fr: 'Compte suspendu', en: 'Account suspended', nl: 'Account geschorst' },
    detail: {
      fr: 'Vous ne pouvez plus partager de trajet pour le moment. Écrivez à votre mairie pour en parler.',
      en: 'You may not share rides for the moment. Write to your town hall to talk about it.',
      nl: 'Je kunt voorlopig geen ritten delen. Schrijf naar je gemeentehuis om erover te praten.',
    },
  },
  'ride-place-unknown': {
    status: 422,
    title: { fr: 'Lieu inconnu', en: 'Unknown place', nl: 'Onbekende plaats' },
    detail: {
      fr: 'Le lieu « {place} » n’est ni une aire, ni une commune d’ici, ni une position. Choisissez-en un dans la liste.',
      en: 'The place “{place}” is neither a stop, nor a commune from here, nor a position. Choose one in the list.',
      nl: 'De plaats “{place}” is geen carpoolplaats, geen gemeente van hier en geen positie. Kies er een uit de lijst.',
    },
  },
  'ride-search-refused': {
    status: 422,
    title: { fr: 'Recherche impossible', en: 'This search cannot be made', nl: 'Deze zoekopdracht kan niet' },
    detail: {
      fr: '{why} Corrigez, puis relancez la recherche.',
      en: '{why} Correct it, then search again.',
      nl: '{why} Verbeter het en zoek opnieuw.',
    },
  },
  'trip-refused': {
    status: 422,
    title: { fr: 'Trajet impossible', en: 'This trip cannot be offered', nl: 'Deze rit kan niet' },
    detail: {
      fr: '{why} Corrigez, puis recommencez.',
      en: '{why} Correct it, then try again.',
      nl: '{why} Verbeter het en probeer opnieuw.',
    },
  },
  'trip-cost-too-high': {
    status: 422,
    title: { fr: 'Prix trop élevé', en: 'Price too high', nl: 'Prijs te hoog' },
    detail: {
      fr: 'On partage les frais, on ne gagne rien : demandez au plus {cap} par passager pour ce trajet.',
      en: 'Costs are shared, nothing is earned: ask at most {cap} a passenger for this trip.',
      nl: 'We delen de kosten, we verdienen niets: vraag hoogstens {cap} per passagier voor deze rit.',
    },
  },
  'trip-exists': {
    status: 409,
    title: { fr: 'Trajet déjà proposé', en: 'Trip already offered', nl: 'Rit al aangeboden' },
    detail: {
      fr: 'Un trajet porte déjà cet identifiant. Regardez dans « Mes trajets » : il y est sans doute.',
      en: 'A trip has this identifier already. Look in “My rides”: it is probably there.',
      nl: 'Een rit heeft dit nummer al. Kijk in “Mijn ritten”: hij staat er waarschijnlijk.',
    },
  },
  'trip-not-found': {
    status: 404,
    title: { fr: 'Trajet introuvable', en: 'Trip not found', nl: 'Rit niet gevonden' },
    detail: {
      fr: 'Ce trajet n’est pas parmi les vôtres. Regardez dans « Mes trajets ».',
      en: 'This trip is not one of yours. Look in “My rides”.',
      nl: 'Deze rit is niet van jou. Kijk in “Mijn ritten”.',
    },
  },
  'trip-off': {
    status: 409,
    title: { fr: 'Trajet annulé', en: 'This trip is cancelled', nl: 'Rit geannuleerd' },
    detail: {
      fr: 'Vous avez annulé ce trajet : il ne change plus. Proposez-en un nouveau.',
      en: 'You cancelled this trip: it does not change any more. Offer a new one.',
      nl: 'Je hebt deze rit geannuleerd: hij verandert niet meer. Bied een nieuwe aan.',
    },
  },
  'trip-paused': {
    status: 409,
    title: { fr: 'Trajet en pause', en: 'This trip is paused', nl: 'Rit gepauzeerd' },
    detail: {
      fr: 'Tout le trajet est en pause. Reprenez-le d’abord : ses jours seront de nouveau proposés.',
      en: 'The whole trip is paused. Resume it first: its days are then offered again.',
      nl: 'De hele rit is gepauzeerd. Hervat hem eerst: zijn dagen worden dan weer aangeboden.',
    },
  },
  'trip-day-unknown': {
    status: 409,
    title: { fr: 'Ce jour n’est pas à proposer', en: 'Not a day of this trip', nl: 'Geen dag van deze rit' },
    detail: {
      fr: 'Ce trajet n’a pas lieu ce jour-là, ou il est déjà parti. Regardez ses jours dans « Mes trajets ».',
      en: 'This trip does not take place on that day, or has already left. See its days in “My rides”.',
      nl: 'Deze rit rijdt die dag niet, of is al vertrokken. Bekijk de dagen in “Mijn ritten”.',
    },
  },
  'trip-promised': {
    status: 409,
    title: { fr: 'Une place est réservée', en: 'A seat is booked', nl: 'Er is een plaats geboekt' },
    detail: {
      fr: 'Une personne compte sur ce trajet tel qu’il est. Proposez-lui une autre heure depuis « Mes trajets », ou annulez d’abord.',
      en: 'Somebody counts on this trip as it is. Propose another time to them in “My rides”, or cancel first.',
      nl: 'Iemand rekent op deze rit zoals hij is. Stel een ander uur voor in “Mijn ritten”, of annuleer eerst.',
    },
  },
  'trip-seats-booked': {
    status: 409,
    title: { fr: 'Des places sont réservées', en: 'Seats are booked', nl: 'Er zijn plaatsen geboekt' },
    detail: {
      fr: 'Places déjà réservées le {day} : {n}. Gardez-en au moins autant, ou annulez d’abord une réservation.',
      en: 'Seats booked on {day}: {n}. Keep at least as many, or cancel a booking first.',
      nl: 'Geboekte plaatsen op {day}: {n}. Houd er minstens zoveel, of annuleer eerst een boeking.',
    },
  },
  'departure-gone': {
    status: 409,
    title: { fr: 'Trajet retiré', en: 'This ride is off', nl: 'Rit weggehaald' },
    detail: {
      fr: 'Ce trajet n’est plus proposé, ou il est déjà parti. Cherchez-en un autre.',
      en: 'This ride is no longer offered, or has already left. Look for another.',
      nl: 'Deze rit wordt niet meer aangeboden, of is al vertrokken. Zoek een andere.',
    },
  },
  'ride-changed': {
    status: 409,
    title: { fr: 'Le trajet a changé', en: 'This ride has changed', nl: 'De rit is veranderd' },
    detail: {
      fr: 'Entre-temps le conducteur a changé l’heure ou le prix. Relancez la recherche pour les lire.',
      en: 'The driver has changed the time or the price meanwhile. Search again to read them.',
      nl: 'De bestuurder veranderde ondertussen het uur of de prijs. Zoek opnieuw om ze te lezen.',
    },
  },
  'seats-taken': {
    status: 409,
    title: { fr: 'Plus assez de places', en: 'Not enough seats left', nl: 'Niet genoeg plaatsen meer' },
    detail: {
      fr: 'Les dernières places viennent d’être prises. Cherchez un autre trajet.',
      en: 'The last seats have just been taken. Look for another ride.',
      nl: 'De laatste plaatsen zijn net genomen. Zoek een andere rit.',
    },
  },
  'detour-too-long': {
    status: 409,
    title: { fr: 'Détour trop long', en: 'Too long a detour', nl: 'Omweg te lang' },
    detail: {
      fr: 'Avec ses autres passagers, le conducteur ne peut plus passer par là. Cherchez un autre trajet.',
      en: 'With the other passengers, the driver can no longer pass by there. Look for another ride.',
      nl: 'Met de andere passagiers kan de bestuurder niet meer daarlangs. Zoek een andere rit.',
    },
  },
  'legs-do-not-join': {
    status: 422,
    title: { fr: 'Correspondance impossible', en: 'These rides do not join', nl: 'Overstappen kan niet' },
    detail: {
      fr: 'Les deux trajets ne se rejoignent pas au même endroit, à temps. Relancez la recherche.',
      en: 'The two rides do not meet in one place, in time. Search again.',
      nl: 'De twee ritten komen niet op tijd op dezelfde plaats samen. Zoek opnieuw.',
    },
  },
  'own-trip': {
    status: 409,
    title: { fr: 'C’est votre trajet', en: 'This is your own trip', nl: 'Dit is je eigen rit' },
    detail: {
      fr: 'On ne réserve pas une place dans sa propre voiture. Choisissez un autre trajet.',
      en: 'One does not book a seat in one’s own car.',
      nl: 'Je boekt geen plaats in je eigen auto. Kies een andere rit.',
    },
  },
  'women-only': {
    status: 403,
    title: { fr: 'Trajet entre femmes', en: 'A ride among women', nl: 'Rit onder vrouwen' },
    detail: {
      fr: 'La conductrice propose ce trajet aux femmes. Si c’est votre cas, dites-le dans votre profil.',
      en: 'The driver offers this ride to women. If you are one, say so in your profile.',
      nl: 'De bestuurster biedt deze rit aan vrouwen aan. Ben je een vrouw, zeg het dan in je profiel.',
    },
  },
  'already-booked': {
    status: 409,
    title: { fr: 'Déjà réservé', en: 'Already booked', nl: 'Al geboekt' },
    detail: {
      fr: 'Vous avez déjà une place dans ce trajet. Regardez dans « Mes trajets ».',
      en: 'You have a seat on this ride already. Look in “My rides”.',
      nl: 'Je hebt al een plaats in deze rit. Kijk in “Mijn ritten”.',
    },
  },
  'booking-not-found': {
    status: 404,
    title: { fr: 'Réservation introuvable', en: 'Booking not found', nl: 'Boeking niet gevonden' },
    detail: {
      fr: 'Cette réservation n’est pas parmi les vôtres, ou elle est effacée. Regardez dans « Mes trajets ».',
      en: 'This booking is not one of yours, or is erased. Look in “My rides”.',
      nl: 'Deze boeking is niet van jou, of is gewist. Kijk in “Mijn ritten”.',
    },
  },
  'booking-settled': {
    status: 409,
    title: { fr: 'Ce n’est plus possible', en: 'No longer possible', nl: 'Het kan niet meer' },
    detail: {
      fr: 'Entre-temps la réservation a changé. Regardez où elle en est, puis choisissez.',
      en: 'The booking has changed meanwhile. See how it stands, then choose.',
      nl: 'De boeking is ondertussen veranderd. Kijk hoever ze staat, en kies dan.',
    },
  },
  'time-refused': {
    status: 422,
    title: { fr: 'Cette heure ne convient pas', en: 'This time will not do', nl: 'Dit uur past niet' },
    detail: {
      fr: '{why} Proposez une autre heure.',
      en: '{why} Propose another time.',
      nl: '{why} Stel een ander uur voor.',
    },
  },
  'aire-withdrawn': {
    status: 409,
    title: { fr: 'Aire fermée', en: 'Stop closed', nl: 'Carpoolplaats gesloten' },
    detail: {
      fr: 'On ne part plus de cette aire. Choisissez-en une autre.',
      en: 'Nobody leaves from this stop any more. Choose another.',
      nl: 'Van deze carpoolplaats vertrekt niemand meer. Kies een andere.',
    },
  },
  'event-unknown': {
    status: 404,
    title: { fr: 'Événement introuvable', en: 'Event not found', nl: 'Evenement niet gevonden' },
    detail: {
      fr: 'Cet événement n’est plus à l’agenda, ou n’a plus de date à venir. Choisissez-en un autre dans l’agenda.',
      en: 'This event is no longer in the agenda, or has no date to come. Choose another in the agenda.',
      nl: 'Dit evenement staat niet meer in de agenda, of heeft geen datum meer. Kies een ander in de agenda.',
    },
  },
  'event-tie-refused': {
    status: 409,
    title: {
      fr: 'Cette date ne convient plus',
      en: 'This date no longer fits',
      nl: 'Deze datum past niet meer',
    },
    detail: {
      fr: 'La date de l’événement est annulée, passée, ou n’est pas d’ici. Revenez à la page de l’événement et choisissez une seule date.',
      en: 'The date of the event is cancelled, over, or not from here. Go back to the event’s page and choose one date.',
      nl: 'De datum van het evenement is afgelast, voorbij, of niet van hier. Ga terug naar de pagina van het evenement en kies één datum.',
    },
  },
})
