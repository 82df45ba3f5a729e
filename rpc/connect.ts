// SPDX-License-Identifier: Apache-2.0
/** Connects with all operations at hand, for a program that starts once and is small. */

import { channels, requests, streams } from '../contract/operations/index.ts';
import { type Client, type ConnectOptions, connectWith, type Declarations } from './client.ts';
import type { Transport } from './transport.ts';

export const all: Declarations = {
  request: (name) => requests[name],
  stream: (name) => streams[name],
  channel: (name) => channels[name],
};

/** See {@link connectWith}. */
export function connect(transport: Transport, options: ConnectOptions = {}): Promise<Client> {
  return connectWith(all, transport, options);
}
