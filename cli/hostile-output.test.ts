// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createFakeHost } from '../testing/fake-host.ts';
import { startSocketHost } from '../testing/socket-host.ts';
import { hostileHandlers, ownLine } from '../testing/hostile-handlers.ts';
import { type Outcome, runCommand } from './fixtures/run-command.ts';
import { ownSequences } from './output/own-sequences.ts';
import { describedProgram } from './run.ts';

/** What a container's program writes has a filter of its own, or goes to a file. */
const passesBytes = /^(?:exec|shell|console|export|copy|file (?:cat|get|pull|edit)|metrics --port)\b/;
/** A document for a program, in which a newline may stand between quotes. */
const isDocument = /^policy export\b/;
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const own = new RegExp(ownSequences, 'gu');
/** Holds one example for each command and form of its output, that is, for its words and its options for programs. */
const examples = [
  ...new Map(
    examplesOf(describedProgram())
      .filter((line) => !passesBytes.test(line))
      .map((line) => [line.replace(/ (?:[^a-z-]|[a-z]*[^a-z ]).*?(?= --(?:json|format)|$)/, ''), line]),
  ).values(),
];

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-hostile-'));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterAll(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

/** Reads the examples from the helps of all commands. */
function examplesOf(command: Command): string[] {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  const lines = [...help.matchAll(/^ {2}bulkheadctl (.*)$/gm)].map(([, line = '']) => line.replace(/ [|>].*$/, ''));
  return [...lines, ...command.commands.flatMap(examplesOf)];
}

/** What would be written goes below the folder. */
function wordsOf(line: string): readonly string[] {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  return words.map((word) =>
    /^[\w./-]+\.(?:tar(?:\.\w+)?|html|yaml|json|pdf)$/.test(word) ? join(folder, word) : word,
  );
}

async function outcomeOf(line: string): Promise<Outcome & { readonly called: readonly string[] }> {
  const words = wordsOf(line);
  const host = createFakeHost({ hostname: 'hostile' });
  const { socketPath, called, close } = await startSocketHost(hostileHandlers(host, new Set(words)), { host });
  const stdin = new PassThrough();
  stdin.end();
  let interrupt = (): void => undefined;
  let ended: Outcome | undefined;
  const terminal = { columns: 100, rows: 30 };
  const onOutput = (_text: string, stop: () => void): void => void (interrupt = stop);
  const running = runCommand(words, { socketPath, stdin, terminal, onOutput }).then((outcome) => (ended = outcome));
  for (let turns = 0; ended === undefined; turns += 1) {
    // What is real, the socket, has its time too before the second is over.
    await sleep(1);
    vi.advanceTimersByTime(1000);
    // What goes on for ever has shown enough.
    if (turns > 100) interrupt();
    if (turns > 30_000) throw new Error(`does not end: ${line}`);
  }
  const outcome = await running;
  await Promise.all([close(), vi.advanceTimersByTimeAsync(1000)]);
  return { ...outcome, called };
}

const called = new Set<string>();

it.each(examples)('of what a host says to "%s" nothing acts on a terminal, or begins a line (N18)', async (line) => {
  const outcome = await outcomeOf(line);
  const text = `${outcome.stdout}${outcome.stderr}`.replace(own, '');
  expect(text.replaceAll('\n', '').match(unsafe)).toBe(null);
  if (!isDocument.test(line)) expect(text.split('\n').filter((one) => one.startsWith(ownLine))).toEqual([]);
  for (const name of outcome.called) called.add(name);
});

it('the examples ask for what the commands show', () => {
  const shown = ['activity.watch', 'denial.query', 'doctor.check', 'image.list', 'log.read', 'container.list'];
  expect(shown.filter((name) => !called.has(name))).toEqual([]);
  expect(called.size).toBeGreaterThan(90);
});
