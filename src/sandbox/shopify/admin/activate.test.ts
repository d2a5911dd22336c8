import { idsOf, type TestWorld } from '#sandbox/shopify/test-world.ts'
import { conforms } from './conformance.ts'

const ACTIVATE = `mutation Activate($item: ID!, $location: ID!, $available: Int, $onHand: Int, $key: String!) {
  inventoryActivate(inventoryItemId: $item, locationId: $location, available: $available, onHand: $onHand) @idempotent(key: $key) {
    inventoryLevel { isActive quantities(names: ["available", "on_hand", "committed"]) { name quantity } } userErrors { field message }
  }
}`

/** TEE-S is stocked at Depozit alone. */
function activate(location: string, more: Record<string, unknown> = {}): (shop: TestWorld) => Record<string, unknown> {
  return (shop) => ({ item: idsOf(shop, 'TEE-S').item, location: idsOf(shop, 'TEE-S', location).location, key: 'key-a', ...more })
}

function activated(figures: readonly [available: number, onHand: number] | null, ...userErrors: unknown[]): unknown {
  const inventoryLevel =
    figures === null
      ? null
      : { isActive: true, quantities: [{ name: 'available', quantity: figures[0] }, { name: 'on_hand', quantity: figures[1] }, {}] }
  return { data: { inventoryActivate: { inventoryLevel, userErrors } } }
}

conforms([
  {
    name: 'a fresh activation without a quantity is all zeros',
    query: ACTIVATE,
    variables: activate('Magazin'),
    answer: activated([0, 0]),
  },
  {
    name: 'a fresh activation with onHand puts it on sale',
    query: ACTIVATE,
    variables: activate('Magazin', { onHand: 50 }),
    answer: activated([50, 50]),
  },
  {
    name: 'both quantities together are refused',
    query: ACTIVATE,
    variables: activate('Magazin', { onHand: 5, available: 5 }),
    answer: activated(
      null,
      { field: ['available'], message: 'Not allowed to set available and on_hand quantities at the same time.' },
      { field: ['onHand'] },
    ),
  },
  { name: 'activating what is active changes nothing', query: ACTIVATE, variables: activate('Depozit'), answer: activated([10, 10]) },
  {
    name: 'a quantity for what is active is refused',
    query: ACTIVATE,
    variables: activate('Depozit', { available: 4 }),
    answer: activated([10, 10], {
      field: ['available'],
      message: 'Not allowed to set available quantity when the item is already active at the location.',
    }),
  },
  {
    name: 'activation at an unknown location is refused',
    query: ACTIVATE,
    variables: (shop) => ({ ...activate('Depozit')(shop), location: 'gid://shopify/Location/1' }),
    answer: activated(null, { message: "The product couldn't be stocked because the location wasn't found." }),
  },
])
