import assert from 'node:assert/strict'
import type { BillingProvider } from '#billing/provider.ts'
import { connect } from '#billing/registry.ts'
import { sandbox } from '#sandbox/server.ts'

export const smartbillCif = 'RO10203040'

export type SmartBillWorld = {
  readonly provider: BillingProvider
  /** A request to the world's control, such as `nir`, `invoice`, `delete`. */
  readonly act: (verb: string, body: object) => Promise<void>
  readonly fault: (fault: object) => Promise<void>
  readonly settings: (change: object) => Promise<void>
  readonly documents: () => Promise<readonly ShownDocument[]>
  readonly stock: (code: string) => Promise<readonly { readonly warehouse: string; readonly name: string; readonly quantity: number }[]>
  /** Calls that SmartBill has seen. */
  readonly calls: () => Promise<number>
  readonly token: (token: string) => BillingProvider
}

export type ShownDocument = { readonly number: string; readonly status: string; readonly total: number; readonly mentions: string }

const noon = '2026-11-23T10:00:00Z'

/** A simulated SmartBill company of two warehouses and a provider that speaks to it in process. */
export async function smartbillWorld(company: object = {}): Promise<SmartBillWorld> {
  const { fetch } = sandbox()
  const file = {
    seed: 1,
    now: noon,
    clock: 'still',
    smartbill: [
      {
        email: 'a@exemplu.ro',
        token: 'sb-token',
        cif: smartbillCif,
        taxes: [
          { name: 'Normala', percentage: 21 },
          { name: 'Redusa', percentage: 11 },
          { name: 'SDD', percentage: 0 },
        ],
        series: [
          { name: 'SHOP', type: 'f', next: 42 },
          { name: 'PRO', type: 'p', next: 7 },
        ],
        warehouses: [{ name: 'Depozit Online' }, { name: 'Magazin' }],
        stock: [
          { warehouse: 'Depozit Online', code: 'TEE-S', name: 'Tricou alb S', unit: 'buc', quantity: 10 },
          { warehouse: 'Magazin', code: 'TEE-S', name: 'Tricou alb S', unit: 'buc', quantity: 3 },
          { warehouse: 'Depozit Online', code: 'COF-1', name: 'Cafea boabe', unit: 'kg', quantity: 12.5 },
        ],
        ...company,
      },
    ],
  }
  await send('POST', '/_sim/world', file)
  return {
    provider: providerWith('sb-token'),
    token: providerWith,
    act: (verb, body) => send('POST', `/_sim/smartbill/${smartbillCif}/${verb}`, body).then(ignore),
    fault: (fault) => send('POST', '/_sim/faults', { service: 'smartbill', ...fault }).then(ignore),
    settings: (change) => send('PATCH', `/_sim/smartbill/${smartbillCif}/settings`, change).then(ignore),
    documents: () => send('GET', `/_sim/smartbill/${smartbillCif}/documents`) as Promise<readonly ShownDocument[]>,
    stock: (code) => send('GET', `/_sim/smartbill/${smartbillCif}/stock?code=${code}`) as ReturnType<SmartBillWorld['stock']>,
    calls: async () => ((await send('GET', '/_sim/journal?service=smartbill')) as readonly unknown[]).length,
  }

  function providerWith(token: string): BillingProvider {
    const account = { kind: 'smartbill', account: { email: 'a@exemplu.ro', cif: smartbillCif }, token } as const
    const clock = { now: () => new Date(noon), until: () => Promise.resolve() }
    return connect(account, {
      fetch: (request) => fetch(request),
      deadline: (delayMs) => AbortSignal.timeout(delayMs),
      clock,
      baseUrl: 'http://sandbox.test/smartbill/SBORO/api',
    })
  }

  async function send(method: string, path: string, body?: object): Promise<unknown> {
    const headers = { 'content-type': 'application/json' }
    const request = new Request(`http://sandbox.test${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer = await fetch(request)
    const text = await answer.text()
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`)
    return text === '' ? null : JSON.parse(text)
  }
}

function ignore(): void {}
