import type { Fault } from '#core/fault.ts'

/** A billing service failed us; the fault says what the caller must do. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError'
  readonly fault: Fault

  constructor(provider: string, fault: Fault, options?: ErrorOptions) {
    super(`${provider}: ${fault.kind}${'reason' in fault ? `: ${fault.reason}` : ''}`, options)
    this.fault = fault
  }
}
