import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, bucharestDay, bucharestInstant, bucharestSector, county, parseCui } from './romania.ts'

const days = [
  { at: '2026-11-23T21:59:59Z', day: '2026-11-23' },
  { at: '2026-11-23T22:00:00Z', day: '2026-11-24' },
  { at: '2026-07-01T20:59:59Z', day: '2026-07-01' },
  { at: '2026-07-01T21:00:00Z', day: '2026-07-02' },
  { at: '2026-12-31T22:30:00Z', day: '2027-01-01' },
]

for (const { at, day } of days) {
  test(`${at} is ${day} in Bucharest`, () => assert.equal(bucharestDay(new Date(at)), day))
}

const instants = [
  { name: 'in winter 07:00 is two hours ahead', day: '2026-11-23', time: '07:00', at: '2026-11-23T05:00:00.000Z' },
  { name: 'in summer 07:00 is three hours ahead', day: '2026-07-01', time: '07:00', at: '2026-07-01T04:00:00.000Z' },
  { name: 'on the day when clocks go forward 07:00 is summer time', day: '2026-03-29', time: '07:00', at: '2026-03-29T04:00:00.000Z' },
  { name: 'on the day when clocks go back 07:00 is winter time', day: '2026-10-25', time: '07:00', at: '2026-10-25T05:00:00.000Z' },
  { name: 'of a repeated hour the first is meant', day: '2026-10-25', time: '03:30', at: '2026-10-25T00:30:00.000Z' },
]

for (const { name, day, time, at } of instants) {
  test(name, () => assert.equal(bucharestInstant(day, time).toISOString(), at))
}

test('days are counted by the calendar', () => {
  assert.equal(addDays('2026-02-27', 3), '2026-03-02')
  assert.equal(addDays('2027-01-01', -1), '2026-12-31')
})

const codes = [
  { text: '14399840', code: { code: '14399840', vatPayer: false } },
  { text: ' ro 14399840 ', code: { code: 'RO14399840', vatPayer: true } },
  { text: 'RO361757', code: { code: 'RO361757', vatPayer: true } },
  { text: '14399841', code: null },
  { text: 'RO', code: null },
  { text: '00', code: null },
  { text: '1960101410011', code: null },
  { text: 'DE14399840', code: null },
]

for (const { text, code } of codes) {
  test(`"${text}" is ${code === null ? 'no valid fiscal code' : `the fiscal code ${code.code}`}`, () =>
    assert.deepEqual(parseCui(text), code))
}

const countyCases = [
  { code: 'CJ', text: null, is: 'Cluj' },
  { code: 'RO-B', text: null, is: 'Bucuresti' },
  { code: null, text: 'Bistrița-Năsăud', is: 'Bistrita-Nasaud' },
  { code: null, text: 'judetul Timiș', is: 'Timis' },
  { code: 'XX', text: 'SATU MARE', is: 'Satu Mare' },
  { code: null, text: 'Bucharest', is: 'Bucuresti' },
  { code: null, text: 'Bavaria', is: null },
  { code: null, text: null, is: null },
]

for (const { code, text, is } of countyCases) {
  test(`province ${code ?? text ?? 'unsaid'} is ${is === null ? 'no county' : `the county ${is}`}`, () =>
    assert.equal(county(code, text), is))
}

const sectors = [
  { texts: ['Bucuresti', 'Str. Lunga 4, sectorul 3'], zip: null, is: 'Sector 3' },
  { texts: ['SECTOR 1', null], zip: '040101', is: 'Sector 1' },
  { texts: ['București', 'Sect. 6'], zip: null, is: 'Sector 6' },
  { texts: ['Bucuresti', 'Bl. S3 sc. 2'], zip: '020123', is: 'Sector 2' },
  { texts: ['Bucuresti', 'sector 7'], zip: '400001', is: null },
  { texts: ['Bucuresti'], zip: null, is: null },
]

for (const { texts, zip, is } of sectors) {
  test(`"${texts.join(', ')}" with postal code ${zip ?? 'unsaid'} is ${is ?? 'no known sector'}`, () => {
    assert.equal(bucharestSector(texts, zip), is)
  })
}
