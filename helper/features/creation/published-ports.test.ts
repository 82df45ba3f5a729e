// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { newContainerSchema } from '../../../contract/operations/containers/creation.ts';
import { withPublishedPorts } from './published-ports.ts';

const publication = { protocol: 'tcp', port: 80, hostPort: 8080 };
const request = (confinement: string, ports: readonly object[] = []) =>
  newContainerSchema().parse({ name: 'web', image: 'debian-13', confinement, ports, published: [publication] });

test.each(['own', 'learning'])('a domain of its own (%s) listens on published ports, too', (confinement) => {
  const chosen = { protocol: 'tcp', port: 22 };
  expect(withPublishedPorts(request(confinement, [chosen])).ports).toEqual([chosen, { protocol: 'tcp', port: 80 }]);
});

test('a published port that was chosen is there once', () => {
  const chosen = { protocol: 'tcp', port: 80 };
  expect(withPublishedPorts(request('own', [chosen])).ports).toEqual([chosen]);
});

test('in the shared domain every container listens where it wants to', () => {
  expect(withPublishedPorts(request('shared')).ports).toEqual([]);
});
