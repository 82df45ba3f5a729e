// SPDX-License-Identifier: Apache-2.0
/** Connects the helper, which does what clients ask for. */

import { connect } from 'node:net';
import { join } from 'node:path';
import { maxResponseBytes } from '../../rpc/protocol.ts';
import { createSocketTransport } from '../../rpc/socket-transport.ts';
import type { Transport } from '../../rpc/transport.ts';
import { streamOf } from '../system/native/socket-stream.ts';
import { runtimeFolder } from '../system/runtime-folder.ts';

/** systemd holds this socket, so that a helper that is starting finds who waits. */
export const helperSocket = join(runtimeFolder, 'work.sock');

/** What is sent before the helper accepts is kept; where nobody listens the transport closes, with the reason. */
export function connectHelper(path: string): Transport {
  return createSocketTransport(streamOf(connect(path)), { maxBytes: maxResponseBytes });
}
