// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { defaultDenialSeconds } from '../../../contract/model/denials/cause-kind.ts';
import { secondsOf, useDenialSpan } from './denial-span.ts';

it('begins with the range of the command line', () => {
  expect(secondsOf(useDenialSpan.getState().span)).toBe(defaultDenialSeconds);
});
