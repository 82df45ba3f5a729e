// SPDX-License-Identifier: Apache-2.0
/** `set`: changes limits and settings, and says for each whether it works at once. */

import type { SettingsChange } from '../../../contract/model/containers/given-settings.ts';
import { operations } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { type LimitChanges, limitName, limitsArgument } from '../../arguments/limits-argument.ts';
import { limitOptions } from '../../arguments/limit-options.ts';
import { isSettingWord, settingsArgument } from '../../arguments/settings-argument.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import type { Registry } from '../../registry.ts';

const limitExamples = limitOptions.map(({ name, example }) => `${name} (${example})`).join(', ');

export function addSet({ program, act }: Registry): void {
  program
    .command('set')
    .summary('change limits and settings of a container')
    .description(
      `${operations['container.configure'].summary}\nLimits are ${limitExamples}; the value none takes a limit away.\n` +
        'Settings are description (a sentence), autostart (yes, none, an order such as 10, or with the seconds until the ' +
        'next one starts 10+30s), hostname (none for its name), address (a fixed IPv4 address on the bridge; none for ' +
        'any), dns and search (servers and search domains, between commas; none for those of the host), program ' +
        '(what it runs in place of an init of its image; none for the init), user, folder and stop-signal (who runs it, ' +
        'where it begins, and what ends it), env.NAME for a variable of its environment, and lxc.KEY for a further line ' +
        'of its configuration of LXC; an empty value takes these away.',
    )
    .argument('<name>', 'name of the container', nameArgument)
    .argument('<key=value...>', 'limits and settings')
    .addHelpText(
      'after',
      examples(
        'set web memory=1G',
        'set web disk=20G io-write=20M',
        'set web cpus=1.5 pids=none --json',
        'set db description="PostgreSQL of the shop" autostart=10+30s',
        'set web env.LANG=C.UTF-8 env.DEBUG=',
        'set web lxc.prlimit.nofile=4096 lxc.sched.core=1',
        `set proxy program="nginx -g 'daemon off;'" user=nginx stop-signal=SIGQUIT`,
        'set web address=10.0.3.20 dns=192.0.2.53,192.0.2.54 search=example.org',
      ),
    )
    .action((name: string, words: readonly string[]) => act((context) => set(context, name, wantedOf(words))));
}

interface Wanted {
  /** Undefined where none is named. */
  readonly limits: LimitChanges | undefined;
  readonly settings: SettingsChange | undefined;
}

/** All is read before a host is asked. */
function wantedOf(words: readonly string[]): Wanted {
  const ofSettings = words.filter(isSettingWord);
  const ofLimits = words.filter((word) => !isSettingWord(word));
  return {
    limits: ofLimits.length === 0 ? undefined : limitsArgument(ofLimits),
    settings: ofSettings.length === 0 ? undefined : settingsArgument(ofSettings),
  };
}

interface Applied {
  readonly name: string;
  readonly applies: 'live' | 'next-start';
  readonly note: string | null;
}

async function set(context: CommandContext, name: string, { limits, settings }: Wanted): Promise<undefined> {
  const { output, signal } = context;
  const applied = await withClient(context, async (client) => [
    ...(limits === undefined ? [] : await setLimits(client, { name, limits }, signal)),
    ...(settings === undefined ? [] : await changeSettings(client, { name, settings }, signal)),
  ]);
  const byName = applied.map((one) => [one.name, one.applies] as const);
  const notes = new Set(applied.flatMap(({ note }) => note ?? []));
  if (output.isJson) await output.json({ name, applied: Object.fromEntries(byName), notes: [...notes] });
  else if (!output.isQuiet)
    await output.write(
      [
        ...byName.map(([key, applies]) => `${key}: ${applies}\n`),
        ...[...notes].map((note) => `note: ${escapeText(note)}\n`),
      ].join(''),
    );
}

async function setLimits(
  client: Client,
  { name, limits }: { readonly name: string; readonly limits: LimitChanges },
  signal: AbortSignal,
): Promise<readonly Applied[]> {
  const { applied } = await client.request('container.configure', { name, limits }, { signal });
  return applied.map(({ key, applies, note }) => ({ name: limitName(key), applies, note }));
}

async function changeSettings(
  client: Client,
  { name, settings }: { readonly name: string; readonly settings: SettingsChange },
  signal: AbortSignal,
): Promise<readonly Applied[]> {
  const { applied } = await client.request('container.change-settings', { name, settings }, { signal });
  return applied.map(({ key, applies }) => ({ name: key, applies, note: null }));
}
