// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { inEnglish } from '../contract/fixtures/in-english.ts';
import type { Remedy } from '../contract/model/denials/explanation.ts';
import { explain as givenExplain } from './explain.ts';
import { riskPolicy } from './fixtures/risk-policy.ts';
import { accessOf } from './fixtures/small-policy.ts';
import { noFacts } from './reason.ts';

const explain = (...args: Parameters<typeof givenExplain>) => inEnglish(givenExplain(...args));

function remediesOf(
  access: string,
  { port = 8080, isContainer = true }: { readonly port?: number; readonly isContainer?: boolean } = {},
): readonly Remedy[] {
  const remedyFacts = { isContainer, isOwnDomain: isContainer, sharers: [], others: ['db'] };
  const { remedies } = explain(riskPolicy, { access: accessOf(access), facts: { ...noFacts, port }, remedyFacts });
  return remedies;
}

const bind = 'bulkhead_c_web_t:s0:c1,c2 http_cache_port_t:s0:tcp_socket name_bind';

test('a port that a container was denied is first added to its own ports, and the host is changed last (window 2)', () => {
  expect(
    remediesOf(bind).map(({ id, reach, change, risk, touches, cannotApply }) => ({
      id,
      reach,
      change,
      level: risk.level,
      touches,
      cannotApply,
    })),
  ).toEqual([
    {
      id: 'serve-port:tcp_8080',
      reach: 'container',
      change: ['(call bulkhead_serve_tcp (bulkhead_c_web_t http_cache_port_t))'],
      level: 'low',
      touches: [],
      cannotApply: null,
    },
    {
      id: 'port-label:http_port_t',
      reach: 'host',
      change: ['semanage port -a -t http_port_t -p tcp 8080'],
      level: 'medium',
      touches: ['db'],
      cannotApply: null,
    },
  ]);
});

test('it says which other ports come with the type', () => {
  expect(remediesOf(bind)[0]?.summary).toBe(
    'Add tcp port 8080 to the ports that this container listens on. The policy knows it as ' +
      'http_cache_port_t, which is also 3128.',
  );
});

test('no type is proposed whose service is another: what every container has for its resolver fits none (window 2)', () => {
  const ids = remediesOf('bulkhead_c_db_t:s0:c3,c4 http_cache_port_t:s0:tcp_socket name_bind').map(({ id }) => id);
  expect(ids).toEqual(['serve-port:tcp_8080']);
});

test('a relabel says first what the container gains, then what others gain and lose (window 3)', () => {
  const label = remediesOf(bind).find(({ kind }) => kind === 'port-label');
  expect(label).toMatchObject({
    opensCount: 2,
    loses: [{ source: 'squid_t', target: 'http_cache_port_t', class: 'tcp_socket', permissions: ['name_bind'] }],
    losesCount: 1,
    risk: {
      level: 'medium',
      reason:
        'The container gets name_bind on tcp port 8080. One further access for others on the ' +
        'host, among them name_bind, name_connect for amanda_t. squid_t could use it until now ' +
        '(name_bind) and cannot after.',
    },
  });
});

test('a service of the host that may use no fitting type gets no port relabelled for it', () => {
  expect(
    remediesOf('squid_t:s0 dns_port_t:s0:tcp_socket name_bind', { port: 53, isContainer: false }).map(({ id }) => id),
  ).toEqual(['port-label:http_cache_port_t']);
  expect(
    remediesOf('bulkhead_c_db_t:s0 dns_port_t:s0:tcp_socket name_connect', { port: 53, isContainer: false }).map(
      ({ id }) => id,
    ),
  ).toEqual(['leave']);
});

test('a connection is first one to the type of this port, then a choice: serving is listening', () => {
  const remedies = remediesOf('bulkhead_c_db_t:s0:c3,c4 http_port_t:s0:tcp_socket name_connect', { port: 80 });
  expect(remedies.map(({ id }) => id)).toEqual(['connect-port:http_port_t', 'choice:connect-web', 'leave']);
  expect(remedies[0]).toMatchObject({
    kind: 'connect-port',
    reach: 'container',
    summary: 'Add http_port_t to the types of ports that this container connects to, on any machine.',
    change: ['(optional bulkhead_c_db_connect_http_port_t (call bulkhead_connect_tcp (bulkhead_c_db_t http_port_t)))'],
    opensCount: 1,
    risk: { level: 'medium' },
    cannotApply: null,
  });
  const other = remediesOf('bulkhead_c_db_t:s0:c3,c4 llmnr_port_t:s0:tcp_socket name_connect', { port: 5355 });
  expect(other.map(({ id }) => id).slice(0, 2)).toEqual(['connect-port:llmnr_port_t', 'choice:connect']);
});

test('a rule for the shared domain names it, says whom it touches, and what has to be done first (window 20)', () => {
  const remedyFacts = { isContainer: true, isOwnDomain: false, sharers: ['db'], others: ['db'] };
  const access = accessOf('bulkhead_t:s0:c1,c2 plain_t:s0:file read');
  const rule = explain(riskPolicy, { access, facts: noFacts, remedyFacts }).remedies.at(-1);
  expect(rule).toMatchObject({
    summary: 'Allow the shared domain bulkhead_t, in which other containers may run too, to read file of type plain_t.',
    reach: 'containers',
    touches: ['db'],
    cannotApply: expect.stringContaining('give the container its own domain first') as string,
    needs: 'own-domain',
  });
});

test('what a permissive domain let through is not called isolation (window 5)', () => {
  const access = accessOf('bulkhead_c_web_t:s0:c1,c2 bulkhead_c_db_file_t:s0:c3,c4:file read');
  const remedyFacts = { isContainer: true, isOwnDomain: true, sharers: [], others: ['db'], isPermissive: true };
  const [leave] = explain(riskPolicy, { access, facts: { ...noFacts, otherContainer: 'db' }, remedyFacts }).remedies;
  expect(leave?.summary).toContain('SELinux would have blocked this');
});
