// SPDX-License-Identifier: Apache-2.0
/** Local changes of a policy for tests: one of each kind, with texts that a careless export would obey. */

import type { LocalChange } from '../../contract/model/policy/local-change.ts';
import { fakeChange } from './change.ts';

const plain = { change: null } as const;

export const localChanges: readonly LocalChange[] = [
  { kind: 'permissive', type: 'lamp_t', ...plain },
  {
    kind: 'module',
    name: 'local_lamp',
    priority: 400,
    isDisabled: false,
    origin: 'administrator',
    container: null,
    source: '(allow lamp_t note_t (file (read)))\nEND\n',
    ...plain,
  },
  {
    kind: 'module',
    name: 'bulkhead',
    priority: 200,
    isDisabled: false,
    origin: 'bulkhead',
    container: null,
    source: null,
    ...plain,
  },
  { kind: 'port', protocol: 'tcp', low: 8797, high: 8797, type: 'lamp_port_t', ...plain },
  {
    kind: 'file-context',
    pattern: "/srv/it's {{ x }}(/.*)?",
    files: 'dir',
    context: 'system_u:object_r:lamp_content_t:s0:c1,c3.c5',
    ...plain,
  },
  { kind: 'equivalence', path: '/srv/copy', like: '/var/www', ...plain },
  { kind: 'boolean', name: 'lamp', isOn: true, change: fakeChange({ id: 1, user: 'root' }) },
  { kind: 'other', file: '/x', line: 'new\n(allow a b (file (write)))', ...plain },
];
