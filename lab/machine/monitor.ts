// SPDX-License-Identifier: Apache-2.0
/** Talks to a running machine over QEMU's machine protocol (QMP), one command at a time. */

import { type Socket, connect } from 'node:net';
import { createInterface } from 'node:readline';

interface Reply {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
}

export class Monitor {
  readonly #socket: Socket;
  readonly #lines: AsyncIterator<string>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  }

  static async open(path: string): Promise<Monitor> {
    const socket = connect(path);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    socket.on('error', () => socket.destroy());
    const monitor = new Monitor(socket);
    await monitor.#lines.next();
    await monitor.run('qmp_capabilities');
    return monitor;
  }

  async run(command: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    this.#socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
    for (;;) {
      const line = await this.#lines.next();
      if (line.done) throw new Error(`cannot run ${command}: the machine has ended`);
      const reply = JSON.parse(line.value) as Reply;
      if (reply.error) throw new Error(`cannot run ${command}: ${reply.error.desc}`);
      if ('return' in reply) return reply.return;
    }
  }

  close(): void {
    this.#socket.destroy();
  }
}
