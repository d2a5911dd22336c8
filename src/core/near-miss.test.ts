import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { drawn, halvesOf, isOneLetterOff, nearMissFold } from './near-miss.ts'

for (const { one, other, off } of [
  { one: 'tricou s', other: 'tricou m', off: true },
  { one: 'tricou', other: 'tricouu', off: true },
  { one: 'tricou', other: 'ricou', off: true },
  { one: 'tricou', other: 'tricou', off: false },
  { one: 'tricou', other: 'trciou', off: false },
  { one: 'tricou', other: 'tricouss', off: false },
  { one: '', other: 'a', off: true },
]) {
  test(`"${one}" is ${off ? '' : 'not '}one letter off "${other}"`, () => {
    assert.equal(isOneLetterOff(one, other), off)
    assert.equal(isOneLetterOff(other, one), off)
  })
}

test('two texts that are one letter apart have a half in common', () => {
  const text = fc.string({ minLength: 3, maxLength: 12 })
  fc.assert(
    fc.property(text, fc.nat(), fc.constantFrom('add', 'drop', 'change'), (one, place, edit) => {
      const at = place % one.length
      const other = one.slice(0, at) + (edit === 'drop' ? '' : 'ß') + one.slice(edit === 'add' ? at : at + 1)
      fc.pre(one !== other)

      assert.ok(isOneLetterOff(one, other))
      assert.ok(halvesOf(one).some((half) => halvesOf(other).includes(half)))
    }),
  )
})

test('spaces that count and signs that nobody sees are drawn', () => {
  assert.equal(drawn(' Tricou  alb \u200bS\u00a0'), '␣Tricou␣␣alb [U+200B]S[U+00A0]')
  assert.equal(drawn('Tricou Pânză S'), 'Tricou Pânză S')
})

test('a fold has no case, spaces, diacritics, leading zeros or letters of other alphabets', () => {
  assert.equal(nearMissFold(' 00Pânză-АВС '), nearMissFold('panzaabc'))
})
