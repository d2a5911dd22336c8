import type { Context } from '#app/context.ts'
import type { WakeUp } from '#core/tenant.ts'
import { drainInvoices } from './drain-invoices.ts'
import { drainStock } from './drain-stock.ts'
import { handleDeliveries } from './handle-deliveries.ts'
import { importDueOrders } from './import-due-orders.ts'
import { publishDueDocuments } from './publish-documents.ts'
import { drainCatalogue } from './read-catalogue.ts'
import type { Drains } from './serve.ts'
import { drainSweep } from './sweep-orders.ts'

/** Which job answers which kind of wake-up. */
export const drains: Drains = {
  deliveries: handleDeliveries,
  orders: drainOrders,
  invoices: drainInvoices,
  stock: drainStock,
  sweep: drainSweep,
  catalogue: drainCatalogue,
}

async function drainOrders(context: Context, wakeUp: WakeUp): Promise<Date | null> {
  const importAt = await importDueOrders(context, wakeUp)
  const publishAt = await publishDueDocuments(context, wakeUp)
  if (importAt === null || publishAt === null) return importAt ?? publishAt
  return importAt < publishAt ? importAt : publishAt
}
