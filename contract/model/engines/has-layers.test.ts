// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { hasLayers } from './has-layers.ts';

it('has a layer where Bulkhead manages a container of LXC, and nowhere else', () => {
  expect(hasLayers({ engine: 'lxc', isManaged: true })).toBe(true);
  expect(hasLayers({ engine: 'lxc', isManaged: false })).toBe(false);
  expect(hasLayers({ engine: 'incus', isManaged: true })).toBe(false);
});
