// SPDX-License-Identifier: Apache-2.0
/** What the fake host proves: a few exceptions, one of them open, and what a boolean would open. */

import type { Result } from '../../../../contract/operations/index.ts';
import { say } from '../../../../contract/text.ts';
import type { FakeHost } from '../fake-host.ts';

const loadedSum = '9f2c'.repeat(16);

/** What the fake host has looked at in its web server. */
const fakeObjects: NonNullable<Result<'policy.prove'>['certificate']['proof']['objects']> = {
  containers: [
    {
      name: 'web',
      looked: { mount: 21, file: 2410, terminal: 2, process: 14, descriptor: 212, socket: 31 },
      excepted: 5,
      unread: 0,
      left: [say('what lies deeper in {count} trees than the first entries: {paths}', { count: 1, paths: '/' })],
    },
  ],
  passed: [],
  found: [],
  foundCount: 0,
};

export function fakeProof(host: FakeHost): Result<'policy.prove'> {
  return {
    certificate: {
      host: 'lab',
      provedAt: host.now(),
      policySha256: loadedSum,
      enforcing: true,
      helper: '0.0.0-source',
      proof: {
        verdict: 'proven',
        kinds: [
          { domains: ['bulkhead_p_1_t', 'bulkhead_p_2_t'], isShared: false },
          { domains: ['bulkhead_t'], isShared: true },
        ],
        areDisjoint: true,
        exceptions: [
          {
            id: 'cgroups',
            title: say('Control groups'),
            closedBy: 'cgroup-namespace',
            reason: say(
              'A container sees its own group and what is below it; files of other groups belong to users that it has not.',
            ),
            probes: ['cgroup-out', 'limit-raise'],
            objects: ['cgroup_t:dir', 'cgroup_t:file'],
          },
          {
            id: 'device-locks',
            title: say('Locks on nodes of devices'),
            closedBy: 'nothing',
            reason: say(
              'The nodes below /dev are those of the host: two containers that want to can signal each other ' +
                'by locking one of them. What else they hold is not passed so.',
            ),
            probes: [],
            objects: ['null_device_t:chr_file', 'zero_device_t:chr_file'],
          },
        ],
        open: [],
        openCount: 0,
        cut: null,
        booleans: [
          {
            name: 'web_shares_cache',
            value: true,
            path: {
              between: 'containers',
              from: 'bulkhead_c_web_t',
              to: 'bulkhead_c_db_t',
              steps: [step('bulkhead_c_web_t', 'write', ['web_shares_cache']), step('bulkhead_c_db_t', 'read', [])],
            },
          },
        ],
        trusted: [
          { domain: 'bulkhead_helper_t', reason: say('It manages containers, and so has to write what they read.') },
        ],
        deputies: [{ domain: 'snmpd_t', isTrusted: false }],
        services: [{ path: ['bulkhead_policy_t'], rights: ['load a policy'] }],
        unknown: [],
        remarks: [],
        objects: fakeObjects,
      },
    },
    hashes: [],
    signature: { algorithm: 'ed25519', publicKey: '', value: '' },
  };
}

/** Makes the certificate of an hour ago, by the policy before the present one. */
export function fakeLastCertificate(host: FakeHost): Result<'policy.certificate'> {
  const { certificate, ...signed } = fakeProof(host);
  const earlier = { ...certificate, provedAt: host.now() - 3600, policySha256: '51e0'.repeat(16) };
  return { last: { certificate: earlier, ...signed } };
}

export const fakePolicyIdentity: Result<'policy.identify'> = { loadedSha256: loadedSum, publicKey: null };

function step(source: string, permission: 'write' | 'read', booleans: string[]) {
  return {
    source,
    does: permission === 'write' ? ('writes' as const) : ('reads' as const),
    target: 'var_cache_t',
    class: 'file',
    level: 'none' as const,
    permissions: [permission],
    rules: [`allow ${source} var_cache_t:file { ${permission} };`],
    booleans,
  };
}
