import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { tell } from '#cli/demo/product-api.ts'
import { startProduct, type Product } from '#test/product.ts'
import { companyPath, shopPath } from '#test/story-facts.ts'
import { assertAccessible, openBrowser, shop } from './browser.ts'
import { choose, pagesWorld, placeOrder, until } from './world.ts'

/** Longer than the product waits between two looks for an invoice whose answer was lost. */
const lookAgainMs = 150_000

const Documents = z.array(z.object({ series: z.string(), number: z.string(), status: z.string(), mentions: z.string() }))
const Levels = z.array(z.object({ available: z.number() }))

async function documents({ world }: Product): Promise<z.infer<typeof Documents>> {
  return Documents.parse(await tell(world, 'GET', `${companyPath}/documents`))
}

async function available({ world }: Product): Promise<number> {
  const [level] = Levels.parse(await tell(world, 'GET', `${shopPath}/levels?sku=TEE-S`))
  return level?.available ?? Number.NaN
}

async function pick(page: Page, ...names: readonly string[]): Promise<void> {
  for (const name of names) await page.getByRole('checkbox', { name: `Alege comanda ${name}`, exact: true }).check()
}

test('an invoice asked for on the order appears there with its number and PDF, without a reload', async () => {
  await using product = await startProduct(pagesWorld())
  await choose(product)
  const { id } = await placeOrder(product, 2)
  await using browser = await openBrowser(product)
  const page = await browser.open(`${shop}/orders/${id.split('/').at(-1)}`)
  await page.getByText('Se facturează doar când ceri tu.').waitFor()

  await page.getByRole('button', { name: 'Facturează acum' }).click()

  await page.getByText('Factura SHOP 0001', { exact: true }).waitFor()
  await page.getByText('Facturată', { exact: true }).waitFor()
  await page.getByText('121,00 RON').first().waitFor()
  const pdf = await page.getByRole('link', { name: 'PDF' }).getAttribute('href')
  const answer = await page.request.get(`${product.url}${pdf}`)
  assert.equal(answer.headers()['content-type'], 'application/pdf')
  const [invoice] = await documents(product)
  assert.match(invoice?.mentions ?? '', /#1001/)
})

test('Dispatched asks where the goods are and what Shopify is told, releases the units, and can be undone', async () => {
  await using product = await startProduct(pagesWorld())
  await choose(product)
  const { id } = await placeOrder(product, 3)
  await using browser = await openBrowser(product)
  const page = await browser.open(`${shop}/orders/${id.split('/').at(-1)}`)

  await page.getByRole('button', { name: 'Marchează expediată' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'Pe raft, nu mai pleacă' }).waitFor()
  assert.ok(await dialog.getByRole('radio', { name: 'Anulează comanda, cu repunere în stoc' }).isChecked())

  await dialog.getByRole('radio', { name: 'Plecată, dar încă în stocul SmartBill' }).check()
  assert.ok(await dialog.getByRole('radio', { name: 'Marchează comanda livrată' }).isChecked())
  assert.equal(await dialog.getByRole('radio', { name: 'Lasă comanda cum este' }).count(), 0)
  await dialog.getByText('Comanda apare la probleme până când marfa este scăzută în SmartBill.').waitFor()

  await dialog.getByRole('radio', { name: 'Pe raft, nu mai pleacă' }).check()
  await dialog.getByRole('radio', { name: 'Lasă comanda cum este' }).check()
  await dialog.getByText('Shopify arată prea mult până la următoarea rulare').waitFor()
  await dialog.getByRole('button', { name: 'Marchează expediată' }).click()

  await page.getByText('Marcată expediată: marfa este pe raft.').waitFor()
  await until(async () => (await available(product)) === 1000)

  await page.getByRole('button', { name: 'Anulează expedierea' }).click()
  await page.getByText('Expedierea a fost anulată.').waitFor()
  await until(async () => (await available(product)) === 997)
})

test('a dispatched order is invoiced only after its question is answered', async () => {
  await using product = await startProduct(pagesWorld())
  await choose(product)
  const { id } = await placeOrder(product, 1)
  await using browser = await openBrowser(product)
  const number = id.split('/').at(-1)
  await tell(product.api, 'POST', `/shops/demo.myshopify.com/orders/${number}/dispatched`, { goods: 'onShelf', shopify: 'leave' })
  const page = await browser.open(`${shop}/orders/${number}`)

  await page.getByRole('button', { name: 'Facturează acum' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: 'Comanda este marcată expediată. Factura o descarcă totuși.' }).check()
  assert.deepEqual(await documents(product), [])
  await dialog.getByRole('button', { name: 'Facturează acum' }).click()

  await page.getByText('Factura SHOP 0001', { exact: true }).waitFor()
})

test('many orders are invoiced, dispatched and marked as invoiced elsewhere at once; a refused one says why', async () => {
  await using product = await startProduct(pagesWorld())
  await choose(product)
  for (const quantity of [1, 2, 3, 4]) await placeOrder(product, quantity)
  await using browser = await openBrowser(product)
  const page = await browser.open(`${shop}/orders`)
  const bar = page.getByRole('region', { name: 'Comenzi alese' })

  await pick(page, '#1001', '#1002')
  await bar.getByText('2 comenzi alese').waitFor()
  await bar.getByRole('button', { name: 'Facturează acum' }).click()
  await page.getByText('2 comenzi preluate.').waitFor()
  await page.getByText('SHOP 0001').waitFor()
  await page.getByText('SHOP 0002').waitFor()

  await pick(page, '#1001', '#1003')
  await bar.getByRole('button', { name: 'Marchează expediată' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Marchează expediate' }).click()
  await bar.getByRole('alert').getByText('Este facturată deja.').waitFor()
  await bar.getByRole('button', { name: 'Renunță la alegere' }).click()

  await pick(page, '#1004')
  await bar.getByRole('button', { name: 'Facturată în altă parte' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Facturată în altă parte' }).click()
  await page.getByText('Este facturată în altă parte.').waitFor()
  assert.equal((await documents(product)).length, 2)
})

test('a buyer that Shopify hides is typed on the order, which says what is missing and is then invoiced', async () => {
  await using product = await startProduct(pagesWorld({ trigger: 'paid', shop: { piiAccess: 'none' } }))
  await choose(product)
  const { id } = await placeOrder(product, 1)
  await using browser = await openBrowser(product)
  const page = await browser.open(`${shop}/orders/${id.split('/').at(-1)}`)

  await page.getByRole('button', { name: 'Scrie cumpărătorul' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Facturează acum' }).click()
  const missing = dialog.getByText('Este necesar.')
  await missing.nth(3).waitFor()
  assert.equal(await missing.count(), 4)
  await assertAccessible(page)
  for (const [label, text] of Object.entries({ Nume: 'Ana Ionescu', Adresă: 'Strada Lungă 1', Localitate: 'Brașov', Județ: 'Brasov' })) {
    await dialog.getByLabel(label).fill(text)
  }
  await dialog.getByRole('button', { name: 'Facturează acum' }).click()

  await page.getByText('SHOP 0001').first().waitFor()
})

test('an invoice whose answer was lost shows its evidence, and a person says which document it is', async () => {
  await using product = await startProduct(pagesWorld())
  await choose(product)
  const { id } = await placeOrder(product, 1)
  const onInvoice = { service: 'smartbill', match: { method: 'POST', path: '/invoice/v2' } }
  await tell(product.world, 'POST', '/faults', { ...onInvoice, kind: 'dropAfterCommit' })
  await tell(product.world, 'POST', '/faults', { service: 'smartbill', kind: 'truncate', times: 50, match: { path: '/invoice/pdf' } })
  await using browser = await openBrowser(product)
  const page = await browser.open(`${shop}/orders/${id.split('/').at(-1)}`)

  await page.getByRole('button', { name: 'Facturează acum' }).click()
  await page.getByRole('heading', { name: 'Nu se știe dacă factura există' }).waitFor()
  await page.getByText('Rezultat necunoscut', { exact: true }).waitFor()
  await page.getByText('1 → necitit').waitFor()

  await page.getByLabel('Numărul găsit în seria SHOP').fill('0007')
  await page.getByRole('button', { name: 'Acesta este numărul facturii' }).click()
  await page.getByText('Serviciul de facturare nu cunoaște documentul SHOP 0007.').waitFor()

  await tell(product.world, 'POST', '/clock', { advanceMs: lookAgainMs })
  await page.getByText('Una dintre acestea poate fi factura comenzii.').waitFor()
  await page.getByText('Textul unui document cu acest total nu a putut fi citit.').waitFor()
  await page.getByText('SHOP 0001', { exact: true }).waitFor()
  await assertAccessible(page)
  await page.getByRole('button', { name: 'Aceasta este factura', exact: true }).click()

  await page.getByText('Factura SHOP 0001', { exact: true }).waitFor()
  await page.getByText('Facturată', { exact: true }).waitFor()
  assert.equal((await documents(product)).length, 1)
})
