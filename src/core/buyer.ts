import type { InvoiceClient } from './invoice.ts'
import type { InvoiceWait } from './invoice-wait.ts'
import type { Address, Order } from './order.ts'
import { bucharestSector, county, parseCui } from './romania.ts'
import type { CuiSource, InvoicePreferences, Preferences } from './settings.ts'

export type BuyerNote = 'sectorUnknown' | 'countyUnknown' | 'companyNameMissing' | 'finalConsumer'

export type BuyerChoice =
  | { readonly do: 'invoice'; readonly client: InvoiceClient; readonly notes: readonly BuyerNote[] }
  | { readonly do: 'wait'; readonly reason: InvoiceWait }

const finalConsumer: InvoiceClient = {
  name: 'Consumator final',
  vatCode: null,
  isTaxPayer: false,
  address: '-',
  city: '-',
  county: '-',
  country: 'Romania',
  email: null,
  phone: null,
}

/** Whom the invoice names. What Shopify hides is never filled in: the order waits, or goes to a final consumer when the merchant chose that. */
export function chooseBuyer(
  order: Order,
  preferences: Pick<InvoicePreferences, 'cui' | 'address'>,
  hiddenBuyer: Preferences['hiddenBuyer'],
): BuyerChoice {
  const address = chosenAddress(order, preferences.address)
  const tax = findTaxCode(order, preferences.cui.sources, address)
  const doubt = preferences.cui.invalid === 'wait' ? companyDoubt(order, tax) : null
  if (doubt !== null) return wait(doubt)

  const company = tax.is === 'valid' ? text(order.buyer.company?.name ?? address?.company ?? null) : null
  const person = personName(order, address)
  const name = company ?? person ?? text(address?.company ?? null)
  const hidden = hiddenBuyerFields(order.hidden)
  if (name === null || address === null) return withoutBuyer(hidden, hiddenBuyer)

  const country = countryName(address)
  if (country === null) return hidden.length > 0 ? withoutBuyer(hidden, hiddenBuyer) : wait({ why: 'countryMissing' })

  const place = placeOf(address)
  const client: InvoiceClient = {
    name,
    vatCode: tax.is === 'valid' ? tax.code : null,
    isTaxPayer: tax.is === 'valid' && tax.vatPayer,
    address:
      [address.address1, address.address2]
        .map(text)
        .filter((part) => part !== null)
        .join(', ') || '-',
    city: place.city,
    county: place.county,
    country,
    email: text(order.buyer.email),
    phone: text(order.buyer.phone ?? address.phone),
  }
  const notes = [...place.notes, ...(tax.is === 'valid' && company === null ? ['companyNameMissing' as const] : [])]
  return { do: 'invoice', client, notes }
}

function wait(reason: InvoiceWait): BuyerChoice {
  return { do: 'wait', reason }
}

function withoutBuyer(hidden: readonly string[], hiddenBuyer: Preferences['hiddenBuyer']): BuyerChoice {
  if (hiddenBuyer === 'finalConsumer') return { do: 'invoice', client: finalConsumer, notes: ['finalConsumer'] }
  return wait(hidden.length > 0 ? { why: 'buyerHidden', fields: hidden } : { why: 'buyerMissing' })
}

function hiddenBuyerFields(hidden: readonly string[]): readonly string[] {
  return hidden.filter((path) => /customer|address|email|phone|purchasingEntity/i.test(path))
}

function chosenAddress(order: Order, preference: InvoicePreferences['address']): Address | null {
  const { billing, shipping } = order.buyer
  return preference === 'billing' ? (billing ?? shipping) : (shipping ?? billing)
}

function personName(order: Order, address: Address | null): string | null {
  const { firstName, lastName } = order.buyer
  return text(address?.name ?? null) ?? text([firstName, lastName].filter((part) => part !== null).join(' '))
}

