// SPDX-License-Identifier: Apache-2.0

import type { RemoteStream } from './client.ts';

/**
 * Gives the result of a stream whose items nobody needs. Its other side waits for who reads none of them, so that
 * `result` alone never comes where there are more than may be under way.
 */
export async function readResult<Result>(stream: RemoteStream<unknown, Result>): Promise<Result> {
  for await (const _item of stream);
  return stream.result;
}
