/** Every Admin API document that Punte sends. A test holds each against the vendored schemas. */

export const apiVersion = '2026-10'

export const SHOP = `query Shop {
  shop { id name myshopifyDomain currencyCode taxesIncluded ianaTimezone plan { publicDisplayName } }
  currentAppInstallation { id accessScopes { handle } }
}`

export const LOCATIONS = `query Locations($first: Int!, $after: String) {
  locations(first: $first, after: $after, includeInactive: true, sortKey: ID) {
    nodes { id name isActive fulfillsOnlineOrders }
    pageInfo { hasNextPage endCursor }
  }
}`

export const VARIANTS = `query Variants($first: Int!, $after: String, $query: String) {
  productVariants(first: $first, after: $after, sortKey: ID, query: $query) {
    nodes {
      id sku barcode title updatedAt requiresComponents selectedOptions { name value }
      product { id title status hasOnlyDefaultVariant }
      inventoryItem { id tracked }
    }
    pageInfo { hasNextPage endCursor }
  }
}`

export const ORDERS_CHANGED = `query OrdersChanged($first: Int!, $after: String, $query: String!) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { id updatedAt }
    pageInfo { hasNextPage endCursor }
  }
}`

/** The buyer of an order: protected data, read only when an invoice is to be made. */
export const BUYER = `query Buyer($id: ID!) {
  order(id: $id) {
    id updatedAt email phone
    invoiceMeta: metafield(namespace: "custom", key: "vat_number") { value }
    customer { id firstName lastName }
    purchasingEntity {
      __typename
      ... on PurchasingCompany { company { name } location { taxSettings { taxRegistrationId } } }
    }
    billingAddress { ...Address }
    shippingAddress { ...Address }
  }
}
fragment Address on MailingAddress { name company address1 address2 city zip province provinceCode country countryCodeV2 phone }`

export const CANCEL_ORDER = `mutation CancelOrder($id: ID!, $restock: Boolean!) {
  orderCancel(orderId: $id, reason: OTHER, restock: $restock, refundMethod: { originalPaymentMethodsRefund: false }, notifyCustomer: false) {
    job { id done }
    orderCancelUserErrors { code field message }
  }
}`

export const FULFIL = `mutation Fulfil($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { id status } userErrors { field message } }
}`

export const WRITE_DOCUMENTS = `mutation WriteDocuments($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) { metafields { id } userErrors { code field message } }
}`

export const CLAIM_INVOICE = `mutation ClaimInvoice($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) { userErrors { code message } }
}`

export const INVOICE_CLAIM = `query InvoiceClaim($id: ID!) {
  order(id: $id) { claim: metafield(namespace: "punte", key: "invoicing") { value compareDigest } }
}`
