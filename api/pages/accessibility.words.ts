import type { PageLanguage } from '../platform/page-shell.ts'

/** One statement in one language, in the order of the model. The French one is the legal text. */
export type Statement = {
  title: string
  /** Who it is of, when no territory says. */
  someone: string
  pledge: (names: string) => string
  plan: string
  appliesTo: string
  state: { title: string; is: string; why: string }
  results: {
    title: string
    none: string
    self: string
    share: readonly string[]
    own: string
    list: readonly string[]
    limits: string
  }
  content: {
    title: string
    faults: { title: string; list: readonly string[] }
    burden: { title: string; none: string }
    exempt: { title: string; list: readonly string[] }
  }
  made: {
    title: string
    on: string
    day: string
    technologies: string
    environment: { title: string; list: readonly string[] }
    tools: { title: string; list: readonly string[] }
    pages: { title: string; list: readonly string[] }
  }
  contact: { title: string; why: string; ask: string; find: string }
  appeal: {
    title: string
    when: string
    may: string
    write: string
    delegate: string
    call: string
    post: string
  }
}

const french: Statement = {
  title: 'Déclaration d’accessibilité',
  someone: 'Le responsable de ce site',
  pledge: (names) =>
    `${names} s’engage à rendre ses sites internet accessibles, conformément à l’article 47 de la loi n° 2005-102 du 11 février 2005.`,
  plan: 'Schéma pluriannuel de mise en accessibilité et plan d’actions de l’année : pas encore publiés.',
  appliesTo: 'Cette déclaration d’accessibilité s’applique à',
  state: {
    title: 'État de conformité',
    is: 'n’est pas en conformité avec le référentiel général d’amélioration de l’accessibilité (RGAA), version 4.1. L’état est « non conforme ».',
    why: 'La raison : il n’existe aucun audit en cours de validité. Les non-conformités connues sont énumérées plus bas.',
  },
  results: {
    title: 'Résultats des tests',
    none: 'Personne d’extérieur n’a fait d’audit.',
    self: 'Le 27 novembre 2026, l’équipe qui écrit Bocage a évalué elle-même un échantillon de pages avec les 106 critères du RGAA. Aucune personne qui utilise une technologie d’assistance n’y a pris part.',
    share: [
      '64 critères sont respectés.',
      '2 critères ne sont pas respectés.',
      '3 critères n’ont pas pu être vérifiés : le code entièrement valide, et ce que dit un lecteur d’écran.',
      '37 critères sont sans objet : les pages n’ont rien de ce dont ils parlent.',
      '93 % des 69 critères applicables sont donc respectés, selon l’équipe. Ce chiffre ne remplace pas un audit.',
    ],
    own: 'D’autres contrôles sont refaits à chaque version :',
    list: [
      'axe-core, sur les règles des WCAG 2.2 aux niveaux A et AA : aucun défaut sur les écrans contrôlés. Une version qui en a un n’est pas publiée.',
      'Clavier seul, habitants : signaler, suivre, trouver dans la liste ce que montre la carte, recevoir les alertes. Réserver, proposer ou demander un trajet.',
      'Clavier seul, associations et mairies : proposer ou corriger un événement. Saisir et traiter un signalement, relire un événement, envoyer une alerte, faire une tournée, inviter un agent.',
      'À chaque étape : le nom et le rôle de ce qui se commande, l’ordre, la place du clavier toujours visible, les messages, les erreurs liées à leur champ.',
      'Agrandissement de 400 % (320 pixels de large) : tout se lit, rien ne sort de l’écran.',
      'Couleurs forcées, mode sombre, réduction des animations : respectés.',
      'Contrastes : calculés, aussi quand un territoire choisit sa couleur.',
      'Lighthouse : 100 sur 100 en accessibilité à l’accueil, au signalement, à l’agenda, aux trajets et aux alertes.',
      'Langue : les mots difficiles et les longues phrases sont refusés par un contrôle automatique.',
      'Sans JavaScript : les pages publiques se lisent. Un signalement et un événement s’envoient.',
      'Papier : les pages publiques s’impriment en noir sur blanc, sans les menus.',
    ],
    limits:
      'Un contrôle automatique ne voit qu’une partie des critères. Personne n’a encore parcouru Bocage avec un lecteur d’écran, une loupe ou une commande vocale.',
  },
  content: {
    title: 'Contenus non accessibles',
    faults: {
      title: 'Non-conformités',
      list: [
        'Les photos envoyées par les habitants portent un numéro, pas une description de ce qu’elles montrent (critère 1.3).',
        'Dans l’espace des agents lu en anglais, seule la liste des signalements indique ce qui est en français. Ses autres écrans n’ont pas été évalués.',
        'Les affiches, livrets et panneaux en PDF sont balisés, mais aucun outil n’a vérifié la norme PDF/UA (critère 13.3).',
        'Les PDF joints aux alertes par les mairies peuvent ne pas être lisibles par un lecteur d’écran (critère 13.3). Le texte de l’alerte dit l’essentiel.',
        'Sans JavaScript, on ne peut ni réserver un trajet, ni recevoir d’alerte sur son téléphone. La mairie le fait par téléphone.',
      ],
    },
    burden: { title: 'Dérogations pour charge disproportionnée', none: 'Aucune.' },
    exempt: {
      title: 'Contenus non soumis à l’obligation d’accessibilité',
      list: [
        'Les cartes. Tout ce qu’elles montrent est aussi dans une liste, et un lieu se donne aussi par des mots.',
        'Les pages d’autres services vers lesquelles Bocage mène.',
      ],
    },
  },
  made: {
    title: 'Établissement de cette déclaration d’accessibilité',
    on: 'Cette déclaration a été établie le',
    day: '27 novembre 2026',
    technologies: 'Technologies utilisées pour la réalisation de Bocage',
    environment: {
      title: 'Environnement de test',
      list: [
        'Chromium sur ordinateur, en 1280 pixels de large.',
        'Chromium en taille de téléphone, de 320 à 390 pixels de large.',
        'Aucune technologie d’assistance.',
      ],
    },
    tools: {
      title: 'Outils pour évaluer l’accessibilité',
      list: ['axe-core', 'Lighthouse', 'des parcours écrits, joués au clavier à chaque version'],
    },
    pages: {
      title: 'Pages du site ayant fait l’objet de la vérification de conformité',
      list: [
        'l’accueil',
        'signaler un problème : la photo, le lieu, le sujet, et le formulaire sans JavaScript',
        'la liste des signalements, la page d’un signalement',
        'l’agenda, la page d’un événement, proposer un événement',
        'les trajets',
        'les alertes, la page d’une alerte',
        'la page d’une commune',
        'cette déclaration, le plan du site',
        'la connexion, la liste des signalements des agents',
      ],
    },
  },
  contact: {
    title: 'Retour d’information et contact',
    why: 'Vous n’arrivez pas à lire un contenu ou à utiliser un service ? Écrivez ou téléphonez : vous serez orienté vers une alternative accessible, ou vous obtiendrez le contenu sous une autre forme. Un agent peut aussi faire la démarche pour vous.',
    ask: 'Adressez-vous à votre mairie :',
    find: 'trouver ma commune',
  },
  appeal: {
    title: 'Voies de recours',
    when: 'Cette procédure est à utiliser dans le cas suivant. Vous avez signalé au responsable du site un défaut d’accessibilité qui vous empêche d’accéder à un contenu ou à un service. Vous n’avez pas obtenu de réponse satisfaisante.',
    may: 'Vous pouvez :',
    write: 'écrire un message au Défenseur des droits',
    delegate: 'contacter le délégué du Défenseur des droits dans votre région',
    call: 'téléphoner au',
    post: 'envoyer un courrier par la poste (gratuit, ne pas mettre de timbre) :',
  },
}

