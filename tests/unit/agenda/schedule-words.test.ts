import { describe, expect, it } from 'vitest'
import { describeRule } from '../../../api/agenda/schedule-words.rules.ts'
import { aSchedule } from '../../support/schedules.ts'

const say = (rule: string, language: 'fr' | 'en' | 'nl' = 'fr', exceptions: string[] = []) =>
  describeRule(aSchedule({ rule, exceptions }), language)

describe('a rule in words', () => {
  it.each([
    [
      'FREQ=WEEKLY;BYDAY=SA;UNTIL=20270630',
      'chaque samedi jusqu’au 30 juin 2027',
      'every Saturday until 30 June 2027',
    ],
    [
      'FREQ=WEEKLY;UNTIL=20270601T215900Z',
      'chaque samedi jusqu’au 1er juin 2027',
      'every Saturday until 1 June 2027',
    ],
    ['FREQ=WEEKLY;BYDAY=TH,TU', 'chaque mardi et chaque jeudi', 'every Tuesday and Thursday'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'du lundi au vendredi', 'from Monday to Friday'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU', 'chaque jour', 'every day'],
    ['FREQ=WEEKLY;INTERVAL=2', 'un samedi sur deux', 'every other Saturday'],
    [
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH',
      'le mardi et le jeudi, une semaine sur deux',
      'every other week, on Tuesday and Thursday',
    ],
    ['FREQ=WEEKLY;INTERVAL=3', 'le samedi, toutes les 3 semaines', 'every 3 weeks, on Saturday'],
    ['FREQ=WEEKLY;BYMONTH=8,7', 'chaque samedi en juillet et août', 'every Saturday in July and August'],
    ['FREQ=DAILY;COUNT=10', 'chaque jour, 10 fois', 'every day, 10 times'],
    ['FREQ=DAILY;INTERVAL=2', 'un jour sur deux', 'every other day'],
    ['FREQ=DAILY;INTERVAL=10', 'tous les 10 jours', 'every 10 days'],
    ['FREQ=DAILY;BYDAY=SA,SU', 'chaque samedi et chaque dimanche', 'every Saturday and Sunday'],
    ['FREQ=MONTHLY;BYDAY=1TU', 'le 1er mardi du mois', 'on the 1st Tuesday of the month'],
    ['FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1', 'le 1er mardi du mois', 'on the 1st Tuesday of the month'],
    ['FREQ=MONTHLY;BYDAY=-1FR', 'le dernier vendredi du mois', 'on the last Friday of the month'],
    [
      'FREQ=MONTHLY;BYDAY=-2FR',
      'l’avant-dernier vendredi du mois',
      'on the second to last Friday of the month',
    ],
    [
      'FREQ=MONTHLY;BYDAY=2SA,4SA;INTERVAL=2',
      'le 2e samedi et le 4e samedi du mois, un mois sur deux',
      'on the 2nd Saturday and 4th Saturday of the month, every other month',
    ],
    ['FREQ=MONTHLY', 'le 5 du mois', 'on the 5th of the month'],
    ['FREQ=MONTHLY;BYMONTHDAY=15,1', 'le 1er et le 15 du mois', 'on the 1st and 15th of the month'],
    [
      'FREQ=MONTHLY;BYMONTHDAY=31',
      'le 31 du mois, quand il y en a un',
      'on the 31st of the month, when it has one',
    ],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', 'le dernier jour du mois', 'on the last day of the month'],
    ['FREQ=YEARLY', 'chaque année le 5 décembre', 'every year on 5 December'],
    ['FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=1', 'chaque année le 1er juillet', 'every year on 1 July'],
    ['FREQ=YEARLY;INTERVAL=2', 'le 5 décembre, une année sur deux', 'every other year on 5 December'],
    [
      'FREQ=YEARLY;BYMONTH=10;BYDAY=3SU',
      'chaque année le 3e dimanche d’octobre',
      'every year on the 3rd Sunday of October',
    ],
  ])('%s', (rule, french, english) => {
    expect(say(rule)).toBe(french)
    expect(say(rule, 'en')).toBe(english)
  })

  it.each([
    ['FREQ=WEEKLY;BYDAY=SA;UNTIL=20270630', 'elke zaterdag tot en met 30 juni 2027'],
    ['FREQ=WEEKLY;BYDAY=TH,TU', 'elke dinsdag en donderdag'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'van maandag tot en met vrijdag'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH', 'om de twee weken, op dinsdag en donderdag'],
    ['FREQ=DAILY;COUNT=10', 'elke dag, 10 keer'],
    ['FREQ=DAILY;INTERVAL=3', 'om de 3 dagen'],
    [
      'FREQ=MONTHLY;BYDAY=2SA,4SA;INTERVAL=2',
      'op de tweede zaterdag en de vierde zaterdag van de maand, om de twee maanden',
    ],
    ['FREQ=MONTHLY;BYDAY=-2FR', 'op de voorlaatste vrijdag van de maand'],
    ['FREQ=MONTHLY;BYMONTHDAY=31', 'op de 31e van de maand, als die er is'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', 'op de laatste dag van de maand'],
    ['FREQ=WEEKLY;BYMONTH=8,7', 'elke zaterdag in juli en augustus'],
    ['FREQ=YEARLY;INTERVAL=2', 'om de twee jaar op 5 december'],
    ['FREQ=YEARLY;BYMONTH=10;BYDAY=3SU', 'elk jaar op de derde zondag van oktober'],
    ['FREQ=YEARLY;BYWEEKNO=20', 'op meerdere data'],
  ])('in Dutch: %s', (rule, dutch) => {
    expect(say(rule, 'nl')).toBe(dutch)
  })

  it('names a few exceptions and counts many', () => {
    const rule = 'FREQ=WEEKLY;UNTIL=20270630'
    expect(say(rule, 'fr', ['2026-12-26T19:00', '2027-01-02T19:00'])).toBe(
      'chaque samedi jusqu’au 30 juin 2027, sauf le 26 décembre 2026 et le 2 janvier 2027',
    )
    expect(say(rule, 'en', ['2026-12-26T19:00'])).toBe(
      'every Saturday until 30 June 2027, except on 26 December 2026',
    )
    expect(say(rule, 'nl', ['2026-12-26T19:00'])).toBe(
      'elke zaterdag tot en met 30 juni 2027, behalve op 26 december 2026',
    )
    const four = ['05', '12', '19', '26'].map((day) => `2026-12-${day}T19:00`)
    expect(say(rule, 'fr', four)).toBe('chaque samedi jusqu’au 30 juin 2027, sauf 4 dates')
  })

  it.each([
    'FREQ=YEARLY;BYWEEKNO=20',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
    'FREQ=DAILY;BYHOUR=10,15',
    'FREQ=YEARLY;BYMONTHDAY=1',
    'FREQ=YEARLY;BYDAY=20MO',
    'not a rule',
  ])('says only that there are several dates of what it has no sentence for: %s', (rule) => {
    expect(say(rule)).toBe('à plusieurs dates')
    expect(say(rule, 'en')).toBe('on several dates')
  })

  it('is none where there is no rule', () => {
    expect(describeRule(aSchedule(), 'fr')).toBeNull()
  })
})
