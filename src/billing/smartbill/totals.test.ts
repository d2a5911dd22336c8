import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { composeInvoice } from '#core/compose-invoice.ts'
import { smartbillWorld } from '#test/smartbill-world.ts'
import { boundFacts, drawnOrder, orderOf } from '#test/random-order.ts'

const worlds = 10
/** Two calls each stay under SmartBill's limit without the clock moving. */
const ordersAWorld = 14
const linesMax = 14

const stock = Array.from({ length: linesMax }, (_, place) => ({
  warehouse: 'Depozit Online',
  code: `SKU-${place}`,
  name: `Produs ${place}`,
  unit: 'buc',
  quantity: 1_000_000,
}))

test('the simulated SmartBill comes to the composed total for every random order', async () => {
  const orders = fc.sample(drawnOrder, { numRuns: worlds * ordersAWorld, seed: 42 }).map(orderOf)

  for (let start = 0; start < orders.length; start += ordersAWorld) {
    const { provider } = await smartbillWorld({ stock })
    for (const [place, order] of orders.slice(start, start + ordersAWorld).entries()) {
      const composed = composeInvoice(boundFacts(order, place % 2 === 0 ? 'line' : 'price'))
      if (composed.do === 'wait') continue
      const issued = await provider.issue(composed.invoice)

      assert.equal(await provider.readTotal(issued), composed.invoice.total, JSON.stringify(composed.invoice.lines))
    }
  }
})
