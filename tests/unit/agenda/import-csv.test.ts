import { describe, expect, it } from 'vitest'
import { csvTemplate, readCsv } from '../../../api/agenda/agenda-import.csv.ts'
import { readHour, readWhen } from '../../../api/agenda/import-dates.rules.ts'
import type { ReadFile } from '../../../api/agenda/import-draft.ts'

function read(file: string | Buffer): ReadFile {
  const answer = readCsv(Buffer.isBuffer(file) ? file : Buffer.from(file))
  if ('fault' in answer) throw new Error(answer.fault)
  return answer
}
const table = (...lines: string[]) => `Titre;Date;Heure;Lieu;Commune\n${lines.join('\n')}`
const told = ({ faults }: ReadFile) => faults.map(({ line, code, refused }) => [line, code, refused])

describe('A day as people type it', () => {
  it.each([
    ['05/12/2026', '2026-12-05', null],
    ['5/12/26', '2026-12-05', null],
    ['5.12.2026', '2026-12-05', null],
    ['2026-12-05', '2026-12-05', null],
    ['5 décembre 2026', '2026-12-05', null],
    ['samedi 5 déc. 2026', '2026-12-05', null],
    ['le 1er août 2026', '2026-08-01', null],
    ['Sam. 05/12/2026', '2026-12-05', null],
    ['05/12/2026 19h30', '2026-12-05', '19:30'],
    ['05/12/2026 à 19 h', '2026-12-05', '19:00'],
    ['2026-12-05T19:30:00', '2026-12-05', '19:30'],
    ['5 December 2026 7:30 pm', '2026-12-05', '19:30'],
    ['mardi 3 mars 2026', '2026-03-03', null],
  ])('%s', (text, day, hour) => expect(readWhen(text)).toEqual({ day, hour }))

  it.each([
    '',
    '31/02/2026',
    '12/25/2026',
    '32/01/2026',
    'bientôt',
    '05/12',
    '46361',
    '05/12/2026 25h',
    '05/12/2026 le soir',
    '1/1/999',
  ])('%j is none', (text) => expect(readWhen(text)).toBeNull())

  it.each([
    ['19h30', '19:30'],
    ['19H', '19:00'],
    ['19 h 30', '19:30'],
    ['9:05', '09:05'],
    ['19.30', '19:30'],
    ['19:30:00', '19:30'],
    ['midi', '12:00'],
    ['7 pm', '19:00'],
    ['12 am', '00:00'],
    ['à 20h', '20:00'],
    ['8', '08:00'],
  ])('and an hour: %s', (text, hour) => expect(readHour(text)).toBe(hour))

  it.each(['', '24h', '19h75', 'soir', '13 pm', '19h30 environ'])('%j is no hour', (text) =>
    expect(readHour(text)).toBeNull(),
  )
})

