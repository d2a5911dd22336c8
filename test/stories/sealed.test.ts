import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { sealedColumns } from '#db/sealed.ts'
import { openStory, type Story } from '#test/story.ts'
import { anOrder, book } from '#test/story-facts.ts'

/** The kind, the key's id and the bytes of a sealed value, wherever it stands in a text. */
const sealedText = '1[.][0-9a-f]{8}[.][A-Za-z0-9_-]{40,}'

test('after a day with orders, invoices, a dispatch and pushes nothing is sealed in a column that no new key would reach', async () => {
  await using story = await openStory()
  await anOrder(story, { lines: [{ sku: 'TEE-S', quantity: 2 }], paid: true })
  const waiting = await anOrder(story, { lines: [{ sku: 'TEE-S', quantity: 1 }], paid: false })
  await story.settle()
  await story.api('POST', `/shops/demo.myshopify.com/orders/${encodeURIComponent(waiting.name)}/dispatched`, {})
  await book(story, 'nir', { code: 'TEE-S', quantity: 5 })
  await story.api('POST', '/shops/demo.myshopify.com/services/smartbill/test', {})
  await story.api('POST', '/shops/demo.myshopify.com/runs', {})
  await story.advance(15 * 60_000)

  const sealed = await columnsWithSealedValues(story)
  assert.ok(sealed.length >= 3, sealed.join(', '))
  assert.deepEqual(
    sealed.filter((column) => !(column in sealedColumns)),
    [],
  )
})

async function columnsWithSealedValues({ database: { db } }: Story): Promise<readonly string[]> {
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as table, column_name as column from information_schema.columns where table_schema = 'public'`.execute(db)
  const found: string[] = []
  for (const { table, column } of rows) {
    const holds = await sql`select from ${sql.table(table)} where ${sql.ref(column)}::text ~ ${sealedText} limit 1`.execute(db)
    if (holds.rows.length > 0) found.push(`${table}.${column}`)
  }
  return found.toSorted()
}