const english: Statement = {
  title: 'Accessibility statement',
  someone: 'Who runs this site',
  pledge: (names) =>
    `${names} undertakes to make its sites accessible (article 47 of the French law 2005-102 of 11 February 2005).`,
  plan: 'Plan of several years and actions of the year: not published yet. The French text of this statement is the legal one.',
  appliesTo: 'This statement applies to',
  state: {
    title: 'State of conformity',
    is: 'does not conform to the French accessibility standard (RGAA) version 4.1. The state is “not conforming”.',
    why: 'The reason: there is no valid audit. The faults we know of are listed below.',
  },
  results: {
    title: 'Results of the tests',
    none: 'Nobody from outside made an audit.',
    self: 'On 27 November 2026 the team that writes Bocage evaluated a sample of pages itself, with the 106 criteria of the RGAA. Nobody who uses an assistive technology took part.',
    share: [
      '64 criteria are met.',
      '2 criteria are not met.',
      '3 criteria could not be verified: wholly valid code, and what a screen reader says.',
      '37 criteria do not apply: the pages have nothing of what they are about.',
      '93 % of the 69 that apply are met then, according to the team. This figure does not replace an audit.',
    ],
    own: 'Other checks are made again for each version:',
    list: [
      'axe-core, on the rules of WCAG 2.2 levels A and AA: no fault on the screens checked. A version that has one is not published.',
      'Keyboard alone, residents: reporting, following, finding in the list what the map shows, receiving alerts. Booking, offering or asking for a ride.',
      'Keyboard alone, associations and town halls: proposing or correcting an event. Entering and working on a report, reading an event, sending an alert, a round, inviting a colleague.',
      'At each step: name and role of what one acts on, order, a keyboard always in sight, messages, mistakes tied to their field.',
      '400 % zoom (320 pixels wide): all can be read, nothing leaves the screen.',
      'Forced colours, dark mode, reduced motion: respected.',
      'Contrasts: computed, also when a territory chooses its colour.',
      'Lighthouse: 100 of 100 for accessibility on home, report, calendar, rides and alerts.',
      'Language: hard words and long sentences are refused by an automatic check.',
      'Without JavaScript: public pages can be read. A report and an event can be sent.',
      'Paper: public pages print in black on white, without menus.',
    ],
    limits:
      'An automatic check sees only some of the criteria. Nobody has gone through Bocage with a screen reader, a magnifier or voice control yet.',
  },
  content: {
    title: 'What is not accessible',
    faults: {
      title: 'Faults',
      list: [
        'Residents’ photos bear a number, not a description of what they show (criterion 1.3).',
        'In the staff’s space read in English, only the list of reports marks what is in French. Its other screens were not evaluated.',
        'Posters, booklets and signs in PDF are tagged, but no tool has checked them against PDF/UA (criterion 13.3).',
        'PDFs that town halls join to alerts may not be readable by a screen reader (criterion 13.3). The alert’s text says what matters.',
        'Without JavaScript one can neither book a ride nor receive alerts on a phone. The town hall does it by telephone.',
      ],
    },
    burden: { title: 'Disproportionate burden', none: 'None.' },
    exempt: {
      title: 'What the law does not ask for',
      list: [
        'Maps. All they show is in a list as well, and a place can be given in words.',
        'Pages of other services that Bocage leads to.',
      ],
    },
  },
  made: {
    title: 'How this statement was made',
    on: 'This statement was made on',
    day: '27 November 2026',
    technologies: 'Technologies of Bocage',
    environment: {
      title: 'Where it was tested',
      list: [
        'Chromium on a computer, 1280 pixels wide.',
        'Chromium at the size of a phone, 320 to 390 pixels wide.',
        'No assistive technology.',
      ],
    },
    tools: {
      title: 'Tools',
      list: ['axe-core', 'Lighthouse', 'written walks, played by the keyboard for each version'],
    },
    pages: {
      title: 'Pages checked',
      list: [
        'home',
        'reporting a problem: photo, place, kind, and the form without JavaScript',
        'the list of reports, the page of a report',
        'the calendar, the page of an event, proposing an event',
        'rides',
        'alerts, the page of an alert',
        'the page of a commune',
        'this statement, the site map',
        'sign-in, the staff’s list of reports',
      ],
    },
  },
  contact: {
    title: 'Contact',
    why: 'You cannot read something or use a service? Write or call: you will be told of another way, or get it in another form. Staff may also do it for you.',
    ask: 'Ask your town hall:',
    find: 'find my commune',
  },
  appeal: {
    title: 'If you get no answer',
    when: 'This is for the following case. You told who runs the site of a fault that keeps you from a content or a service. You got no satisfying answer.',
    may: 'You may:',
    write: 'write to the Défenseur des droits',
    delegate: 'see the delegate of the Défenseur des droits in your region',
    call: 'call',
    post: 'write by post (free, without a stamp):',
  },
}

