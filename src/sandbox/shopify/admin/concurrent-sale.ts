import type { FaultOf, Happening } from '#sandbox/faults.ts'
import { ControlProblem } from '#sandbox/problem.ts'
import type { World } from '#sandbox/world.ts'
import { payOrder } from '#sandbox/shopify/order-life.ts'
import { placeOrder } from '#sandbox/shopify/place-order.ts'
import type { Shop } from '#sandbox/shopify/state.ts'
import { inStep } from '#sandbox/shopify/step.ts'

/**
 * A buyer is faster: the order that a concurrentSale fault names stands before the write that is about to run.
 * Answers what is wrong with the fault, when it cannot happen.
 */
export function concurrentSale(world: World, shop: Shop, happening: Happening): string | undefined {
  const sale = world.faults.take('shopify', 'concurrentSale', happening)
  if (sale === undefined) return undefined
  try {
    sell(world, shop, sale)
    return undefined
  } catch (error) {
    if (error instanceof ControlProblem) return `concurrentSale: ${error.message}`
    throw error
  }
}

function sell(world: World, shop: Shop, sale: FaultOf<'concurrentSale'>): void {
  inStep(world, shop, (step) => {
    const file = { lines: [{ sku: sale.sku, quantity: sale.quantity }] }
    payOrder(step, placeOrder(step, file, { at: step.now, name: undefined, route: { to: 'stock' }, takesAvailable: true }))
  })
}
