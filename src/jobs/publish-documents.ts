import type { Context } from '#app/context.ts'
import type { TenantId, WakeUp } from '#core/tenant.ts'
import { documentsOf, keepReportedTotal, keepWrittenToShopify, type StoredDocument } from '#db/documents.ts'
import { dueOrderWork, finishOrderWork, nextOrderWorkAt, postponeOrderWork, type OrderWork } from '#db/order-work.ts'
import { overtakeIntents } from '#db/intents.ts'
import { raiseProblem } from '#db/problems.ts'
import { bani } from '#core/money.ts'
import { writeDocuments } from '#shopify/write-documents.ts'
import { actOnce } from './act-once.ts'
import { providerOf } from './provider-of.ts'
import { adminOf } from './shop-access.ts'
import { readShopFacts, type ShopFacts } from './shop-facts.ts'

const ordersMax = 10
const againAfterMs = 60_000
const kind = 'publish'

/** Reads back what the service made of each new document, and writes the order's documents to the Shopify order. */
export async function publishDueDocuments(context: Context, { tenantId }: WakeUp): Promise<Date | null> {
  const due = await dueOrderWork(context.db, { tenantId, kind }, context.io.clock.now(), ordersMax)
  if (due.length === 0) return nextOrderWorkAt(context.db, tenantId, kind)
  const facts = await readShopFacts(context, tenantId)
  for (const work of due) {
    const documents = await documentsOf(context.db, tenantId, [work.orderId])
    const written = documents.every(({ writtenAt }) => writtenAt !== null)
    const published = written || (await publish(context, facts, work, documents))
    if (published) await readBack(context, facts, documents)
    if (published) await finishOrderWork(context.db, { tenantId, kind }, [work])
    else await postponeOrderWork(context.db, { tenantId, kind }, work, new Date(context.io.clock.now().getTime() + againAfterMs))
  }
  return nextOrderWorkAt(context.db, tenantId, kind)
}

/** Writing the same list twice changes nothing, so an unknown outcome is simply written again under another key. */
async function publish(context: Context, { tenant }: ShopFacts, work: OrderWork, documents: readonly StoredDocument[]): Promise<boolean> {
  const { tenantId } = tenant
  const { orderId } = work
  const named = documents.map(({ service, series, number, url, kind: what }) => ({ service, series, number, url, kind: what }))
  const outcome = await actOnce(context, tenantId, {
    kind: 'write-documents',
    key: `order/${orderId}/${context.io.random.uuid()}`,
    connection: 'shopify',
    subject: `${orderId}/${context.io.random.uuid()}`,
    body: named,
    evidence: {},
    doneIs: 'done',
    intend: () => Promise.resolve(true),
    perform: () => writeDocuments(adminOf(context, tenant), orderId, named),
    describe: () => ({ documents: named.length }),
    settle: async (tx, { intentId }, { is, at }) => {
      if (is !== 'done') return
      await keepWrittenToShopify(tx, tenantId, orderId, at)
      await overtakeIntents(tx, tenantId, { kind: 'write-documents', orderId, by: intentId }, at)
    },
  })
  return outcome?.is === 'done'
}

async function readBack(context: Context, facts: ShopFacts, documents: readonly StoredDocument[]): Promise<void> {
  const { tenantId } = facts.tenant
  const provider = providerOf(context, facts, 'documents')
  for (const document of documents) {
    if (provider === null || document.total === null || document.reportedTotal !== null || document.kind === 'draft') continue
    const reported = await provider.readTotal(document)
    if (reported !== null) await keepReportedTotal(context.db, tenantId, document.documentId, reported)
    if (reported !== bani(document.total)) await raiseTotalProblem(context, tenantId, document, reported)
  }
}

async function raiseTotalProblem(context: Context, tenantId: TenantId, document: StoredDocument, reported: number | null): Promise<void> {
  const { service, series, number, total, orderId } = document
  const detail = { service, series, number, total, reported }
  await raiseProblem(context.db, tenantId, { kind: 'totalDiffers', subject: orderId, detail }, context.io)
}
