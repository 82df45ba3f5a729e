// SPDX-License-Identifier: Apache-2.0
/**
 * The helper's log: one JSON object a line on stderr, which systemd writes to the journal. Text from clients is only
 * ever inside a JSON string.
 */

type LogLevel = 'info' | 'warning' | 'error';
type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;

/** systemd reads the priority from the prefix. */
const priorities: Readonly<Record<LogLevel, string>> = { info: '<6>', warning: '<4>', error: '<3>' };

export function createLog(write: (line: string) => void): Log {
  return (level, event, fields = {}) => write(`${priorities[level]}${JSON.stringify({ level, event, ...fields })}\n`);
}

/** Reports an event that may occur a thousand times a second: at once, then once each period with the count. */
export function createRateLimitedLog(log: Log, periodMs: number): Log {
  const quiet = new Map<string, number>();
  return (level, event, fields = {}) => {
    const missed = quiet.get(event);
    if (missed !== undefined) {
      quiet.set(event, missed + 1);
      return;
    }
    log(level, event, fields);
    quiet.set(event, 0);
    setTimeout(() => {
      const count = quiet.get(event) ?? 0;
      quiet.delete(event);
      if (count > 0) log(level, event, { ...fields, timesSince: count });
    }, periodMs).unref();
  };
}
