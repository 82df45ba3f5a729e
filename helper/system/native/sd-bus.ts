// SPDX-License-Identifier: Apache-2.0
/**
 * What is used of libsystemd: one D-Bus call at a time on a connection of its own, without ever blocking, and
 * `sd_notify`.
 * Only sd-bus can send the pidfd that polkit needs. Every negative answer raises an {@link ErrnoError} that names the
 * call.
 */

import koffi from 'koffi';
import { ErrnoError } from './errno-error.ts';
import { watchReadiness } from './native.ts';

type Pointer = bigint;
type Out<T> = [T];

const library = koffi.load('libsystemd.so.0');

koffi.struct('sd_bus_error', { name: 'str', message: 'str', needFree: 'int' });
const busOpenSystem = library.func('int sd_bus_open_system(_Out_ void **bus)') as (bus: Out<Pointer | null>) => number;
const busCloseUnref = library.func('void *sd_bus_close_unref(void *bus)') as (bus: Pointer) => unknown;
const busGetFd = library.func('int sd_bus_get_fd(void *bus)') as (bus: Pointer) => number;
const busGetEvents = library.func('int sd_bus_get_events(void *bus)') as (bus: Pointer) => number;
const busProcess = library.func('int sd_bus_process(void *bus, _Out_ void **message)') as (
  bus: Pointer,
  message: Out<Pointer | null>,
) => number;
const busSend = library.func('int sd_bus_send(void *bus, void *message, _Out_ uint64_t *cookie)') as (
  bus: Pointer,
  message: Pointer,
  cookie: Out<number | bigint>,
) => number;
const newMethodCall = library.func(
  'int sd_bus_message_new_method_call(void *bus, _Out_ void **message, const char *destination, ' +
    'const char *path, const char *interface, const char *member)',
) as (
  bus: Pointer,
  message: Out<Pointer | null>,
  destination: string,
  path: string,
  interfaceName: string,
  member: string,
) => number;
const messageUnref = library.func('void *sd_bus_message_unref(void *message)') as (message: Pointer) => unknown;
const openContainer = library.func(
  'int sd_bus_message_open_container(void *message, char type, const char *contents)',
) as (message: Pointer, type: number, contents: string) => number;
const closeContainer = library.func('int sd_bus_message_close_container(void *message)') as (
  message: Pointer,
) => number;
const appendStringCall = library.func(
  'int sd_bus_message_append_basic(void *message, char type, const char *value)',
) as (message: Pointer, type: number, value: string) => number;
const appendIntegerCall = library.func(
  'int sd_bus_message_append_basic(void *message, char type, const int32_t *value)',
) as (message: Pointer, type: number, value: [number]) => number;
const enterContainer = library.func(
  'int sd_bus_message_enter_container(void *message, char type, const char *contents)',
) as (message: Pointer, type: number, contents: string) => number;
const exitContainer = library.func('int sd_bus_message_exit_container(void *message)') as (message: Pointer) => number;
const readStringCall = library.func(
  'int sd_bus_message_read_basic(void *message, char type, _Out_ const char **value)',
) as (message: Pointer, type: number, value: Out<string | null>) => number;
const readIntegerCall = library.func(
  'int sd_bus_message_read_basic(void *message, char type, _Out_ int32_t *value)',
) as (message: Pointer, type: number, value: Out<number>) => number;
const messageGetReplyCookie = library.func(
  'int sd_bus_message_get_reply_cookie(void *message, _Out_ uint64_t *cookie)',
) as (message: Pointer, cookie: Out<number | bigint>) => number;
const messageIsError = library.func('int sd_bus_message_is_method_error(void *message, const char *name)') as (
  message: Pointer,
  name: null,
) => number;
const messageGetError = library.func('sd_bus_error *sd_bus_message_get_error(void *message)') as (
  message: Pointer,
) => Pointer;
const notifyCall = library.func('int sd_notify(int unset, const char *state)') as (
  unset: number,
  state: string,
) => number;

export interface Method {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
}

/** Appends arguments to a message, in the order of its signature. */
export interface MessageWriter {
  string(value: string): void;
  /** `i` and `u` take the same bits; `h` duplicates the descriptor. */
  integer(type: 'i' | 'u' | 'h', value: number): void;
  container(type: 'r' | 'v' | 'a' | 'e', contents: string, write: () => void): void;
}

/** Reads arguments in the order of the reply's signature; a reply of another shape raises an error. */
export interface MessageReader {
  string(): string;
  boolean(): boolean;
  container<T>(type: 'r', contents: string, read: () => T): T;
  /** An array of dictionary entries of two strings. */
  stringMap(): ReadonlyMap<string, string>;
}

/** How the arguments of a method are written, and those of its reply read. */
interface MethodArguments<T> {
  readonly write: (message: MessageWriter) => void;
  readonly read: (reply: MessageReader) => T;
}

/** An error that the other side of the bus answered with. */
class BusError extends Error {
  readonly busName: string;

  constructor(busName: string, message: string) {
    super(`${message} (${busName})`);
    this.name = 'BusError';
    this.busName = busName;
  }
}

/**
 * Calls a method on the system bus over a connection of its own, which is closed however the call ends: the bus then
 * reports to the service that the caller has left, and polkit closes its prompt.
 */
export async function callSystemBus<T>(
  method: Method,
  { write, read }: MethodArguments<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  const bus = openSystemBus();
  try {
    const message = newMessage(bus, method);
    try {
      write(writerOf(message));
      const cookie: Out<number | bigint> = [0];
      check(busSend(bus, message, cookie), 'sd_bus_send');
      return await replyTo(bus, { cookie: BigInt(cookie[0]), read }, signal);
    } finally {
      messageUnref(message);
    }
  } finally {
    busCloseUnref(bus);
  }
}

