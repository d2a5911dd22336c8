import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coveredFlows, flows, notCovered } from './flows.ts'

const smartbill = { needsWarehouse: true, readsStock: true }
const withoutWarehouses = { needsWarehouse: false, readsStock: true }

const switches = [
  { useStock: false, use: false, sync: false, service: smartbill, means: 'run a=false b=false' },
  { useStock: false, use: true, sync: false, service: smartbill, means: 'run a=false b=false' },
  { useStock: true, use: true, sync: false, service: smartbill, means: 'run a=true b=false' },
  { useStock: false, use: true, sync: true, service: smartbill, means: 'run a=false b=true' },
  { useStock: true, use: true, sync: true, service: smartbill, means: 'run a=true b=true' },
  { useStock: true, use: false, sync: false, service: smartbill, means: 'refuse useStockNeedsWarehouse' },
  { useStock: true, use: false, sync: false, service: withoutWarehouses, means: 'run a=true b=false' },
  { useStock: false, use: false, sync: true, service: smartbill, means: 'refuse syncNeedsWarehouse' },
  { useStock: true, use: false, sync: true, service: smartbill, means: 'refuse syncNeedsWarehouse' },
  { useStock: true, use: false, sync: true, service: withoutWarehouses, means: 'refuse syncNeedsWarehouse' },
  { useStock: false, use: true, sync: true, service: { needsWarehouse: true, readsStock: false }, means: 'refuse syncNotOffered' },
] as const

for (const { useStock, use, sync, service, means } of switches) {
  test(`use stock ${useStock}, use warehouse ${use}, sync ${sync}, warehouses ${service.needsWarehouse ? 'needed' : 'optional'}: ${means}`, () => {
    const found = flows({ useStock }, { use, sync }, service)

    assert.equal(found.do === 'run' ? `run a=${found.a} b=${found.b}` : `refuse ${found.why}`, means)
  })
}

const subscriptions = [
  {
    name: 'advanced covers barcode matching and stock synchronisation',
    plan: 'advanced',
    codeType: 'barcode',
    sync: true,
    missing: [],
    a: true,
    b: true,
  },
  { name: 'basic covers flow A by SKU', plan: 'basic', codeType: 'sku', sync: false, missing: [], a: true, b: false },
  { name: 'basic covers flow A by exact name', plan: 'basic', codeType: 'name', sync: false, missing: [], a: true, b: false },
  {
    name: 'basic pauses stock synchronisation and leaves flow A',
    plan: 'basic',
    codeType: 'sku',
    sync: true,
    missing: ['flowB'],
    a: true,
    b: false,
  },
  {
    name: 'basic pauses barcode matching in both flows, never switching to SKU',
    plan: 'basic',
    codeType: 'barcode',
    sync: true,
    missing: ['barcode', 'flowB'],
    a: false,
    b: false,
  },
] as const

for (const { name, plan, codeType, sync, missing, a, b } of subscriptions) {
  test(name, () => {
    const lacking = notCovered(plan, { codeType, sync })

    assert.deepEqual(lacking, missing)
    assert.deepEqual(coveredFlows({ a: true, b: sync }, lacking), { a, b })
  })
}
