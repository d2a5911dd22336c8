import { z } from 'zod'

export const domain = 'demo.myshopify.com'
export const sku = 'TEE-S'
export const stockAtStart = 1_000
const cif = 'RO10203040'

const Placed = z.object({ id: z.string(), name: z.string() })
const Documents = z.array(z.object({ number: z.string(), status: z.string(), mentions: z.string().nullable() }))
const Levels = z.array(z.object({ available: z.number(), committed: z.number() }))
const Stock = z.array(z.object({ quantity: z.number() }))

export type Outside = {
  placeOrder(): Promise<{ readonly id: string; readonly name: string }>
  /** Names of the orders that a live invoice mentions, one for each such invoice. */
  invoiced(names: readonly string[]): Promise<readonly string[]>
  /** What the shop may still sell and what the billing service still has. */
  left(): Promise<{ readonly available: number; readonly billing: number }>
  /** The next answer of that kind is lost after the service has done what was asked. */
  loseAnswer(service: 'smartbill' | 'shopify', path: string): Promise<void>
  /** Moves the clock of the world, which is the product's too. */
  letTimePass(ms: number): Promise<void>
}

/** A shop with one article, and its SmartBill company, in a sandbox that runs as another process. */
export async function furnish(sandbox: string, webhooks: string): Promise<Outside> {
  await call('POST', `${sandbox}/_sim/world`, worldOf(webhooks))
  return {
    async placeOrder() {
      const answer = await call('POST', `${sandbox}/_sim/shopify/${domain}/orders`, { lines: [{ sku, quantity: 1 }], paid: true })
      return Placed.parse(answer)
    },
    async invoiced(names) {
      const documents = Documents.parse(await call('GET', `${sandbox}/_sim/smartbill/${cif}/documents`))
      const live = documents.filter(({ status }) => status === 'issued')
      return live.flatMap(({ mentions }) => names.filter((name) => new RegExp(`${name}\\b`).test(mentions ?? '')))
    },
    async left() {
      const levels = Levels.parse(await call('GET', `${sandbox}/_sim/shopify/${domain}/levels?sku=${sku}`))
      const stock = Stock.parse(await call('GET', `${sandbox}/_sim/smartbill/${cif}/stock?code=${sku}`))
      return { available: sum(levels.map(({ available }) => available)), billing: sum(stock.map(({ quantity }) => quantity)) }
    },
    async letTimePass(ms) {
      await call('POST', `${sandbox}/_sim/clock`, { advanceMs: ms })
    },
    async loseAnswer(service, path) {
      await call('POST', `${sandbox}/_sim/faults`, { service, kind: 'dropAfterCommit', match: { path } })
    },
  }
}

async function call(method: string, url: string, body?: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, body === undefined ? { method } : { method, headers, body: JSON.stringify(body) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`)
  return JSON.parse(text)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function worldOf(webhooks: string): unknown {
  return {
    seed: 1,
    now: new Date().toISOString(),
    clock: 'real',
    shops: [
      {
        domain,
        token: 'shpat_demo',
        clientId: 'demo',
        clientSecret: 'demo-secret',
        shopifyPlan: 'plus',
        piiAccess: 'full',
        webhooks,
        locations: [{ name: 'Depozit' }],
        products: [
          {
            title: 'Tricou',
            status: 'ACTIVE',
            variants: [
              {
                title: 'S',
                sku,
                barcode: '5941234567890',
                price: '60.50',
                tracked: true,
                stock: { Depozit: { available: stockAtStart, committed: 0 } },
              },
            ],
          },
        ],
      },
    ],
    smartbill: [
      {
        email: 'a@exemplu.ro',
        token: 'sb-token',
        v3Token: 'sb-v3',
        cif,
        vatPayer: true,
        usesProductCodes: true,
        taxes: [{ name: 'Normala', percentage: 21 }],
        series: [{ name: 'SHOP', type: 'f', next: 1 }],
        warehouses: [{ name: 'Depozit Online', type: 'en gros' }],
        stock: [{ warehouse: 'Depozit Online', code: sku, name: 'Tricou S', unit: 'buc', quantity: stockAtStart }],
      },
    ],
  }
}

/** The shop as the product is told of it: every order is invoiced when paid, and stock is kept in step by the exact rule. */
export const configuration = `
shops:
  - domain: ${domain}
    access: { kind: static, token: shpat_demo, webhookSecret: demo-secret }
    subscription: advanced
    preferences: { cutOver: "2026-01-01T00:00:00Z", useStock: true, stockRule: exact, newProducts: asSeen, everyMinutes: 15 }
    services:
      - kind: smartbill
        account: { email: a@exemplu.ro, token: sb-token, cif: ${cif} }
        invoice: { series: SHOP, trigger: paid, language: RO }
        warehouse: { use: true, name: Depozit Online, sync: true, codeType: sku, useWarehouseName: true }
        stock: [{ warehouse: Depozit Online, location: Depozit }]
`
