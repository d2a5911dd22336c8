import type { SentenceData } from './sentence.ts'
import type { SentenceId } from './sentences.ts'

/** What our own adapters say where a service's words would stand, by the shape of the text; a group is a datum of its sentence. */
const shapes: readonly (readonly [RegExp, SentenceId])[] = [
  [/^SmartBill refused the credentials$/, 'words.refusedCredentials'],
  [/^SmartBill answered (?<status>\d+)$/, 'words.status'],
  [/^SmartBill answered (?<status>\d+) with something that is not its JSON$/, 'words.notJson'],
  [/^SmartBill answered (?<status>\d+) without a reason$/, 'words.noReason'],
  [/^SmartBill named document (?<number>\S+) and an error: (?<error>.*)$/s, 'words.numberAndError'],
  [/^unnamed error$/, 'words.unnamed'],
  [/^SmartBill did not send a PDF$/, 'words.noPdf'],
  [/^Series (?<series>.+) is not in SmartBill$/, 'words.noSeries'],
  [/^series (?<series>.+) is no longer in SmartBill$/, 'words.noSeries'],
  [/^SmartBill reported success without a number$/, 'words.noNumber'],
  [/^no token is saved$/, 'words.noToken'],
  [/^no answer in time$/, 'words.late'],
  [/^the answer stopped before its end$/, 'words.cut'],
  [/^the answer is longer than (?<bytes>\d+) bytes$/, 'words.tooLong'],
  [/^the connection failed$/, 'words.connection'],
  [/^the connection failed \((?<code>\w+)\)$/, 'words.connectionCode'],
  [/^the call waits for its turn in the allowance of its account$/, 'words.turn'],
  [/^the service refused for its call limit$/, 'words.limit'],
  [/^the program ended before the answer was stored$/, 'words.died'],
  [/^the document was looked for and is not there$/, 'words.notThere'],
  [/^an unexpected failure$/, 'words.unexpected'],
  [/^the counter of the series before the attempt is not known$/, 'words.noCounter'],
  [/^a draft has no number by which it could be found$/, 'words.draft'],
  [/^(?<count>\d+) documents were issued in series (?<series>.+) meanwhile$/, 'words.manyMeanwhile'],
  [/^more than (?<count>\d+) documents have about this total$/, 'words.manyAlike'],
  [/^the text of a document with this total could not be read$/, 'words.unreadableText'],
  [/^number (?<number>[\d, ]+) of series (?<series>.+) cannot be read$/, 'words.unreadableNumber'],
  [/^Shopify lets us cancel no orders$/, 'words.noCancelling'],
  [/^Shopify lets us fulfil no orders$/, 'words.noFulfilling'],
]

/** The sentence for our own words; null when they are a service's, which no page translates. */
export function ownWords(text: string): { readonly id: SentenceId; readonly data: SentenceData } | null {
  for (const [shape, id] of shapes) {
    const found = shape.exec(text)
    if (found !== null) return { id, data: { ...found.groups } }
  }
  return null
}
