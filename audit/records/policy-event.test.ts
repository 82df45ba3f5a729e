// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import type { PolicyEvent } from '../../contract/model/policy/policy-event.ts';
import { createAuditReader } from '../audit-reader.ts';

function policyEvents(...lines: readonly string[]): PolicyEvent[] {
  const events: PolicyEvent[] = [];
  const reader = createAuditReader({ onEvent: () => undefined, onPolicyEvent: (event) => events.push(event) });
  reader.push(Buffer.from(`${lines.join('\n')}\n`));
  reader.end();
  return events;
}

it('reads loads of the policy, and changes of enforcing and of booleans', () => {
  const events = policyEvents(
    'type=MAC_POLICY_LOAD msg=audit(1795567718.228:236): auid=0 ses=4 lsm=selinux res=1\x1dAUID="root"',
    'type=MAC_STATUS msg=audit(1795568769.448:343): enforcing=0 old_enforcing=1 ' +
      'auid=4294967295 ses=4 enabled=1 old-enabled=1 lsm=selinux res=1',
    'type=MAC_CONFIG_CHANGE msg=audit(1795568769.828:347): bool=httpd_execmem val=1 old_val=0 auid=1000 ses=4\x1dAUID="operator"',
    'type=1403 audit(1795567718.228:237): auid=0 ses=4 lsm=selinux res=1',
  );
  expect(events).toEqual([
    { kind: 'policy-loaded', time: 1_795_567_718.228, serial: 236, loginUid: 0 },
    { kind: 'enforcing-changed', isEnforcing: false, time: 1_795_568_769.448, serial: 343, loginUid: null },
    {
      kind: 'boolean-changed',
      name: 'httpd_execmem',
      isOn: true,
      time: 1_795_568_769.828,
      serial: 347,
      loginUid: 1000,
    },
    { kind: 'policy-loaded', time: 1_795_567_718.228, serial: 237, loginUid: 0 },
  ]);
});

it('leaves out what failed and what changed nothing', () => {
  expect(
    policyEvents(
      'type=MAC_POLICY_LOAD msg=audit(1795567718.228:1): auid=0 ses=4 lsm=selinux res=0\x1dAUID="root"',
      'type=MAC_STATUS msg=audit(1795567718.228:2): enforcing=1 old_enforcing=1 auid=0 ses=4 res=1',
      'type=MAC_CONFIG_CHANGE msg=audit(1795567718.228:3): bool=a val=1 old_val=1 auid=0 ses=4',
      'type=MAC_CONFIG_CHANGE msg=audit(1795567718.228:4): val=1 old_val=0',
    ),
  ).toEqual([]);
});
