/** A run that lowers more than this share of the bound rows to zero stops and asks. */
export const zeroedPercentMax = 20

/** A run that changes more than this share of the bound rows stops and asks. */
export const changedPercentMax = 50

/** So many rows may always be lowered to zero, and so many changed: in a small shop an ordinary day is a large share. */
export const zeroedAlwaysAllowed = 2
export const changedAlwaysAllowed = 10

export type Change = { readonly from: number; readonly to: number }

export type BrakeLimits = { readonly zeroedPercent: number; readonly changedPercent: number }

export type Brake = {
  readonly because: 'zeroed' | 'changed'
  readonly rows: number
  readonly of: number
  readonly percentMax: number
}

export const brakeLimits: BrakeLimits = { zeroedPercent: zeroedPercentMax, changedPercent: changedPercentMax }

/**
 * Judges a finished plan: null lets it go on, otherwise nothing of it is written before a person says yes.
 * `boundRows` are all rows in step, not only those of this run.
 */
export function brakeOn(changes: readonly Change[], boundRows: number, limits: BrakeLimits): Brake | null {
  const zeroed = changes.filter(({ from, to }) => from > 0 && to <= 0).length
  if (exceeds(zeroed, boundRows, limits.zeroedPercent, zeroedAlwaysAllowed)) {
    return { because: 'zeroed', rows: zeroed, of: boundRows, percentMax: limits.zeroedPercent }
  }
  const changed = changes.filter(({ from, to }) => from !== to).length
  if (exceeds(changed, boundRows, limits.changedPercent, changedAlwaysAllowed)) {
    return { because: 'changed', rows: changed, of: boundRows, percentMax: limits.changedPercent }
  }
  return null
}

function exceeds(rows: number, boundRows: number, percentMax: number, allowed: number): boolean {
  return rows > allowed && rows * 100 > boundRows * percentMax
}
