import assert from 'node:assert/strict'
import test from 'node:test'
import { anybody, nobody, parseUsers } from './named-users.ts'

const debian = parseUsers(
  'root:x:0:0:root:/root:/bin/bash\n# a note\n\ndaemon:x:1:2:daemon:/usr/sbin:/usr/sbin/nologin\nnobody:x:65534:65533::/:/bin/false\n',
)

const cases = [
  { name: 'a usual system', users: debian, namespace: 'daemon', other: 'nobody' },
  {
    name: 'a system with root and nobody alone',
    users: debian.filter(({ name }) => name !== 'daemon'),
    namespace: 'nobody',
    other: 'nobody',
  },
  {
    name: 'a system with another number for nobody',
    users: parseUsers('bin:x:1:1::/:\nnobody:x:99:99::/:'),
    namespace: 'bin',
    other: 'nobody',
  },
  { name: 'a system without nobody', users: parseUsers('root:x:0:0::/:\nbin:x:1:1::/:'), namespace: 'bin', other: 'bin' },
  { name: 'a system with root alone', users: parseUsers('root:x:0:0::/:'), namespace: undefined, other: undefined },
]

for (const { name, users, namespace, other } of cases) {
  test(`on ${name} the server is ${namespace ?? 'no one'} in a namespace and ${other ?? 'no one'} outside`, () => {
    assert.deepEqual([anybody(users)?.name, nobody(users)?.name], [namespace, other])
  })
}

test('a user keeps the number of its own group', () => {
  assert.deepEqual(debian[1], { name: 'daemon', uid: 1, gid: 2 })
})
