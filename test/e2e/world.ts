import { z } from 'zod'
import { tell } from '#cli/demo/product-api.ts'
import type { Product, ProductOptions } from '#test/product.ts'
import { companyPath, shopPath } from '#test/story-facts.ts'
import { storyWorld, type StoryWorld } from '#test/story-world.ts'

const lookEveryMs = 100
const waitMsMax = 20_000

type Pages = Omit<StoryWorld, 'now'> & { readonly trigger?: string; readonly subscription?: 'basic' | 'advanced' }

/** The story's shop with a running clock; punte.yaml says how to reach both sides and leaves the rest to the pages. */
export function pagesWorld({ trigger = 'manual', subscription = 'advanced', ...changed }: Pages = {}): ProductOptions {
  return {
    world: { ...storyWorld({ now: new Date().toISOString(), ...changed }), clock: 'real' },
    config: `shops:
  - domain: demo.myshopify.com
    access: { kind: static, token: "\${SHOPIFY_TOKEN}", webhookSecret: "\${SHOPIFY_WEBHOOK_SECRET}" }
    subscription: ${subscription}
    preferences: { stockRule: exact }
    services:
      - kind: smartbill
        account: { email: a@exemplu.ro, token: "\${SMARTBILL_TOKEN}", cif: RO10203040 }
        invoice: { trigger: ${trigger} }
`,
  }
}

/** What the merchant would choose on the pages: both flows on; both products are in step when it is done. */
export async function choose({ api, world }: Product): Promise<void> {
  await tell(api, 'PUT', `/shops/demo.myshopify.com/settings`, {
    preferences: { useStock: true, newProducts: 'asSeen' },
    services: [
      {
        kind: 'smartbill',
        enabled: true,
        invoice: { series: 'SHOP' },
        warehouse: { use: true, name: 'Depozit Online', sync: true },
        stock: [{ warehouse: 'Depozit Online', location: 'Depozit' }],
      },
    ],
  })
  // Shopify tells when an order was placed to the second: the next one is after the shop was connected.
  await tell(world, 'POST', '/clock', { advanceMs: 2_000 })
  await finishedRun(api)
}

const Placed = z.object({ id: z.string(), name: z.string() })

/** A paid order of the shop; it is waited for until the product knows it. */
export async function placeOrder({ world, api, log }: Product, quantity: number): Promise<z.infer<typeof Placed>> {
  const order = { lines: [{ sku: 'TEE-S', quantity }], paid: true, customer: buyer }
  const placed = Placed.parse(await tell(world, 'POST', `${shopPath}/orders`, order))
  try {
    await until(async () => (await api('GET', `/shops/demo.myshopify.com/orders/${placed.id.split('/').at(-1)}`)).status === 200)
  } catch (cause) {
    throw new Error(`the product did not import ${placed.name}: ${log()}`, { cause })
  }
  return placed
}

const buyer = { name: 'Ana Șerban', county: 'Cluj', city: 'Cluj-Napoca', address: 'Str. Ițelor 3', country: 'RO' }

/** Goods received into the warehouse that feeds the shop. */
export async function receive({ world }: Product, code: string, quantity: number): Promise<void> {
  await tell(world, 'POST', `${companyPath}/nir`, { warehouse: 'Depozit Online', code, quantity })
}

const Started = z.object({ id: z.string() })
const Run = z.object({ state: z.string() })
const Runs = z.object({ items: z.array(z.object({ id: z.string(), changed: z.number() })) })
const accountOpensMs = 180_000

/** A run over all products, from its asking to its end, at a moment when nothing is in doubt. */
async function wholeRun({ api, world }: Product): Promise<void> {
  await tell(world, 'POST', '/clock', { advanceMs: accountOpensMs })
  await finishedRun(api)
}

async function finishedRun(api: Product['api']): Promise<void> {
  const { id } = Started.parse(await tell(api, 'POST', '/shops/demo.myshopify.com/runs', {}))
  await until(async () => Run.parse(await tell(api, 'GET', `/shops/demo.myshopify.com/runs/${id}`)).state === 'done')
}

/** The same; the id of the last run that changed something. */
export async function runThatChanged(product: Product): Promise<string> {
  await wholeRun(product)
  const { items } = Runs.parse(await tell(product.api, 'GET', '/shops/demo.myshopify.com/runs'))
  const changing = items.find(({ changed }) => changed > 0)
  if (changing === undefined) throw new Error('no run has changed anything')
  return changing.id
}

/** Looks again and again until it is so. Throws when it never is. */
export async function until(so: () => Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + waitMsMax; performance.now() < deadline;) {
    if (await so()) return
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
  throw new Error(`it was not so within ${waitMsMax} ms: ${so.toString()}`)
}
