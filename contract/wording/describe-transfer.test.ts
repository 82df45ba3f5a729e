// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { describeTransfer, fractionOf } from './describe-transfer.ts';

const mebibytes = (bytes: number): string => `${bytes / 1024 ** 2} MiB`;
const mebibyte = 1024 ** 2;

it.each([
  [{ doneBytes: 12 * mebibyte, totalBytes: 96 * mebibyte, seconds: 3 }, '12 MiB of 96 MiB, 4 MiB/s, 21 s left', 0.125],
  [{ doneBytes: 12 * mebibyte, totalBytes: undefined, seconds: 3 }, '12 MiB, 4 MiB/s', undefined],
  [{ doneBytes: mebibyte, totalBytes: 601 * mebibyte, seconds: 1 }, '1 MiB of 601 MiB, 1 MiB/s, 10 min left', 1 / 601],
  [{ doneBytes: mebibyte, totalBytes: 7201 * mebibyte, seconds: 1 }, '1 MiB of 7201 MiB, 1 MiB/s, 2 h left', 1 / 7201],
  [{ doneBytes: mebibyte, totalBytes: 2 * mebibyte, seconds: 0.2 }, '1 MiB of 2 MiB', 0.5],
  [{ doneBytes: 0, totalBytes: 0, seconds: 0 }, '0 MiB of 0 MiB', 1],
])('describes %j', (transfer, words, fraction) => {
  expect([describeTransfer(transfer, mebibytes), fractionOf(transfer)]).toEqual([words, fraction]);
});
