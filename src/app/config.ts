import { join, resolve } from 'node:path'
import { z } from 'zod'

const httpAddress = z.url({ protocol: /^https?$/ })
const template = z
  .string()
  .refine((text) => httpAddress.safeParse(text.replace('{shop}', 'shop.example')).success, 'must be an http(s) address')

const Environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z.string().startsWith('postgres').optional(),
  PUNTE_SECRET_KEY: z.string().min(32).optional(),
  PUNTE_OTHER_SECRET_KEY: z.string().min(32).optional(),
  PUNTE_ADMIN_TOKEN: z.string().min(16).optional(),
  PUNTE_ROLE: z.enum(['web', 'worker', 'all']).default('all'),
  PUNTE_CONFIG: z.string().min(1).optional(),
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(4100),
  SHOPIFY_URL: template.default('https://{shop}'),
  SMARTBILL_URL: httpAddress.default('https://ws.smartbill.ro/SBORO/api'),
  OBLIO_URL: httpAddress.default('https://www.oblio.eu/api'),
  FGO_URL: httpAddress.default('https://api.fgo.ro/v1'),
  APP_URL: httpAddress.optional(),
  PUNTE_CLOCK_URL: httpAddress.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

export type Config = {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  readonly databaseUrl: string | null
  readonly secretKey: string | null
  /** Opens what it has sealed and seals nothing. */
  readonly otherSecretKey: string | null
  readonly adminToken: string | null
  readonly role: 'web' | 'worker' | 'all'
  readonly configFile: string | null
  readonly sandboxPort: number
  readonly services: { readonly shopify: string; readonly smartbill: string; readonly oblio: string; readonly fgo: string }
  readonly appUrl: string | null
  readonly clockUrl: string | null
  readonly logLevel: string
  /** True when the environment names an outside service: then the product never starts a sandbox of its own. */
  readonly servicesNamed: boolean
}

/** A mistake in the environment or in punte.yaml: one sentence with the key (and line) that is wrong. Exit code 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** The only reader of the process's environment. */
export function readEnvironment(source: Readonly<Record<string, string | undefined>> = process.env): Config {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = Environment.safeParse(present)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new ConfigError(`environment: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`)
  }
  return toConfig(parsed.data, present)
}

/** Values for ${NAME} in punte.yaml. */
export function environmentValue(name: string): string | undefined {
  return process.env[name]
}

function toConfig(env: z.infer<typeof Environment>, present: Record<string, unknown>): Config {
  const services = { shopify: env.SHOPIFY_URL, smartbill: env.SMARTBILL_URL, oblio: env.OBLIO_URL, fgo: env.FGO_URL }
  if (env.PUNTE_CLOCK_URL !== undefined && !Object.values(services).every(isLoopback)) {
    throw new ConfigError('environment: PUNTE_CLOCK_URL: accepted only when all four service addresses are on this machine')
  }
  if (env.DATABASE_URL !== undefined && env.PUNTE_SECRET_KEY === undefined) {
    throw new ConfigError('environment: PUNTE_SECRET_KEY: required with DATABASE_URL (32 characters or more)')
  }
  return {
    host: env.HOST,
    port: env.PORT,
    dataDir: resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL ?? null,
    secretKey: env.PUNTE_SECRET_KEY ?? null,
    otherSecretKey: env.PUNTE_OTHER_SECRET_KEY ?? null,
    adminToken: env.PUNTE_ADMIN_TOKEN ?? null,
    role: env.PUNTE_ROLE,
    configFile: env.PUNTE_CONFIG ?? null,
    sandboxPort: env.SANDBOX_PORT,
    services,
    appUrl: env.APP_URL ?? null,
    clockUrl: env.PUNTE_CLOCK_URL ?? null,
    logLevel: env.LOG_LEVEL,
    servicesNamed: ['SHOPIFY_URL', 'SMARTBILL_URL', 'OBLIO_URL', 'FGO_URL', 'PUNTE_CLOCK_URL'].some((name) => name in present),
  }
}

/** With nothing configured a start is meant for the sandbox: a demo shop and simulated services. */
export function asksForSandbox({ configFile, servicesNamed, databaseUrl }: Config): boolean {
  return configFile === null && !servicesNamed && databaseUrl === null
}

/** Where Node keeps our code compiled for the next start. */
export function compiledFolder({ dataDir }: Config): string {
  return join(dataDir, 'compiled')
}

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address.replace('{shop}', 'shop.example'))
  return hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]'
}
