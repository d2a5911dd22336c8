import type { TenantId } from '#core/tenant.ts'
import { readConnection } from '#db/connections.ts'
import type { ConfiguredShop } from '#jobs/connect-shop.ts'
import { httpAddress } from './address.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { sandboxAddress } from './sandbox-process.ts'

const answerMsMax = 5_000
const demoFiscalCode = 'RO10203040'

/** The shop that the sandbox's demo world has. */
export const demoShop: ConfiguredShop = {
  domain: 'demo.myshopify.com',
  access: { kind: 'static', token: 'shpat_demo', webhookSecret: 'demo-secret' },
  subscription: 'advanced',
  sandbox: true,
  settings: {
    preferences: { useStock: true, everyMinutes: 1 },
    services: [
      {
        kind: 'smartbill',
        account: { email: 'a@exemplu.ro', token: 'sb-token', cif: demoFiscalCode },
        invoice: { series: 'SHOP', trigger: 'paid', record: 'cardOnline' },
        warehouse: { use: true, name: 'Depozit Online', sync: true },
        stock: [
          { warehouse: 'Depozit Online', location: 'Depozit' },
          { warehouse: 'Magazin', location: 'Magazin Cluj' },
        ],
      },
    ],
  },
}

/** What a merchant does in SmartBill under "Sincronizare stocuri": from now on it tells us of every movement. */
export async function turnOnPushes({ db }: Pick<Context, 'db'>, config: Config, tenantId: TenantId): Promise<void> {
  const connection = await readConnection(db, { tenantId, kind: 'smartbill' })
  if (connection === undefined) return
  const { hookToken } = connection
  const push = { url: `${httpAddress(config)}/hooks/smartbill/${hookToken}`, token: hookToken }
  const answer = await fetch(`${sandboxAddress(config)}/_sim/smartbill/${demoFiscalCode}/settings`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ push }),
    signal: AbortSignal.timeout(answerMsMax),
  })
  if (!answer.ok) throw new Error(`the sandbox refused the settings of the pushes: ${answer.status}`)
}
