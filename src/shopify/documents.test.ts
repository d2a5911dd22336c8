import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NoDeprecatedCustomRule, parse, specifiedRules, validate } from 'graphql'
import { adminSchema } from '#sandbox/shopify/admin-schema.ts'
import * as documents from './documents.ts'
import { levelsDocument, setAvailableDocument } from './level-documents.ts'

const { apiVersion, ...named } = documents
const all = { ...named, levels: levelsDocument(8), setAvailable: setAvailableDocument }

for (const version of ['2026-10', '2026-07'] as const) {
  for (const [name, document] of Object.entries(all)) {
    test(`${name} is valid on Admin API ${version} and uses nothing deprecated`, () => {
      const { schema } = adminSchema(version)

      const errors = validate(schema, parse(document), [...specifiedRules, NoDeprecatedCustomRule])

      assert.deepEqual(errors.map(String), [])
    })
  }
}

test('one version of the Admin API is spoken', () => assert.equal(apiVersion, '2026-10'))
