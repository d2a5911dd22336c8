/** How an outside service can fail us, named by what the caller must do. */
export type Fault =
  /** Credentials stopped working: pause the connection. */
  | { readonly kind: 'unauthorized'; readonly reason: string }
  /** Understood and refused, nothing was done: a person must act. */
  | { readonly kind: 'rejected'; readonly reason: string; readonly cause?: RejectionCause }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  /** Nothing happened there: safe to try again. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  /** It may have happened: look before trying again. */
  | { readonly kind: 'unknown-outcome'; readonly reason: string }

/** What a refusal was about, where the service says it clearly enough to act on. */
export type RejectionCause = 'stock' | 'name' | 'vat' | 'series' | 'warehouse' | 'quota' | 'not-found' | 'not-vat-payer'
