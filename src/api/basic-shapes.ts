import { z } from 'zod'

export const instant = z.iso.datetime()
export const count = z.number().int().min(0)
export const whole = z.number().int()
export const amount = z.string().regex(/^-?\d+\.\d{2}$/)

/** What a sentence says, so that a page can say it in its own language; the text that it stands beside is English. */
export const Say = z.object({ id: z.string(), data: z.record(z.string(), z.union([z.string(), z.number()])) })

/** `quote` holds a service's own words; where they are ours, `quoteSay` says them. */
export const quoted = { quote: z.string().nullable().default(null), quoteSay: Say.nullable().default(null) }
