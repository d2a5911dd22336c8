import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at } from '#test/model/build.ts'
import { judgeAbsence, trustInList, type Absence, type AbsenceFacts, type ListFacts } from './absent.ts'
import { units } from './quantity.ts'

const lists: readonly { name: string; list: Partial<ListFacts>; trust: string }[] = [
  { name: 'a list as long as before is trusted', list: {}, trust: 'trusted' },
  { name: 'a list that lost a fifth of its rows is trusted', list: { rows: 80, gone: 20 }, trust: 'trusted' },
  { name: 'a list that lost more than a fifth of its rows is doubted', list: { rows: 79, gone: 21 }, trust: 'shrunken' },
  { name: 'a list that lost rows which our own documents explain is trusted', list: { rows: 70, gone: 3 }, trust: 'trusted' },
  { name: 'a list of three that lost one is trusted', list: { rows: 2, rowsBefore: 3, gone: 1 }, trust: 'trusted' },
  { name: 'a list of three that lost two is doubted', list: { rows: 1, rowsBefore: 3, gone: 2 }, trust: 'shrunken' },
  { name: 'an empty list is doubted', list: { rows: 0, gone: 100 }, trust: 'empty' },
  { name: 'an empty list is doubted even where it had one row', list: { rows: 0, rowsBefore: 1, gone: 1 }, trust: 'empty' },
  { name: 'an empty list that our own documents explain is trusted', list: { rows: 0, rowsBefore: 1, gone: 0 }, trust: 'trusted' },
  { name: 'a first list that is empty is doubted', list: { rows: 0, rowsBefore: null, gone: 0 }, trust: 'empty' },
  { name: 'a first list is trusted', list: { rowsBefore: null }, trust: 'trusted' },
  { name: 'a list that was not read to its end says nothing', list: { complete: false }, trust: 'incomplete' },
]

for (const { name, list, trust } of lists) {
  test(name, () => {
    assert.equal(trustInList({ complete: true, rows: 100, rowsBefore: 100, gone: 0, ...list }), trust)
  })
}

const absent = { askedAlone: { is: 'absent' } } as const

const cases: readonly { name: string; facts: Partial<AbsenceFacts>; absence: Absence }[] = [
  { name: 'a bound product that a list does not show is asked for by itself', facts: {}, absence: { do: 'ask-alone' } },
  {
    name: 'its figure counts when it is found by itself, however the list looks',
    facts: { list: 'empty', askedAlone: { is: 'present', quantity: units(4) } },
    absence: { do: 'use-figure', quantity: units(4) },
  },
  {
    name: 'it is zero when our own documents explain it',
    facts: { ...absent, ownDocumentsExplain: true },
    absence: { do: 'count-as-zero', because: 'own-documents' },
  },
  {
    name: 'it is zero when the catalogue still has it',
    facts: { ...absent, catalogue: 'has-it' },
    absence: { do: 'count-as-zero', because: 'catalogue-has-it' },
  },
  {
    name: 'absent once and otherwise unproven, nothing is written before a reading a minute later',
    facts: absent,
    absence: { do: 'wait', until: at(160) },
  },
  {
    name: 'absent twice less than a minute apart, nothing is written yet',
    facts: { ...absent, lackedSince: at(41) },
    absence: { do: 'wait', until: at(101) },
  },
  {
    name: 'it is zero when two readings a minute apart both lack it',
    facts: { ...absent, lackedSince: at(40) },
    absence: { do: 'count-as-zero', because: 'lacked-twice' },
  },
  {
    name: 'gone from the catalogue, nothing is written and a problem is raised',
    facts: { ...absent, catalogue: 'lacks-it', lackedSince: at(0) },
    absence: { do: 'raise-problem', because: 'gone-from-catalogue' },
  },
  {
    name: 'in an empty list, nothing is written and a problem is raised',
    facts: { ...absent, list: 'empty', lackedSince: at(0), catalogue: 'has-it' },
    absence: { do: 'raise-problem', because: 'list-empty' },
  },
  {
    name: 'in a shrunken list, nothing is written and a problem is raised',
    facts: { ...absent, list: 'shrunken', lackedSince: at(0), ownDocumentsExplain: true },
    absence: { do: 'raise-problem', because: 'list-shrunken' },
  },
  {
    name: 'in a list not read to its end, nothing is written and a problem is raised',
    facts: { list: 'incomplete' },
    absence: { do: 'raise-problem', because: 'list-incomplete' },
  },
]

for (const { name, facts, absence } of cases) {
  test(name, () => {
    const nothingKnown = {
      asked: at(100),
      list: 'trusted',
      askedAlone: null,
      catalogue: 'not-known',
      ownDocumentsExplain: false,
      lackedSince: null,
    } as const

    assert.deepEqual(judgeAbsence({ ...nothingKnown, ...facts }), absence)
  })
}
