/** Whom to call when someone is in danger. Pure. */

export type EmergencyNumber = { id: string; number: string; label: Record<'fr' | 'en' | 'nl', string> }

/**
 * 112, 15, 17, 18 and 114: arrêté du 1er février 2002 and ARCEP's numbering plan. Gas: GRDF's Urgence Sécurité Gaz.
 * Electricity: Enedis's line of the département, 09 72 67 50 followed by its number (20 in Corsica).
 */
export function emergencyNumbers(departement: string): EmergencyNumber[] {
  const power = /^\d\d$/.test(departement) ? departement : /^2[AB]$/.test(departement) ? '20' : null
  return [
    {
      id: 'all',
      number: '112',
      label: { fr: 'Toutes les urgences', en: 'Any emergency', nl: 'Elk noodgeval' },
    },
    {
      id: 'medical',
      number: '15',
      label: { fr: 'SAMU, urgence médicale', en: 'Medical emergency', nl: 'Medische noodhulp (SAMU)' },
    },
    { id: 'police', number: '17', label: { fr: 'Police ou gendarmerie', en: 'Police', nl: 'Politie' } },
    { id: 'fire', number: '18', label: { fr: 'Pompiers', en: 'Fire brigade', nl: 'Brandweer' } },
    {
      id: 'deaf',
      number: '114',
      label: {
        fr: 'Par SMS, pour qui entend ou parle mal',
        en: 'By text message, if you can’t hear or speak',
        nl: 'Per sms, als je niet goed hoort of praat',
      },
    },
    {
      id: 'gas',
      number: '0 800 47 33 33',
      label: { fr: 'Odeur de gaz (GRDF)', en: 'Smell of gas (GRDF)', nl: 'Gasgeur (GRDF)' },
    },
    ...(power
      ? [
          {
            id: 'power',
            number: `09 72 67 50 ${power}`,
            label: {
              fr: 'Fil ou poteau électrique à terre (Enedis)',
              en: 'Power line down (Enedis)',
              nl: 'Elektrische kabel of paal op de grond (Enedis)',
            },
          },
        ]
      : []),
  ]
}
