import { ProviderError } from '#billing/provider-error.ts'
import type { LoadedConfiguration } from '#billing/provider.ts'
import { bucharestDay } from '#core/romania.ts'
import type { SmartBillCalls, SmartBillIo } from './call.ts'
import { SeriesAnswer, StocksAnswer, TaxAnswer, UnitsAnswer, WarehousesAnswer } from './wire.ts'

/** Series, VAT rates, warehouses and units. The last two have no documented address: where it fails, those seen in stock stand for them. */
export async function loadConfiguration(calls: SmartBillCalls, cif: string, io: Pick<SmartBillIo, 'clock'>): Promise<LoadedConfiguration> {
  const series = await calls.json({ kind: 'read', path: '/series', query: { cif } }, SeriesAnswer)
  const vatRates = await readVatRates(calls, cif)
  const warehouses = await optional(calls.json({ kind: 'read', path: '/company/warehouses', query: { cif } }, WarehousesAnswer))
  const units = await optional(calls.json({ kind: 'read', path: '/company/mu', query: { cif } }, UnitsAnswer))
  const seen =
    warehouses === null || units === null ? await seenInStock(calls, cif, bucharestDay(io.clock.now())) : { warehouses: [], units: [] }
  return {
    series,
    vatRates: vatRates ?? [],
    vatPayer: vatRates !== null,
    warehouses: warehouses ?? seen.warehouses,
    units: units ?? seen.units,
  }
}

/** Null for a company that pays no VAT: SmartBill says so in the form of an error. */
async function readVatRates(calls: SmartBillCalls, cif: string): Promise<LoadedConfiguration['vatRates'] | null> {
  try {
    return await calls.json({ kind: 'read', path: '/tax', query: { cif } }, TaxAnswer)
  } catch (error) {
    if (error instanceof ProviderError && error.fault.kind === 'rejected' && error.fault.cause === 'not-vat-payer') return null
    throw error
  }
}

async function seenInStock(calls: SmartBillCalls, cif: string, day: string): Promise<{ warehouses: string[]; units: string[] }> {
  const rows = await calls.json({ kind: 'read', path: '/stocks', query: { cif, date: day } }, StocksAnswer)
  const units = rows.map((row) => row.unit).filter((unit) => unit !== '')
  return { warehouses: [...new Set(rows.map((row) => row.warehouse))], units: [...new Set(units)] }
}

async function optional<Value>(reading: Promise<Value>): Promise<Value | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof ProviderError && (error.fault.kind === 'rejected' || error.fault.kind === 'unavailable')) return null
    throw error
  }
}
