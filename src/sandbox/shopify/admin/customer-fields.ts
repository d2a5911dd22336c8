import { gid } from '#sandbox/shopify/ids.ts'
import { fullName } from '#sandbox/shopify/rest-customer.ts'
import type { Address, Customer } from '#sandbox/shopify/state.ts'
import { fields, type FieldTable } from './call.ts'
import { personal } from './order-fields.ts'

export const customerFields: Readonly<Record<string, FieldTable>> = {
  Customer: fields<Customer>({
    id: ({ id }) => gid('Customer', id),
    legacyResourceId: ({ id }) => String(id),
    firstName: ({ firstName }, _args, call) => personal(call, 'firstName', firstName),
    lastName: ({ lastName }, _args, call) => personal(call, 'lastName', lastName),
    displayName: (customer, _args, call) => personal(call, 'displayName', fullName(customer)),
    email: ({ email }, _args, call) => personal(call, 'email', email),
    phone: ({ phone }, _args, call) => personal(call, 'phone', phone),
    taxExempt: () => false,
    defaultEmailAddress: ({ email }) => email,
    defaultPhoneNumber: ({ phone }) => phone,
    defaultAddress: ({ address }) => address,
  }),
  CustomerEmailAddress: fields<string>({ emailAddress: (email, _args, call) => personal(call, 'emailAddress', email) }),
  CustomerPhoneNumber: fields<string>({ phoneNumber: (phone, _args, call) => personal(call, 'phoneNumber', phone) }),
  MailingAddress: fields<Address>({
    id: ({ address1 }) => gid('MailingAddress', address1.length + 1_000),
    firstName: ({ firstName }, _args, call) => personal(call, 'firstName', firstName),
    lastName: ({ lastName }, _args, call) => personal(call, 'lastName', lastName),
    name: (address, _args, call) => personal(call, 'name', fullName(address)),
    company: ({ company }, _args, call) => personal(call, 'company', company),
    address1: ({ address1 }, _args, call) => personal(call, 'address1', address1),
    address2: (_address, _args, call) => personal(call, 'address2', null),
    city: ({ city }, _args, call) => personal(call, 'city', city),
    zip: ({ zip }, _args, call) => personal(call, 'zip', zip),
    phone: ({ phone }, _args, call) => personal(call, 'phone', phone),
    // Country and county stay visible whatever the plan.
    province: ({ province }) => province,
    provinceCode: ({ provinceCode }) => provinceCode,
    country: ({ country }) => country,
    countryCodeV2: ({ countryCode }) => countryCode,
  }),
}
