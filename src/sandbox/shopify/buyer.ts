import { ControlProblem } from '#sandbox/problem.ts'
import { country, county } from './counties.ts'
import { nextId } from './ids.ts'
import type { OrderFile } from './shop-file.ts'
import type { Attribute, Customer, Shop } from './state.ts'

type CustomerFile = NonNullable<OrderFile['customer']>

/** Who buys when an order does not say: a person, in a county with a town hall. */
const somebody: CustomerFile = {
  name: 'Ana Popescu',
  county: 'Cluj',
  city: 'Cluj-Napoca',
  address: 'Strada Memorandumului 28',
  zip: '400114',
  country: 'RO',
}
/** A checkout does not end without a way to reach the buyer. */
const contact = { email: 'client@exemplu.ro', phone: '+40740123456', zip: '400000' }
/** Cart attribute under which a shop of this world asks for the fiscal code. */
const cuiAttribute = 'CUI'

export function customerOf(shop: Shop, file: OrderFile): Customer {
  const said = file.customer ?? somebody
  const key = JSON.stringify(said)
  const known = shop.customers.get(key)
  if (known !== undefined) return known

  const customer = newCustomer(nextId(shop, 'customer'), said)
  shop.customers.set(key, customer)
  return customer
}

function newCustomer(id: number, said: CustomerFile): Customer {
  const where = country(said.country)
  if (where === undefined) throw wrong('country', `${said.country} is neither a country's two letters nor Romania`)
  const province = where.code === 'RO' ? county(said.county) : { name: said.county, code: null }
  if (province === undefined) throw wrong('county', `Romania has no county ${said.county}`)

  const words = said.name.trim().split(/\s+/)
  const lastName = words.pop() ?? said.name
  const firstName = words.length === 0 ? null : words.join(' ')
  const phone = said.phone ?? contact.phone
  const address = {
    firstName,
    lastName,
    company: said.company ?? null,
    address1: said.address,
    city: said.city,
    zip: said.zip ?? contact.zip,
    province: province.name,
    provinceCode: province.code,
    country: where.name,
    countryCode: where.code,
    phone,
  }
  return { type: 'Customer', id, firstName, lastName, email: said.email ?? contact.email, phone, address }
}

/** The cart attributes of an order; the buyer's fiscal code is one of them. */
export function attributesOf(file: OrderFile): Attribute[] {
  const stated = file.attributes ?? []
  const list = Array.isArray(stated) ? stated : Object.entries(stated).map(([key, value]) => ({ key, value }))
  const cui = file.customer?.cui
  if (cui === undefined || list.some(({ key }) => key === cuiAttribute)) return list
  return [...list, { key: cuiAttribute, value: cui }]
}

function wrong(field: string, detail: string): ControlProblem {
  return new ControlProblem(422, detail, [{ pointer: `/customer/${field}`, detail }])
}
