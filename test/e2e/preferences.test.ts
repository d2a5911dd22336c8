import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tell } from '#cli/demo/product-api.ts'
import { startProduct, type Product } from '#test/product.ts'
import { menu, openBrowser, shop, type Browser } from './browser.ts'
import { pagesWorld } from './world.ts'

/** One product for the file, whose shop has the basic subscription. */
const held = new AsyncDisposableStack()
let product: Product
let browser: Browser

before(async () => {
  product = held.use(await startProduct(pagesWorld({ subscription: 'basic' })))
  await tell(product.api, 'PUT', '/shops/demo.myshopify.com/settings', {
    preferences: { useStock: true },
    services: [
      {
        kind: 'smartbill',
        enabled: true,
        invoice: { series: 'SHOP' },
        warehouse: { use: true, name: 'Depozit Online', sync: true, codeType: 'sku' },
        stock: [{ warehouse: 'Depozit Online', location: 'Depozit' }],
      },
    ],
  })
  browser = held.use(await openBrowser(product))
})

after(() => held.disposeAsync())

test('what the basic subscription does not cover is paused and says so on the overview and beside the setting', async () => {
  const page = await browser.open(shop)
  await page.getByText('Sincronizarea stocului din gestiune cere abonamentul advanced').first().waitFor()
  await page.getByText('Neinclus în abonament', { exact: true }).waitFor()

  await page.goto(`${product.url}${shop}/services/smartbill?tab=warehouse`)
  await page.getByLabel('Tip cod produs').selectOption('barcode')
  await page.getByText('Potrivirea după codul de bare cere abonamentul advanced').first().waitFor()
  await page.getByRole('button', { name: 'Salvează', exact: true }).click()
  await page.getByText('Setările au fost salvate.').waitFor()

  await menu(page).getByRole('link', { name: 'Sumar' }).click()
  await page.getByText('Potrivirea după codul de bare cere abonamentul advanced').first().waitFor()
  const paused = page.getByText('Neinclus în abonament', { exact: true })
  await paused.nth(1).waitFor()
  assert.equal(await paused.count(), 2)
})

test('preferences are saved and are there after a reload', async () => {
  const page = await browser.open(`${shop}/preferences`)
  await page.getByLabel('Rezervă ascunsă').fill('3')
  await page.getByLabel('Produsele noi').selectOption('asSeen')
  await page.getByLabel('Client ascuns de Shopify').selectOption('finalConsumer')
  await page.getByText('Ai modificări nesalvate.').waitFor()

  await page.getByRole('button', { name: 'Salvează', exact: true }).click()
  await page.getByText('Setările au fost salvate.').waitFor()
  await page.getByText('Totul este salvat.').waitFor()
  await page.reload()

  await page.getByLabel('Rezervă ascunsă').waitFor()
  assert.equal(await page.getByLabel('Rezervă ascunsă').inputValue(), '3')
  assert.equal(await page.getByLabel('Produsele noi').inputValue(), 'asSeen')
  assert.equal(await page.getByLabel('Client ascuns de Shopify').inputValue(), 'finalConsumer')
})
