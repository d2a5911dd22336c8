import type { World } from '#sandbox/world.ts'
import type { PushRow, SmartBillCompany } from './state.ts'
import { dayOf, stockOn, UNIT, type Place } from './stock.ts'

/** What a fault's `match.field` calls a push. */
const topic = 'stocks'

/** Tells the address of the company the new absolute stock of what has moved: once, and whether it arrives is not looked at. */
export function pushMoved(world: World, company: SmartBillCompany, moved: readonly Place[]): void {
  const day = dayOf(world.clock.now())
  const places = [...new Map(moved.map((one) => [`${one.articleId} ${one.warehouse}`, one])).values()]
  const rows = places.flatMap(({ warehouse, articleId }) => {
    const article = company.articles.find(({ id }) => id === articleId)
    if (article === undefined) return []
    const quantity = stockOn(company, { warehouse, articleId }, day) / UNIT
    return [{ productCode: article.code, productName: article.name, warehouse, quantity }]
  })
  if (rows.length > 0) push(world, company, rows)
}

/** The test button: an empty list. */
export function pushTest(world: World, company: SmartBillCompany): void {
  push(world, company, [])
}

function push(world: World, company: SmartBillCompany, rows: PushRow[]): void {
  if (company.push.url === null) return
  const fault = world.faults.takeForDelivery('smartbill', topic)
  if (fault?.kind === 'drop') return
  if (fault?.kind === 'shuffle') {
    company.heldPushes.push(rows)
    return
  }
  const wrongToken = fault?.kind === 'badHmac'
  const delayMs = fault?.kind === 'delay' ? fault.ms : 0
  const overtaken = company.heldPushes.splice(0)
  for (const one of [rows, ...(fault?.kind === 'duplicate' ? [rows] : []), ...overtaken]) {
    world.clock.at(world.clock.now() + delayMs, () => send(world, company, one, wrongToken))
  }
}

async function send(world: World, company: SmartBillCompany, rows: readonly PushRow[], wrongToken: boolean): Promise<void> {
  const { url, token } = company.push
  if (url === null) return
  const products = rows.map((row) => ({ ...row, quantity: company.switches.pushQuantityAsString ? String(row.quantity) : row.quantity }))
  const body = JSON.stringify(company.switches.pushShape === 'array' ? products : { products })
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${wrongToken ? 'wrong' : (token ?? '')}` }
  const answer = await tried(world, new Request(url, { method: 'POST', headers, body }))
  world.journal.record({
    at: new Date(world.clock.now()).toISOString(),
    service: 'smartbill',
    direction: 'out',
    method: 'POST',
    path: url,
    query: '',
    headers,
    body,
    ...answer,
  })
}

async function tried(world: World, request: Request): Promise<{ status: number | null; answer: string }> {
  try {
    const answer = await world.send(request)
    return { status: answer.status, answer: await answer.text() }
  } catch (error) {
    // There is one attempt: a receiver that is away has missed it.
    return { status: null, answer: String(error) }
  }
}
