// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { choices } from '../../contract/model/policy/choices.ts';
import { statementsOf, textOf } from '../cil/statements.ts';
import { problemsOfSource } from './check-source.ts';
import { connectStatement } from './connect-statement.ts';
import { containerCall, generateModule, headOf, reachCall, withRules } from './generate.ts';
import { withAccesses, withoutGrants } from './narrow-module.ts';

const domain = 'bulkhead_c_web_t';
const usual = withRules(
  generateModule({
    owner: 'web',
    ports: [
      { protocol: 'tcp', port: 80, type: 'http_port_t' },
      { protocol: 'udp', port: 53, type: 'dns_port_t' },
    ],
    allow: ['jit'],
    connectTypes: ['postgresql_port_t'],
    volumes: [{ type: 'bulkhead_shared_7_t', isReadOnly: true }],
    hasVolumes: false,
  }),
  [reachCall(domain, 'etc_t'), `(allow ${domain} etc_t (file (read)))`],
  'Learned, and reviewed.',
);
const rest = headOf('web').slice(0, -1);

function statementsIn(source: string): readonly string[] {
  return [...statementsOf(source)].map(({ expression }) => textOf(expression));
}

it('leaves what is its own, its ports, its volumes and what its rules reach', () => {
  const bare = withoutGrants(usual, 'web', [{ target: 'proc_t', class: 'file', permissions: ['read'] }]);
  expect(statementsIn(bare)).toEqual([
    ...rest,
    containerCall('web', 'narrow_container'),
    `(call bulkhead_serve_udp (${domain} dns_port_t))`,
    `(call bulkhead_serve_tcp (${domain} http_port_t))`,
    connectStatement('web', 'postgresql_port_t'),
    `(call bulkhead_read_volume (${domain} bulkhead_shared_7_t))`,
    reachCall(domain, 'etc_t'),
  ]);
  expect(bare).toContain('; tcp 80 (http_port_t)');
  expect(bare).toContain('; ---- rules');
  expect(usual).toContain(`; ${choices.jit.label}`);
  expect(bare).not.toContain(choices.jit.label);
});

it.each([
  ['tcp', 'http_port_t', 'serve_udp'],
  ['udp', 'dns_port_t', 'serve_tcp'],
])('takes away a port of %s when that is what nothing used', (protocol, target, left) => {
  const bare = withoutGrants(usual, 'web', [{ target, class: `${protocol}_socket`, permissions: ['name_bind'] }]);
  expect(statementsIn(bare).filter((text) => text.includes('_serve_'))).toEqual([
    expect.stringContaining(`bulkhead_${left} `),
  ]);
});

it('takes away a connection when that is what nothing used, with the comment above it', () => {
  const connection = { target: 'postgresql_port_t', class: 'tcp_socket', permissions: ['name_connect'] };
  expect(usual).toContain('; Connect to ports of the type postgresql_port_t\n');
  expect(withoutGrants(usual, 'web', [connection])).not.toContain('postgresql_port_t');
});

it('names each access that was left, and is accepted', () => {
  const source = withAccesses(withoutGrants(usual, 'web', []), 'web', [
    { target: 'proc_t', class: 'file', permissions: ['open', 'read'] },
    { target: domain, class: 'cap_userns', permissions: ['setuid'] },
    { target: 'bulkhead_devpts_t', class: 'chr_file', permissions: ['write'] },
  ]);
  expect(statementsIn(source).slice(-3)).toEqual([
    `(allow ${domain} proc_t (file (open read)))`,
    `(allow ${domain} self (cap_userns (setuid)))`,
    `(allow ${domain} bulkhead_devpts_t (chr_file (write)))`,
  ]);
  expect(problemsOfSource('web', source, { mayBePermissive: false })).toEqual([]);
});
