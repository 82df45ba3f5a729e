// SPDX-License-Identifier: Apache-2.0
/** Has the connected client of a test answer its channels, which recorded calls do not. */

import { currentClient } from '../host/connection.ts';

/** `answer` gives what the client's own `channel` would: items, `send`, and `result`. */
export function answerChannels<Params>(answer: (params: Params) => unknown): void {
  const client = currentClient() as unknown as { channel: unknown };
  client.channel = (_name: string, params: Params) => answer(params);
}
