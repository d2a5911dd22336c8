import { z } from 'zod'
import { itemBody } from '#sandbox/shopify/rest-product.ts'
import { inStep } from '#sandbox/shopify/step.ts'
import { textArg, type Args, type Call } from './call.ts'
import { findItem } from './find.ts'

const Input = z.object({ tracked: z.boolean().nullish() })

/** Turns tracking on or off. Units that are committed stay so. */
export function inventoryItemUpdate(_root: undefined, args: Args, { world, shop }: Call): unknown {
  const item = findItem(shop, textArg(args, 'id') ?? '')
  if (item === undefined)
    return { inventoryItem: null, userErrors: [{ field: ['id'], message: "The product couldn't be updated because it does not exist." }] }
  const { tracked } = Input.parse(args.input)
  inStep(world, shop, (step) => {
    item.tracked = tracked ?? item.tracked
    item.updatedAt = Math.max(item.updatedAt, step.now)
    step.happenings.push({ topic: 'inventory_items/update', body: () => itemBody(item) })
  })
  return { inventoryItem: item, userErrors: [] }
}
