// SPDX-License-Identifier: Apache-2.0
/**
 * Tells the prefixes of kernel log lines from their messages: `dmesg` in its time formats, syslog's two layouts, and
 * journalctl's `short-*` outputs.
 * In a syslog line only the tag `kernel:` makes a kernel message, so a program that logs the text of a denial adds
 * none.
 */

const kernelPrefix = new RegExp(
  [
    /^(?:<\d+>)?(?:[a-z]+ *:[a-z]+ *: ?)?/, // facility and level: `<5>`, `kern  :notice: `
    // `[   12.345678] `, `[Mon Nov 24 12:03:53 2025] `, ISO time
    /(?:\[[^\]]{1,40}\](?:\[ *[TC]\d+\])? ?|\d{4}-\d\d-\d\dT[\d:,.]+(?:Z|[+-]\d\d:?\d\d)? (?=audit: ))/,
  ]
    .map((part) => part.source)
    .join(''),
);

const syslogTime = [
  /[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?/,
  /(?:[A-Z][a-z]{2} )?\d{4}-\d\d-\d\d[T ][\d:,.]+(?:Z|[+-]\d\d:?\d\d| [A-Z]{2,5})?/,
  /\d{9,12}\.\d+/,
  /\[ *\d+\.\d+\]/,
]
  .map(({ source }) => source)
  .join('|');

const syslogPrefix = new RegExp(`^(?:<\\d+>\\d* ?)?(?:${syslogTime}) [\\w.-]+ ([^\\s:[]+)(?:\\[\\d+\\])?: ?`);

const bareMessage = /^(?:audit: )?type=\d+ (?:msg=)?audit\(/;

/**
 * Finds the start of the message; undefined when the line is no kernel or system log line. For a message that is not
 * the kernel's own, it is the end of the line.
 */
export function kernelMessageStart(line: string): number | undefined {
  const head = line.slice(0, 300);
  if (bareMessage.test(head)) return 0;
  const syslog = syslogPrefix.exec(head);
  if (syslog !== null) return syslogMessageStart(syslog, line);
  const kernel = kernelPrefix.exec(head);
  if (kernel === null) return undefined;
  return isFromUserSpace(head) ? line.length : kernel[0].length;
}

function syslogMessageStart(prefix: RegExpExecArray, line: string): number {
  const [matched, tag] = prefix;
  if (tag === 'audit') return matched.length;
  if (tag !== 'kernel') return line.length;
  const clock = /^\[ *\d+\.\d+\] /.exec(line.slice(matched.length, matched.length + 40));
  return matched.length + (clock?.[0].length ?? 0);
}

/** Facilities above 0 are what programs wrote to /dev/kmsg. */
function isFromUserSpace(head: string): boolean {
  const level = /^<(\d+)>/.exec(head);
  if (level !== null) return Number(level[1]) >= 8;
  return /^[a-z]+ *:[a-z]+ *:/.test(head) && !head.startsWith('kern');
}
