import type { World } from '#sandbox/world.ts'
import { changeCounter, checkLevels } from './levels.ts'
import type { Counters, Level, Order, Product, Shop } from './state.ts'
import { postHappenings } from './webhook-post.ts'

/** One thing that happens in a shop: all of it or nothing, and then the webhooks that tell of it. */
export type Step = {
  readonly world: World
  readonly shop: Shop
  readonly now: number
  /** `available` as it was before the step, for each level that the step has touched. */
  readonly touched: Map<Level, number>
  /** Products that were ordered or changed. */
  readonly products: Set<Product>
  readonly happenings: Happening[]
}

/** A webhook topic and its body, which is built when it is sent. */
export type Happening = { readonly topic: string; readonly body: () => unknown }

/** Runs one step at the world's time, proves the figures, and posts what happened. */
export function inStep<Result>(world: World, shop: Shop, work: (step: Step) => Result): Result {
  const step = newStep(world, shop, world.clock.now())
  const result = work(step)
  checkLevels(step.touched.keys())
  postHappenings(step)
  return result
}

/** A step that tells nobody: what the world file says has happened already. */
export function newStep(world: World, shop: Shop, now: number): Step {
  return { world, shop, now, touched: new Map(), products: new Set(), happenings: [] }
}

export function moveStock(step: Step, level: Level, name: keyof Counters, delta: number): void {
  if (!step.touched.has(level)) step.touched.set(level, level.counters.available)
  changeCounter(level, name, delta, step.now)
  if (name !== 'available') return

  const variant = step.shop.variantOfItem.get(level.item.id)
  if (variant === undefined) return
  variant.updatedAt = Math.max(variant.updatedAt, step.now)
  touchProduct(step, variant.product)
}

export function touchProduct(step: Step, product: Product): void {
  product.updatedAt = Math.max(product.updatedAt, step.now)
  step.products.add(product)
}

export function touchOrder(step: Step, order: Order): void {
  order.updatedAt = Math.max(order.updatedAt, step.now)
}
