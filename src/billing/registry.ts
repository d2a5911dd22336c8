import type { Io } from '#core/seam.ts'
import type { ServiceSettings } from '#core/settings.ts'
import type { BillingProvider, Capabilities, ServiceKind } from './provider.ts'
import { capabilities as smartbillCapabilities } from './smartbill/capabilities.ts'
import { smartbill } from './smartbill/smartbill.ts'

export type Account = Pick<ServiceSettings, 'kind' | 'account'> & { readonly token: string }

export const capabilitiesOf: Readonly<Record<ServiceKind, Capabilities>> = { smartbill: smartbillCapabilities }

const connectors = {
  smartbill: ({ account, token }: Account, io: ProviderIo) => smartbill({ ...account, token }, io),
} satisfies Record<ServiceKind, (account: Account, io: ProviderIo) => BillingProvider>

export type ProviderIo = Pick<Io, 'fetch' | 'deadline' | 'clock'> & { readonly baseUrl: string }

export function connect(account: Account, io: ProviderIo): BillingProvider {
  return connectors[account.kind](account, io)
}
