import type { Shop } from './state.ts'

/** The shop without what cannot outlive the process: deliveries that wait and writes that are being carried out. */
export function keptShop(shop: Shop): Shop {
  const done = [...shop.idempotency].filter(([, { answer }]) => answer !== undefined)
  return { ...shop, idempotency: new Map(done), outbox: { waiting: [], pumping: false } }
}

/** `webhooks`: where they go from now on, for a shop that has an address; undefined leaves it. */
export function openKeptShop(kept: Shop, webhooks: string | undefined): Shop {
  return kept.webhooks === null || webhooks === undefined ? kept : { ...kept, webhooks }
}
