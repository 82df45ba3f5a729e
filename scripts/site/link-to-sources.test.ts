// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { sourceOf } from './link-to-sources.ts';

it('takes for sources what is in the checkout and not among the pages', () => {
  expect([
    sourceOf('threat-model.md', '../helper/server/session.test.ts'),
    sourceOf('guide/install.md', '../../SECURITY.md#how-to-report'),
    sourceOf('guide/install.md', '../adr/0044-x.md'),
    sourceOf('guide/install.md', '#remove'),
    sourceOf('guide/install.md', 'https://example.org/'),
    sourceOf('security.md', 'access.md'),
  ]).toEqual(['helper/server/session.test.ts', 'SECURITY.md#how-to-report', ...Array.from({ length: 4 })]);
});
