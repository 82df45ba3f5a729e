// SPDX-License-Identifier: Apache-2.0
/** Connects the helper, which does what clients ask for. */

import { connect } from 'node:net';
import { maxResponseBytes } from '../../rpc/protocol.ts';
import { createSocketTransport } from '../../rpc/socket-transport.ts';
import type { Transport } from '../../rpc/transport.ts';
import { streamOf } from '../system/native/socket-stream.ts';

/** systemd holds this socket, so that a helper that is starting finds who waits. */
export const helperSocket = '/run/bulkhead/work.sock';

/** What is sent before the helper accepts is kept; where nobody listens the transport closes, with the reason. */
export function connectHelper(path: string): Transport {
  return createSocketTransport(streamOf(connect(path)), { maxBytes: maxResponseBytes });
}
