import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ControlProblem } from '#sandbox/problem.ts'
import { dumpShop } from './dump-shop.ts'
import { openUnits } from './levels.ts'
import { ShopFile } from './shop-file.ts'
import { aShopFile, aWorld } from './test-world.ts'
import { timeUtc } from './times.ts'

function withStock(stock: Record<string, unknown>): Partial<ShopFile> {
  return ShopFile.pick({ products: true }).parse({
    products: [{ title: 'Tricou', variants: [{ sku: 'TEE-S', price: '60.50', stock: { Depozit: stock } }] }],
  })
}

test('committed units without orders are paid orders of one unit, one a minute, the newest an hour ago', () => {
  const { shop } = aWorld(withStock({ available: 900, committed: 3 }))

  const orders = [...shop.orders.values()]
  assert.deepEqual(
    orders.map(({ name, createdAt, lines, transactions }) => [name, timeUtc(createdAt), lines[0]?.quantity, transactions.length]),
    [
      ['#1001', '2026-11-23T06:58:00Z', 1, 1],
      ['#1002', '2026-11-23T06:59:00Z', 1, 1],
      ['#1003', '2026-11-23T07:00:00Z', 1, 1],
    ],
  )
})

test('orders that the file says outright do not change the figures that it says', () => {
  const { shop } = aWorld({
    ...withStock({ available: 900, committed: 3 }),
    orders: [{ name: '#5', lines: [{ sku: 'TEE-S', quantity: 3 }], paid: true }],
  })

  const [level] = [...shop.levels.byLocation.values()].flat()
  assert.ok(level)
  assert.deepEqual([level.counters.available, level.counters.committed, openUnits(level)], [900, 3, 3])
})

test('a count of orders is numbered on', () => {
  const { shop } = aWorld({ ...withStock({ available: 5 }), orders: [{ lines: [{ sku: 'TEE-S', quantity: 1 }], count: 3 }] })

  assert.deepEqual([...shop.ordersByName.keys()], ['#1001', '#1002', '#1003'])
})

test('the same file gives the same ids', () => {
  assert.deepEqual(dumpShop(aWorld().shop), dumpShop(aWorld().shop))
})

test('what the world answers can be loaded again', () => {
  const first = aWorld({
    orders: [
      { name: '#7', lines: [{ sku: 'TEE-S', quantity: 3, discount: '10%' }], paid: true, shipping: { title: 'Curier', price: '15.00' } },
      { lines: [{ sku: 'TEE-M', quantity: 1 }], fulfilled: true },
    ],
  })
  const said = dumpShop(first.shop)

  const second = aWorld(ShopFile.parse(JSON.parse(JSON.stringify(said))))

  assert.deepEqual(dumpShop(second.shop), said)
})

const mistakes: readonly { readonly name: string; readonly file: Partial<ShopFile>; readonly pointer: string }[] = [
  {
    name: 'a location that the shop does not have',
    file: { products: [{ title: 'A', variants: [{ price: '1', stock: { Pod: { available: 1 } } }] }] },
    pointer: '/products/0/variants/0/stock/Pod',
  },
  {
    name: 'committed units that the orders do not hold',
    file: { ...withStock({ committed: 4 }), orders: [] },
    pointer: '/products/0/variants/0/stock/Depozit/committed',
  },
  {
    name: 'an on_hand that is not the sum',
    file: withStock({ available: 4, on_hand: 5 }),
    pointer: '/products/0/variants/0/stock/Depozit/on_hand',
  },
  { name: 'an order of what is not sold', file: { orders: [{ lines: [{ sku: 'NOPE', quantity: 1 }] }] }, pointer: '/orders/0/lines/0/sku' },
  {
    name: 'an order of one SKU that two variants share',
    file: { orders: [{ lines: [{ sku: 'TWIN', quantity: 1 }] }] },
    pointer: '/orders/0/lines/0/sku',
  },
  {
    name: 'a county that Romania does not have',
    file: {
      orders: [
        { lines: [{ sku: 'TEE-S', quantity: 1 }], customer: { name: 'A', county: 'Ardeal', city: 'X', address: 'Y', country: 'RO' } },
      ],
    },
    pointer: '/orders/0/customer/county',
  },
  {
    name: 'two orders of one name',
    file: {
      orders: [
        { name: '#1', lines: [{ sku: 'TEE-S', quantity: 1 }] },
        { name: '#1', lines: [{ sku: 'TEE-S', quantity: 1 }] },
      ],
    },
    pointer: '/orders/1/name',
  },
  {
    name: 'an order that is yet to come',
    file: { orders: [{ at: '2027-01-01T00:00:00Z', lines: [{ sku: 'TEE-S', quantity: 1 }] }] },
    pointer: '/orders/0/at',
  },
  { name: 'two locations of one name', file: { locations: [{ name: 'Depozit' }, { name: 'Depozit' }] }, pointer: '/locations' },
]

for (const { name, file, pointer } of mistakes) {
  test(`a file with ${name} is refused, with a pointer to the place`, () => {
    assert.throws(
      () => aWorld(file),
      (error) => error instanceof ControlProblem && error.status === 422 && error.errors[0]?.pointer === pointer,
    )
  })
}

test('a key that no file has is refused', () => {
  assert.throws(() => ShopFile.parse({ ...aShopFile(), colour: 'red' }), /colour/)
})
