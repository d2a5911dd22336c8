/** JSON in which every number stays the text that was sent: no digit is lost to a float. Throws SyntaxError. */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, numberAsText)
}

// The engine hands the source text as a third argument, which its type does not know yet.
function numberAsText(_key: string, value: unknown, ...more: readonly unknown[]): unknown {
  if (typeof value !== 'number') return value
  const [context] = more
  if (typeof context !== 'object' || context === null || !('source' in context) || typeof context.source !== 'string') {
    throw new SyntaxError('this engine does not tell the text of a number')
  }
  return context.source
}

const numberShape = /^(-?)(\d{1,15})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,2}))?$/

/**
 * A JSON number, or the same as text, in whole units of 10^-places: "1.05E3" with two places is 105000n.
 * Digits that float arithmetic leaves beyond the ninth are rounded away; what then lies beyond the places is cut towards minus infinity.
 * Throws RangeError for what is no number.
 */
export function decimalUnits(text: string, places: number): bigint {
  const [, sign, whole, fraction = '', exponent = '0'] = numberShape.exec(text.trim()) ?? []
  if (whole === undefined) throw new RangeError(`not a decimal number: ${text.slice(0, 40)}`)

  const kept = Math.max(noiseFrom, places)
  const shift = kept - fraction.length + Number(exponent)
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n)
  const fine = shift >= 0 ? digits * 10n ** BigInt(shift) : roundDown(digits + 5n * 10n ** BigInt(-shift - 1), 10n ** BigInt(-shift))
  return roundDown(fine, 10n ** BigInt(kept - places))
}

const noiseFrom = 9

function roundDown(value: bigint, unit: bigint): bigint {
  const quotient = value / unit
  return value < 0n && quotient * unit !== value ? quotient - 1n : quotient
}
