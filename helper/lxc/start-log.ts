// SPDX-License-Identifier: Apache-2.0
/**
 * What LXC's log says about a failed start, for the failure's data: the log itself is removed when the container is
 * undone.
 */

import { readFileSync } from 'node:fs';
import type { StartFailureCause } from '../../contract/model/containers/start-failure.ts';
import { visibleLine } from '../system/visible-line.ts';

export interface StartLogLine {
  /** The program of LXC that wrote it. */
  readonly program: string | undefined;
  /** Seconds since the epoch. */
  readonly time: number | undefined;
  readonly level: string | undefined;
  readonly category: string | undefined;
  /** The message has no place in LXC's source. A line of another form is a message as a whole. */
  readonly message: string;
}

export interface StartFailure {
  readonly cause: StartFailureCause;
  /** LXC's words, from its first error on, or the last ones of an init that ended; made visible. */
  readonly log: string[];
}

const maxLines = 6;
const maxLineCharacters = 300;

/** A line of LXC's log: who, container, time, level, category, place in LXC's source, message. */
const logLine = /^(\S+) \S+ (\d{14})\.(\d+) ([A-Z]+)\s+(\S+) - (?:\S+:\d+ - )?(.*)$/s;

/**
 * What LXC 5 and 6 say of each cause. The first line that matches one counts: what fails first is logged first, and
 * what follows from it later.
 */
const signs: readonly (readonly [StartFailureCause, RegExp])[] = [
  ['configuration', /Failed to (?:parse|load) config|Invalid configuration|Failed to read config/i],
  ['init', /Failed to exec "/],
  ['context', /SELinux.*context|Failed to (?:set|write) (?:the )?LSM|LSM label/i],
  ['idmap', /id ?map|newuidmap|newgidmap|uid mapping|gid mapping/i],
  ['network', /bridge|network device|network interface|veth|Failed to create (?:the )?configured network/i],
  ['seccomp', /seccomp/i],
  ['cgroup', /cgroup|controller/i],
  ['hook', /Script exited with status|Failed to run .*hook|lxc\.hook/i],
  ['mount', /mount|rootfs|pivot_root/i],
];

/** What LXC says after every failure, and which helps nobody here. */
const always = new RegExp(
  '^(?:To get more details, run|Additional information can be|The container failed to start|' +
    'Received container state|An error occurred in another process)',
);

/** What LXC says once the init's exec has succeeded: what fails afterwards without an error is the init itself. */
const started = /^Started "/;

export function parseStartLine(line: string): StartLogLine {
  const [, program, stamp, fraction, level, category, message = line] = logLine.exec(line) ?? [];
  const time = stamp === undefined ? undefined : secondsOf(stamp, fraction ?? '0');
  return { program, time, level, category, message };
}

/** The last lines when there is no error; without lines, `fallback` stands for them. */
export function readStartFailure(path: string, fallback: string): StartFailure {
  const entries = linesOf(path)
    .map(parseStartLine)
    .filter(({ message }) => !always.test(message));
  const firstError = entries.findIndex(({ level }) => level === 'ERROR' || level === 'FATAL');
  const chosen = firstError === -1 ? entries.slice(-maxLines) : entries.slice(firstError, firstError + maxLines);
  const words = chosen.length === 0 ? [fallback] : chosen.map(({ message }) => message);
  const withoutError = entries.some(({ message }) => started.test(message)) ? 'ended' : 'unknown';
  return {
    cause: firstError === -1 ? withoutError : causeOf(words),
    log: words.filter((text) => text !== '').map((text) => cut(visibleLine(text))),
  };
}

/**
 * Reads the last words of an init that ended after LXC had started it: `from` is how many bytes its console log had
 * before.
 */
export function readEndedInit(consoleLog: string, from: number): StartFailure {
  return {
    cause: 'ended',
    log: linesOf(consoleLog, from)
      .slice(-maxLines)
      .map((text) => cut(visibleLine(text))),
  };
}

function causeOf(messages: readonly string[]): StartFailureCause {
  for (const message of messages) {
    const found = signs.find(([, sign]) => sign.test(message));
    if (found !== undefined) return found[0];
  }
  return 'unknown';
}

/** LXC writes times of UTC, as `20260101120000`. */
function secondsOf(stamp: string, fraction: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(....)(..)(..)(..)(..)(..)$/.exec(stamp) ?? [];
  const time = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`,
  );
  return Number.isNaN(time) ? undefined : time / 1000;
}

/** A file that is shorter than `from` has been replaced, and is read from its beginning. */
function linesOf(path: string, from = 0): readonly string[] {
  try {
    const bytes = readFileSync(path);
    return bytes
      .subarray(from > bytes.length ? 0 : from)
      .toString()
      .split(/\r?\n/)
      .filter((line) => line !== '');
  } catch {
    return [];
  }
}

function cut(text: string): string {
  return text.length > maxLineCharacters ? `${text.slice(0, maxLineCharacters - 1)}…` : text;
}
