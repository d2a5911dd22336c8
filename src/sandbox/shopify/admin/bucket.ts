import { bucketOf } from '#sandbox/shopify/new-shop.ts'
import type { Shop } from '#sandbox/shopify/state.ts'

export type ThrottleStatus = { readonly maximumAvailable: number; readonly currentlyAvailable: number; readonly restoreRate: number }

/** Takes points out of the shop's leaking bucket; false when they are not there. */
export function takePoints(shop: Shop, points: number, now: number): boolean {
  refill(shop, now)
  if (points > shop.bucket.points) return false
  shop.bucket.points -= points
  return true
}

export function giveBack(shop: Shop, points: number, now: number): void {
  refill(shop, now)
  shop.bucket.points = Math.min(shop.bucket.points + points, bucketOf[shop.plan].maximum)
}

export function throttleStatus(shop: Shop, now: number): ThrottleStatus {
  refill(shop, now)
  const { maximum, restoreRate } = bucketOf[shop.plan]
  return { maximumAvailable: maximum, currentlyAvailable: Math.floor(shop.bucket.points), restoreRate }
}

function refill(shop: Shop, now: number): void {
  const { maximum, restoreRate } = bucketOf[shop.plan]
  const seconds = Math.max(0, now - shop.bucket.at) / 1_000
  shop.bucket.points = Math.min(shop.bucket.points + seconds * restoreRate, maximum)
  shop.bucket.at = now
}
