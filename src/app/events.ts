export type ShopEvent = { readonly kind: string; readonly id?: string }

export type Events = {
  readonly tell: (tenantId: string, event: ShopEvent) => void
  /** Gives what ends the listening. */
  readonly listen: (tenantId: string, heard: (event: ShopEvent) => void) => () => void
}

/** News for the pages that are open at this instance. Nothing depends on it: a page that misses one reads again. */
export function createEvents(): Events {
  const listeners = new Map<string, Set<(event: ShopEvent) => void>>()
  return {
    tell(tenantId, event) {
      for (const heard of listeners.get(tenantId) ?? []) heard(event)
    },
    listen(tenantId, heard) {
      const all = listeners.get(tenantId) ?? new Set()
      listeners.set(tenantId, all.add(heard))
      return () => all.delete(heard)
    },
  }
}