describe('A table of events', () => {
  it('gives what its columns say, in French', () => {
    const { events, faults, dropped } = read(
      [
        'Identifiant;Titre;Description;Date de début;Heure de début;Heure de fin;Lieu;Adresse;Code postal;Commune;Catégorie;Gratuit;Tarif;Âge minimum;Accessibilité;Intérieur ou extérieur;Lien de réservation;Téléphone de réservation;Météo',
        'a1;Loto;"Carton plein ;\nbuvette";05/12/2026;19h30;23h;Salle des fêtes;1 rue Haute;59570;Bavay;Loto, Fête;non;5 € le carton;12 ans;PMR, malentendants;intérieur;www.bavay.example/loto;03 27 00 00 00;beau',
      ].join('\r\n'),
    )
    expect(faults).toEqual([])
    expect(dropped).toEqual({ Météo: 1 })
    expect(events).toMatchObject([
      {
        uid: 'a1',
        line: 2,
        title: 'Loto',
        description: 'Carton plein ;\nbuvette',
        schedule: { allDay: false, spans: [{ start: '2026-12-05T19:30', end: '2026-12-05T23:00' }] },
        place: { name: 'Salle des fêtes', address: '1 rue Haute', postcode: '59570', commune: 'Bavay' },
        categories: ['Loto', 'Fête'],
        free: false,
        price: '5 € le carton',
        ageMin: 12,
        accessibility: ['hi', 'mi'],
        setting: 'indoor',
        bookingUrl: 'https://www.bavay.example/loto',
        bookingPhone: '03 27 00 00 00',
      },
    ])
  })

  it('and in English, separated by commas, tabs or bars', () => {
    for (const separator of [',', '\t', '|', ';']) {
      const file = ['Title,Start date,Start time,Venue,City,Free', 'Market,2026-12-05,9:00,Square,Bavay,yes']
        .join('\n')
        .replaceAll(',', separator)
      expect(read(file).events, separator).toMatchObject([
        {
          title: 'Market',
          free: true,
          place: { name: 'Square', commune: 'Bavay' },
          schedule: { spans: [{ start: '2026-12-05T09:00' }] },
        },
      ])
    }
  })

  it('in Windows-1252, with or without accents or a mark, is read', () => {
    const windows = Buffer.from(
      'TITRE;DATE DEBUT;LIEU;COMMUNE\nF\xeate d\x92\xe9t\xe9;05/07/2027;\xc9glise;Bavay',
      'latin1',
    )
    expect(read(windows).events).toMatchObject([
      { title: 'Fête d’été', place: { name: 'Église' }, schedule: { allDay: true } },
    ])
    expect(read(`\uFEFF${table('Loto;05/12/2026;;Salle;Bavay')}`).events).toHaveLength(1)
    expect(
      read(Buffer.from(`\uFEFF${table('Fête;05/12/2026;;Salle;Bavay')}`, 'utf16le')).events,
    ).toMatchObject([{ title: 'Fête' }])
  })

  it('tells each line that is wrong, and keeps the others', () => {
    const file = read(
      table(
        'Loto;05/12/2026;19h30;Salle;Bavay',
        ';06/12/2026;19h30;Salle;Bavay',
        'Bal;31/02/2026;;Salle;Bavay',
        'Bal;;;Salle;Bavay',
        'Bal;06/12/2026;le soir;Salle;Bavay',
        '',
        '"Bal ""costumé""";07/12/2026;20h;Salle;Bavay',
      ),
    )
    expect(file.events.map(({ title }) => title)).toEqual(['Loto', 'Bal "costumé"'])
    expect(told(file)).toEqual([
      [3, 'title-missing', true],
      [4, 'start-unreadable', true],
      [5, 'start-missing', true],
      [6, 'hour-unreadable', true],
    ])
    expect(file.faults[1]?.value).toBe('31/02/2026')
  })

  it('names lines as the spreadsheet does, whatever text spreads over several', () => {
    const file = read(
      'Titre;Date;Description;Lieu\nLoto;05/12/2026;"un\ndeux\ntrois";Salle\nBal;pas de date;"a\nb";Salle\nFin;07/12/2026;;Salle',
    )
    expect(file.events.map(({ line }) => line)).toEqual([2, 7])
    expect(told(file)).toEqual([[5, 'start-unreadable', true]])
  })

  it('ends after midnight when it ends before it begins, and is refused when a day says otherwise', () => {
    const head = 'Titre;Date de début;Heure de début;Date de fin;Heure de fin\n'
    const spans = (line: string) => read(head + line).events[0]?.schedule.spans
    expect(spans('Bal;05/12/2026;22h;;2h')).toEqual([{ start: '2026-12-05T22:00', end: '2026-12-06T02:00' }])
    expect(spans('Expo;05/12/2026;;12/12/2026;')).toEqual([{ start: '2026-12-05', end: '2026-12-12' }])
    expect(spans('Expo;05/12/2026 10h;;05/12/2026 18h;')).toEqual([
      { start: '2026-12-05T10:00', end: '2026-12-05T18:00' },
    ])
    expect(told(read(`${head}Bal;05/12/2026;22h;04/12/2026;2h\nBal;05/12/2026;;04/12/2026;`))).toEqual([
      [2, 'end-before-start', true],
      [3, 'end-before-start', true],
    ])
    const short = read('Titre;Début;Fin\nBal;05/12/2026 22h;2h')
    expect(short.events[0]?.schedule.spans).toEqual([{ start: '2026-12-05T22:00', end: '2026-12-06T02:00' }])
  })

  it('holds the dates of one event on lines of the same identifier', () => {
    const file = read(
      'id;titre;date;lieu\n1;Yoga;05/12/2026;Salle\n1;Yoga;12/12/2026;Salle\n1;Yoga;12/12/2026;Salle\n1;Autre;19/12/2026;Salle',
    )
    expect(file.events).toHaveLength(1)
    expect(file.events[0]?.schedule.spans.map(({ start }) => start)).toEqual(['2026-12-05', '2026-12-12'])
    expect(told(file)).toEqual([
      [4, 'date-twice', true],
      [5, 'uid-twice', true],
    ])
  })

  it('gives a line without identifier the same name each time it is read', () => {
    const [one, two] = [
      read(table('Loto;05/12/2026;19h30;Salle;Bavay')),
      read(table('Bal;06/12/2026;;Salle;Bavay', 'LOTO;05/12/2026;19h30;salle;Bavay')),
    ]
    expect(two.events[1]?.uid).toBe(one.events[0]?.uid)
    expect(two.events[0]?.uid).not.toBe(one.events[0]?.uid)
  })

  it('says which answers it does not know, and keeps the event', () => {
    const file = read(
      'Titre;Date;Gratuit;Accessibilité;Âge minimum;Courriel;Lien\nLoto;05/12/2026;peut-être;dragons;beaucoup;pas une adresse;javascript:alert(1)',
    )
    expect(file.events).toMatchObject([
      { free: null, accessibility: [], ageMin: null, bookingEmail: null, sourceUrl: null },
    ])
    expect(told(file)).toEqual([
      [2, 'yes-no-unreadable', false],
      [2, 'number-unreadable', false],
      [2, 'choice-unknown', false],
      [2, 'email-unreadable', false],
    ])
  })

  it('leaves no HTML in a description', () => {
    expect(
      read('Titre;Date;Description\nLoto;05/12/2026;<p>Venez</p><script>alert(1)</script>').events[0]
        ?.description,
    ).toBe('Venez')
  })

  it('is told from what is none', () => {
    expect(readCsv(Buffer.from(' \n'))).toEqual({ fault: 'empty-file' })
    expect(readCsv(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 8, 0]))).toEqual({ fault: 'not-a-table' })
    expect(readCsv(Buffer.from('<!DOCTYPE html><title>Erreur</title>'))).toEqual({ fault: 'not-a-table' })
    expect(readCsv(Buffer.from('a;b\n1;2'))).toEqual({ fault: 'no-known-column' })
  })

  it('has a template that it reads back', () => {
    const { events, faults, dropped } = read(csvTemplate())
    expect(faults).toEqual([])
    expect(dropped).toEqual({})
    expect(events).toMatchObject([
      {
        title: 'Marché de Noël',
        free: true,
        accessibility: ['hi', 'mi'],
        schedule: { spans: [{ start: '2026-12-05T19:30', end: '2026-12-05T22:00' }] },
      },
    ])
  })

  it('of a hundred thousand lines is read up to what one file may hold', () => {
    const file = read(
      `Titre;Date\n${Array.from({ length: 100_000 }, (_, at) => `Loto ${at};05/12/2026`).join('\n')}`,
    )
    expect(file.events).toHaveLength(10_000)
    expect(file.dropped).toEqual({ lines: 90_000 })
  })
})
