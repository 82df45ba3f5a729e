// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { withCategories } from './categories.ts';
import { problemsOfSource } from './check-source.ts';
import { generateModule, reachCall, type OwnDomain, withRules } from './generate.ts';
import { policyNames } from './names.ts';
import { renamedModule } from './rename-module.ts';

function moduleOf(container: string): string {
  const chosen: Omit<OwnDomain, 'owner'> = {
    ports: [{ protocol: 'tcp', port: 80, type: 'http_port_t' }],
    allow: ['connect-web'],
    connectTypes: ['postgresql_port_t'],
    volumes: [{ type: 'bulkhead_shared_992_t', isReadOnly: true }],
    hasVolumes: true,
  };
  const { domain, files } = policyNames(container);
  return withRules(
    withCategories(generateModule({ ...chosen, owner: container }), container, [5, 6]),
    [reachCall(domain, 'var_log_t'), `(allow ${domain} ${files} (file (execmod)))`],
    'Allowed.',
  );
}

it.each([
  ['web', 'shop'],
  // One name begins with the other. Another one holds characters that types cannot.
  ['web', 'web-2'],
  ['a.b_c-d', 'a'],
  ['t', 'file'],
])('the module of %s becomes that of %s, and back', (name, to) => {
  const renamed = renamedModule(moduleOf(name), name, to);
  expect(renamed).toBe(moduleOf(to));
  expect(problemsOfSource(to, renamed, { mayBePermissive: false })).toEqual([]);
  expect(renamedModule(renamed, to, name)).toBe(moduleOf(name));
});

it('leaves types that only begin like those of the container', () => {
  const source = `(allow ${policyNames('web').domain} bulkhead_c_web_d2_t (file (read)))`;
  expect(renamedModule(source, 'web', 'shop')).toBe(
    `(allow ${policyNames('shop').domain} bulkhead_c_web_d2_t (file (read)))`,
  );
});