const dutch: Statement = {
  title: 'Toegankelijkheidsverklaring',
  someone: 'Wie deze site beheert',
  pledge: (names) =>
    `${names} belooft zijn sites toegankelijk te maken (artikel 47 van de Franse wet 2005-102 van 11 februari 2005).`,
  plan: 'Het plan voor meer jaren en de acties van dit jaar: nog niet gepubliceerd. De Franse tekst van deze verklaring is de wettelijke.',
  appliesTo: 'Deze verklaring geldt voor',
  state: {
    title: 'Stand van zaken',
    is: 'voldoet niet aan de Franse norm voor toegankelijkheid (RGAA), versie 4.1. De staat is “niet conform”.',
    why: 'De reden: er is geen geldige audit. De fouten die we kennen, staan hieronder.',
  },
  results: {
    title: 'Resultaten van de tests',
    none: 'Niemand van buiten deed een audit.',
    self: 'Op 27 november 2026 beoordeelde de ploeg die Bocage schrijft zelf een aantal pagina’s met de 106 criteria van de RGAA. Niemand die een hulpmiddel gebruikt, deed mee.',
    share: [
      '64 criteria zijn gehaald.',
      '2 criteria zijn niet gehaald.',
      '3 criteria konden we niet nagaan: helemaal geldige code, en wat een schermlezer zegt.',
      '37 criteria gelden niet: de pagina’s hebben niets van waar ze over gaan.',
      'Van de 69 die gelden, is dus 93 % gehaald, volgens de ploeg. Dit cijfer vervangt geen audit.',
    ],
    own: 'Andere controles gebeuren opnieuw bij elke versie:',
    list: [
      'axe-core, op de regels van WCAG 2.2, niveaus A en AA: geen fout op de gecontroleerde schermen. Een versie met een fout komt er niet.',
      'Alleen het toetsenbord, inwoners: melden, volgen, in de lijst vinden wat de kaart toont, waarschuwingen krijgen. Een rit boeken, aanbieden of vragen.',
      'Alleen het toetsenbord, verenigingen en gemeentehuizen: een evenement voorstellen of verbeteren. Een melding invoeren en behandelen, een evenement nalezen, een waarschuwing verzenden, een ronde, een collega uitnodigen.',
      'Bij elke stap: naam en rol van elke knop, de volgorde, een plaats die je altijd ziet, de berichten, fouten bij hun veld.',
      'Vergroting van 400 % (320 pixels breed): alles is te lezen, niets valt buiten het scherm.',
      'Vaste kleuren, donkere modus, minder beweging: gevolgd.',
      'Contrast: berekend, ook als een streek haar kleur kiest.',
      'Lighthouse: 100 op 100 voor toegankelijkheid bij start, melden, agenda, ritten en waarschuwingen.',
      'Taal: een automatische controle weigert moeilijke woorden en lange zinnen.',
      'Zonder JavaScript: de openbare pagina’s zijn te lezen. Je kan een melding en een evenement verzenden.',
      'Papier: de openbare pagina’s drukken af in zwart op wit, zonder menu’s.',
    ],
    limits:
      'Een automatische controle ziet maar een deel van de criteria. Nog niemand ging door Bocage met een schermlezer, een loep of spraak.',
  },
  content: {
    title: 'Wat niet toegankelijk is',
    faults: {
      title: 'Fouten',
      list: [
        'Foto’s van inwoners hebben een nummer, geen beschrijving van wat ze tonen (criterium 1.3).',
        'In de ruimte van de medewerkers, in het Engels, geeft alleen de lijst met meldingen aan wat Frans is. De andere schermen zijn niet beoordeeld.',
        'Affiches, boekjes en borden in PDF hebben labels, maar geen hulpmiddel controleerde ze op PDF/UA (criterium 13.3).',
        'Een PDF van een gemeentehuis bij een waarschuwing kan onleesbaar zijn voor een schermlezer (criterium 13.3). De tekst zegt het belangrijkste.',
        'Zonder JavaScript kan je geen rit boeken en geen waarschuwing op je telefoon krijgen. Het gemeentehuis doet het per telefoon.',
      ],
    },
    burden: { title: 'Te zware last', none: 'Geen.' },
    exempt: {
      title: 'Wat de wet niet vraagt',
      list: [
        'Kaarten. Alles wat ze tonen, staat ook in een lijst. Een plaats geef je ook met woorden.',
        'Pagina’s van andere diensten waar Bocage naar verwijst.',
      ],
    },
  },
  made: {
    title: 'Hoe deze verklaring gemaakt is',
    on: 'Deze verklaring is gemaakt op',
    day: '27 november 2026',
    technologies: 'Technieken van Bocage',
    environment: {
      title: 'Waar we testten',
      list: [
        'Chromium op een computer, 1280 pixels breed.',
        'Chromium zo groot als een telefoon, 320 tot 390 pixels breed.',
        'Geen hulpmiddel zoals een schermlezer.',
      ],
    },
    tools: {
      title: 'Hulpmiddelen',
      list: ['axe-core', 'Lighthouse', 'geschreven tests, met het toetsenbord gespeeld bij elke versie'],
    },
    pages: {
      title: 'Gecontroleerde pagina’s',
      list: [
        'de startpagina',
        'een probleem melden: foto, plaats, soort, en het formulier zonder JavaScript',
        'de lijst van meldingen, de pagina van een melding',
        'de agenda, de pagina van een evenement, een evenement voorstellen',
        'ritten',
        'waarschuwingen, de pagina van een waarschuwing',
        'de pagina van een gemeente',
        'deze verklaring, het overzicht van de site',
        'aanmelden, de lijst van meldingen voor medewerkers',
      ],
    },
  },
  contact: {
    title: 'Contact',
    why: 'Kan je iets niet lezen of een dienst niet gebruiken? Schrijf of bel: we wijzen een andere weg, of geven het in een andere vorm. Een medewerker kan het ook voor je doen.',
    ask: 'Vraag het aan je gemeentehuis:',
    find: 'mijn gemeente zoeken',
  },
  appeal: {
    title: 'Als je geen antwoord krijgt',
    when: 'Dit is voor het volgende geval. Je meldde een fout waardoor je een pagina of dienst niet kan gebruiken. Je kreeg geen goed antwoord.',
    may: 'Je kan:',
    write: 'schrijven naar de Défenseur des droits',
    delegate: 'naar de afgevaardigde van de Défenseur des droits in je streek gaan',
    call: 'bellen naar',
    post: 'een brief sturen (gratis, zonder postzegel):',
  },
}

export const statements: Record<PageLanguage, Statement> = { fr: french, en: english, nl: dutch }
