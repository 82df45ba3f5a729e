// SPDX-License-Identifier: Apache-2.0
/**
 * What an application image proposes for a container that is created from it. A stranger wrote it: what the schemas do
 * not let through is left out and said, and nothing of it is chosen before a person has seen it.
 */

import { makeOnce } from '../make-once.ts';
import { formatWords } from '../wording/command-line.ts';
import { type ServedPortNumber, servedPortSchema } from '../model/containers/container.ts';
import { changedSettings } from '../model/containers/settings-change.ts';
import {
  maxVariables,
  type ProgramSettings,
  type Settings,
  settingsSchema,
  stopSignals,
  type Variable,
} from '../model/containers/settings.ts';
import type { Image } from '../model/host/image.ts';
import { t } from '../text.ts';

export interface ImageProposal extends ProgramSettings {
  /** In alphabetical order, each name once. */
  readonly environment: readonly Variable[];
  /** Lists the ports on which the program of the image listens. */
  readonly ports: readonly ServedPortNumber[];
  /** What cannot be used, in sentences. */
  readonly leftOut: readonly string[];
}

const shape = makeOnce(() => settingsSchema().shape);
/** Names the signals by their numbers, as the kernel has them on the processors that Debian and Fedora support. */
const numbers: Readonly<Record<string, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  10: 'SIGUSR1',
  12: 'SIGUSR2',
  15: 'SIGTERM',
  28: 'SIGWINCH',
  37: 'SIGRTMIN+3',
};
/** Lists the folders in which a shell looks for programs when it is given no PATH. */
const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const inits: ReadonlySet<string> = new Set([
  ...['/sbin/init', '/usr/sbin/init', '/init', '/lib/systemd/systemd', '/usr/lib/systemd/systemd'],
]);
const shells = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a|z)?sh$/;

/**
 * Null for an image whose containers run the init that it has: it names no program, or that init, or a shell alone, as
 * the images of distributions do.
 */
export function proposalOf({ application, hasInit }: Pick<Image, 'application' | 'hasInit'>): ImageProposal | null {
  if (application === null) return null;
  const words = [...application.entrypoint, ...application.command];
  if (hasInit !== false && namesNone(words)) return null;
  const leftOut: string[] = [];
  const program = shape().program.safeParse(words).data ?? [];
  if (words.length > 0 && program.length === 0)
    leftOut.push(t('Its program {words} cannot be written in a configuration.', { words: shownWords(words) }));
  const user = shape().user.safeParse(application.user === '' ? null : application.user).data ?? null;
  if (application.user !== '' && user === null)
    leftOut.push(t('Its user {user} is no name of a user.', { user: shownWords([application.user]) }));
  const folder = shape().folder.safeParse(application.folder === '' ? null : application.folder).data ?? null;
  if (application.folder !== '' && folder === null)
    leftOut.push(t('Its folder {folder} is no whole path.', { folder: shownWords([application.folder]) }));
  return {
    program,
    user,
    folder,
    stopSignal: signalOf(application.stopSignal),
    environment: environmentOf(application.environment, leftOut),
    ports: application.ports.flatMap((port) => portOf(port) ?? []),
    leftOut,
  };
}

function namesNone([first, ...others]: readonly string[]): boolean {
  return first === undefined || inits.has(first) || (others.length === 0 && shells.test(first));
}

/** Settings with what is proposed; variables that are set already stay. */
export function withProposal(settings: Settings, proposal: ImageProposal): Settings {
  const { program, user, folder, stopSignal, environment } = proposal;
  const proposed = changedSettings(settings, {
    program,
    user,
    folder,
    stopSignal,
    environment: [...environment],
  });
  return changedSettings(proposed, { environment: settings.environment });
}

function environmentOf(variables: readonly string[], leftOut: string[]): readonly Variable[] {
  const all = new Map([['PATH', usualPath]]);
  for (const text of variables) {
    const at = text.indexOf('=');
    const [name, value] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)];
    const isUsable = shape().environment.safeParse([{ name, value }]).success;
    if (isUsable && all.size < maxVariables) all.set(name, value);
    else leftOut.push(t('Its variable {name} cannot be set.', { name: shownWords([name === '' ? text : name]) }));
  }
  return [...all].map(([name, value]) => ({ name, value })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Reads `80/tcp`, `53/udp` or `80`. */
function portOf(text: string): ServedPortNumber | undefined {
  const [port, protocol = 'tcp'] = text.split('/');
  return servedPortSchema().safeParse({ port: Number(port), protocol }).data;
}

function signalOf(text: string): ProgramSettings['stopSignal'] {
  const name = numbers[text] ?? (text.startsWith('SIG') ? text : `SIG${text}`);
  return stopSignals.find((signal) => signal === name && signal !== 'SIGTERM') ?? null;
}

/** A stranger's words, on one line. */
function shownWords(words: readonly string[]): string {
  return formatWords(words)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
    .slice(0, 120);
}
