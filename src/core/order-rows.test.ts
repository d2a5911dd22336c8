import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aFulfilment, aFulfilmentOrder, aLine, anOrder, aRefund, lineId, start } from '#test/model/build.ts'
import type { Order } from './order.ts'
import { fulfilledOf, orderRows, takenOf, type OrderRow } from './order-rows.ts'

const settings = { onlyLocation: null, cancelledWithoutRecord: 'restocked' } as const
const waiting = { fulfilmentOrders: [aFulfilmentOrder(1, 'OPEN', 'A', [3, 3])] }
const shipped = { fulfilmentOrders: [aFulfilmentOrder(1, 'CLOSED', 'A', [3, 0])], fulfilments: [aFulfilment('A', 3)] }
const partly = { fulfilmentOrders: [aFulfilmentOrder(1, 'IN_PROGRESS', 'A', [3, 1])], fulfilments: [aFulfilment('A', 2)] }
const ended = { fulfilmentOrders: [aFulfilmentOrder(1, 'CLOSED', 'A', [0, 0])] }
const cancelled = { cancelledAt: start, cancelReason: 'CUSTOMER', ...ended }
const gone = [aLine({ currentQuantity: 0 })]
const twoLeft = [aLine({ currentQuantity: 2 })]

/** Per location: sold / released / taken / open / fulfilled, and what is unsettled when anything is. */
const cases: readonly { name: string; order: Partial<Order>; rows: readonly string[] }[] = [
  { name: 'a new order sells its units where they wait', order: waiting, rows: ['A 3/0/3/3/0'] },
  {
    name: 'an edit that adds a unit sells it',
    order: { lines: [aLine({ quantity: 4, currentQuantity: 4 })], fulfilmentOrders: [aFulfilmentOrder(1, 'OPEN', 'A', [4, 4])] },
    rows: ['A 4/0/4/4/0'],
  },
  {
    name: 'an edit that takes a unit off releases it',
    order: { lines: twoLeft, fulfilmentOrders: [aFulfilmentOrder(1, 'OPEN', 'A', [2, 2])] },
    rows: ['A 3/1/2/2/0'],
  },
  { name: 'a shipment moves open units to fulfilled and leaves what is owed', order: shipped, rows: ['A 3/0/3/0/3'] },
  { name: 'a part shipment leaves the rest open', order: partly, rows: ['A 3/0/3/1/2'] },
  {
    name: 'a cancelled fulfilment opens its units again',
    order: { ...waiting, fulfilments: [aFulfilment('A', 3, 'CANCELLED')] },
    rows: ['A 3/0/3/3/0'],
  },
  {
    name: 'a fulfilment that failed shipped nothing',
    order: { ...waiting, fulfilments: [aFulfilment('A', 3, 'FAILURE')] },
    rows: ['A 3/0/3/3/0'],
  },
  {
    name: 'a cancellation with restock releases every unit',
    order: { ...cancelled, lines: gone, refunds: [aRefund('CANCEL', 3, 'A')] },
    rows: ['A 3/3/0/0/0'],
  },
  {
    name: 'a refund of one waiting unit with restock releases it',
    order: { lines: twoLeft, fulfilmentOrders: [aFulfilmentOrder(1, 'OPEN', 'A', [2, 2])], refunds: [aRefund('CANCEL', 1, 'A')] },
    rows: ['A 3/1/2/2/0'],
  },
  {
    name: 'a restock without a location comes back where the units waited',
    order: { ...cancelled, lines: gone, refunds: [aRefund('CANCEL', 3)] },
    rows: ['A 3/3/0/0/0'],
  },
  {
    name: 'a cancellation without restock releases nothing and is unsettled',
    order: { ...cancelled, lines: gone, refunds: [aRefund('NO_RESTOCK', 3)] },
    rows: ['A 3/0/3/0/3 unsettled 3'],
  },
  {
    name: 'a refund without restock of one waiting unit leaves it owed',
    order: { lines: twoLeft, fulfilmentOrders: [aFulfilmentOrder(1, 'OPEN', 'A', [2, 2])], refunds: [aRefund('NO_RESTOCK', 1)] },
    rows: ['A 3/0/3/2/1 unsettled 1'],
  },
  {
    name: 'a cancellation without any refund record is read as restocked',
    order: { ...cancelled, lines: gone },
    rows: ['A 3/3/0/0/0 assumed 3'],
  },
  {
    name: 'a cancellation without a record for want of stock restocked nothing',
    order: { ...cancelled, lines: gone, cancelReason: 'INVENTORY' },
    rows: ['A 3/0/3/0/3 unsettled 3'],
  },
  {
    name: 'a returned and restocked unit is released and was never unsettled',
    order: { ...shipped, lines: twoLeft, refunds: [aRefund('RETURN', 1, 'A')] },
    rows: ['A 3/1/2/0/2 returned 1'],
  },
  {
    name: 'a refund without restock of shipped units changes nothing',
    order: { ...shipped, lines: twoLeft, refunds: [aRefund('NO_RESTOCK', 1)] },
    rows: ['A 3/0/3/0/3'],
  },
  {
    name: 'a refund of money only changes nothing',
    order: { ...shipped, refunds: [{ ...aRefund('RETURN', 0), lines: [] }] },
    rows: ['A 3/0/3/0/3'],
  },
  {
    name: 'a return is told by its disposition and not by its refund',
    order: {
      ...shipped,
      lines: twoLeft,
      refunds: [aRefund('RETURN', 1, 'A', 'return-1')],
      reverseFulfilments: [aReturn('RESTOCKED', 'A')],
    },
    rows: ['A 3/1/2/0/2 returned 1'],
  },
  {
    name: 'a return that waits for its disposition changes nothing',
    order: {
      ...shipped,
      lines: twoLeft,
      refunds: [aRefund('RETURN', 1, 'A', 'return-1')],
      reverseFulfilments: [aReturn('PROCESSING_REQUIRED', 'A')],
    },
    rows: ['A 3/0/3/0/3'],
  },
  {
    name: 'a return that was not restocked changes nothing',
    order: {
      ...shipped,
      lines: twoLeft,
      refunds: [aRefund('NO_RESTOCK', 1, null, 'return-1')],
      reverseFulfilments: [aReturn('NOT_RESTOCKED', 'A')],
    },
    rows: ['A 3/0/3/0/3'],
  },
  {
    name: 'a return that went missing changes nothing',
    order: { ...shipped, lines: twoLeft, reverseFulfilments: [aReturn('MISSING', 'A')] },
    rows: ['A 3/0/3/0/3'],
  },
  {
    name: 'a return that lowers currentQuantity before its refund exists is released once',
    order: { ...shipped, lines: twoLeft, reverseFulfilments: [aReturn('RESTOCKED', 'A')] },
    rows: ['A 3/1/2/0/2 returned 1'],
  },
  {
    name: 'an old restock record of waiting units is a cancellation',
    order: { ...cancelled, lines: gone, refunds: [aRefund('LEGACY_RESTOCK', 3, 'A')] },
    rows: ['A 3/3/0/0/0'],
  },
  {
    name: 'an old restock record of shipped units is a return',
    order: { ...shipped, lines: gone, refunds: [aRefund('LEGACY_RESTOCK', 3, 'A')] },
    rows: ['A 3/3/0/0/0 returned 3'],
  },
  {
    name: 'a moved fulfilment order moves the units with it',
    order: { fulfilmentOrders: [aFulfilmentOrder(1, 'CLOSED', 'A', [0, 0]), aFulfilmentOrder(2, 'OPEN', 'B', [3, 3])] },
    rows: ['B 3/0/3/3/0'],
  },
  {
    name: 'units moved there and back are where they were',
    order: {
      fulfilmentOrders: [
        aFulfilmentOrder(1, 'CLOSED', 'A', [0, 0]),
        aFulfilmentOrder(2, 'CLOSED', 'B', [0, 0]),
        aFulfilmentOrder(3, 'OPEN', 'A', [3, 3]),
      ],
    },
    rows: ['A 3/0/3/3/0'],
  },
  {
    name: 'an order moved and then cancelled is released where it was last',
    order: {
      ...cancelled,
      lines: gone,
      fulfilmentOrders: [aFulfilmentOrder(9, 'CLOSED', 'A', [0, 0]), aFulfilmentOrder(10, 'CLOSED', 'B', [0, 0])],
    },
    rows: ['B 3/3/0/0/0 assumed 3'],
  },
  {
    name: 'an order moved back and then cancelled is released at the first place',
    order: {
      ...cancelled,
      lines: gone,
      fulfilmentOrders: [
        aFulfilmentOrder(1, 'CLOSED', 'A', [0, 0]),
        aFulfilmentOrder(2, 'CLOSED', 'B', [0, 0]),
        aFulfilmentOrder(3, 'CLOSED', 'A', [0, 0]),
      ],
    },
    rows: ['A 3/3/0/0/0 assumed 3'],
  },
  {
    name: 'an order split over locations has a row at each',
    order: { fulfilmentOrders: [aFulfilmentOrder(1, 'OPEN', 'A', [1, 1]), aFulfilmentOrder(2, 'ON_HOLD', 'B', [2, 2])] },
    rows: ['A 1/0/1/1/0', 'B 2/0/2/2/0'],
  },
  {
    name: 'units that ended in two places are placed where each was assigned',
    order: {
      ...cancelled,
      lines: gone,
      fulfilmentOrders: [aFulfilmentOrder(1, 'CLOSED', 'A', [1, 0]), aFulfilmentOrder(2, 'CLOSED', 'B', [2, 0])],
      refunds: [aRefund('NO_RESTOCK', 3)],
    },
    rows: ['A 1/0/1/0/1 unsettled 1', 'B 2/0/2/0/2 unsettled 2'],
  },
  {
    name: 'goods restocked at another location are taken from it below zero',
    order: { ...shipped, lines: gone, refunds: [aRefund('RETURN', 3, 'B')] },
    rows: ['A 3/0/3/0/3', 'B 0/3/-3/0/-3 returned 3'],
  },
  { name: 'a hold is still open', order: { fulfilmentOrders: [aFulfilmentOrder(1, 'ON_HOLD', 'A', [3, 3])] }, rows: ['A 3/0/3/3/0'] },
  {
    name: 'a scheduled fulfilment order is still open',
    order: { fulfilmentOrders: [aFulfilmentOrder(1, 'SCHEDULED', 'A', [3, 3])] },
    rows: ['A 3/0/3/3/0'],
  },
  { name: 'an order that is not confirmed counts nothing', order: { ...waiting, confirmed: false }, rows: [] },
  {
    name: 'a custom line has no row',
    order: { ...waiting, lines: [aLine({ itemId: null, variantId: null })], fulfilmentOrders: [] },
    rows: [],
  },
  { name: 'a gift card has no row', order: { ...waiting, lines: [aLine({ giftCard: true })] }, rows: [] },
  {
    name: 'a removed fulfilment order without a location is kept apart from every location',
    order: { fulfilmentOrders: [{ ...aFulfilmentOrder(1, 'OPEN', 'A', [3, 3]), locationId: null }] },
    rows: ['null 3/0/3/3/0'],
  },
  {
    name: 'the order in which fulfilment orders are listed does not matter',
    order: {
      ...cancelled,
      lines: gone,
      fulfilmentOrders: [aFulfilmentOrder(10, 'CLOSED', 'B', [0, 0]), aFulfilmentOrder(9, 'CLOSED', 'A', [0, 0])],
    },
    rows: ['B 3/3/0/0/0 assumed 3'],
  },
  {
    name: 'a unit refunded without restock ended where it is still named, one taken off by an edit where units waited last',
    order: {
      lines: [aLine({ quantity: 2, currentQuantity: 0 })],
      fulfilmentOrders: [aFulfilmentOrder(1, 'CLOSED', 'A', [1, 0]), aFulfilmentOrder(2, 'CLOSED', 'B', [0, 0])],
      refunds: [aRefund('NO_RESTOCK', 1)],
    },
    rows: ['A 1/0/1/0/1 unsettled 1', 'B 1/1/0/0/0'],
  },
  {
    name: 'waiting units restocked on a shelf they never waited on leave their own as it was',
    order: { ...cancelled, lines: gone, refunds: [aRefund('CANCEL', 3, 'C')] },
    rows: ['A 3/0/3/0/3', 'C 0/3/-3/0/-3'],
  },
  {
    name: 'a cancelled unit is not released again for a return that has no refund yet',
    order: {
      lines: [aLine({ currentQuantity: 1 })],
      fulfilmentOrders: [aFulfilmentOrder(1, 'CLOSED', 'A', [2, 0])],
      fulfilments: [aFulfilment('A', 2)],
      refunds: [aRefund('CANCEL', 1, 'A')],
      reverseFulfilments: [aReturn('PROCESSING_REQUIRED', 'A')],
    },
    rows: ['A 3/1/2/0/2'],
  },
]

