/** How long goods of a reversed invoice may be on their way back before somebody is asked. */
export const goodsBackAfterMs = 14 * 24 * 3_600_000

/** One order at one location for one product, in whole Shopify units. */
export type QuestionFacts = {
  readonly now: Date
  readonly sold: number
  /** Put back or removed in Shopify, and Dispatched. */
  readonly released: number
  readonly discharged: number
  /** The youngest reversal among its documents; null when there is none. */
  readonly reversedAt: Date | null
  readonly open: number
  /** Ended without shipping and without restock. */
  readonly unsettled: number
  /** Shipped, then refunded without restock. */
  readonly refundedGone: number
  /** Restocked here although the goods had left from another location. */
  readonly cameFromElsewhere: number
  readonly shippedAfterDispatch: number
}

export type Question =
  /** Goods are back, the book still lacks them: reverse the document. */
  | 'reversal-due'
  /** Cancelled or refunded without restock: on the shelf, or gone? */
  | 'on-the-shelf-or-gone'
  /** Reversed long ago, the order stands: are the goods back? */
  | 'are-the-goods-back'
  /** Gone without restock and reversed: write them off in the billing service, then say so. */
  | 'write-off'
  /** Restocked where the book lacks them: transfer them in the billing service. */
  | 'transfer'
  /** Dispatched as on the shelf, shipped later. */
  | 'shipped-after-dispatch'

/** What a person is asked or told about an order's stock; nothing when goods and book agree. */
export function orderQuestions(facts: QuestionFacts): readonly Question[] {
  const { sold, released, discharged, reversedAt, now } = facts
  const owed = sold - released - discharged
  const fulfilledOwed = owed > 0 && facts.open === 0 && facts.unsettled === 0
  const reversedLongAgo = reversedAt !== null && now.getTime() - reversedAt.getTime() >= goodsBackAfterMs
  const questions: Question[] = []
  if (owed < 0 && facts.cameFromElsewhere === 0) questions.push('reversal-due')
  if (owed > 0 && facts.unsettled > 0) questions.push('on-the-shelf-or-gone')
  if (fulfilledOwed && reversedAt !== null && facts.refundedGone > 0) questions.push('write-off')
  if (fulfilledOwed && reversedLongAgo && facts.refundedGone === 0) questions.push('are-the-goods-back')
  if (facts.cameFromElsewhere > 0) questions.push('transfer')
  if (facts.shippedAfterDispatch > 0) questions.push('shipped-after-dispatch')
  return questions
}
