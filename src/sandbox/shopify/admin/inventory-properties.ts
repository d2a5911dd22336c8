import { fields, type FieldTable } from './call.ts'

type State = {
  readonly name: string
  readonly displayName: string
  readonly belongsTo: readonly string[]
  readonly comprises: readonly string[]
}

const onHandParts = ['available', 'committed', 'damaged', 'quality_control', 'reserved', 'safety_stock']
const states: readonly State[] = [
  { name: 'available', displayName: 'Available', belongsTo: ['on_hand'], comprises: [] },
  { name: 'committed', displayName: 'Committed', belongsTo: ['on_hand'], comprises: [] },
  { name: 'damaged', displayName: 'Damaged', belongsTo: ['on_hand'], comprises: [] },
  { name: 'incoming', displayName: 'Incoming', belongsTo: [], comprises: [] },
  { name: 'on_hand', displayName: 'On hand', belongsTo: [], comprises: onHandParts },
  { name: 'quality_control', displayName: 'Quality control', belongsTo: ['on_hand'], comprises: [] },
  { name: 'reserved', displayName: 'Reserved', belongsTo: ['on_hand'], comprises: [] },
  { name: 'safety_stock', displayName: 'Safety stock', belongsTo: ['on_hand'], comprises: [] },
]

/** Which states of stock there are, and how they sum up. */
export const inventoryProperties: Readonly<Record<string, FieldTable>> = {
  InventoryProperties: fields<true>({ quantityNames: () => states }),
  InventoryQuantityName: fields<State>({
    name: ({ name }) => name,
    displayName: ({ displayName }) => displayName,
    isInUse: () => true,
    belongsTo: ({ belongsTo }) => belongsTo,
    comprises: ({ comprises }) => comprises,
  }),
}
