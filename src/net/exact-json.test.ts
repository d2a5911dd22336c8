import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decimalUnits, parseExactJson } from './exact-json.ts'

test('every number of a JSON text keeps its own digits', () => {
  const parsed = parseExactJson('{"a":10.50,"b":[1E7,-0.1,12345678901234567890],"c":"7","d":null,"e":true}')

  assert.deepEqual(parsed, { a: '10.50', b: ['1E7', '-0.1', '12345678901234567890'], c: '7', d: null, e: true })
})

const numbers = [
  { text: '10.5', places: 4, units: 105_000n },
  { text: '1000.0', places: 4, units: 10_000_000n },
  { text: '1.2345678E7', places: 2, units: 1_234_567_800n },
  { text: '5e-3', places: 4, units: 50n },
  { text: '-2.5', places: 0, units: -3n },
  { text: '12.00005', places: 4, units: 120_000n },
  { text: '2.9999999999999996', places: 4, units: 30_000n },
  { text: '0.30000000000000004', places: 4, units: 3_000n },
  { text: '-0.30000000000000004', places: 4, units: -3_000n },
  { text: '127.04999999999998', places: 2, units: 12_705n },
  { text: ' 7 ', places: 0, units: 7n },
]

for (const { text, places, units } of numbers) {
  test(`"${text}" with ${places} places is ${units}`, () => assert.equal(decimalUnits(text, places), units))
}

for (const text of ['', ' ', 'null', '1,5', '10.5.1', '1e999', 'NaN', 'Infinity', '0x10', '٣', '1'.repeat(40)]) {
  test(`"${text}" is no decimal number`, () => assert.throws(() => decimalUnits(text, 4), RangeError))
}

test('what a program prints of whole ten-thousandths is read back exactly, as number or as text', () => {
  fc.assert(
    fc.property(fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }), (tenThousandths) => {
      const read = parseExactJson(JSON.stringify([tenThousandths / 10_000]))
      assert.equal(Array.isArray(read) && decimalUnits(String(read[0]), 4), BigInt(tenThousandths))
    }),
    { seed: 5, numRuns: 2_000 },
  )
})
