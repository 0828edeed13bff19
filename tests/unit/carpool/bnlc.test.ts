import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { aireKinds } from '../../../api/carpool/bnlc-fields.rules.ts'
import { parseBnlc, type BnlcFile } from '../../../api/carpool/carpool.bnlc.ts'
import type { CommuneAt } from '../../../api/carpool/carpool.bnlc.ts'
import { ImportRefused } from '../../../api/territory/territory.files.ts'
import { communeFinder, missingBnlc, bnlcFile } from '../../support/bnlc.ts'

const columns =
  'id_lieu,id_local,nom_lieu,ad_lieu,com_lieu,insee,type,date_maj,ouvert,source,Xlong,Ylat,nbre_pl,nbre_pmr,duree,horaires,proprio,lumiere,comm'
const plain: Record<string, string> = {
  id_lieu: '59053-C-001',
  id_local: 'A1',
  nom_lieu: 'Gare de Bavay',
  ad_lieu: '1 rue de la Gare',
  com_lieu: 'BAVAY',
  insee: '59053',
  type: 'Aire de covoiturage',
  date_maj: '2026-02-01',
  ouvert: 'true',
  source: '200043321',
  Xlong: '3.7937',
  Ylat: '50.2981',
  nbre_pl: '12',
  nbre_pmr: '1',
  duree: '',
  horaires: '24/7',
  proprio: 'Commune',
  lumiere: 'false',
  comm: '',
}
const aLine = (change: Record<string, string> = {}) =>
  columns
    .split(',')
    .map((column) => ({ ...plain, ...change })[column]!)
    .map((cell) => (/[",\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell))
    .join(',')
const aFile = (...lines: Record<string, string>[]) => [columns, ...lines.map(aLine), ''].join('\n')

/** Bavay to the east of 3.7, Le Quesnoy to its west, the sea north of 51. */
const here: CommuneAt = (lon, lat) =>
  lat > 51
    ? 'nowhere'
    : lon < -50
      ? 'unknown'
      : lon > 3.7
        ? { code: '59053', name: 'Bavay', near: [] }
        : { code: '59481', name: 'Le Quesnoy', near: lon > 3.69 ? ['59053'] : [] }
const read = (...lines: Record<string, string>[]) => parseBnlc(aFile(...lines), here)

describe('A line of the BNLC', () => {
  it('is read as it is when it follows the schema', () => {
    expect(read({})).toEqual({
      aires: [
        {
          line: 2,
          id: '59053-C-001',
          localId: 'A1',
          name: 'Gare de Bavay',
          address: '1 rue de la Gare',
          declaredCommune: 'BAVAY',
          declaredInsee: '59053',
          communeCode: '59053',
          communeName: 'Bavay',
          kind: 'aire',
          updatedOn: '2026-02-01',
          open: true,
          source: '200043321',
          lon: 3.7937,
          lat: 50.2981,
          spaces: 12,
          accessibleSpaces: 1,
          maxStayMinutes: null,
          openingHours: '24/7',
          owner: 'Commune',
          lit: false,
          comment: null,
        },
      ],
      reports: [],
      lineCount: 1,
      unknownColumns: [],
    })
  })

  it.each([
    [
      'a postal code for INSEE',
      { insee: '59570' },
      'commune_by_boundary',
      { communeCode: '59053', declaredInsee: '59570' },
    ],
    [
      'swapped coordinates',
      { Xlong: '50.2981', Ylat: '3.7937' },
      'coordinates_swapped',
      { lon: 3.7937, lat: 50.2981 },
    ],
    ['a comma in a coordinate', { Xlong: '3,7937' }, 'decimal_comma', { lon: 3.7937 }],
    ['a code that lost its zero', { insee: '1004' }, 'insee_padded', { declaredInsee: '01004' }],
    ['a kind of its own', { type: 'Champ' }, 'kind_unknown', { kind: 'aire' }],
    ['a date nobody can read', { date_maj: '2026-02-30' }, 'date_unreadable', { updatedOn: null }],
    ['spaces in words', { nbre_pl: 'une dizaine' }, 'value_left_out', { spaces: null }],
    ['spaces below zero', { nbre_pl: '-3' }, 'value_left_out', { spaces: null }],
    ['light nobody is sure of', { lumiere: 'parfois' }, 'value_left_out', { lit: null }],
    ['nothing said of its being open', { ouvert: '' }, 'open_unsaid', { open: true }],
    [
      'no boundary known there',
      { Xlong: '-61', Ylat: '16', insee: '97120' },
      'commune_unverified',
      { communeCode: '97120' },
    ],
  ] as const)('with %s is repaired, and says so', (_, change, what, kept) => {
    const { aires, reports } = read(change)
    expect(aires[0]).toMatchObject(kept)
    expect(reports.map((report) => report.what)).toContain(what)
    expect(reports.find((report) => report.what === what)).toMatchObject({
      line: 2,
      id: '59053-C-001',
      refused: false,
    })
  })

  it.each([
    ['without an id', { id_lieu: '' }, 'no_id'],
    ['without a name', { nom_lieu: ' \u200b ' }, 'no_name'],
    ['without a commune', { insee: '' }, 'no_insee'],
    ['without coordinates', { Xlong: '' }, 'coordinates_unreadable'],
    ['with coordinates in words', { Ylat: 'nord' }, 'coordinates_unreadable'],
    ['off the globe', { Xlong: '512345.6' }, 'coordinates_unreadable'],
    ['at no place at all', { Xlong: '0', Ylat: '0' }, 'outside_france'],
    ['in Poland', { Xlong: '19.4', Ylat: '51.9' }, 'outside_france'],
    ['at sea', { Xlong: '2.5', Ylat: '51.2' }, 'at_sea'],
  ] as const)('%s is refused with its number, and the others stay', (_, change, what) => {
    const { aires, reports, lineCount } = read({ id_lieu: '59053-C-009' }, change, {
      id_lieu: '59053-C-010',
      nom_lieu: 'Mairie',
    })
    expect(aires.map(({ line }) => line)).toEqual([2, 4])
    expect(reports.filter((report) => report.refused)).toMatchObject([{ line: 3, what }])
    expect(lineCount).toBe(3)
  })

  it('stays in its declared commune when the boundary is too near to tell', () => {
    const { aires, reports } = read({ Xlong: '3.695' })
    expect(aires[0]).toMatchObject({ communeCode: '59053', communeName: null })
    expect(reports).toEqual([])
  })

  it('given twice counts once, the first', () => {
    const { aires, reports } = read({}, { nom_lieu: 'Autre' })
    expect(aires.map(({ name }) => name)).toEqual(['Gare de Bavay'])
    expect(reports).toMatchObject([{ line: 3, what: 'id_repeated', refused: true }])
  })

  it('of a name its commune already has is told apart by address, else by number', () => {
    const lines = [
      { id_lieu: '2', ad_lieu: 'D 932' },
      { id_lieu: '1', ad_lieu: 'D 33' },
    ]
    expect(read(...lines).aires.map(({ name }) => name)).toEqual([
      'Gare de Bavay (D 932)',
      'Gare de Bavay (D 33)',
    ])
    const nowhere = lines.map((line) => ({ ...line, ad_lieu: '' }))
    expect(read(...nowhere).aires.map(({ name }) => name)).toEqual(['Gare de Bavay (2)', 'Gare de Bavay (1)'])
    expect(read(...nowhere).reports.map(({ what }) => what)).toEqual(['name_repeated', 'name_repeated'])
    const elsewhere: Record<string, string>[] = [
      { id_lieu: '1' },
      { id_lieu: '2', Xlong: '3.6', insee: '59481' },
    ]
    expect(read(...elsewhere).reports).toEqual([])
  })

  it('is read as French people write: oui, 31/12/2025, any case and accent', () => {
    const { aires, reports } = read({
      ouvert: 'Non',
      lumiere: 'OUI',
      date_maj: '31/12/2025',
      type: 'delaisse ROUTIER',
      nbre_pl: '12.0',
    })
    expect(aires[0]).toMatchObject({
      open: false,
      lit: true,
      updatedOn: '2025-12-31',
      kind: 'roadside',
      spaces: 12,
    })
    expect(reports).toEqual([])
  })

  it('keeps quotes, commas and lines within a cell, and the right number after them', () => {
    const { aires } = read(
      { ad_lieu: 'Rue "haute", 2' },
      { id_lieu: '2', nom_lieu: 'Deux\nlignes' },
      { id_lieu: '3', nom_lieu: 'Trois' },
    )
    expect(aires.map(({ name, address }) => [name, address])).toEqual([
      ['Gare de Bavay', 'Rue "haute", 2'],
      ['Deux lignes', '1 rue de la Gare'],
      ['Trois', '1 rue de la Gare'],
    ])
    expect(aires[2]!.line).toBe(5)
  })

  it('short of a cell is refused when others follow it', () => {
    const text = [
      columns,
      aLine(),
      '59053-C-002,,Tronquée',
      aLine({ id_lieu: '3', nom_lieu: 'Mairie' }),
      '',
    ].join('\n')
    expect(parseBnlc(text, here).reports).toMatchObject([{ line: 3, what: 'incomplete_line', refused: true }])
  })
})

describe('A file of the BNLC', () => {
  it('may begin with a BOM, use semicolons and Windows lines, and order its columns as it likes', () => {
    const text = `\uFEFF${['Ylat;XLONG;insee;nom_lieu;id_lieu', '50.2981;3.7937;59053;Gare;59053-C-001'].join('\r\n')}\r\n`
    const { aires, reports } = parseBnlc(text, here)
    expect(aires).toMatchObject([{ id: '59053-C-001', name: 'Gare', lon: 3.7937, spaces: null, lit: null }])
    expect(reports.map(({ what }) => what)).toEqual(['columns_missing', 'open_unsaid'])
    expect(reports[0]!.declared).toContain('nbre_pl')
  })

  it('says the columns it has and the schema does not', () => {
    const text = `${columns},wifi\n${aLine()},oui\n`
    expect(parseBnlc(text, here)).toMatchObject({ unknownColumns: ['wifi'], aires: [{ id: '59053-C-001' }] })
  })

  it.each([
    ['that is empty', '', 'vide'],
    ['that is a page of the web', '<!doctype html>\n<html>', 'ses colonnes sont autres'],
    ['without the latitude', aFile({}).replace('Ylat', 'y'), 'la colonne Ylat'],
    [
      'without several columns',
      aFile({}).replace('Ylat', 'y').replace('insee', 'i'),
      'les colonnes insee, Ylat',
    ],
    ['of a header alone', `${columns}\n`, 'aucun lieu'],
    ['cut in the middle of a line', aFile({}, { id_lieu: '2' }).slice(0, -60), 'coupé'],
    ['cut in the middle of quotes', `${aFile({})}59053-C-003,,"Gare`, 'coupé'],
  ])('%s is refused whole, in one sentence', (_, text, reason) => {
    expect(() => parseBnlc(text, here)).toThrow(ImportRefused)
    expect(() => parseBnlc(text, here)).toThrow(reason)
  })
})

describe.skipIf(missingBnlc())('The national base of August 2026', () => {
  let aires: BnlcFile['aires'] = []
  let reports: BnlcFile['reports'] = []
  let lineCount = 0
  // Not as the file is collected: where the data is missing, that is done all the same.
  beforeAll(() => {
    ;({ aires, reports, lineCount } = parseBnlc(readFileSync(bnlcFile, 'utf8'), communeFinder()))
  })
  const count = (what: string) => reports.filter((report) => report.what === what).length

  it('is read to its last line: each is an aire or a refusal', () => {
    expect(lineCount).toBe(2473)
    expect(aires.length + reports.filter(({ refused }) => refused).length).toBe(lineCount)
    expect(new Set(aires.map(({ id }) => id)).size).toBe(aires.length)
    expect(new Set(aires.map(({ communeCode, name }) => `${communeCode} ${name.toLowerCase()}`)).size).toBe(
      aires.length,
    )
  })

  it('has its communes by the boundary where a postal code stands for INSEE', () => {
    expect(count('commune_by_boundary')).toBeGreaterThan(100)
    for (const { what, declared, kept } of reports)
      if (what === 'commune_by_boundary') expect(declared).not.toBe(kept)
  })

  it('knows every kind of the schema', () => {
    expect(new Set(aires.map(({ kind }) => kind))).toEqual(new Set(Object.keys(aireKinds)))
  })
})
