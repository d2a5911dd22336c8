import assert from 'node:assert/strict'
import { test } from 'node:test'
import { country, county } from './counties.ts'

const counties: readonly (readonly [text: string, code: string | undefined])[] = [
  ['Timiș', 'TM'],
  ['timis', 'TM'],
  ['TM', 'TM'],
  ['Județul Bistrița-Năsăud', 'BN'],
  ['Municipiul București', 'B'],
  ['Ardeal', undefined],
]

for (const [text, code] of counties) {
  test(`${text} is ${code === undefined ? 'no county' : `the county ${code}`}`, () => {
    assert.equal(county(text)?.code, code)
  })
}

test('a country is said by its letters, and Romania by its name too', () => {
  assert.deepEqual(
    ['RO', 'ro', 'România', 'DE', 'Germania', 'QQ'].map((text) => country(text)?.code),
    ['RO', 'RO', 'RO', 'DE', undefined, undefined],
  )
})
