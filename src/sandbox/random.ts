export type Chance = {
  /** 0 <= x < 1. */
  readonly next: () => number
  /** The seed whose row of numbers is the rest of this one. */
  readonly seedFromHere: () => number
}

/** Chance from a seed (mulberry32): the same seed gives the same row of numbers. */
export function openChance(seed: number): Chance {
  let state = seed >>> 0
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
    },
    seedFromHere: () => state,
  }
}

/** The numbers of a seed, each 0 <= x < 1. */
export function seededRandom(seed: number): () => number {
  return openChance(seed).next
}
