// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { missingRequirements } from './requirements.ts';

const good = { uid: 0, kernel: '6.12.57+deb13-cloud-amd64', polkit: 'pkaction version 126' };

describe('requirements', () => {
  it.each([
    ['is met', {}, []],
    ['is met at the least versions', { kernel: '6.5.0', polkit: 'pkaction version 124' }, []],
    ['needs root', { uid: 1000 }, ['cannot start as user 1000']],
    ['needs Linux 6.5', { kernel: '6.4.16' }, ['cannot start on Linux 6.4.16']],
    ['needs Linux 6.5, not 5.10', { kernel: '5.10.0' }, ['cannot start on Linux 5.10.0']],
    ['needs polkit 124', { polkit: 'pkaction version 123' }, ['cannot start with polkit 123']],
    ['takes the old numbering for old', { polkit: 'pkaction version 0.105' }, ['cannot start with polkit 0.105']],
    ['needs polkit', { polkit: undefined }, ['cannot start without polkit']],
  ])('%s', (_, facts, words) => {
    const missing = missingRequirements({ ...good, ...facts });
    expect(missing.map((text) => words.find((word) => text.startsWith(word)) ?? text)).toEqual(words);
  });
});
