// SPDX-License-Identifier: Apache-2.0
/** Makes the next boot one with SELinux, permissive. Each part may be done already, and is not done twice. */

import { fail } from '../contract/errors.ts';
import { say, type Phrase } from '../contract/text.ts';
import { bootLoaderOf, grubOptions, isChosenAtBoot } from './boot-line.ts';
import { withMode } from './config-file.ts';
import { findMissingPackages, findObstacles } from './obstacles.ts';
import { places } from './places.ts';
import { stageOf } from './status.ts';
import type { SwitchHost } from './switch-host.ts';
import { changeFile, journalStep, readJournal, writeJournal } from './switch-journal.ts';

const minutes = 60_000;

/** Does nothing on a host that is beyond this step. */
export async function prepare(host: SwitchHost): Promise<void> {
  if (['watching', 'trial', 'enforcing'].includes(stageOf(host, readJournal(host)))) return;
  const reasons = [...describeMissing(host), ...findObstacles(host)];
  if (reasons.length > 0) fail('switch-denied', { reasons });
  await journalStep(host, 'prepare', async () => {
    writeJournal(host, { isReturned: false, trial: null, watch: null });
    // This comes before SELinux is chosen, so that no boot has it enforcing, or without labels.
    const config = withMode(host.read(places.config) ?? '', 'permissive');
    changeFile(host, { path: places.config, text: config, mode: 0o644 });
    // The file is as fixfiles(8) writes it where SELinux is off: all parts of each label are set.
    changeFile(host, { path: places.relabel, text: '-F\n', mode: 0o600 });
    if (bootLoaderOf(host) !== 'grub') return;
    changeFile(host, { path: places.bootOptions, text: grubOptions, mode: 0o644 });
    await updateGrub(host);
    if (!isChosenAtBoot(host))
      fail('switch-failed', {
        what: say('choose SELinux for the next boot'),
        reason: say('{path} does not have it after update-grub', { path: places.grubConfig }),
      });
  });
}

export async function updateGrub(host: SwitchHost): Promise<void> {
  await runOrFail(host, {
    program: 'update-grub',
    args: [],
    what: say('update the menu of GRUB'),
    timeoutMs: 10 * minutes,
  });
}

interface Work {
  readonly program: string;
  readonly args: readonly string[];
  /** Completes a sentence that begins with "cannot". */
  readonly what: Phrase;
  readonly timeoutMs?: number;
}

/** Fails with what the program says. */
export async function runOrFail(host: SwitchHost, { program, args, what, timeoutMs }: Work): Promise<void> {
  const { code, stderr } = await host.run(program, args, timeoutMs).catch((error: unknown) => ({
    code: 127,
    stderr: error instanceof Error ? error.message : String(error),
  }));
  if (code !== 0)
    fail('switch-failed', { what, reason: stderr.trim().split('\n').at(-1) ?? say('{program} fails', { program }) });
}

function describeMissing(host: SwitchHost): readonly Phrase[] {
  const missing = findMissingPackages(host);
  if (missing.length === 0) return [];
  return [say('These packages are missing: run {command}.', { command: `apt install ${missing.join(' ')}` })];
}
