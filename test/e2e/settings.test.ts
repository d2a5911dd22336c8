import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { tell } from '#cli/demo/product-api.ts'
import { startProduct, type Product } from '#test/product.ts'
import { companyPath } from '#test/story-facts.ts'
import { openBrowser, shop } from './browser.ts'
import { choose, pagesWorld } from './world.ts'

const Settings = z.object({ preferences: z.record(z.string(), z.unknown()), services: z.array(z.record(z.string(), z.unknown())) })

async function settings({ api }: Product): Promise<string> {
  return JSON.stringify(Settings.parse(await tell(api, 'GET', '/shops/demo.myshopify.com/settings')))
}

const service = `${shop}/services/smartbill`

test('Test connection stands on every tab, loads the lists and changes no setting, also when it fails', async () => {
  await using product = await startProduct(pagesWorld())
  await choose(product)
  const before = await settings(product)
  await using browser = await openBrowser(product)
  const page = await browser.open(service)

  for (const tab of ['Cont', 'Preferințe facturare', 'Preferințe gestiune']) {
    await page.getByRole('navigation', { name: 'Părțile setărilor SmartBill' }).getByRole('link', { name: tab, exact: true }).click()
    await page.getByRole('button', { name: 'Salvează', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Testează conexiunea' }).click()
    await page.getByText('Conexiunea merge.').waitFor()
    assert.equal(await settings(product), before)
  }

  await tell(product.world, 'POST', '/faults', { service: 'smartbill', kind: 'http', status: 503, body: 'html', times: 20 })
  await page.getByRole('button', { name: 'Testează conexiunea' }).click()
  await page.getByText('Conexiunea nu merge.').waitFor()
  await page.getByText('SmartBill a răspuns cu starea 503.').first().waitFor()
  await page.getByText('Nicio setare nu s-a schimbat.').waitFor()
  assert.equal(await settings(product), before)
})

test('a warehouse that SmartBill has lost stays chosen and says so', async () => {
  await using product = await startProduct(pagesWorld())
  await choose(product)
  const before = await settings(product)
  await tell(product.world, 'PATCH', `${companyPath}/settings`, { warehouses: [{ name: 'Magazin', type: 'en detail' }] })
  await using browser = await openBrowser(product)
  const page = await browser.open(`${service}?tab=warehouse`)

  await page.getByRole('button', { name: 'Testează conexiunea' }).click()
  await page.getByText('Conexiunea merge.').waitFor()

  const chosen = page.getByLabel('Nume gestiune')
  assert.equal(await chosen.inputValue(), 'Depozit Online')
  await page.getByText('„Depozit Online” nu mai este în lista citită din SmartBill.').first().waitFor()
  assert.equal(await settings(product), before)
})

test('what contradicts itself is refused with a sentence, and nothing is saved', async () => {
  await using product = await startProduct(pagesWorld())
  await choose(product)
  const before = await settings(product)
  await using browser = await openBrowser(product)
  const page = await browser.open(`${service}?tab=warehouse`)

  await page.getByRole('switch', { name: 'Folosește gestiune' }).click({ force: true })
  await page.getByText('Sincronizarea stocului are nevoie de o gestiune.').waitFor()
  await page.getByRole('button', { name: 'Salvează', exact: true }).click()

  await page.getByText('Nu s-a salvat nimic.').waitFor()
  await page.getByText('„Sincronizează stocul din gestiune” are nevoie de o gestiune.').waitFor()
  assert.equal(await settings(product), before)

  await page.getByRole('button', { name: 'Renunță la modificări' }).click()
  await page.getByLabel('Tip cod produs').selectOption('name')
  await page.getByLabel('Cum se compune numele').fill('Produs')
  await page.getByRole('button', { name: 'Salvează', exact: true }).click()

  await page.getByText('services.smartbill.warehouse.nameTemplate').waitFor()
  await page.locator('.mantine-InputWrapper-error', { hasText: 'Trebuie să conțină {title}.' }).waitFor()
  assert.equal(await settings(product), before)
})

test('only what was touched is saved, and a warning stands beside what deserves one', async () => {
  await using product = await startProduct(pagesWorld())
  await choose(product)
  await using browser = await openBrowser(product)
  const page = await browser.open(`${service}?tab=warehouse`)

  await page.getByLabel('Tip cod produs').selectOption('name')
  await page.getByText('Fără coduri, numele este singurul criteriu').waitFor()
  await page.getByRole('button', { name: 'Salvează', exact: true }).click()

  await page.getByText('Setările au fost salvate.').waitFor()
  assert.match(await settings(product), /"codeType":"name"/)
  await page.getByText('Totul este salvat.').waitFor()
})

test('a key of punte.yaml is read-only and says where it is changed', async () => {
  await using product = await startProduct(pagesWorld())
  await using browser = await openBrowser(product)
  const page = await browser.open(`${shop}/preferences`)

  assert.ok(await page.getByLabel('Regula stocului').isDisabled())
  await page.getByText('Setat în punte.yaml. Se schimbă acolo.').waitFor()
  assert.ok(await page.getByLabel('Rezervă ascunsă').isEnabled())
})

test('somebody else who saved in between is not written over', async () => {
  await using product = await startProduct(pagesWorld())
  await choose(product)
  await using browser = await openBrowser(product)
  const page = await browser.open(`${shop}/preferences`)
  await page.getByLabel('Rezervă ascunsă').fill('4')
  await page.route('**/settings', async (route) => {
    if (route.request().method() !== 'PUT') return route.fallback()
    await tell(product.api, 'PUT', '/shops/demo.myshopify.com/settings', { preferences: { brakePercent: 44 } })
    await page.unroute('**/settings')
    return route.fallback()
  })

  await page.getByRole('button', { name: 'Salvează', exact: true }).click()
  await page.getByText('Altcineva a salvat setările între timp.').waitFor()
  assert.equal(await page.getByLabel('Rezervă ascunsă').inputValue(), '4')

  await page.getByRole('button', { name: 'Salvează', exact: true }).click()
  await page.getByText('Setările au fost salvate.').waitFor()
  assert.match(await settings(product), /"buffer":4/)
  assert.match(await settings(product), /"brakePercent":44/)
})

test('one press pauses from any page, every page says so, and resuming clears it', async () => {
  await using product = await startProduct(pagesWorld())
  await choose(product)
  await using browser = await openBrowser(product)
  const page = await browser.open(`${shop}/stock/runs`)
  const other = await browser.open(`${shop}/orders`)
  await other.getByRole('heading', { level: 1, name: 'Comenzi' }).waitFor()

  await page.getByRole('button', { name: 'Pauză' }).click()
  await page.getByRole('menuitem', { name: 'Oprește tot' }).click()

  await page.getByText('Totul este în pauză.').waitFor()
  await other.getByText('Totul este în pauză.').waitFor()
  await other.getByRole('button', { name: 'Reia' }).click()
  await page.getByText('Totul este în pauză.').waitFor({ state: 'detached' })
})