/** Why a buyer who means to be a company cannot be written as one. */
function companyDoubt({ buyer, hidden }: Order, tax: TaxCode): InvoiceWait | null {
  if (tax.is === 'invalid') return { why: 'cuiInvalid', given: tax.given }
  if (tax.is === 'valid' || buyer.company === null) return null
  const fields = hidden.filter((path) => path.includes('purchasingEntity'))
  return fields.length > 0 ? { why: 'buyerHidden', fields } : { why: 'cuiMissing', company: buyer.company.name }
}

type TaxCode =
  | { readonly is: 'valid'; readonly code: string; readonly vatPayer: boolean }
  | { readonly is: 'invalid'; readonly given: string }
  | { readonly is: 'none' }

function findTaxCode(order: Order, sources: readonly CuiSource[], address: Address | null): TaxCode {
  const given = sources.map((source) => readSource(order, source, address)).filter((value) => value !== null)
  for (const value of given) {
    const code = validCode(value, address?.countryCode ?? 'RO')
    if (code !== null) return { is: 'valid', ...code }
  }
  const [first] = given
  return first === undefined ? { is: 'none' } : { is: 'invalid', given: first }
}

function readSource(order: Order, source: CuiSource, address: Address | null): string | null {
  switch (source.from) {
    case 'b2b':
      return text(order.buyer.company?.taxId ?? null)
    case 'attribute': {
      const key = source.key.trim().toLowerCase()
      return text(order.attributes.find((attribute) => attribute.key.trim().toLowerCase() === key)?.value ?? null)
    }
    case 'metafield':
      return text(order.buyer.vatMetafield)
    case 'company':
      return codeInText(address?.company ?? order.buyer.company?.name ?? null)
    case 'note':
      return codeInText(order.note)
  }
}

/** Free text gives a code only where it is named as one, so that a phone number or a street number never becomes a company. */
const namedCode = /(?:^|[^\p{L}\d])(?:C\.?U\.?I\.?|C\.?I\.?F\.?|cod fiscal)\s*[:=.-]?\s*((?:RO)?\s*\d{2,10})(?!\d)/iu
const prefixedCode = /(?:^|[^\p{L}\d])(RO\s*\d{2,10})(?!\d)/iu

function codeInText(value: string | null): string | null {
  if (value === null) return null
  return namedCode.exec(value)?.[1] ?? prefixedCode.exec(value)?.[1] ?? null
}

function validCode(value: string, countryCode: string): { code: string; vatPayer: boolean } | null {
  const romanian = parseCui(value)
  if (romanian !== null || countryCode === 'RO') return romanian
  const code = value.replace(/[\s.-]/g, '').toUpperCase()
  return /^(?!RO)[A-Z]{2}(?=.*\d)[0-9A-Z]{4,13}$/.test(code) ? { code, vatPayer: true } : null
}

function countryName(address: Address): string | null {
  return address.countryCode === 'RO' ? 'Romania' : (text(address.country) ?? text(address.countryCode))
}

type Place = { readonly city: string; readonly county: string; readonly notes: readonly BuyerNote[] }

function placeOf(address: Address): Place {
  const city = text(address.city) ?? '-'
  const province = text(address.province) ?? text(address.provinceCode) ?? '-'
  if (address.countryCode !== 'RO') return { city, county: province, notes: [] }

  const known = county(address.provinceCode, address.province)
  if (known === null) return { city, county: province, notes: ['countyUnknown'] }
  if (known !== 'Bucuresti') return { city, county: known, notes: [] }

  const sector = bucharestSector([address.city, address.address1, address.address2], address.zip)
  return sector === null ? { city, county: known, notes: ['sectorUnknown'] } : { city: sector, county: known, notes: [] }
}

/** Trimmed text without control characters; null when nothing readable is left. */
function text(value: string | null): string | null {
  const plain = (value ?? '').replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return /[\p{L}\p{N}\p{S}]/u.test(plain) ? plain : null
}
