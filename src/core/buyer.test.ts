import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, anOrder, clujAddress, nobody } from '#test/an-order.ts'
import { chooseBuyer } from './buyer.ts'
import type { Order } from './order.ts'
import { defaultInvoicePreferences } from './settings.ts'

const { cui, address } = defaultInvoicePreferences
const bucharest = {
  ...clujAddress,
  province: 'Bucharest',
  provinceCode: 'B',
  city: 'București',
  address1: 'Bd. Unirii 1, sector 3',
  zip: null,
}

function choose(order: Partial<Order>, change: { invalid?: 'wait' | 'person'; hidden?: 'wait' | 'finalConsumer' } = {}): string {
  const found = chooseBuyer(anOrder(order), { cui: { ...cui, invalid: change.invalid ?? cui.invalid }, address }, change.hidden ?? 'wait')
  if (found.do === 'wait') return `wait ${found.reason.why}`
  const { name, vatCode, isTaxPayer, city, county, country } = found.client
  return [name, vatCode ?? 'person', isTaxPayer ? 'VAT' : '-', city, county, country, ...found.notes].join(' | ')
}

const buyers = [
  { name: 'a private person is named by the billing address', order: {}, is: 'Ana Pop | person | - | Cluj-Napoca | Cluj | Romania' },
  {
    name: 'Bucharest is written as its sector',
    order: { buyer: { ...ana, billing: bucharest } },
    is: 'Ana Pop | person | - | Sector 3 | Bucuresti | Romania',
  },
  {
    name: 'a Bucharest address without a sector is kept and noted',
    order: { buyer: { ...ana, billing: { ...bucharest, address1: 'Bd. Unirii 1' } } },
    is: 'Ana Pop | person | - | București | Bucuresti | Romania | sectorUnknown',
  },
  {
    name: 'a company is known by the tax id of its B2B location first',
    order: { buyer: { ...ana, company: { name: 'Firma SRL', taxId: 'RO14399840' } }, attributes: [{ key: 'CUI', value: '361757' }] },
    is: 'Firma SRL | RO14399840 | VAT | Cluj-Napoca | Cluj | Romania',
  },
  {
    name: 'a company is known by the named cart attribute, without VAT when there is no RO',
    order: { buyer: { ...ana, billing: { ...clujAddress, company: 'Alfa SRL' } }, attributes: [{ key: ' cui ', value: '14399840' }] },
    is: 'Alfa SRL | 14399840 | - | Cluj-Napoca | Cluj | Romania',
  },
  {
    name: 'a code of a source that is not valid gives way to the next valid one',
    order: {
      buyer: { ...ana, vatMetafield: 'RO14399840', billing: { ...clujAddress, company: 'Alfa SRL' } },
      attributes: [{ key: 'CUI', value: '123' }],
    },
    is: 'Alfa SRL | RO14399840 | VAT | Cluj-Napoca | Cluj | Romania',
  },
  {
    name: 'a code named in the note is read',
    order: { note: 'Factura pe firma, CUI: RO 14399840, multumesc', buyer: { ...ana, billing: { ...clujAddress, company: 'Alfa SRL' } } },
    is: 'Alfa SRL | RO14399840 | VAT | Cluj-Napoca | Cluj | Romania',
  },
  {
    name: 'a telephone number in the note is no fiscal code',
    order: { note: 'suna la 14399840' },
    is: 'Ana Pop | person | - | Cluj-Napoca | Cluj | Romania',
  },
  { name: 'a wrong fiscal code waits', order: { attributes: [{ key: 'CUI', value: 'RO123' }] }, is: 'wait cuiInvalid' },
  {
    name: 'a wrong fiscal code becomes a person when the merchant chose that',
    order: { attributes: [{ key: 'CUI', value: 'RO123' }] },
    change: { invalid: 'person' },
    is: 'Ana Pop | person | - | Cluj-Napoca | Cluj | Romania',
  },
  {
    name: 'a company that ordered as such without a fiscal code waits',
    order: { buyer: { ...ana, company: { name: 'Firma SRL', taxId: null } } },
    is: 'wait cuiMissing',
  },
  {
    name: 'a company whose fiscal code Shopify hides is said to be hidden',
    order: { buyer: { ...ana, company: { name: 'Firma SRL', taxId: null } }, hidden: ['order.purchasingEntity.location'] },
    is: 'wait buyerHidden',
  },
  {
    name: 'a company without a name goes by the name of its buyer, and this is noted',
    order: { attributes: [{ key: 'CUI', value: 'RO14399840' }] },
    is: 'Ana Pop | RO14399840 | VAT | Cluj-Napoca | Cluj | Romania | companyNameMissing',
  },
  {
    name: 'a foreign company is taken by the shape of its code',
    order: {
      buyer: {
        ...ana,
        billing: {
          ...clujAddress,
          company: 'Beta GmbH',
          country: 'Germany',
          countryCode: 'DE',
          province: null,
          provinceCode: null,
          city: 'Berlin',
        },
      },
      attributes: [{ key: 'CUI', value: 'DE 136 695 976' }],
    },
    is: 'Beta GmbH | DE136695976 | VAT | Berlin | - | Germany',
  },
  { name: 'a hidden buyer waits', order: { buyer: nobody, hidden: ['customer', 'billingAddress'] }, is: 'wait buyerHidden' },
  {
    name: 'a hidden buyer becomes a final consumer when the merchant chose that',
    order: { buyer: nobody, hidden: ['customer', 'billingAddress'] },
    change: { hidden: 'finalConsumer' },
    is: 'Consumator final | person | - | - | - | Romania | finalConsumer',
  },
  {
    name: 'an address of which Shopify shows only the country is hidden, not nameless',
    order: { buyer: { ...nobody, billing: { ...clujAddress, name: null, address1: null } }, hidden: ['billingAddress.name'] },
    is: 'wait buyerHidden',
  },
  { name: 'an order without any buyer waits', order: { buyer: nobody }, is: 'wait buyerMissing' },
  {
    name: 'a name of zero-width characters is no name',
    order: { buyer: { ...nobody, billing: { ...clujAddress, name: '\u200b\u200d' } } },
    is: 'wait buyerMissing',
  },
  {
    name: 'right-to-left names and emoji are kept',
    order: { buyer: { ...ana, billing: { ...clujAddress, name: 'אנה 🌸' } } },
    is: 'אנה 🌸 | person | - | Cluj-Napoca | Cluj | Romania',
  },
  {
    name: 'the shipping address stands in when there is no billing address',
    order: { buyer: { ...ana, billing: null } },
    is: 'Ana Pop | person | - | Cluj-Napoca | Cluj | Romania',
  },
  {
    name: 'a buyer without a country waits',
    order: { buyer: { ...ana, billing: { ...clujAddress, country: null, countryCode: null } } },
    is: 'wait countryMissing',
  },
] as const

for (const { name, order, is, ...rest } of buyers) {
  test(name, () => assert.equal(choose(order, 'change' in rest ? rest.change : {}), is))
}
