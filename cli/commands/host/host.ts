// SPDX-License-Identifier: Apache-2.0
/** `host ls|use`: the hosts that can be named, and the one that is meant without `--host`. */

import { join } from 'node:path';
import { formatHost, type Host } from '../../../hosts/parse-host.ts';
import { hostArgument } from '../../arguments/argument-parsers.ts';
import type { CommandContext } from '../../command-context.ts';
import { chooseHost, hostVariable, readDefaultHost } from '../../default-host.ts';
import { examples } from '../../format/help-text.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';

export function addHost({ program, act }: Registry): void {
  const group = program.command('host').summary('which host is meant without --host');
  group
    .command('ls')
    .summary('list the hosts that can be named, and which is meant without --host')
    .description(
      'Lists this machine, the hosts of your ssh configuration, and the host that is meant without --host. Any other ' +
        'that ssh reaches can be named too.',
    )
    .addHelpText('after', examples('host ls', 'host ls --json'))
    .action(() => act(list, { needsHost: false }));
  group
    .command('use')
    .summary('choose the host that is meant without --host')
    .description(
      'Keeps the host in your folder for configuration, for all commands to come. --host and the variable ' +
        `${hostVariable} stand above it; "host use local" ends it.`,
    )
    .argument('<host>', 'local, lab, or ssh://[user@]host[:port]', hostArgument)
    .addHelpText('after', examples('host use ssh://admin@one', 'host use local'))
    .action((host: Host) => act((context) => use(context, host), { needsHost: false }));
}

interface Row {
  readonly host: string;
  /** What says that it is meant; undefined of all others. */
  readonly by: string | undefined;
}

const reasons = { variable: hostVariable, choice: 'host use', nothing: 'nothing else was chosen' } as const;

const columns: readonly Column<Row>[] = [
  { title: 'HOST', cell: ({ host }) => host, least: 20 },
  { title: 'DEFAULT', cell: ({ by }) => (by === undefined ? absent : 'yes') },
  { title: 'CHOSEN BY', cell: ({ by }) => by ?? absent },
];

async function list({ output, environment }: CommandContext): Promise<undefined> {
  const { variables } = environment;
  const chosen = await readDefaultHost(variables);
  const meant = formatHost(chosen.host);
  const { readSshConfigHosts } = await import('../../../hosts/ssh-config-hosts.ts');
  const home = variables['HOME'];
  const configured = home === undefined ? [] : await readSshConfigHosts(join(home, '.ssh'));
  const hosts = [...new Set(['local', meant, ...configured])];
  const rows = hosts.map((host): Row => ({ host, by: host === meant ? reasons[chosen.by] : undefined }));
  if (output.isJson) for (const { host, by } of rows) await output.json({ host, default: by !== undefined });
  else await output.write(formatTable(rows, columns, output));
}

async function use({ output, environment }: CommandContext, host: Host): Promise<undefined> {
  const { variables } = environment;
  await chooseHost(variables, host);
  if (output.isJson) await output.json({ done: { host: formatHost(host) } });
  else if (!output.isQuiet) await output.write(`commands without --host now mean ${formatHost(host)}\n`);
  if ((variables[hostVariable] ?? '') !== '')
    await output.note(`${hostVariable} is set, and stands above it as long as it is.`);
}
