import type { Hono } from 'hono'
import { z } from 'zod'
import { machineTime } from '#sandbox/real-time.ts'
import { emptyWorld, type World } from '#sandbox/world.ts'
import type { AdminVersion } from './admin-schema.ts'
import { loadShop, shopifyControl, shopifyFace } from './face.ts'
import { ShopFile } from './shop-file.ts'
import type { Shop, Variant } from './state.ts'

const domain = 'demo.myshopify.com'
const startMs = Date.parse('2026-11-23T08:00:00Z')

export type Received = { readonly topic: string; readonly headers: Headers; readonly text: string }

/** A world with one shop, its two faces, and an endpoint that keeps every webhook. */
export type TestWorld = {
  readonly world: World
  readonly shop: Shop
  readonly face: Hono
  readonly received: Received[]
  /** What the endpoint answers to the deliveries to come. */
  endpoint: (delivery: Received) => number
  readonly admin: (query: string, variables?: Record<string, unknown>, options?: AskOptions) => Promise<AdminReply>
  readonly control: (method: string, path: string, body?: unknown) => Promise<{ readonly status: number; readonly body: unknown }>
  /** Resolves when no delivery is on its way. */
  readonly quiet: () => Promise<void>
}

export type AskOptions = { readonly token?: string; readonly version?: AdminVersion | '2025-01' | '2027-01' }
export type AdminReply = { readonly status: number; readonly headers: Headers; readonly body: Record<string, unknown> }

export function aWorld(change: Partial<ShopFile> = {}): TestWorld {
  const received: Received[] = []
  const world = emptyWorld({ realTime: machineTime(), send }, { seed: 7, nowMs: startMs, clock: 'still' })
  const shop = loadShop(world, ShopFile.parse({ ...aShopFile(), ...change }))
  const face = shopifyFace(world)
  const control = shopifyControl(world)
  const test: TestWorld = { world, shop, face, received, endpoint: () => 200, admin, control: ask, quiet }
  return test

  async function send(request: Request): Promise<Response> {
    const delivery = { topic: request.headers.get('x-shopify-topic') ?? '', headers: request.headers, text: await request.text() }
    received.push(delivery)
    return new Response(null, { status: test.endpoint(delivery) })
  }

  async function admin(query: string, variables: Record<string, unknown> = {}, options: AskOptions = {}): Promise<AdminReply> {
    const { token = 'shpat_demo', version = '2026-10' } = options
    const answer = await face.request(`/${domain}/admin/api/${version}/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
      body: JSON.stringify({ query, variables }),
    })
    return { status: answer.status, headers: answer.headers, body: z.record(z.string(), z.unknown()).parse(await answer.json()) }
  }

  async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const answer = await control.request(`/${domain}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    return { status: answer.status, body: await answer.json() }
  }

  async function quiet(): Promise<void> {
    while (shop.outbox.pumping) await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Two locations; a tracked variant at one of them, one at both, an untracked one, a bundle, and a pair that shares a SKU. */
export function aShopFile(): ShopFile {
  return {
    domain,
    token: 'shpat_demo',
    clientId: 'demo',
    clientSecret: 'demo-secret',
    shopifyPlan: 'basic',
    piiAccess: 'full',
    webhooks: 'http://127.0.0.1:4000/webhooks/shopify',
    locations: [{ name: 'Depozit' }, { name: 'Magazin' }],
    products: [
      {
        title: 'Tricou',
        variants: [
          { title: 'S', sku: 'TEE-S', barcode: '5941234567890', price: '60.50', stock: { Depozit: { available: 10 } } },
          { title: 'M', sku: 'TEE-M', price: '60.50', stock: { Depozit: { available: 3 }, Magazin: { available: 5 } } },
        ],
      },
      { title: 'Abonament', variants: [{ sku: 'SUB', price: '9.99', tracked: false, requiresShipping: false }] },
      { title: 'Pachet', variants: [{ sku: 'SET', price: '100.00', requiresComponents: true, stock: { Depozit: { available: 2 } } }] },
      {
        title: 'Geamăn',
        variants: [
          { title: 'A', sku: 'TWIN', price: '5.00' },
          { title: 'B', sku: 'TWIN', price: '5.00' },
        ],
      },
    ],
  }
}

export type Ids = { readonly item: string; readonly variant: string; readonly location: string }

/** Global ids of the first variant with that SKU and of a location. */
export function idsOf({ shop }: TestWorld, sku: string, location = 'Depozit'): Ids {
  const variant = variantOf(shop, sku)
  const place = [...shop.locations.values()].find(({ name }) => name === location)
  return {
    item: `gid://shopify/InventoryItem/${variant.item.id}`,
    variant: `gid://shopify/ProductVariant/${variant.id}`,
    location: `gid://shopify/Location/${place?.id}`,
  }
}

export function variantOf(shop: Shop, sku: string): Variant {
  const variant = [...shop.variants.values()].find(({ item }) => item.sku === sku)
  if (variant === undefined) throw new Error(`the test shop has no ${sku}`)
  return variant
}
