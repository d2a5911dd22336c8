import type { Context } from '#app/context.ts'
import { listProblems, type OpenProblem } from '#db/problem-views.ts'
import type { Tenant } from '#db/tenants.ts'
import type { Problem, Sentence } from './contract.ts'
import { cursorText, pageMost, type Cursor } from './cursor.ts'
import { dataOf, reasonSentence } from './order-reason.ts'
import { kindOf } from './problem-kinds.ts'
import { sentence, sentenceOf } from './sentence.ts'

/** What needs a person, longest first, with what it blocks and what to do. */
export async function readProblems(
  context: Context,
  tenant: Tenant,
  after: Cursor | null,
): Promise<{ items: Problem[]; next: string | null }> {
  const found = await listProblems(context.db, tenant.tenantId, { most: pageMost + 1, after })
  const page = found.slice(0, pageMost)
  const last = page.at(-1)
  const items = page.map((problem) => shown(problem, tenant))
  return { items, next: last === undefined || found.length <= pageMost ? null : cursorText({ at: last.since, id: last.id }) }
}

function shown(problem: OpenProblem, { domain }: Tenant): Problem {
  const { id, kind, subject, since } = problem
  const { severity, blocks, todo, subject: subjectKind } = kindOf(kind)
  return {
    id,
    kind,
    severity,
    what: whatOf(problem),
    since: since.toISOString(),
    blocks: blocks === null ? null : sentence(blocks),
    todo: sentence(todo),
    subject:
      subjectKind === 'shop'
        ? { kind: 'shop', id: domain, name: domain }
        : { kind: subjectKind, id: subjectKind === 'order' ? `gid://shopify/Order/${subject}` : subjectId(problem), name: nameOf(problem) },
  }
}

/** Only one service can be connected, so what concerns its list concerns it. */
function subjectId({ kind, subject }: OpenProblem): string {
  return kind === 'listDoubted' ? 'smartbill' : subject
}

function nameOf({ name, subject, detail, kind }: OpenProblem): string {
  if (kind === 'listDoubted' || kind === 'serviceFails') return 'SmartBill'
  return name ?? (typeof detail['name'] === 'string' ? detail['name'] : subject)
}

function whatOf(problem: OpenProblem): Sentence {
  const { kind, detail, name, subject } = problem
  const order = name ?? subject
  const said = detail['said'] ?? detail['reason']
  const quote = typeof said === 'string' ? said : null
  if (kind === 'orderWaits' || kind === 'invoice') return reasonSentence(detail)
  if (kind === 'totalDiffers') {
    const data = dataOf({ ...detail, difference: detail['reported'] })
    const missing = detail['reported'] === null
    return sentence(missing ? 'problem.totalMissing' : 'problem.totalDiffers', { ...data, reported: data['difference'] ?? '' })
  }
  return sentence(sentenceOf('problem', kind, 'problem.other'), { ...dataOf(detail), order, code: subject }, quote)
}
