// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { chooseProbes } from './chosen-probes.ts';
import { probes } from './probe-list.ts';
import { surfaceProbes } from './surface-probes.ts';

it('chooses all probes when none is named', () => {
  expect(chooseProbes(undefined)).toEqual({ probes, surface: surfaceProbes, isPartial: false });
});

it('always adds the probe that shows whether SELinux isolates', () => {
  const { probes: chosen, isPartial } = chooseProbes(['kernel-module', 'kernel-module']);
  expect([chosen.map(({ id }) => id), isPartial]).toEqual([['file-read', 'kernel-module'], true]);
});

it('chooses of the surface only what is named', () => {
  const [first] = surfaceProbes;
  expect(chooseProbes([first?.id ?? '']).surface).toEqual([first]);
  expect(chooseProbes(['kernel-module']).surface).toEqual([]);
});

it('rejects a name that no probe has, and says which there are', () => {
  expect(() => chooseProbes(['file-read', 'no-such'])).toThrow(
    /cannot try the probe no-such: .*choose from web-include, .*limit-files/,
  );
});
