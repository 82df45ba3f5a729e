// SPDX-License-Identifier: Apache-2.0
/** What somebody might have set beside the policy of the fake host; what Bulkhead changed there is added. */

import type { GivenLocalChange, GivenLocalModule } from '../../../../contract/model/policy/local-change.ts';
import { textOf } from '../../../../contract/text.ts';
import type { FakeHost } from '../fake-host.ts';
import { moduleNameOf } from './fake-module.ts';

const plain = { change: null } as const;

const byHand: readonly GivenLocalChange[] = [
  { kind: 'permissive', type: 'httpd_t', ...plain },
  moduleOf({ name: 'local_backup', priority: 400, origin: 'administrator' }),
  moduleOf({ name: 'zabbix_agent', priority: 200, origin: 'package' }),
  moduleOf({ name: 'bulkhead', priority: 200, origin: 'bulkhead' }),
  moduleOf({ name: 'games', priority: 100, origin: 'package', isDisabled: true }),
  { kind: 'port', protocol: 'tcp', low: 8797, high: 8799, type: 'http_port_t', ...plain },
  {
    kind: 'file-context',
    pattern: '/srv/www(/.*)?',
    files: 'any',
    context: 'system_u:object_r:httpd_sys_content_t:s0',
    ...plain,
  },
  { kind: 'equivalence', path: '/srv/copy', like: '/var/www', ...plain },
];

export function fakeLocalChanges(host: FakeHost, withSources: boolean): readonly GivenLocalChange[] {
  const own = [...host.containers.values()]
    .filter(({ confinement }) => confinement === 'own' || confinement === 'learning')
    .map(({ name }) => moduleOf({ name: moduleNameOf(name), priority: 400, origin: 'container', container: name }));
  const made = [...host.changes.values()]
    .filter(({ kind, state }) => kind === 'boolean' && state === 'applied')
    .map((change): GivenLocalChange => {
      const [, , name = '', value] = textOf(change.change[0] ?? '').split(' ');
      return { kind: 'boolean', name, isOn: value === 'on', change };
    });
  return [...byHand, ...own, ...made].map((change) =>
    withSources && change.kind === 'module' && change.origin === 'administrator'
      ? { ...change, source: '(allow backup_t var_t (file (getattr open read)))\n' }
      : change,
  );
}

function moduleOf(
  module: Pick<GivenLocalModule, 'name' | 'priority' | 'origin'> &
    Partial<Pick<GivenLocalModule, 'isDisabled' | 'container'>>,
): GivenLocalModule {
  return { kind: 'module', isDisabled: false, container: null, source: null, ...plain, ...module };
}