for (const { name, order, rows } of cases) {
  test(name, () => {
    assert.deepEqual(orderRows(anOrder(order), settings).map(text), rows)
  })
}

test('refund-current-quantity-trap: units refunded without restock stay taken although currentQuantity drops them', () => {
  const [row] = orderRows(anOrder({ ...shipped, lines: gone, refunds: [aRefund('NO_RESTOCK', 3)] }), settings)

  assert.equal(row === undefined ? undefined : takenOf(row), 3)
})

test('a cancellation without a record that proved not restocked keeps its units', () => {
  const order = anOrder({ ...cancelled, lines: gone })

  assert.deepEqual(orderRows(order, { ...settings, cancelledWithoutRecord: 'kept' }).map(text), ['A 3/0/3/0/3 unsettled 3'])
})

test('replaying a read gives the same rows, whatever was read before', () => {
  const order = anOrder(partly)

  assert.deepEqual(orderRows(order, settings), orderRows(structuredClone(order), settings))
})

const blind: readonly { name: string; order: Partial<Order>; rows: readonly string[] }[] = [
  { name: 'without fulfilment orders a new order waits at the only location', order: {}, rows: ['A 3/0/3/3/0'] },
  {
    name: 'without fulfilment orders a part shipment leaves the rest open',
    order: { fulfilments: [aFulfilment('A', 2)] },
    rows: ['A 3/0/3/1/2'],
  },
  {
    name: 'without fulfilment orders a cancellation with restock releases',
    order: { cancelledAt: start, lines: gone, refunds: [aRefund('CANCEL', 3, 'A')] },
    rows: ['A 3/3/0/0/0'],
  },
  {
    name: 'without fulfilment orders a returned unit is not open again',
    order: { lines: twoLeft, fulfilments: [aFulfilment('A', 3)], refunds: [aRefund('RETURN', 1, 'A')] },
    rows: ['A 3/1/2/0/2 returned 1'],
  },
  { name: 'without fulfilment orders an edit releases what it took off', order: { lines: twoLeft }, rows: ['A 3/1/2/2/0'] },
]

