// SPDX-License-Identifier: Apache-2.0
/** The content of a file that a client sends: by messages, or by a pipe and a message at its end. */

import { fail } from '../../../contract/errors.ts';
import type { Input } from '../../../contract/operations/index.ts';

type Messages = AsyncIterable<Input<'file.write'>>;

/** What a pipe gives, if the client has one. It has written all only when it says so: one that is killed closes too. */
export async function* sentContent(
  input: Messages,
  piped: AsyncIterable<Uint8Array> | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (piped !== undefined) yield* piped;
  for await (const message of input) {
    if (message.type === 'end') return;
    if (piped !== undefined)
      fail('params-invalid', { issues: [{ field: 'data', problem: 'comes through the pipe that was asked for' }] });
    yield message.data;
  }
  fail('cancelled', {});
}
