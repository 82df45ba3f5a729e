// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { failByIncus } from './fail-by-incus.ts';
import { IncusError } from './incus-error.ts';

it.each([
  [
    'Failed shutting down instance, status is "Running": context deadline exceeded',
    'container-failed',
    /not shut down within 60 s.*by force/,
  ],
  ['Failed to begin transaction: context deadline exceeded', 'incus-unavailable', /most members/],
  ['No space left on device', 'container-failed', /No space left/],
])('%s is %s', (said, code, words) => {
  expect(() => failByIncus('web', new IncusError('denied', said))).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(words) as string }) as Error,
  );
});
