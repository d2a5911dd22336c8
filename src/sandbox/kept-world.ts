import { createHash } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import type { FgoFile, OblioFile } from './kept-files.ts'
import { keptShop, openKeptShop } from './shopify/keep-shop.ts'
import type { Shop } from './shopify/state.ts'
import type { CallWindow } from './smartbill/call-limit.ts'
import { keptCompany, openKeptCompany, type KeptCompany } from './smartbill/keep-company.ts'
import type { World } from './world.ts'

/** Raised whenever the state of a service changes its shape: bytes of another version are not read. */
const version = 1
const heading = Buffer.from(`punte-sandbox-world ${version}\n`)
const digestBytes = 32

type KeptWorld = {
  readonly seed: number
  readonly clock: { readonly mode: 'still'; readonly nowMs: number } | { readonly mode: 'real'; readonly aheadMs: number }
  readonly shops: readonly Shop[]
  readonly smartbill: readonly KeptCompany[]
  readonly smartbillCalls: ReadonlyMap<string, CallWindow>
  readonly oblio: readonly OblioFile[]
  readonly fgo: readonly FgoFile[]
}

/** Everything that the world's accounts know, as bytes. Faults, the journal and deliveries on their way are not in it. */
export function packWorld(world: World, realNowMs: number): Buffer {
  const body = serialize(kept(world, realNowMs))
  return Buffer.concat([heading, digestOf(body), body])
}

/**
 * Replaces everything in the world by what was packed; a world whose time runs has aged meanwhile. False when the bytes are damaged or of
 * another version: the world is then as it was.
 */
export function unpackWorld(world: World, bytes: Buffer, { realNowMs, webhooks }: Unpacking): boolean {
  const packed = read(bytes)
  if (packed === undefined) return false
  const { seed, clock, shops, smartbill, ...rest } = packed
  const nowMs = clock.mode === 'still' ? clock.nowMs : realNowMs + clock.aheadMs
  world.restart({ seed, nowMs, clock: clock.mode })
  for (const shop of shops) world.shops.set(shop.domain, openKeptShop(shop, webhooks))
  for (const company of smartbill) world.smartbill.set(company.cif, openKeptCompany(company))
  for (const [token, window] of rest.smartbillCalls) world.smartbillCalls.set(token, window)
  world.kept.oblio = rest.oblio
  world.kept.fgo = rest.fgo
  return true
}

export type Unpacking = {
  readonly realNowMs: number
  /** The app's address for webhooks from now on; undefined leaves what was packed. */
  readonly webhooks?: string | undefined
}

function kept(world: World, realNowMs: number): KeptWorld {
  const nowMs = world.clock.now()
  return {
    seed: world.seedFromHere(),
    clock: world.clock.mode() === 'still' ? { mode: 'still', nowMs } : { mode: 'real', aheadMs: nowMs - realNowMs },
    shops: [...world.shops.values()].map(keptShop),
    smartbill: [...world.smartbill.values()].map(keptCompany),
    smartbillCalls: world.smartbillCalls,
    oblio: world.kept.oblio,
    fgo: world.kept.fgo,
  }
}

function read(bytes: Buffer): KeptWorld | undefined {
  const body = bytes.subarray(heading.length + digestBytes)
  const digest = bytes.subarray(heading.length, heading.length + digestBytes)
  if (!bytes.subarray(0, heading.length).equals(heading) || !digestOf(body).equals(digest)) return undefined
  try {
    // The heading and the digest say that packWorld of this version wrote it.
    return deserialize(body) as KeptWorld
  } catch {
    // A newer Node may have written it in a form that this one does not know.
    return undefined
  }
}

function digestOf(body: Buffer): Buffer {
  return createHash('sha256').update(body).digest()
}
