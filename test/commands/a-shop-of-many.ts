import { storyWorld } from '#test/story-world.ts'

/** More products than a run may change without asking, each in step: ten on sale, ten in the book. */
export const codes = Array.from({ length: 12 }, (_, index) => `CARTE-${index + 1}`)

export function aShopOfMany(): object {
  return storyWorld({
    shop: {
      products: codes.map((sku) => ({
        title: `Carte ${sku}`,
        status: 'ACTIVE',
        variants: [{ sku, price: '60.50', stock: { Depozit: { available: 10 } } }],
      })),
    },
    smartbill: {
      stock: codes.map((code) => ({ warehouse: 'Depozit Online', code, name: `Carte ${code}`, unit: 'buc', quantity: 10 })),
    },
  })
}
