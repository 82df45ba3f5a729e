// SPDX-License-Identifier: Apache-2.0
/** What JSON-RPC needs of whatever carries its messages, and the adapter that gives it to vscode-jsonrpc. */

import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc';

/** Carries whole messages: a socket with frames, a MessagePort, or two ends in memory. */
export interface Transport {
  /** Sends one message; settles when the carrier has room for the next. */
  send(message: Message): Promise<void>;
  /** Called once, before anything arrives; the carrier keeps what comes until then. */
  onMessage(listener: (message: Message) => void): void;
  /** Called once, when nothing can arrive any more. `reason` is undefined when the other side simply hung up. */
  onClose(listener: (reason: string | undefined) => void): void;
  close(): void;
}

/** A reader and a writer of vscode-jsonrpc over a transport. */
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
