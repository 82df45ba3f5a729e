// SPDX-License-Identifier: Apache-2.0
/** Gives vscode-jsonrpc, which answers calls, what it needs of a transport. */

import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc';
import type { Transport } from './transport.ts';

/** Makes a reader and a writer of vscode-jsonrpc over a transport. */
export function endsOf(transport: Transport): { readonly reader: MessageReader; readonly writer: MessageWriter } {
  return { reader: new TransportReader(transport), writer: new TransportWriter(transport) };
}

class TransportReader extends AbstractMessageReader implements MessageReader {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    super();
    this.#transport = transport;
  }

  listen(callback: DataCallback): Disposable {
    this.#transport.onMessage(callback);
    this.#transport.onClose((reason) => {
      if (reason !== undefined) this.fireError(new Error(reason));
      this.fireClose();
    });
    return { dispose: () => undefined };
  }
}

class TransportWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    super();
    this.#transport = transport;
  }

  write(message: Message): Promise<void> {
    return this.#transport.send(message);
  }

  end(): void {
    this.#transport.close();
  }
}
