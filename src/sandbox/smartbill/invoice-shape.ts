import { z } from 'zod'

const Flag = z
  .union([z.boolean(), z.literal(1), z.literal(0)])
  .transform(Boolean)
  .nullish()
const Text = z.string().nullish()
const Amount = z.number().nullish()

const Client = z.strictObject({
  name: Text,
  vatCode: Text,
  isTaxPayer: Flag,
  regCom: Text,
  address: Text,
  city: Text,
  county: Text,
  country: Text,
  email: Text,
  phone: Text,
  contact: Text,
  iban: Text,
  bank: Text,
  code: Text,
  saveToDb: Flag,
})

const Line = z.strictObject({
  name: Text,
  code: Text,
  quantity: Amount,
  price: z.number().min(0).nullish(),
  isTaxIncluded: Flag,
  measuringUnitName: Text,
  taxPercentage: Amount,
  taxName: Text,
  currency: Text,
  exchangeRate: Amount,
  warehouseName: Text,
  isService: Flag,
  productDescription: Text,
  translatedName: Text,
  translatedMeasuringUnit: Text,
  saveToDb: Flag,
  useSBProductName: Flag,
  isDiscount: Flag,
  numberOfItems: z.int().nullish(),
  discountType: z.int().nullish(),
  discountValue: Amount,
  discountPercentage: Amount,
})
export type LineRequest = z.infer<typeof Line>

/** The body of `POST /invoice/v2`: only documented fields; booleans may be 1 and 0; whether a field is needed is the rules' question. */
export const InvoiceRequest = z.strictObject({
  companyVatCode: Text,
  seriesName: Text,
  issueDate: Text,
  dueDate: Text,
  deliveryDate: Text,
  paymentDate: Text,
  isDraft: Flag,
  client: Client.nullish(),
  products: z.array(Line).nullish(),
  currency: Text,
  exchangeRate: Amount,
  precision: z.int().nullish(),
  language: Text,
  useStock: Flag,
  mentions: Text,
  observations: Text,
  issuerName: Text,
  issuerCnp: Text,
  delegateName: Text,
  delegateIdentityCard: Text,
  delegateAuto: Text,
  aviz: Text,
  useIntraCif: Flag,
  usePaymentTax: Flag,
  paymentBase: Amount,
  colectedTax: Amount,
  paymentTotal: Amount,
  payment: z.strictObject({ value: Amount, type: Text, isCash: Flag, paymentSeries: Text }).nullish(),
  paymentUrl: Text,
  sendEmail: Flag,
  email: z.strictObject({ to: Text, cc: Text, bcc: Text }).nullish(),
  useEstimateDetails: Flag,
  estimate: z.strictObject({ seriesName: Text, number: Text, useStock: Flag }).nullish(),
})
export type InvoiceRequest = z.infer<typeof InvoiceRequest>

export const ReverseRequest = z.strictObject({ companyVatCode: Text, seriesName: Text, number: Text, issueDate: z.iso.date().nullish() })
export type ReverseRequest = z.infer<typeof ReverseRequest>
