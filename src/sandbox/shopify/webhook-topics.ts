/** What the app's own configuration subscribes to (contract of the app, not of a shop). */
export const appTopics: ReadonlySet<string> = new Set([
  'inventory_levels/update',
  'inventory_levels/connect',
  'inventory_levels/disconnect',
  'inventory_items/update',
  'inventory_items/delete',
  'products/create',
  'products/update',
  'products/delete',
  'orders/create',
  'orders/updated',
  'orders/cancelled',
  'orders/fulfilled',
  'orders/edited',
  'refunds/create',
  'locations/create',
  'locations/update',
  'locations/deactivate',
  'locations/delete',
  'app/uninstalled',
  'app/scopes_update',
  'app_subscriptions/update',
  'bulk_operations/finish',
])

/** orders/create is ORDERS_CREATE to the API. */
export function apiTopic(topic: string): string {
  return topic.replace('/', '_').toUpperCase()
}
