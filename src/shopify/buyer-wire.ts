import { z } from 'zod'
import type { Buyer } from '#core/order.ts'

const text = z.string().nullable()

const Address = z
  .object({
    name: text,
    company: text,
    address1: text,
    address2: text,
    city: text,
    zip: text,
    province: text,
    provinceCode: text,
    country: text,
    countryCodeV2: text,
    phone: text,
  })
  .transform(({ countryCodeV2, ...address }) => ({ ...address, countryCode: countryCodeV2 }))
  .nullable()

/** Who buys, as far as Shopify's permissions show it. */
export const BuyerNode = z
  .object({
    email: text,
    phone: text,
    invoiceMeta: z.object({ value: z.string() }).nullable(),
    customer: z.object({ firstName: text, lastName: text }).nullable(),
    purchasingEntity: z
      .object({
        company: z.object({ name: z.string() }).optional(),
        location: z.object({ taxSettings: z.object({ taxRegistrationId: text }) }).optional(),
      })
      .nullable(),
    billingAddress: Address,
    shippingAddress: Address,
  })
  .transform((node): Buyer => ({
    email: node.email,
    phone: node.phone,
    firstName: node.customer?.firstName ?? null,
    lastName: node.customer?.lastName ?? null,
    company:
      node.purchasingEntity?.company === undefined
        ? null
        : { name: node.purchasingEntity.company.name, taxId: node.purchasingEntity.location?.taxSettings.taxRegistrationId ?? null },
    vatMetafield: node.invoiceMeta?.value ?? null,
    billing: node.billingAddress,
    shipping: node.shippingAddress,
  }))
