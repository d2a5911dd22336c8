import { z } from 'zod'

const listMax = 100_000
const Text = z.string().min(1).max(255)
const Units = z.number().min(-1e9).max(1e9)
const FreeSwitches = z.record(z.string(), z.unknown()).default({})

/** An Oblio account as the world file says it. */
export const OblioFile = z.strictObject({
  id: z.int().positive().optional(),
  email: z.email(),
  secret: Text,
  cif: Text,
  workStations: z.array(Text).max(listMax),
  managements: z.array(Text).max(listMax),
  series: z.array(z.strictObject({ name: Text, type: Text, next: z.int().min(1) })).max(listMax),
  vatRates: z.array(z.strictObject({ name: Text, percent: z.number().min(0).max(100) })).max(listMax),
  products: z
    .array(
      z.strictObject({
        name: Text,
        code: z.string(),
        unit: Text,
        stock: z.array(z.strictObject({ workStation: Text, management: Text, quantity: Units })),
      }),
    )
    .max(listMax),
  switches: FreeSwitches,
})

export type OblioFile = z.infer<typeof OblioFile>

/** An FGO account as the world file says it. */
export const FgoFile = z.strictObject({
  id: z.int().positive().optional(),
  codUnic: Text,
  key: Text,
  platformUrl: z.url(),
  fgoPlan: Text,
  series: z.array(Text).max(listMax),
  articles: z
    .array(z.strictObject({ code: z.string(), name: Text, unit: Text, stock: Units, vat: z.number().min(0).max(100) }))
    .max(listMax),
  switches: FreeSwitches,
})
export type FgoFile = z.infer<typeof FgoFile>
