// SPDX-License-Identifier: Apache-2.0
/** Stands in for Cockpit: its channels to a unix socket end and acknowledge as those of the real bridge do. */

import { connect } from 'node:net';
import type { CockpitApi } from '../renderer/cockpit/cockpit-api.ts';
import { createChannelEvents } from './channel-events.ts';

export function createFakeCockpit(language = 'en', host = 'localhost'): CockpitApi {
  return {
    language,
    transport: { host, wait: (callback) => callback() },
    channel(options) {
      const events = createChannelEvents();
      if (options.payload === 'fsread1' || 'spawn' in options) {
        setImmediate(() => {
          if (options.payload === 'fsread1') events.emit('message', new TextEncoder().encode('lab\n'));
          // No program runs here, as where the host lacks it.
          events.emit('close', options.payload === 'fsread1' ? {} : { problem: 'not-found' });
        });
        return { addEventListener: events.addEventListener, send: () => undefined, close: () => undefined };
      }
      const socket = connect({ path: options.unix });
      socket.once('connect', () => events.emit('ready', {}));
      socket.on('data', (data: Buffer) => events.emit('message', new Uint8Array(data)));
      socket.on('error', (error: NodeJS.ErrnoException) => {
        const problem = error.code === 'ECONNREFUSED' ? 'not-found' : 'terminated';
        events.emit('close', { problem, message: `[Errno ${-(error.errno ?? 0)}] ${error.message}` });
      });
      socket.once('close', () => events.emit('close', {}));
      return {
        addEventListener: events.addEventListener,
        send(data) {
          socket.write(data);
          setImmediate(() => events.emit('control', { command: 'ack', bytes: data.byteLength }));
        },
        close() {
          socket.destroy();
          events.emit('close', {});
        },
      };
    },
  };
}
