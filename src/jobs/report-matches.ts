import type { Context } from '#app/context.ts'
import type { Article, Match } from '#core/match.ts'
import type { TenantId } from '#core/tenant.ts'
import type { StoredBinding } from '#db/bindings.ts'
import type { Tx } from '#db/client.ts'
import { openProblems, replaceProblems, type OpenOfKind } from '#db/problems.ts'

/** That a product is another one since its code changed is said for so long. */
const toldForMs = 24 * 3_600_000
/** Of many names that share a code so many are told. */
const namesMax = 5

export type Matched = {
  readonly matches: readonly Match[]
  /** What people call each variant. */
  readonly names: ReadonlyMap<string, string>
  /** The bindings until now, as far as they were made by the kind of code that is compared now. */
  readonly before: readonly StoredBinding[]
  readonly keyOf: (article: Article) => string
}

type Problem = { readonly subject: string; readonly detail: Record<string, unknown> }

/** What a person must know of what is bound: codes that several claim, and bindings that a changed code has ended. */
export async function reportMatches(context: Context, tx: Tx, tenantId: TenantId, matched: Matched): Promise<void> {
  const raised = { ...sharedCodes(matched), ...(await endedBindings(context, tx, tenantId, matched)) }
  for (const [kind, problems] of Object.entries(raised)) await replaceProblems(tx, tenantId, { kind, problems }, context.io)
}

function sharedCodes({ matches, names }: Matched): Record<string, Problem[]> {
  const ambiguous = matches.filter((found) => found.is === 'ambiguous')
  const shared = [...new Map(ambiguous.map((found) => [found.key, found])).values()]
  return {
    variantsShareCode: shared
      .filter(({ variants }) => variants.length > 1)
      .map(({ key, variants }) => ({ subject: key, detail: { names: listed(variants.map((id) => names.get(id) ?? id)) } })),
    articlesShareCode: shared
      .filter(({ articles }) => articles.length > 1)
      .map(({ key, articles }) => ({
        subject: key,
        detail: { names: listed(articles.map(({ code, name }) => `${name} ${code}`.trim())) },
      })),
  }
}

function listed(names: readonly string[]): string {
  const rest = names.length - namesMax
  return [...names.slice(0, namesMax), ...(rest > 0 ? [`+ ${rest}`] : [])].join(', ')
}

async function endedBindings(context: Context, tx: Tx, tenantId: TenantId, matched: Matched): Promise<Record<string, Problem[]>> {
  const { matches, names, before, keyOf } = matched
  const found = new Map(matches.map((each) => [each.variantId, each]))
  const rebound: Problem[] = []
  const bindingLost: Problem[] = []
  for (const { variantId, articleKey } of before) {
    const now = found.get(variantId)
    const name = names.get(variantId) ?? ''
    if (now?.is === 'bound' && keyOf(now.article) !== articleKey)
      rebound.push({ subject: keyOf(now.article), detail: { name, from: articleKey, variantId } })
    if (now?.is === 'unmatched') bindingLost.push({ subject: articleKey, detail: { name, now: now.key ?? '-', variantId } })
  }
  const toldSince = new Date(context.io.clock.now().getTime() - toldForMs)
  const reboundStill = (await openProblems(tx, tenantId, 'rebound')).filter(({ since, subject, detail }) => {
    const now = found.get(variantOf(detail))
    return since > toldSince && now?.is === 'bound' && keyOf(now.article) === subject
  })
  const lostStill = (await openProblems(tx, tenantId, 'bindingLost')).filter(
    ({ detail }) => found.get(variantOf(detail))?.is === 'unmatched',
  )
  return { rebound: merged(reboundStill, rebound), bindingLost: merged(lostStill, bindingLost) }
}

function variantOf(detail: Record<string, unknown>): string {
  return String(detail['variantId'])
}

/** Those that are open and those that are new, one for each subject. */
function merged(open: readonly OpenOfKind[], raised: readonly Problem[]): Problem[] {
  const kept = open.map(({ subject, detail }) => ({ subject, detail }))
  return [...new Map([...kept, ...raised].map((problem) => [problem.subject, problem])).values()]
}
