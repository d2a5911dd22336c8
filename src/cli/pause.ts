import { z } from 'zod'
import { exitCode, type Answer } from './answer.ts'
import type { RunningPunte } from './running.ts'

const flowNames = { all: 'both flows', A: 'flow A (invoices)', B: 'flow B (stock)' } as const

export const Flow = z.enum(['all', 'A', 'B'])

/** Stops or resumes a shop; nothing is lost meanwhile. */
export async function setPaused(punte: RunningPunte, shop: string, act: 'pause' | 'resume', flow: z.infer<typeof Flow>): Promise<Answer> {
  await punte.send('POST', `/shops/${shop}/${act}`, { body: { flow } }, z.unknown())
  return {
    code: exitCode.done,
    lines: [`${shop}: ${flowNames[flow]} ${act === 'pause' ? 'paused' : 'resumed'}`],
    json: { shop, flow, paused: act === 'pause' },
  }
}
