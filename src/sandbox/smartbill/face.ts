import { Hono } from 'hono'
import type { World } from '#sandbox/world.ts'
import { callerOf, companyOf, type Caller } from './caller.ts'
import { endpoints, type Endpoint } from './endpoints.ts'
import { internalError, Refusal, refused } from './envelopes.ts'
import { meddle } from './meddle.ts'
import { formProblem, mappingError, parseError } from './request-form.ts'
import type { SmartBillCompany } from './state.ts'

const prefix = '/smartbill'
const root = '/smartbill/SBORO/api'

type Reading = {
  readonly companyCode: string | null | undefined
  readonly run: (company: SmartBillCompany) => Response | Promise<Response>
}

/** SmartBill's first API: form, then who calls, then for which company, then rights and rules. */
export function smartbillFace(world: World): Hono {
  return new Hono().all('*', async (context) => {
    const request = context.req.raw
    const caller = callerOf(world, request)
    const answer = await answerTo(world, request, caller)
    for (const [name, value] of Object.entries(caller.headers)) answer.headers.set(name, value)
    return answer
  })
}

async function answerTo(world: World, request: Request, caller: Caller): Promise<Response> {
  if (caller.is === 'blocked') return caller.answer
  const url = new URL(request.url)
  const path = url.pathname.slice(prefix.length)
  const byVerb = endpoints[url.pathname.slice(root.length)]
  const problem = formProblem(request, path, byVerb)
  if (problem !== undefined) return problem
  const endpoint = byVerb?.[request.method]
  if (endpoint === undefined) return internalError()

  const reading = await readRequest(world, request, endpoint, caller)
  if (reading instanceof Response) return reading
  if (caller.is === 'unknown') return caller.answer
  const company = companyOf(world, caller, reading.companyCode)
  if (company instanceof Response) return company
  if (endpoint.undocumented === true && !company.switches.undocumentedEndpoints) {
    return formProblem(request, path, undefined) ?? internalError()
  }
  return underRules(world, company, request, reading.run)
}

async function readRequest(world: World, request: Request, endpoint: Endpoint, caller: Caller): Promise<Reading | Response> {
  const url = new URL(request.url)
  if (endpoint.takes === 'query') {
    const query = Object.fromEntries(url.searchParams)
    const accept = request.headers.get('accept') ?? ''
    return { companyCode: query['cif'], run: (company) => endpoint.run(world, company, query, accept) }
  }
  const path = url.pathname.slice(prefix.length)
  const value = parsedJson(await request.text())
  if (value === undefined) return parseError(path)
  const read = endpoint.read(value)
  if ('error' in read) return mappingError(path, read.error, caller.typoStyle)
  if (read.companyCode === null) return caller.is === 'unknown' ? caller.answer : internalError()
  return { companyCode: read.companyCode, run: (company) => read.run(world, company) }
}

async function underRules(world: World, company: SmartBillCompany, request: Request, run: Reading['run']): Promise<Response> {
  meddle(world, company, { method: request.method, path: new URL(request.url).pathname })
  try {
    return await run(company)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refused(error.message, company.switches.businessErrorHttp200 ? 200 : error.status)
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
