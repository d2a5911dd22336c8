import type { Capabilities } from '#billing/provider.ts'

export const capabilities: Capabilities = {
  readsStock: true,
  needsWarehouse: true,
  pushesStock: true,
  codeRule: 'exact',
  linesMax: 400,
  currencies:
    'RON EUR USD GBP CAD AUD CHF TRY CZK DKK HUF MDL SEK NOK JPY EGP PLN RUB AED BRL CNY HRK INR KRW MXN NZD RSD THB UAH XDR ZAR'.split(
      ' ',
    ),
  // Which of the two it is nobody has documented, so an invoice has to come out right under both.
  vatRounding: ['perLine', 'perRate'],
  lagMs: 60_000,
  budget: { calls: 30, perMs: 10_000, blockMs: 600_000 },
  serialSeries: true,
  settleMs: 180_000,
}
