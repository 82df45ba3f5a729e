// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { capabilities } from '../model/engines/capabilities.ts';
import { textOf } from '../text.ts';
import { requireCapability } from './require-capability.ts';

it('what the engine of a container can do passes', () => {
  requireCapability({ name: 'web', engine: 'lxc' }, 'volumes');
  requireCapability({ name: 'db', engine: 'incus' }, 'files');
});

it('what it cannot do fails with the reason of the table, and names the container', () => {
  const { incus } = capabilities.volumes;
  expect(() => requireCapability({ name: 'db', engine: 'incus' }, 'volumes')).toThrow(
    expect.objectContaining({
      code: 'engine-cannot',
      data: { name: 'db', reason: incus },
      message: `cannot do this to the container db: ${textOf(incus)}`,
    }),
  );
  expect(() => requireCapability({ name: 'web', engine: 'lxc' }, 'move')).toThrow(
    expect.objectContaining({ code: 'engine-cannot' }),
  );
});
