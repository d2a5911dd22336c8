import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Kind, NoDeprecatedCustomRule, parse, specifiedRules, validate } from 'graphql'
import { adminSchema } from '#sandbox/shopify/admin-schema.ts'
import { requestedCost } from '#sandbox/shopify/admin/cost.ts'
import * as documents from './documents.ts'
import * as orderDocuments from './order-documents.ts'
import { levelsDocument, setAvailableDocument } from './level-documents.ts'

const { apiVersion, ...named } = documents
const all = { ...named, ...orderDocuments, levels: levelsDocument(8), setAvailable: setAvailableDocument }

for (const version of ['2026-10', '2026-07'] as const) {
  for (const [name, document] of Object.entries(all)) {
    test(`${name} is valid on Admin API ${version} and uses nothing deprecated`, () => {
      const { schema } = adminSchema(version)

      const errors = validate(schema, parse(document), [...specifiedRules, NoDeprecatedCustomRule])

      assert.deepEqual(errors.map(String), [])
    })
  }
}

for (const [name, text] of Object.entries(all)) {
  test(`${name} asks for fewer points than Shopify allows one document`, () => {
    const document = parse(text)
    const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    assert.ok(operation)

    const points = requestedCost({ schema: adminSchema(apiVersion).schema, document, operation, variables: { first: 250 } })

    assert.ok(points < 1_000, `${points} points`)
  })
}

test('one version of the Admin API is spoken', () => assert.equal(apiVersion, '2026-10'))
