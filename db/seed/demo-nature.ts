import {
  type DemoIncident,
  mended,
  note,
  passed,
  planned,
  refused,
  report,
  seen,
  started,
} from './demo-stories.ts'

const dump = report('depot-sauvage')
const tree = report('arbre')
const water = report('eau-assainissement')

export const demoNature: readonly DemoIncident[] = [
  dump(
    'Locquignol',
    140,
    'Forêt de Mormal, chemin de la Porquerie',
    'Des pneus et des gravats à l’entrée du chemin.',
    [seen(1), started(2), mended(3, 'L’endroit a été nettoyé. Une plainte a été déposée.', 'dump-cleaned')],
    { picture: 'dump', answers: { contenu: 'Pneus, huile ou amiante', quantite: 'Une remorque ou plus' } },
  ),
  dump('Landrecies', 118, 'Chemin de halage, près de l’écluse', 'Un canapé et des sacs.', [
    seen(1),
    mended(4, 'Enlevé par les agents de la commune.'),
  ]),
  dump(
    'Bavay',
    88,
    'Parking du cimetière',
    'Sacs d’ordures déposés à côté des bacs.',
    [seen(1), mended(2, 'L’endroit a été nettoyé. Merci de nous l’avoir signalé.', 'dump-cleaned')],
    { picture: 'dump' },
  ),
  dump(
    'Hargnies',
    52,
    'Chemin du bois, à la lisière',
    'Plaques ondulées, peut-être de l’amiante.',
    [
      seen(1, 'N’y touchez pas : une entreprise agréée vient voir.'),
      planned(3, 18, 'Enlèvement par une entreprise agréée.'),
      mended(22, 'Les plaques sont enlevées.'),
    ],
    { answers: { contenu: 'Pneus, huile ou amiante' } },
  ),
  dump('Preux-au-Bois', 23, 'Derrière la salle des fêtes', 'Gravats laissés après un chantier.', [
    refused(
      3,
      'private-land',
      'Ce terrain est privé : nous avons écrit au propriétaire pour qu’il enlève les gravats.',
    ),
  ]),
  dump(
    'Bavay',
    6,
    'Rue du Parc, derrière le stade',
    'Machine à laver et cartons.',
    [seen(1), planned(2, 5)],
    { picture: 'dump', answers: { contenu: 'Meubles ou appareils', quantite: 'Un coffre de voiture' } },
  ),
  dump('Bavay', 5, 'Rue du Parc', 'Il y a une machine à laver derrière le stade.', [
    refused(1, 'duplicate', 'Ce dépôt est déjà signalé : il sera enlevé cette semaine.'),
  ]),
  dump('Villers-Pol', 1.2, 'Chemin de Maresches', 'Une dizaine de sacs noirs dans le fossé.', [], {
    waiting: true,
    picture: 'dump',
  }),
  tree(
    'Landrecies',
    126,
    'Avenue de la Sambre',
    'Une grosse branche menace de tomber sur le trottoir.',
    [
      seen(0.3),
      started(1, 'Le trottoir est fermé, l’élagueur arrive.'),
      mended(1.4, 'La branche est coupée.'),
    ],
    { answers: { passage: 'Non', fils: 'Non' } },
  ),
  tree(
    'Locquignol',
    71,
    'Route forestière du Hachette',
    'Arbre en travers de la route.',
    [
      passed(0.2, 'departement', 'La route est départementale : le Département est prévenu.'),
      mended(0.6, 'L’arbre est dégagé.'),
    ],
    { picture: 'tree', answers: { passage: 'Oui', fils: 'Non' } },
  ),
  tree('Bavay', 38, 'Rue des Remparts', 'La haie cache le panneau stop.', [
    seen(2),
    planned(5, 12),
    mended(16, 'La haie est taillée.'),
  ]),
  tree(
    'Potelle',
    12,
    'Rue du Château',
    'Une branche touche le fil du téléphone.',
    [seen(1, 'L’opérateur est prévenu : ne vous approchez pas du fil.')],
    { answers: { passage: 'Non', fils: 'Oui' } },
  ),
  tree(
    'Forest-en-Cambrésis',
    2.1,
    'Rue d’En-Bas',
    'Un peuplier s’est couché dans le chemin.',
    [seen(0.3), started(1)],
    { picture: 'tree', answers: { passage: 'Oui' } },
  ),
  water(
    'Bavay',
    110,
    'Rue Pierre-Mathieu, au coin',
    'L’eau sort du trottoir.',
    [
      seen(0.2),
      started(0.5, 'La fuite est trouvée. L’eau est coupée de 9 h à 12 h.'),
      mended(1, 'La conduite est réparée.'),
    ],
    { picture: 'leak', answers: { nature: 'Une fuite d’eau claire' } },
  ),
  water(
    'Gommegnies',
    77,
    'Place de l’Église',
    'La grille est bouchée, la place est inondée à chaque pluie.',
    [seen(1), planned(3, 8), mended(11, 'La grille et la conduite sont curées.')],
    { answers: { nature: 'Une grille bouchée' } },
  ),
  water(
    'Le Favril',
    30,
    'Rue du Moulin',
    'Forte odeur d’égout près du pont.',
    [
      seen(1),
      note(2, 'Inspection caméra demandée pour le tronçon du pont.'),
      planned(6, 60, 'Une inspection de la conduite est prévue.'),
    ],
    { answers: { nature: 'Une mauvaise odeur' } },
  ),
  water(
    'Bavay',
    4,
    'Rue de l’Abreuvoir',
    'Plaque d’égout qui bascule quand on roule dessus.',
    [
      seen(0.2, 'La plaque est balisée en attendant son remplacement.'),
      planned(1, 8, 'La plaque neuve est commandée.'),
    ],
    { answers: { nature: 'Une plaque cassée ou absente' } },
  ),
  water('Sepmeries', 0.9, 'Rue de Quérénaing', 'De l’eau coule sur la route depuis ce matin.', [seen(0.2)], {
    picture: 'leak',
    answers: { nature: 'Une fuite d’eau claire' },
  }),
]
