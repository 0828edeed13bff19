import type { Language } from '../platform/problems.ts'
import type { TravellerTopic } from './trust-news.ts'

type Said = { subject: string; title: string; lines: readonly string[] }

/** What people are told of themselves, or of what they signalled. `{words}`: what staff wrote to them. */
export const travellerWords: Record<Language, Record<TravellerTopic, Said>> = {
  fr: {
    warned: {
      subject: 'Un avertissement sur vos trajets',
      title: 'Un problème avec vous a été signalé.',
      lines: [
        '« {words} »',
        'Vous pouvez continuer à partager des trajets. Si cela recommence, votre compte peut être suspendu.',
        'Vous n’êtes pas d’accord ? Répondez à {clerk}.',
      ],
    },
    suspended: {
      subject: 'Votre compte de covoiturage est suspendu',
      title: 'Vous ne pouvez plus partager de trajet pour le moment.',
      lines: [
        'La raison : « {words} »',
        'Vos trajets à venir sont annulés et les autres personnes sont prévenues.',
        'Pour contester ou demander la fin de la suspension, écrivez ou appelez : {clerk}. Dites votre prénom et la date de ce message. Vous pouvez aussi saisir le Défenseur des droits (3141, appel gratuit).',
      ],
    },
    lifted: {
      subject: 'Votre compte de covoiturage est rouvert',
      title: 'Vous pouvez à nouveau partager des trajets.',
      lines: ['Vos anciens trajets ne reviennent pas : proposez-les ou réservez-les à nouveau.'],
    },
    'report-settled': {
      subject: 'Votre signalement a été lu',
      title: 'Ce que vous avez signalé a été lu et traité.',
      lines: [
        'Ce qui a été décidé n’est dit qu’à la personne concernée.',
        'Vous pouvez aussi choisir de ne plus voyager avec elle, dans « Mes trajets ».',
      ],
    },
    'report-grave': {
      subject: 'Covoiturage : un signalement à lire vite',
      title: 'Quelqu’un signale un danger, des paroles ou des gestes pendant un trajet.',
      lines: ['Lisez-le et décidez de la suite dans l’espace agents.'],
    },
    'guardian-agreed': {
      subject: 'Votre parent est d’accord',
      title: 'Votre parent est d’accord : vous pouvez réserver.',
      lines: ['Son accord vaut un an. Chaque trajet que vous demandez lui est écrit ; il peut l’annuler.'],
    },
    'guardian-refused': {
      subject: 'Votre parent n’est pas d’accord',
      title: 'Votre parent n’est pas d’accord, ou ne l’est plus.',
      lines: ['Vos trajets à venir sont annulés. Parlez-en avec lui : vous pouvez lui demander à nouveau.'],
    },
    'helper-named': {
      subject: 'Vous pouvez réserver pour quelqu’un',
      title: 'Vous pouvez réserver et proposer des trajets pour des personnes sans téléphone.',
      lines: [
        'Dans « Mes trajets », ouvrez « Réserver pour quelqu’un ». Demandez toujours l’accord de la personne avant de noter son nom.',
        'Vous y trouvez les personnes à rappeler. Vous ne voyez que celles que vous avez notées.',
        'Vous ne voulez plus le faire ? Dites-le à {clerk}.',
      ],
    },
    'helper-ended': {
      subject: 'Vous ne réservez plus pour d’autres personnes',
      title: 'Vous ne pouvez plus réserver pour des personnes sans téléphone.',
      lines: [
        'L’accueil s’occupe maintenant des personnes que vous avez notées. Vos propres trajets ne changent pas.',
        'Une question ? Demandez à {clerk}.',
      ],
    },
  },
  en: {
    warned: {
      subject: 'A warning about your rides',
      title: 'A problem with you was reported.',
      lines: [
        '“{words}”',
        'You may go on sharing rides. If it happens again, your account may be suspended.',
        'You do not agree? Answer to {clerk}.',
      ],
    },
    suspended: {
      subject: 'Your ride-sharing account is suspended',
      title: 'You may not share rides for the moment.',
      lines: [
        'The reason: “{words}”',
        'Your rides to come are off and the others are told.',
        'To contest it or ask for its end, write or call: {clerk}. Say your first name and the date of this message. You may also turn to the Défenseur des droits (3141, free call).',
      ],
    },
    lifted: {
      subject: 'Your ride-sharing account is open again',
      title: 'You may share rides again.',
      lines: ['Your former rides do not come back: offer or book them again.'],
    },
    'report-settled': {
      subject: 'Your report was read',
      title: 'What you reported was read and dealt with.',
      lines: [
        'What was decided is told to the person concerned alone.',
        'You may also choose to ride with them no more, in “My rides”.',
      ],
    },
    'report-grave': {
      subject: 'Rides: a report to be read soon',
      title: 'Somebody reports a danger, words or acts during a ride.',
      lines: ['Read it and decide at the desk.'],
    },
    'guardian-agreed': {
      subject: 'Your parent agrees',
      title: 'Your parent agrees: you may book.',
      lines: ['It holds a year. They are written to for each ride you ask for, and may cancel it.'],
    },
    'guardian-refused': {
      subject: 'Your parent does not agree',
      title: 'Your parent does not agree, or no longer does.',
      lines: ['Your rides to come are off. Talk it over: you may ask them again.'],
    },
    'helper-named': {
      subject: 'You may book for somebody',
      title: 'You may book and offer rides for people without a phone.',
      lines: [
        'In “My rides”, open “Book for somebody”. Always ask the person before you write their name down.',
        'There you find whom to call. You see only those whom you entered.',
        'You would rather not? Tell {clerk}.',
      ],
    },
    'helper-ended': {
      subject: 'You no longer book for others',
      title: 'You may no longer book for people without a phone.',
      lines: [
        'The desk now looks after those whom you entered. Your own rides do not change.',
        'A question? Ask {clerk}.',
      ],
    },
  },
  nl: {
    warned: {
      subject: 'Een waarschuwing over je ritten',
      title: 'Iemand meldde een probleem met jou.',
      lines: [
        '“{words}”',
        'Je mag verder ritten delen. Gebeurt het opnieuw, dan kan je account geschorst worden.',
        'Ga je niet akkoord? Antwoord aan {clerk}.',
      ],
    },
    suspended: {
      subject: 'Je account voor ritten is geschorst',
      title: 'Je mag voorlopig geen ritten delen.',
      lines: [
        'De reden: “{words}”',
        'Je komende ritten zijn geannuleerd en de anderen weten het.',
        'Wil je dit betwisten of het einde vragen? Schrijf of bel: {clerk}. Geef je voornaam en de datum van dit bericht. Je kan ook naar de Défenseur des droits (3141, gratis).',
      ],
    },
    lifted: {
      subject: 'Je account voor ritten is weer open',
      title: 'Je mag weer ritten delen.',
      lines: ['Je oude ritten komen niet terug: bied ze opnieuw aan of boek ze opnieuw.'],
    },
    'report-settled': {
      subject: 'Je melding is gelezen',
      title: 'Wat je meldde, is gelezen en behandeld.',
      lines: [
        'Wat er beslist is, hoort alleen de persoon zelf.',
        'Je kan ook kiezen niet meer met die persoon te rijden, in “Mijn ritten”.',
      ],
    },
    'report-grave': {
      subject: 'Ritten: een melding om snel te lezen',
      title: 'Iemand meldt gevaar, woorden of gebaren tijdens een rit.',
      lines: ['Lees ze en beslis bij de medewerkers.'],
    },
    'guardian-agreed': {
      subject: 'Je ouder gaat akkoord',
      title: 'Je ouder gaat akkoord: je mag boeken.',
      lines: ['Dit geldt een jaar. Je ouder leest elke rit die je vraagt, en mag hem annuleren.'],
    },
    'guardian-refused': {
      subject: 'Je ouder gaat niet akkoord',
      title: 'Je ouder gaat niet akkoord, of niet meer.',
      lines: ['Je komende ritten zijn geannuleerd. Praat erover: je mag het opnieuw vragen.'],
    },
    'helper-named': {
      subject: 'Je mag voor iemand boeken',
      title: 'Je mag ritten boeken en aanbieden voor mensen zonder telefoon.',
      lines: [
        'Open in “Mijn ritten” “Boeken voor iemand”. Vraag altijd eerst of je de naam mag noteren.',
        'Daar staat wie je moet bellen. Je ziet alleen wie je zelf noteerde.',
        'Wil je het niet meer doen? Zeg het aan {clerk}.',
      ],
    },
    'helper-ended': {
      subject: 'Je boekt niet meer voor anderen',
      title: 'Je mag niet meer boeken voor mensen zonder telefoon.',
      lines: [
        'Het onthaal zorgt nu voor wie je noteerde. Je eigen ritten veranderen niet.',
        'Een vraag? Vraag het aan {clerk}.',
      ],
    },
  },
}

export const trustWords: Record<Language, { why: string; rides: string; desk: string; townHall: string }> = {
  fr: {
    why: 'Vous recevez ce message parce que vous partagez des trajets sur Bocage.',
    rides: 'Mes trajets',
    desk: 'Lire le signalement',
    townHall: 'votre mairie',
  },
  en: {
    why: 'You get this message because you share rides on Bocage.',
    rides: 'My rides',
    desk: 'Read the report',
    townHall: 'your town hall',
  },
  nl: {
    why: 'Je krijgt dit bericht omdat je ritten deelt op Bocage.',
    rides: 'Mijn ritten',
    desk: 'De melding lezen',
    townHall: 'je gemeentehuis',
  },
}
