import { createHash } from 'node:crypto'

export type Chance = {
  /** 0 <= x < 1. */
  fraction(): number
  /** A whole number, 0 <= x < count. */
  below(count: number): number
  /** A UUID, version 4. */
  uuid(): string
}

const digestBytes = 32
const fractionBytes = 6

/** Chance from a seed and a name: the n-th draw is a hash of both and n. What one name draws never moves what another gets. */
export function chanceOf(seed: number, name: string): Chance {
  let drawn = 0

  function bytes(): Buffer {
    drawn += 1
    return createHash('sha256').update(`${seed}/${name}/${drawn}`).digest()
  }

  function fraction(): number {
    return bytes().readUIntBE(digestBytes - fractionBytes, fractionBytes) / 2 ** (8 * fractionBytes)
  }

  return {
    fraction,
    below: (count) => Math.floor(fraction() * count),
    uuid() {
      const hex = bytes().toString('hex')
      const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4)
      return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
    },
  }
}
