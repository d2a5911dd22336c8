import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { tell } from '#cli/demo/product-api.ts'
import { startProduct, type Product } from '#test/product.ts'
import { companyPath, shopPath } from '#test/story-facts.ts'
import { menu, openBrowser, shop, type Browser } from './browser.ts'
import { choose, pagesWorld, receive, until } from './world.ts'

const codes = ['CUP-1', 'CUP-2', 'CUP-3', 'CUP-4']
const products = codes.map((sku) => ({
  title: `Cană ${sku}`,
  status: 'ACTIVE',
  variants: [{ title: 'albă', sku, price: '35.00', stock: { Depozit: { available: 50 } } }],
}))
const stock = codes.map((code) => ({ warehouse: 'Depozit Online', code, name: `Cana ${code}`, unit: 'buc', quantity: 50 }))

/** One product for the file: each test leaves what the next one needs. */
const held = new AsyncDisposableStack()
let product: Product
let browser: Browser

before(async () => {
  product = held.use(await startProduct(pagesWorld({ shop: { products }, smartbill: { stock } })))
  await choose(product)
  await tell(product.world, 'PATCH', `${companyPath}/settings`, { switches: { listZeroStockRows: true } })
  browser = held.use(await openBrowser(product))
})

after(() => held.disposeAsync())

const Levels = z.array(z.object({ available: z.number() }))

async function available(sku: string): Promise<number> {
  const [level] = Levels.parse(await tell(product.world, 'GET', `${shopPath}/levels?sku=${sku}`))
  return level?.available ?? Number.NaN
}

test('a run is seen midway on its own page and on the overview, and its end without a reload', async () => {
  await receive(product, 'CUP-1', 5)
  await receive(product, 'CUP-2', 7)
  await tell(product.world, 'POST', '/faults', {
    service: 'shopify',
    kind: 'delay',
    ms: 8_000,
    match: { field: 'inventorySetQuantities' },
  })
  const overview = await browser.open(shop)
  const page = await browser.open(`${shop}/stock/runs`)

  await page.getByRole('button', { name: 'Sincronizează acum' }).click()

  await page.getByText('Se scrie', { exact: true }).waitFor()
  await page.getByText('0 din 2 scrise').waitFor()
  assert.equal(await page.getByText('Nimic de schimbat').count(), 0)
  await page.getByText('50 → 55').waitFor()
  await overview.getByRole('link', { name: 'Rulare în curs' }).waitFor()
  await overview.getByText('0 din 2 scrise').waitFor()

  await page.getByText('Gata', { exact: true }).waitFor()
  await page.getByText('50 → 55').waitFor()
  await overview.getByRole('link', { name: 'Rulare în curs' }).waitFor({ state: 'detached' })
  await overview.getByText('Cele 4 produse legate sunt în pas cu SmartBill.').waitFor()
})

test('the last run is undone from its page, which shows the run that undid it and that stock is paused', async () => {
  const page = await browser.open(`${shop}/stock/runs`)
  await page.getByRole('row').nth(1).getByRole('link').click()

  await page.getByRole('button', { name: 'Anulează rularea' }).click()

  await page.getByText('anularea unei rulări').waitFor()
  await page.getByText('Sincronizarea stocului este în pauză.').waitFor()
  await page.getByText('55 → 50').waitFor()
  await until(async () => (await available('CUP-1')) === 50)
  await until(async () => (await available('CUP-2')) === 50)

  await page.getByRole('button', { name: 'Reia' }).click()
  await page.getByText('Sincronizarea stocului este în pauză.').waitFor({ state: 'detached' })
})

test('a run that would zero too much waits for a yes, which is refused while stock is paused and taken afterwards', async () => {
  for (const code of ['CUP-2', 'CUP-3', 'CUP-4']) {
    const quantity = code === 'CUP-2' ? -57 : -50
    await tell(product.world, 'POST', `${companyPath}/adjust`, { warehouse: 'Depozit Online', code, quantity })
  }
  const page = await browser.open(shop)
  await page.getByRole('button', { name: 'Sincronizează acum' }).click()
  await page.getByText('Te așteaptă', { exact: true }).waitFor()
  await page.getByText('produse ar coborî la zero').waitFor()

  await menu(page).getByRole('link', { name: 'Sumar' }).click()
  await page.getByText('O rulare așteaptă acordul tău.').waitFor()
  await page.getByRole('link', { name: 'Deschide rularea' }).click()
  await page.getByRole('button', { name: 'Pauză' }).click()
  await page.getByRole('menuitem', { name: 'Oprește doar stocul' }).click()
  await page.getByRole('button', { name: 'Da, scrie schimbările' }).click()
  await page.getByText('Sincronizarea stocului este în pauză sau oprită.').waitFor()

  await page.getByRole('button', { name: 'Reia' }).click()
  await page.getByRole('button', { name: 'Da, scrie schimbările' }).click()
  await page.getByText('Gata', { exact: true }).waitFor()
  await until(async () => (await available('CUP-4')) === 0)
})
