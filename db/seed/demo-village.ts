import { type DemoIncident, mended, passed, planned, refused, report, seen, started } from './demo-stories.ts'

const bench = report('mobilier')
const animal = report('animal')
const dirt = report('proprete')
const other = report('autre')

export const demoVillage: readonly DemoIncident[] = [
  bench(
    'Maroilles',
    104,
    'Aire de jeux, rue des Juifs',
    'La balançoire n’a plus qu’une chaîne.',
    [
      seen(0.4, 'La balançoire est retirée pour éviter un accident.'),
      mended(16, 'La balançoire est remplacée.'),
    ],
    { answers: { blessure: 'Oui' } },
  ),
  bench(
    'Bavay',
    58,
    'Forum antique, côté parking',
    'Le banc a perdu une planche.',
    [seen(2), planned(6, 9), mended(14)],
    { picture: 'bench', answers: { blessure: 'Oui' } },
  ),
  bench(
    'Landrecies',
    26,
    'Arrêt de car de la gare',
    'La vitre de l’abri est cassée.',
    [passed(2, 'epci', 'L’abri dépend de la communauté de communes : nous lui avons transmis.')],
    { answers: { blessure: 'Oui' } },
  ),
  bench('Ghissignies', 11, 'Chemin des écoliers', 'La barrière ne ferme plus.', [seen(1), mended(4)], {
    answers: { blessure: 'Non' },
  }),
  bench('Bavay', 1.1, 'Square de la mairie', 'Le pied du banc bouge.', [seen(0.5)], {
    picture: 'bench',
    answers: { blessure: 'Non' },
  }),
  animal(
    'Jolimetz',
    83,
    'Rue du Pavé',
    'Deux chevaux sur la route.',
    [seen(0.1), mended(0.2, 'Les chevaux sont rentrés chez leur propriétaire.')],
    { answers: { etat: 'Calme', espece: 'cheval' }, channel: 'phone', name: 'M. Alain Delbart' },
  ),
  animal(
    'Bavay',
    47,
    'Rue des Soupirs',
    'Un chien errant près de l’école à l’heure de la sortie.',
    [seen(0.1), mended(1, 'Le chien est à la fourrière, son propriétaire est prévenu.')],
    { answers: { etat: 'Calme', espece: 'chien' } },
  ),
  animal(
    'Croix-Caluyau',
    21,
    'Grand-Rue',
    'Un chat est mort au bord de la route.',
    [seen(0.3), mended(1, 'Il a été enlevé.')],
    { hidden: 'Photo difficile à regarder', answers: { etat: 'Mort', espece: 'chat' } },
  ),
  animal(
    'Englefontaine',
    2.6,
    'Rue Neuve',
    'Un chien aboie sur les passants, il n’est pas attaché.',
    [seen(0.5)],
    { answers: { etat: 'Agressif', espece: 'chien' } },
  ),
  dirt('Le Quesnoy', 99, 'Place du Général-Leclerc', 'Verre cassé partout après la fête.', [
    seen(0.2),
    mended(0.4, 'La place est balayée.'),
  ]),
  dirt(
    'Bavay',
    74,
    'Abri de l’arrêt de bus, route du Quesnoy',
    'Un tag injurieux sur l’abri.',
    [seen(1), mended(5, 'Le tag est effacé.')],
    { hidden: 'Le texte du tag se lit sur la photo' },
  ),
  dirt(
    'Beaudignies',
    36,
    'Aire de pique-nique',
    'La poubelle déborde chaque dimanche.',
    [
      seen(1),
      mended(4, 'Une seconde poubelle est posée.'),
      { after: 11, do: 'still-there', words: 'Elle débordait encore dimanche soir.' },
    ],
    { picture: 'bin' },
  ),
  dirt(
    'Bavay',
    20,
    'Rue de l’Église',
    'Des crottes de chien sur tout le trottoir.',
    [
      seen(1),
      mended(3, 'Le trottoir est lavé. Un distributeur de sacs va être posé.'),
      { after: 9, do: 'reopened', words: 'C’est revenu, et il n’y a pas de distributeur.' },
    ],
    { name: 'M. René Lobry' },
  ),
  dirt(
    'Hon-Hergies',
    7,
    'Parking de l’église',
    'La poubelle est pleine et les sacs sont à côté.',
    [seen(1), started(4)],
    { picture: 'bin' },
  ),
  dirt('Bavay', 0.2, 'Place Charles-de-Gaulle', 'Les bacs du marché n’ont pas été ramassés.', [], {
    waiting: true,
    picture: 'bin',
  }),
  other(
    'Bettrechies',
    68,
    'Ancienne carrière',
    'La clôture est ouverte, des enfants y jouent.',
    [seen(0.4), planned(1, 4), mended(5, 'La clôture est refermée, le propriétaire est prévenu.')],
    { answers: { quoi: 'Clôture ouverte' } },
  ),
  other(
    'Saint-Waast',
    43,
    'Rue Principale',
    'Mon voisin fait du bruit le soir.',
    [
      refused(
        2,
        'not-an-incident',
        'Un conflit de voisinage se règle avec le conciliateur de justice : la mairie vous donne ses jours de permanence.',
      ),
    ],
    { hidden: 'Met en cause une personne', answers: { quoi: 'Bruit' } },
  ),
  other(
    'Bavay',
    28,
    'Quelque part vers le centre',
    'C’est cassé.',
    [
      refused(
        3,
        'not-enough',
        'Nous n’avons pas trouvé l’endroit. Ajoutez une photo ou quelques mots et nous y retournerons.',
      ),
    ],
    { answers: { quoi: 'Je ne sais pas' } },
  ),
  other(
    'Vendegies-au-Bois',
    13,
    'Rue de la Chapelle',
    'Un câble pend au-dessus du trottoir.',
    [
      seen(0.2, 'L’opérateur est prévenu. Ne touchez pas le câble.'),
      planned(2, 16, 'L’opérateur annonce son passage.'),
    ],
    { answers: { quoi: 'Câble qui pend' }, channel: 'counter', name: 'Mme Jeanne Ruelle' },
  ),
  other('Eth', 0.6, 'Pont de l’Hogneau', 'Le garde-corps du pont bouge.', [], {
    answers: { quoi: 'Garde-corps' },
  }),
]
