import { z } from 'zod'
import type { Admin } from './admin.ts'
import { LOCATIONS, SHOP } from './documents.ts'
import { idOf } from './gid.ts'
import { parseReply } from './parse.ts'

export type ShopFacts = {
  readonly shopId: string
  readonly name: string
  readonly domain: string
  readonly currency: string
  readonly scopes: readonly string[]
}

export type ShopLocation = { readonly locationId: string; readonly name: string; readonly active: boolean }

const page = 100
const pagesMax = 20

const ShopReply = z.object({
  shop: z.object({ id: z.string(), name: z.string(), myshopifyDomain: z.string(), currencyCode: z.string() }),
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
})
const LocationsReply = z.object({
  locations: z.object({
    nodes: z.array(z.object({ id: z.string(), name: z.string(), isActive: z.boolean() })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
})

/** Who we are talking to, and what we may do there. */
export async function readShop(shop: Admin): Promise<ShopFacts> {
  const { shop: found, currentAppInstallation } = parseReply(ShopReply, (await shop.read(SHOP, {})).data)
  return {
    shopId: idOf(found.id),
    name: found.name,
    domain: found.myshopifyDomain,
    currency: found.currencyCode,
    scopes: currentAppInstallation.accessScopes.map(({ handle }) => handle),
  }
}

export async function readLocations(shop: Admin): Promise<readonly ShopLocation[]> {
  const locations: ShopLocation[] = []
  let after: string | null = null
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const reply: z.output<typeof LocationsReply> = parseReply(LocationsReply, (await shop.read(LOCATIONS, { first: page, after })).data)
    locations.push(...reply.locations.nodes.map(({ id, name, isActive }) => ({ locationId: idOf(id), name, active: isActive })))
    if (!reply.locations.pageInfo.hasNextPage) return locations
    after = reply.locations.pageInfo.endCursor
  }
  throw new RangeError(`the shop has more than ${page * pagesMax} locations`)
}
