import { z } from 'zod'

/** Faults waiting at one time. */
const plantedMax = 1_000
const timesMax = 1_000_000
const delayMsMax = 600_000

/** `webhooks` stands for every delivery of the world, whichever service sends it. */
export const Service = z.enum(['shopify', 'smartbill', 'oblio', 'fgo', 'webhooks'])
export type Service = z.infer<typeof Service>

const milliseconds = z.int().min(0).max(delayMsMax)
const status = z.int().min(200).max(599)
const answerBody = z.enum(['json', 'html', 'empty']).default('json')

const common = {
  service: Service,
  times: z.int().min(1).max(timesMax).default(1),
  /** `path` is a part of the request's path; `field` is a root field of a GraphQL document or, for a delivery, its topic. */
  match: z.strictObject({ method: z.string().optional(), path: z.string().optional(), field: z.string().optional() }).default({}),
}

function plain<Kind extends string>(kind: Kind) {
  return z.strictObject({ ...common, kind: z.literal(kind) })
}

/** What `POST /_sim/faults` takes. */
export const FaultFile = z.discriminatedUnion('kind', [
  plain('dropBeforeCommit'),
  plain('dropAfterCommit'),
  z.strictObject({ ...common, kind: z.literal('delay'), ms: milliseconds }),
  z.strictObject({ ...common, kind: z.literal('http'), status, body: answerBody, retryAfter: z.number().min(0).optional() }),
  z.strictObject({
    ...common,
    kind: z.literal('httpAfterCommit'),
    status: status.default(502),
    body: answerBody,
    retryAfter: z.number().min(0).optional(),
  }),
  plain('truncate'),
  plain('html200'),
  plain('throttle'),
  plain('block'),
  plain('tokenRevoked'),
  z.strictObject({ ...common, kind: z.literal('accessDenied'), scope: z.string().min(1) }),
  z.strictObject({ ...common, kind: z.literal('concurrentSale'), sku: z.string().min(1), quantity: z.number().positive() }),
  z.strictObject({ ...common, kind: z.literal('humanInvoice'), series: z.string().min(1) }),
  plain('emptyList'),
  z.strictObject({ ...common, kind: z.literal('shortList'), percent: z.number().min(0).max(100) }),
  plain('pageShift'),
  z.strictObject({ ...common, kind: z.literal('staleRead'), ms: milliseconds }),
  plain('bulkFail'),
  plain('bulkEmpty'),
  plain('bulkSlow'),
  plain('drop'),
  plain('duplicate'),
  plain('shuffle'),
  plain('badHmac'),
])
export type FaultFile = z.infer<typeof FaultFile>
type FaultKind = FaultFile['kind']
export type FaultOf<Kind extends FaultKind> = Extract<FaultFile, { kind: Kind }>

/** What a fault's `match` is held against. */
export type Happening = {
  readonly method: string
  readonly path: string
  /** Root fields of a GraphQL document, or the topic of a delivery. */
  readonly fields?: readonly string[]
}

export type Planted = FaultFile & { readonly id: string }

export type Faults = {
  /** Answers the fault's id. Throws RangeError when too many are waiting. */
  plant(fault: FaultFile): string
  /** Uses up one time of the oldest fault of these kinds that fits. */
  take<Kind extends FaultKind>(service: Service, kinds: Kind | readonly Kind[], happening: Happening): FaultOf<Kind> | undefined
  /**
   * The same for a delivery on its way out: faults of the service and of `webhooks`.
   * A `delay` of the service itself is about its answers, unless its `match.field` is the topic.
   */
  takeForDelivery(service: Service, topic: string): FaultOf<DeliveryKind> | undefined
  list(): readonly Planted[]
  /** Without an id: all. False when there is none of that id. */
  remove(id?: string): boolean
}

const deliveryKinds = ['drop', 'duplicate', 'delay', 'shuffle', 'badHmac'] as const
type DeliveryKind = (typeof deliveryKinds)[number]

export function createFaults(): Faults {
  let planted: Planted[] = []
  let last = 0

  return { plant, take, takeForDelivery, list: () => planted, remove }

  function plant(fault: FaultFile): string {
    if (planted.length >= plantedMax) throw new RangeError(`more than ${plantedMax} faults are waiting`)
    last += 1
    const id = String(last)
    planted.push({ ...fault, id })
    return id
  }

  function take<Kind extends FaultKind>(service: Service, kinds: Kind | readonly Kind[], happening: Happening): FaultOf<Kind> | undefined {
    const wanted: readonly FaultKind[] = typeof kinds === 'string' ? [kinds] : kinds
    return use(
      (fault): fault is Planted & FaultOf<Kind> => fault.service === service && wanted.includes(fault.kind) && fits(fault, happening),
    )
  }

  function takeForDelivery(service: Service, topic: string): FaultOf<DeliveryKind> | undefined {
    const happening = { method: 'POST', path: topic, fields: [topic] }
    return use((fault): fault is Planted & FaultOf<DeliveryKind> => {
      const kinds: readonly FaultKind[] = deliveryKinds
      if (!kinds.includes(fault.kind) || !fits(fault, happening)) return false
      const meantForDeliveries = fault.kind !== 'delay' || fault.match.field === topic
      return fault.service === 'webhooks' || (fault.service === service && meantForDeliveries)
    })
  }

  function use<Wanted extends Planted>(wanted: (fault: Planted) => fault is Wanted): Wanted | undefined {
    const found = planted.find(wanted)
    if (found === undefined) return undefined
    planted =
      found.times > 1
        ? planted.map((fault) => (fault.id === found.id ? { ...fault, times: fault.times - 1 } : fault))
        : planted.filter((fault) => fault.id !== found.id)
    return found
  }

  function remove(id?: string): boolean {
    const before = planted.length
    planted = id === undefined ? [] : planted.filter((fault) => fault.id !== id)
    return id === undefined || planted.length < before
  }
}

function fits({ match }: FaultFile, happening: Happening): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== happening.method.toUpperCase()) return false
  if (match.path !== undefined && !happening.path.includes(match.path)) return false
  return match.field === undefined || (happening.fields ?? []).includes(match.field)
}
