import { readFile } from 'node:fs/promises'
import { parse, stringify, YAMLParseError } from 'yaml'
import { z } from 'zod'
import { CommandEnd, exitCode, type Answer } from './answer.ts'
import type { RunningPunte } from './running.ts'

const Service = z.looseObject({ kind: z.string(), account: z.looseObject({ tokenSaved: z.boolean().optional() }) })
const Settings = z.object({
  subscription: z.string(),
  preferences: z.record(z.string(), z.unknown()),
  services: z.array(Service),
  version: z.int(),
})
const SettingsFile = z.object({
  shops: z.array(
    z.object({
      domain: z.string(),
      preferences: z.record(z.string(), z.unknown()).optional(),
      services: z.array(z.record(z.string(), z.unknown())).optional(),
    }),
  ),
})

/** A shop's settings in the form of punte.yaml, without its secrets. */
export async function exportSettings(punte: RunningPunte, shop: string): Promise<Answer> {
  const { subscription, preferences, services } = await punte.get(`/shops/${shop}/settings`, Settings)
  const withoutMarks = services.map(({ account: { tokenSaved: _saved, ...account }, ...service }) => ({ ...service, account }))
  const file = { shops: [{ domain: shop, subscription, preferences, services: withoutMarks }] }
  return { code: exitCode.done, lines: [stringify(file).trimEnd()], json: file }
}

/** Makes a shop's settings what a file says; what the file leaves out stays as it is. Access and subscription are not set this way. */
export async function importSettings(punte: RunningPunte, shop: string, path: string): Promise<Answer> {
  const file = await readSettingsFile(path)
  const found = file.shops.find(({ domain }) => domain === shop)
  if (found === undefined) throw new CommandEnd(exitCode.usage, `${path}: shops: there is no ${shop} in it.`)
  const { version } = await punte.get(`/shops/${shop}/settings`, Settings)
  const { preferences, services } = found
  const change = { headers: { 'if-match': `"${version}"` }, body: { preferences, services } }
  const saved = await punte.send('PUT', `/shops/${shop}/settings`, change, Settings)
  const line = saved.version === version ? 'the settings were so already' : `the settings are saved as version ${saved.version}`
  return { code: exitCode.done, lines: [`${shop}: ${line}`], json: { shop, version: saved.version } }
}

async function readSettingsFile(path: string): Promise<z.infer<typeof SettingsFile>> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new CommandEnd(exitCode.usage, `${path}: there is no such file.`)
  })
  const parsed = SettingsFile.safeParse(yamlOf(text, path))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new CommandEnd(exitCode.usage, `${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`)
}

function yamlOf(text: string, path: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error
    throw new CommandEnd(exitCode.usage, `${path}:${error.linePos?.[0].line ?? 1}: ${error.message}`)
  }
}