/** Reports this service's state to systemd; does nothing when systemd did not start it. */
export function notifySystemd(state: string): void {
  check(notifyCall(0, state), 'sd_notify');
}

function openSystemBus(): Pointer {
  const bus: Out<Pointer | null> = [null];
  check(busOpenSystem(bus), 'sd_bus_open_system');
  return present(bus[0], 'sd_bus_open_system');
}

function newMessage(bus: Pointer, method: Method): Pointer {
  const message: Out<Pointer | null> = [null];
  check(
    newMethodCall(bus, message, method.destination, method.path, method.interface, method.member),
    'sd_bus_message_new_method_call',
  );
  return present(message[0], 'sd_bus_message_new_method_call');
}

interface AwaitedReply<T> extends Pick<MethodArguments<T>, 'read'> {
  /** Is the number of the message that is answered. */
  readonly cookie: bigint;
}

function replyTo<T>(bus: Pointer, { cookie, read }: AwaitedReply<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const watch = watchReadiness(check(busGetFd(bus), 'sd_bus_get_fd'), turn);
    signal.addEventListener('abort', onAbort, { once: true });
    turn();

    function settle(act: () => void): void {
      watch.stop();
      signal.removeEventListener('abort', onAbort);
      act();
    }

    function onAbort(): void {
      settle(() => reject(signal.reason as Error));
    }

    function turn(): void {
      try {
        const answer = processUntilIdle(bus, cookie, read);
        if (answer !== undefined) settle(() => resolve(answer.value));
        else watch.wait(wantedEvents(bus));
      } catch (error) {
        settle(() => reject(error instanceof Error ? error : new Error(String(error))));
      }
    }
  });
}

function processUntilIdle<T>(
  bus: Pointer,
  cookie: bigint,
  read: (reply: MessageReader) => T,
): { readonly value: T } | undefined {
  for (;;) {
    const out: Out<Pointer | null> = [null];
    const progress = check(busProcess(bus, out), 'sd_bus_process');
    const message = out[0];
    if (message !== null && message !== 0n) {
      try {
        if (answers(message, cookie)) return { value: readReply(message, read) };
      } finally {
        messageUnref(message);
      }
    }
    if (progress === 0) return undefined;
  }
}

function answers(message: Pointer, cookie: bigint): boolean {
  const replyCookie: Out<number | bigint> = [0];
  return messageGetReplyCookie(message, replyCookie) >= 0 && BigInt(replyCookie[0]) === cookie;
}

function readReply<T>(message: Pointer, read: (reply: MessageReader) => T): T {
  if (messageIsError(message, null) > 0) {
    const { name, message: text } = koffi.decode(messageGetError(message), 'sd_bus_error') as {
      name: string | null;
      message: string | null;
    };
    throw new BusError(name ?? 'unnamed', text ?? 'no message');
  }
  return read(readerOf(message));
}

const pollIn = 1;
const pollOut = 4;

function wantedEvents(bus: Pointer): { readonly readable: boolean; readonly writable: boolean } {
  const events = check(busGetEvents(bus), 'sd_bus_get_events');
  return { readable: (events & pollIn) !== 0, writable: (events & pollOut) !== 0 };
}

function writerOf(message: Pointer): MessageWriter {
  return {
    string: (value) => void check(appendStringCall(message, code('s'), value), 'sd_bus_message_append_basic(s)'),
    integer: (type, value) =>
      void check(appendIntegerCall(message, code(type), [value | 0]), `sd_bus_message_append_basic(${type})`),
    container(type, contents, write) {
      check(openContainer(message, code(type), contents), `sd_bus_message_open_container(${type})`);
      write();
      check(closeContainer(message), 'sd_bus_message_close_container');
    },
  };
}

function readerOf(message: Pointer): MessageReader {
  function string(): string {
    const value: Out<string | null> = [null];
    mustRead(readStringCall(message, code('s'), value), 's');
    return present(value[0], 'sd_bus_message_read_basic(s)');
  }

  function container<T>(type: 'r' | 'a', contents: string, read: () => T): T {
    mustRead(enterContainer(message, code(type), contents), type);
    const value = read();
    check(exitContainer(message), 'sd_bus_message_exit_container');
    return value;
  }

  return {
    string,
    container,
    boolean() {
      const value: Out<number> = [0];
      mustRead(readIntegerCall(message, code('b'), value), 'b');
      return value[0] !== 0;
    },
    stringMap() {
      const entries = new Map<string, string>();
      container('a', '{ss}', () => {
        while (check(enterContainer(message, code('e'), 'ss'), 'sd_bus_message_enter_container(e)') > 0) {
          const key = string();
          entries.set(key, string());
          check(exitContainer(message), 'sd_bus_message_exit_container');
        }
      });
      return entries;
    },
  };
}

function code(type: string): number {
  return type.charCodeAt(0);
}

/** Zero means that the message is over: as bad as a wrong type. */
function mustRead(result: number, type: string): void {
  if (check(result, `sd_bus_message_read(${type})`) === 0)
    throw new Error(`cannot read ${type} from a D-Bus message: it is over`);
}

function present<T>(value: T | null, call: string): T {
  if (value === null || value === 0n) throw new Error(`cannot ${call}: no value`);
  return value;
}

function check(result: number, call: string): number {
  if (result < 0) throw new ErrnoError(call, -result);
  return result;
}
