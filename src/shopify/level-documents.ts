const states = '["available", "on_hand", "committed", "reserved", "damaged", "safety_stock", "quality_control"]'

/** Asks for several lists of items at one location: each list costs three points whatever its length. */
export function levelsDocument(lists: number): string {
  const numbers = Array.from({ length: lists }, (_, index) => index)
  const variables = numbers.map((index) => `$l${index}: [ID!]!`).join(', ')
  return `query Levels($locationId: ID!, ${variables}) {
  ${numbers.map((index) => `l${index}: nodes(ids: $l${index}) { ...Item }`).join('\n  ')}
}
fragment Item on InventoryItem {
  id tracked
  inventoryLevel(locationId: $locationId, includeInactive: true) { id isActive quantities(names: ${states}) { name quantity } }
}`
}

export const setAvailableDocument = `mutation SetAvailable($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { id }
    userErrors { code field message }
  }
}`