for (const { name, order, rows } of blind) {
  test(name, () => {
    assert.deepEqual(orderRows(anOrder(order), { ...settings, onlyLocation: 'A' }).map(text), rows)
  })
}

test('an order of ten thousand lines has a row for each', () => {
  const lines = Array.from({ length: 10_000 }, (_, n) => aLine({ id: `line-${n}`, itemId: `item-${n}` }))
  const orders = lines.map(({ id }, n) => ({
    ...aFulfilmentOrder(n, 'OPEN', 'A', [3, 3]),
    lines: [{ lineId: id, itemId: null, total: 3, remaining: 3 }],
  }))
  const rows = orderRows(anOrder({ lines, fulfilmentOrders: orders }), settings)

  assert.equal(rows.length, 10_000)
})

function text(row: OrderRow): string {
  const base = `${row.locationId} ${row.ordered}/${row.removed + row.putBack}/${takenOf(row)}/${row.open}/${fulfilledOf(row)}`
  const extras = { returned: row.returned, unsettled: row.unsettled, assumed: row.assumedRestocked }
  return [base, ...Object.entries(extras).flatMap(([name, units]) => (units === 0 ? [] : [`${name} ${units}`]))].join(' ')
}

function aReturn(disposition: 'RESTOCKED' | 'NOT_RESTOCKED' | 'MISSING' | 'PROCESSING_REQUIRED', locationId: string) {
  return { id: 'gid://shopify/ReverseFulfillment/1', lineId, quantity: 1, disposition, locationId }
}
