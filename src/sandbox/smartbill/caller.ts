import type { World } from '#sandbox/world.ts'
import { blockToken, countCall } from './call-limit.ts'
import type { Switches } from './company-file.ts'
import { authenticationError, json, nginxPage, plainEnvelope, refused, tomcatPage } from './envelopes.ts'
import type { SmartBillCompany } from './state.ts'

/** Who calls, as far as the header says. `headers` go on every answer. */
export type Caller = { readonly headers: Readonly<Record<string, string>>; readonly typoStyle: Switches['typoStyle'] } & (
  | { readonly is: 'known'; readonly companies: readonly SmartBillCompany[] }
  | { readonly is: 'unknown'; readonly answer: Response }
  | { readonly is: 'blocked'; readonly answer: Response }
)

const badCredentials = 'Autentificare esuata. Va rugam verificati datele si incercati din nou.'
const noSuchCompany = 'Firma la care incercati sa va conectati nu mai este disponibila in Cloud.'
const noRights = 'Firma la care incercati sa va conectati nu este disponibila pentru acest utilizator.'

/** Reads the Basic header and counts the call against its token. The limit stands in front of everything else. */
export function callerOf(world: World, request: Request): Caller {
  const header = request.headers.get('authorization') ?? ''
  const happening = { method: request.method, path: new URL(request.url).pathname }
  const nobody = { is: 'unknown', headers: {}, typoStyle: 'json400' } as const
  if (!/^Basic /i.test(header)) return { ...nobody, answer: authenticationError(badCredentials) }
  const [, email, token] = /^([^:]*):(.*)$/s.exec(decoded(header.slice('Basic '.length))) ?? []
  if (email === undefined || token === undefined) return { ...nobody, answer: tomcatPage() }
  const companies = [...world.smartbill.values()].filter((company) => company.email === email && company.token === token)
  const [first] = companies
  if (first === undefined) return { ...nobody, answer: authenticationError(badCredentials) }
  if (world.faults.take('smartbill', 'tokenRevoked', happening) !== undefined)
    return { ...nobody, answer: authenticationError(badCredentials) }

  const { switches } = first
  const now = world.clock.now()
  if (world.faults.take('smartbill', 'block', happening) !== undefined) blockToken(world.smartbillCalls, token, now)
  const allowance = countCall(world.smartbillCalls, token, now, switches.blockProlonged)
  const known = { headers: allowance.headers, typoStyle: switches.typoStyle }
  const throttled = world.faults.take('smartbill', 'throttle', happening) !== undefined
  if (allowance.blocked || throttled) return { ...known, is: 'blocked', answer: limitAnswer(switches, allowance.blockEndsInMs) }
  return { ...known, is: 'known', companies }
}

/** The company that a call names, or the answer that it is not to be had. */
export function companyOf(
  world: World,
  { companies }: Extract<Caller, { is: 'known' }>,
  code: string | null | undefined,
): SmartBillCompany | Response {
  const [first] = companies
  if (first?.switches.missingCompany === 'refused' && (code ?? '') === '') return refused('Ciful firmei trebuie specificat!', 400)
  const company = companies.find(({ cif }) => cif === code)
  if (company !== undefined) return company
  return authenticationError(world.smartbill.has(code ?? '') ? noRights : noSuchCompany)
}

function limitAnswer({ rateLimitStatus, rateLimitBody, rateLimitRetryAfter }: Switches, blockEndsInMs: number): Response {
  const answer = limitBody(rateLimitBody, rateLimitStatus)
  if (rateLimitRetryAfter) answer.headers.set('Retry-After', String(Math.ceil(blockEndsInMs / 1000)))
  return answer
}

function limitBody(body: Switches['rateLimitBody'], status: number): Response {
  if (body === 'empty') return new Response(null, { status })
  if (body === 'html') return nginxPage(status, status === 429 ? 'Too Many Requests' : 'Forbidden')
  return json({ ...plainEnvelope, errorText: 'Ati depasit numarul maxim de apeluri permise. Accesul este blocat temporar.' }, status)
}

function decoded(base64: string): string {
  return /^[A-Za-z0-9+/]+=*$/.test(base64) ? Buffer.from(base64, 'base64').toString('utf8') : ''
}
