import type { ShownOrder } from '#db/order-views.ts'
import type { Order, Question } from './contract.ts'
import { sentence } from './sentence.ts'
import type { SentenceId } from './sentences.ts'

type Act = Exclude<keyof Order['actions'], 'invoice'> | 'invoice'
type ActFacts = Pick<ShownOrder, 'state' | 'reason' | 'cancelledAt' | 'dispatchedAt' | 'elsewhere' | 'reversalDue'>

/** What a person may do to an order now, and why not. */
export function actionsOf(order: ActFacts): Order['actions'] {
  return {
    invoice: { ...can(order, 'invoice'), asks: [...questionsFor(order), ...offersFor(order)] },
    dispatched: can(order, 'dispatched'),
    undispatch: can(order, 'undispatch'),
    settle: can(order, 'settle'),
    retry: can(order, 'retry'),
    reversed: can(order, 'reversed'),
  }
}

/** Why an act is not possible; null when it is. */
export function obstacleTo(order: ActFacts, act: Act): SentenceId | null {
  const invoiced = invoiceObstacle(order)
  switch (act) {
    case 'invoice':
      if (invoiced !== null) return invoiced
      if (order.reason?.['why'] === 'test') return 'action.testOrder'
      return order.cancelledAt === null ? null : 'action.cancelled'
    case 'dispatched':
      return invoiced ?? (order.dispatchedAt === null ? null : 'action.dispatchedAlready')
    case 'undispatch':
      if (order.dispatchedAt === null) return 'action.notDispatched'
      return invoiced ?? (cancelledSince(order.cancelledAt, order.dispatchedAt) ? 'action.cancelled' : null)
    case 'settle':
      return invoiced === 'action.unknownOutcome' ? null : invoiced
    case 'retry':
      return order.state === 'waiting' || order.state === 'unknown-outcome' ? null : 'action.nothingToRetry'
    case 'reversed':
      return order.reversalDue ? null : 'action.nothingToReverse'
  }
}

/** What must be said yes to before the order is invoiced. */
export function questionsFor(order: ActFacts): readonly Question[] {
  const questions: Question[] = []
  if (order.dispatchedAt !== null) questions.push('dispatched')
  if (order.elsewhere || order.reason?.['why'] === 'beforeCutOver') questions.push('beforeCutOver')
  if (order.state === 'reversed') questions.push('again')
  if (order.reason?.['why'] === 'claimedElsewhere') questions.push('claimed')
  return questions
}

/** What may be said yes to as well. */
function offersFor({ state, reason }: ActFacts): readonly Question[] {
  return state === 'waiting' && reason?.['cause'] === 'stock' ? ['withoutStock'] : []
}

function can(order: ActFacts, act: Act): Order['actions']['dispatched'] {
  const obstacle = obstacleTo(order, act)
  return { can: obstacle === null, why: obstacle === null ? null : sentence(obstacle) }
}

function invoiceObstacle({ state }: ActFacts): SentenceId | null {
  if (state === 'issued') return 'action.invoicedAlready'
  if (state === 'issuing') return 'action.beingInvoiced'
  return state === 'unknown-outcome' ? 'action.unknownOutcome' : null
}

function cancelledSince(cancelledAt: Date | null, dispatchedAt: Date): boolean {
  return cancelledAt !== null && cancelledAt >= dispatchedAt
}
