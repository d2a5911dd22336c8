/** Money is an integer number of bani (1/100 of the currency unit); no float touches it. */
export type Bani = number & { readonly __bani: never }

const moneyShape = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/

export function bani(amount: number): Bani {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of bani: ${amount}`)
  return amount as Bani
}

/** Reads a decimal amount such as "20.0" or "18.15" exactly; digits beyond the second must be zeros. Throws RangeError otherwise. */
export function parseMoney(text: string): Bani {
  const [, sign, whole, fraction = ''] = moneyShape.exec(text.trim()) ?? []
  if (whole === undefined || /[^0]/.test(fraction.slice(2))) throw new RangeError(`not an amount in bani: ${text}`)
  const amount = Number(whole) * 100 + Number(fraction.slice(0, 2).padEnd(2, '0'))
  return bani(sign === '-' && amount !== 0 ? -amount : amount)
}

/** "18.15" for 1815 bani: the form that services read and pages format. */
export function moneyText(amount: Bani): string {
  const digits = String(Math.abs(amount)).padStart(3, '0')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

export function sumBani(amounts: readonly Bani[]): Bani {
  return bani(amounts.reduce<number>((sum, amount) => sum + amount, 0))
}
