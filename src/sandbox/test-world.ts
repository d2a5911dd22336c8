import type { RealTime } from './real-time.ts'
import { sandbox, type Sandbox } from './server.ts'
import type { CompanyFile } from './smartbill/company-file.ts'
import { loadWorld } from './world-file.ts'
import type { z } from 'zod'

export const cif = 'RO10203040'
export const companyFile = {
  email: 'a@exemplu.ro',
  token: 'sb-token',
  cif,
  taxes: [
    { name: 'Normala', percentage: 21 },
    { name: 'Redusa', percentage: 11 },
    { name: 'Taxare inversa', percentage: 0 },
  ],
  series: [
    { name: 'SHOP', type: 'f', next: 1 },
    { name: 'PRO', type: 'p', next: 18 },
    { name: 'CH', type: 'c', next: 7 },
  ],
  warehouses: [{ name: 'Depozit Online', type: 'en gros' }, { name: 'Magazin', type: 'en detail' }, { name: 'Gol' }],
  stock: [
    { warehouse: 'Depozit Online', code: 'TEE-S', name: 'Tricou S', unit: 'buc', quantity: 10 },
    { warehouse: 'Depozit Online', code: 'COF-1', name: 'Cafea boabe', unit: 'kg', quantity: 12.5 },
    { warehouse: 'Magazin', code: 'TEE-S', name: 'Tricou S', unit: 'buc', quantity: 3 },
    { warehouse: 'Depozit Online', name: 'Fără cod', quantity: 1 },
  ],
} satisfies z.input<typeof CompanyFile>

export type Told = { readonly status: number; readonly body: Record<string, unknown>; readonly text: string; readonly headers: Headers }
export type TestWorld = Sandbox & {
  /** A call of SmartBill's API, with the company's own credentials unless others are given. */
  readonly smartbill: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Told>
  /** A call of the control API. */
  readonly sim: (method: string, path: string, body?: unknown) => Promise<Told>
  /** What the world sent out, in order. */
  readonly sent: { readonly url: string; readonly headers: Headers; readonly body: unknown }[]
}

/** A sandbox on a still clock (23 November 2026, 10:00 in Romania) with one SmartBill company; what it sends out is kept. */
export function testWorld(overrides: Partial<z.input<typeof CompanyFile>> = {}, realTime?: RealTime): TestWorld {
  const sent: TestWorld['sent'] = []
  const made = sandbox({
    ...(realTime === undefined ? {} : { realTime }),
    async send(request) {
      sent.push({ url: request.url, headers: request.headers, body: JSON.parse(await request.text()) })
      return new Response('ok')
    },
  })
  loadWorld(made.world, { now: '2026-11-23T08:00:00Z', smartbill: [{ ...companyFile, ...overrides }] })
  return { ...made, sent, smartbill, sim: (method, path, body) => ask(made, method, `/_sim${path}`, { body, headers: {} }) }

  function smartbill(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Told> {
    return ask(made, method, `/smartbill/SBORO/api${path}`, {
      body,
      headers: { authorization: basic('a@exemplu.ro', 'sb-token'), ...headers },
    })
  }
}

export function basic(email: string, token: string): string {
  return `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`
}

type Asked = { readonly body: unknown; readonly headers: Record<string, string> }

async function ask({ fetch }: Sandbox, method: string, path: string, { body, headers }: Asked): Promise<Told> {
  const content = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
  const answer = await fetch(new Request(`http://sandbox${path}`, { method, headers: { ...type, ...headers }, ...content }))
  const text = await answer.text()
  return { status: answer.status, text, headers: answer.headers, body: asRecord(text) }
}

function asRecord(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** An item line that the test company can issue. */
export const tee = {
  name: 'Tricou S',
  code: 'TEE-S',
  quantity: 2,
  price: 60.5,
  measuringUnitName: 'buc',
  currency: 'RON',
  isTaxIncluded: true,
  taxName: 'Normala',
  taxPercentage: 21,
  warehouseName: 'Depozit Online',
}

/** The body of an invoice; fields given replace its own. */
export function invoice(fields: object = {}): Record<string, unknown> {
  return { companyVatCode: cif, seriesName: 'SHOP', client: { name: 'Ana Demo', country: 'Romania' }, products: [tee], ...fields }
}
