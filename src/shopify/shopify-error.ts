import type { Fault } from '#core/fault.ts'

/** Shopify failed us; the fault says what the caller must do. */
export class ShopifyError extends Error {
  override readonly name = 'ShopifyError'
  readonly fault: Fault

  constructor(fault: Fault, options?: ErrorOptions) {
    super(`Shopify: ${fault.kind}${'reason' in fault ? `: ${fault.reason}` : ''}`, options)
    this.fault = fault
  }
}
