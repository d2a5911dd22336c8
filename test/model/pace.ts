/** How fast things happen in a history, and how often they go wrong. Histories are dense: an act every few seconds against delays of as many. */
export type Pace = {
  readonly acts: number
  readonly actEveryMs: number
  /** One way of a call takes up to so long. */
  readonly answerMs: number
  readonly runEveryMs: number
  readonly lagMs: number
  /** How old billing's answers really are, at most; never more than lagMs. */
  readonly trueLagMs: number
  readonly patienceMs: number
  readonly listLagMs: number
  readonly planLifeMs: number
  readonly rowRestMs: number
  readonly lockMs: number
  readonly lostAnswer: number
  readonly lostReading: number
  readonly lostWebhook: number
  readonly lateWebhook: number
  readonly pausedWorker: number
}

export const dense: Pace = {
  acts: 50,
  actEveryMs: 2_500,
  answerMs: 2_000,
  runEveryMs: 9_000,
  lagMs: 10_000,
  trueLagMs: 10_000,
  patienceMs: 20_000,
  listLagMs: 20_000,
  planLifeMs: 6_000,
  rowRestMs: 15_000,
  lockMs: 25_000,
  lostAnswer: 0.1,
  lostReading: 0.1,
  lostWebhook: 0.15,
  lateWebhook: 0.2,
  pausedWorker: 0.1,
}

/** Nothing but orders, invoices and shipments; patience outlasts an outcome, a lag and the asking of a figure. */
export const quiet: Pace = { ...dense, lostAnswer: 0, patienceMs: 50_000 }
