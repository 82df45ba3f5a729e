// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { isBase64 } from './base64.ts';

it.each(['', 'YQ==', 'YWI=', 'YWJj', '+/+/'])('%j is base64', (text) => {
  expect(isBase64(text)).toBe(true);
});

it.each(['YQ===', 'Y=Q=', 'YQ==YQ==', 'YQ\n', '\nYQ', 'Y-Q_', 'ü', '=\n', 'YQ==\n'])('%j is not', (text) => {
  expect(isBase64(text)).toBe(false);
});
