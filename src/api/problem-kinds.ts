import type { Problem } from './contract.ts'
import type { SentenceId } from './sentences.ts'

type Kind = {
  readonly severity: Problem['severity']
  readonly blocks: SentenceId | null
  readonly todo: SentenceId
  readonly subject: Problem['subject']['kind']
}

/** What each kind of problem stops, and what to do about it. */
const kinds: Readonly<Record<string, Kind>> = {
  uninstalled: { severity: 'stops', blocks: 'blocks.everything', todo: 'todo.reinstall', subject: 'shop' },
  serviceFails: { severity: 'stops', blocks: 'blocks.everything', todo: 'todo.testService', subject: 'service' },
  listDoubted: { severity: 'stops', blocks: 'blocks.stock', todo: 'todo.checkList', subject: 'service' },
  runWaits: { severity: 'waits', blocks: 'blocks.stock', todo: 'todo.confirmRun', subject: 'run' },
  productGone: { severity: 'waits', blocks: 'blocks.productStock', todo: 'todo.checkProduct', subject: 'product' },
  variantsShareCode: { severity: 'waits', blocks: 'blocks.unbound', todo: 'todo.ownCodes', subject: 'product' },
  articlesShareCode: { severity: 'waits', blocks: 'blocks.unbound', todo: 'todo.ownCodes', subject: 'product' },
  bindingLost: { severity: 'waits', blocks: 'blocks.unbound', todo: 'todo.bindAgain', subject: 'product' },
  rebound: { severity: 'warns', blocks: null, todo: 'todo.checkCode', subject: 'product' },
  handEdits: { severity: 'warns', blocks: null, todo: 'todo.findOtherHand', subject: 'product' },
  moreLeftThanBookHad: { severity: 'warns', blocks: null, todo: 'todo.countShelf', subject: 'product' },
  invoice: { severity: 'waits', blocks: 'blocks.invoice', todo: 'todo.readReason', subject: 'order' },
  orderUnread: { severity: 'waits', blocks: 'blocks.unreadOrder', todo: 'todo.unreadOrder', subject: 'order' },
  orderWaits: { severity: 'waits', blocks: 'blocks.invoice', todo: 'todo.openOrder', subject: 'order' },
  unknownOutcome: { severity: 'waits', blocks: 'blocks.invoice', todo: 'todo.answerEvidence', subject: 'order' },
  totalDiffers: { severity: 'warns', blocks: null, todo: 'todo.compareInvoice', subject: 'order' },
  goodsLeft: { severity: 'waits', blocks: 'blocks.productStock', todo: 'todo.writeOff', subject: 'order' },
  reversalDue: { severity: 'waits', blocks: 'blocks.productStock', todo: 'todo.reverse', subject: 'order' },
  onShelfOrGone: { severity: 'waits', blocks: null, todo: 'todo.sayWhere', subject: 'order' },
  shippedAfterDispatch: { severity: 'warns', blocks: null, todo: 'todo.undispatch', subject: 'order' },
  shopifySilent: { severity: 'waits', blocks: null, todo: 'todo.openShopify', subject: 'order' },
}

const unknownKind: Kind = { severity: 'warns', blocks: null, todo: 'todo.ask', subject: 'shop' }

export function kindOf(kind: string): Kind {
  return kinds[kind] ?? unknownKind
}

export function severityOf(kind: string): Problem['severity'] {
  return kindOf(kind).severity
}
