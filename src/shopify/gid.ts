const gidShape = /^gid:\/\/shopify\/(\w+)\/(\d+)(?:\?.*)?$/

/** The number in a GID as text (it may exceed what a float holds). Throws RangeError for anything else. */
export function idOf(gid: string): string {
  const number = gidShape.exec(gid)?.[2]
  if (number === undefined) throw new RangeError(`not a Shopify id: ${gid}`)
  return number
}

export function gid(type: 'Order' | 'InventoryItem' | 'Location' | 'ProductVariant' | 'Shop', id: string): string {
  return `gid://shopify/${type}/${id}`
}
