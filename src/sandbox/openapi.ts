import { z } from 'zod'
import { FaultFile } from './faults.ts'
import { OrderFile } from './shopify/shop-file.ts'
import { SettingsPatch } from './smartbill/company-file.ts'
import { HandInvoice } from './smartbill/invoice-by-hand.ts'
import { ArticlePatch } from './smartbill/settings.ts'
import { Adjustment, Consumption, Nir, Transfer } from './smartbill/stock-by-hand.ts'
import { WorldFile } from './world-file.ts'

type Operation = readonly [verb: 'get' | 'post' | 'patch' | 'delete', path: string, summary: string, body?: z.ZodType]

const Named = z.strictObject({ series: z.string(), number: z.string() })
const Move = z.union([z.strictObject({ advanceMs: z.int().min(0) }), z.strictObject({ to: z.string() })])

const operations: readonly Operation[] = [
  ['get', '/_sim/world', 'The whole world, with ids and present figures'],
  ['post', '/_sim/world', 'Replaces everything and clears limits, blocks, faults, journal and queues', WorldFile],
  ['get', '/_sim/clock', 'The time of the world; with ?after=T answers when it is later than T, or after 20 seconds'],
  ['post', '/_sim/clock', 'Moves the clock and runs what falls due inside', Move],
  ['get', '/_sim/journal', 'Requests and answers in order; ?service=&after='],
  ['get', '/_sim/faults', 'Faults that are waiting'],
  ['post', '/_sim/faults', 'Plants a fault', FaultFile],
  ['delete', '/_sim/faults', 'Takes every fault away'],
  ['delete', '/_sim/faults/{id}', 'Takes one fault away'],
  ['get', '/_sim/shopify/{shop}/levels', 'Levels; ?sku='],
  ['post', '/_sim/shopify/{shop}/levels', "A person's edit: { sku, location, available }"],
  ['post', '/_sim/shopify/{shop}/reserve', 'A draft order reserves units, or gives them back: { sku, location, quantity }'],
  ['patch', '/_sim/shopify/{shop}/variants/{sku}', '{ sku?, barcode?, title?, tracked?, requiresComponents? }'],
  ['post', '/_sim/shopify/{shop}/orders', 'Places an order', OrderFile],
  ['get', '/_sim/shopify/{shop}/orders/{id}', 'One order with its metafields'],
  ['post', '/_sim/shopify/{shop}/orders/{id}/pay', 'Marks it paid'],
  ['post', '/_sim/shopify/{shop}/orders/{id}/fulfil', '{ lines? }'],
  ['post', '/_sim/shopify/{shop}/orders/{id}/cancel', '{ restock }'],
  ['post', '/_sim/shopify/{shop}/orders/{id}/refund', '{ lines: [{ sku, quantity, restock: cancel|return|none, location? }], amount? }'],
  ['post', '/_sim/shopify/{shop}/orders/{id}/move', 'What waits goes to another location: { location }'],
  ['post', '/_sim/shopify/{shop}/orders/{id}/edit', '{ sku, delta }'],
  ['get', '/_sim/smartbill/{cif}/stock', "Today's stock by warehouse; ?code="],
  ['get', '/_sim/smartbill/{cif}/documents', 'Every document, deleted ones included'],
  ['post', '/_sim/smartbill/{cif}/nir', 'A reception note', Nir],
  ['post', '/_sim/smartbill/{cif}/adjust', 'An inventory adjustment (signed)', Adjustment],
  ['post', '/_sim/smartbill/{cif}/consume', 'A consumption voucher', Consumption],
  ['post', '/_sim/smartbill/{cif}/transfer', 'From one warehouse to another', Transfer],
  ['post', '/_sim/smartbill/{cif}/invoice', "A person's invoice", HandInvoice],
  ['post', '/_sim/smartbill/{cif}/cancel', 'Voids an invoice', Named],
  ['post', '/_sim/smartbill/{cif}/storno', 'Takes a whole invoice back', Named],
  ['post', '/_sim/smartbill/{cif}/delete', 'Deletes the last invoice of its series', Named],
  ['post', '/_sim/smartbill/{cif}/push-test', 'Sends an empty list to the push address'],
  ['patch', '/_sim/smartbill/{cif}/article', 'Renames an article or changes its code', ArticlePatch],
  ['patch', '/_sim/smartbill/{cif}/settings', 'Rates, series, warehouses, push, switches, tokens', SettingsPatch],
]

/** The control API as OpenAPI 3.1: names every operation, fault and switch. */
export function controlDocument(): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const [verb, path, summary, body] of operations) {
    paths[path] = { ...paths[path], [verb]: operation(path, summary, body) }
  }
  return { openapi: '3.1.0', info: { title: 'Sandbox control', version: '1' }, paths }
}

function operation(path: string, summary: string, body: z.ZodType | undefined): object {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
  const answers = { responses: { default: { description: 'application/json; mistakes are application/problem+json' } } }
  if (body === undefined) return { summary, parameters, ...answers }
  const schema = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' })
  return { summary, parameters, requestBody: { required: true, content: { 'application/json': { schema } } }, ...answers }
}
