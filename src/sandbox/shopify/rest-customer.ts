import { gid } from './ids.ts'
import type { Address, Customer, Shop } from './state.ts'

/** An address as REST-shaped bodies say it; without access to personal data only country and county are left. */
export function addressBody(shop: Shop, address: Address): Record<string, unknown> {
  const where = {
    country: address.country,
    country_code: address.countryCode,
    province: address.province,
    province_code: address.provinceCode,
  }
  if (shop.piiAccess !== 'full') return where
  return {
    ...where,
    first_name: address.firstName ?? '',
    last_name: address.lastName,
    name: fullName(address),
    company: address.company,
    address1: address.address1,
    address2: null,
    city: address.city,
    zip: address.zip,
    phone: address.phone ?? '',
    latitude: null,
    longitude: null,
  }
}

export function customerBody(shop: Shop, customer: Customer): Record<string, unknown> {
  const known = { id: customer.id, admin_graphql_api_id: gid('Customer', customer.id), currency: shop.currency }
  if (shop.piiAccess !== 'full') return known
  return {
    ...known,
    created_at: null,
    updated_at: null,
    first_name: customer.firstName ?? '',
    last_name: customer.lastName,
    email: customer.email,
    phone: customer.phone,
    state: 'disabled',
    note: null,
    verified_email: true,
    multipass_identifier: null,
    tax_exempt: false,
    tax_exemptions: [],
    default_address: {
      ...addressBody(shop, customer.address),
      id: customer.id + 1,
      customer_id: customer.id,
      country_name: customer.address.country,
      default: true,
    },
  }
}

export function fullName({ firstName, lastName }: { readonly firstName: string | null; readonly lastName: string }): string {
  return firstName === null ? lastName : `${firstName} ${lastName}`
}
