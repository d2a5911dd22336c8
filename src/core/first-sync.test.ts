import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at } from '#test/model/build.ts'
import { carriesInvoice, firstDayOf, testStories, unavailableByMajority, type OpenOrdersAnswer, type PreviewRow } from './first-sync.ts'
import { units } from './quantity.ts'

const stories = [
  { name: 'billing that counts open orders fits the documented rule', stock: 12, best: 'open-not-invoiced' },
  { name: 'billing that no longer counts open orders says that they are invoiced', stock: 9, best: 'open-invoiced' },
  { name: 'billing that still counts what shipped this week says that it is not invoiced', stock: 16, best: 'shipped-not-invoiced' },
  { name: 'billing that counts unavailable units says that they are inside', stock: 14, best: 'unavailable-inside' },
  { name: 'billing that fits nothing is told as the documented rule', stock: 77, best: 'open-not-invoiced' },
]

for (const { name, stock, best } of stories) {
  test(name, () => {
    const told = testStories([aPreviewRow(stock), aPreviewRow(stock), aPreviewRow(12)])

    assert.equal(told.best, best)
  })
}

test('of stories that fit as many rows the documented rule is told', () => {
  const row = { ...aPreviewRow(9), committed: 0, shippedLastWeek: 0, unavailable: 0 }

  assert.deepEqual(testStories([row]), {
    best: 'open-not-invoiced',
    rows: 1,
    fits: { 'open-not-invoiced': 1, 'open-invoiced': 1, 'shipped-not-invoiced': 1, 'unavailable-inside': 1 },
  })
})

test('packs are compared in billing units', () => {
  assert.equal(testStories([{ ...aPreviewRow(72), packUnits: 6 }]).fits['open-not-invoiced'], 1)
})

test('whether unavailable units are inside is told by most of the rows that have some', () => {
  assert.equal(unavailableByMajority([aPreviewRow(14), aPreviewRow(14), aPreviewRow(12)]), 'inside')
  assert.equal(unavailableByMajority([aPreviewRow(14), aPreviewRow(12), aPreviewRow(12)]), 'outside')
  assert.equal(unavailableByMajority([{ ...aPreviewRow(12), unavailable: 0 }]), null)
})

test('an order before the cut-over is settled when shipped or cancelled, and holds its units until shipped when open', () => {
  const order = { processedAt: at(-10), cancelled: false, open: 2 }

  assert.equal(firstDayOf(order, at(0)), 'until-shipped')
  assert.equal(firstDayOf({ ...order, open: 0 }, at(0)), 'settled')
  assert.equal(firstDayOf({ ...order, cancelled: true }, at(0)), 'settled')
  assert.equal(firstDayOf({ ...order, processedAt: at(0) }, at(0)), 'ordinary')
})

const answers: readonly { answer: OpenOrdersAnswer; carries: boolean }[] = [
  { answer: { carry: 'none' }, carries: false },
  { answer: { carry: 'all' }, carries: true },
  { answer: { carry: 'tagged', tag: ' Facturat ' }, carries: true },
  { answer: { carry: 'tagged', tag: 'factura' }, carries: false },
  { answer: { carry: 'listed', names: new Set(['#1001']) }, carries: true },
  { answer: { carry: 'listed', names: new Set(['#1002']) }, carries: false },
]

for (const { answer, carries } of answers) {
  test(`an open order ${carries ? 'carries' : 'does not carry'} an invoice when the answer is ${answer.carry}${'tag' in answer ? answer.tag : ''}${'names' in answer ? [...answer.names].join() : ''}`, () => {
    assert.equal(carriesInvoice({ name: '#1001', tags: ['vip', 'facturat'] }, answer), carries)
  })
}

function aPreviewRow(stock: number): PreviewRow {
  return { stock: units(stock), packUnits: 1, available: 9, committed: 3, held: 3, shippedLastWeek: 4, unavailable: 2 }
}
