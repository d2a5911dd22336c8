import { test } from 'node:test'
import { startProduct } from '#test/product.ts'
import { openBrowser, shop } from './browser.ts'
import { choose, pagesWorld, placeOrder, receive, runThatChanged } from './world.ts'

test('"why is it 1003?" is answered by the stock of each warehouse, the orders that hold units, and the run that wrote it', async () => {
  await using product = await startProduct(pagesWorld())
  await choose(product)
  await placeOrder(product, 2)
  await receive(product, 'TEE-S', 5)
  await runThatChanged(product)
  await using browser = await openBrowser(product)
  const page = await browser.open(`${shop}/stock/products/TEE-S`)

  await page.getByRole('heading', { name: 'De ce este 1003?' }).waitFor()
  const sum = page.getByRole('list').filter({ hasText: 'De vânzare' })
  await sum.getByText('Stoc în Depozit Online').waitFor()
  await sum.getByText('+1.005').waitFor()
  await sum.getByText('-2', { exact: true }).waitFor()
  await sum.getByText('Shopify arată 1003: în pas.').waitFor()
  await page.getByRole('row', { name: '#1001' }).waitFor()
  await page.getByText('998 → 1.003').waitFor()

  await page.getByRole('region', { name: 'Ultimele schimbări în Shopify' }).getByRole('link').first().click()
  await page.getByRole('heading', { level: 1, name: 'Rulare' }).waitFor()
  await page.getByRole('link', { name: 'Tricou S' }).waitFor()
})

test('a preview shows what would change and writes nothing', async () => {
  await using product = await startProduct(pagesWorld())
  await choose(product)
  await receive(product, 'MUG-W', 7)
  await using browser = await openBrowser(product)
  const page = await browser.open(shop)

  await page.getByRole('button', { name: 'Arată ce s-ar schimba' }).click()

  await page.getByText('Aceasta este o previzualizare').waitFor()
  await page.getByText('50 → 57').waitFor()
  await page.getByText('Planificat', { exact: true }).waitFor()
})

test('a page follows what happens: the overview counts a new order without being touched', async () => {
  await using product = await startProduct(pagesWorld({ trigger: 'paid' }))
  await choose(product)
  await using browser = await openBrowser(product)
  const page = await browser.open(shop)
  await page.getByRole('link', { name: '0 facturate astăzi' }).waitFor()

  await placeOrder(product, 1)

  await page.getByRole('link', { name: '1 facturată astăzi' }).waitFor()
})
