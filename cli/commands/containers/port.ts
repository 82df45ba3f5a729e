// SPDX-License-Identifier: Apache-2.0
/** `port ls|publish|unpublish`: ports of the host behind which those of containers are reached. */

import { fail } from '../../../contract/errors.ts';
import { describeHostPort, type HostPort, type Publication } from '../../../contract/model/containers/publication.ts';
import { operations } from '../../../contract/operations/index.ts';
import type { ListenVerdict } from '../../../contract/operations/containers/port.ts';
import type { Client } from '../../../rpc/client.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { hostPortArgument, publicationArgument } from '../../arguments/publication-argument.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { followPolicyChange } from '../../follow/policy-progress.ts';
import { publishedRow } from '../../format/container-row.ts';
import { examples } from '../../format/help-text.ts';
import { type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';

export function addPort({ program, act }: Registry): void {
  const port = program.command('port').summary('ports of the host behind which those of containers are reached');
  port
    .command('ls')
    .summary('show published ports')
    .argument('[name]', 'only those of this container', nameArgument)
    .addHelpText('after', examples('port ls', 'port ls web --json'))
    .action((name: string | undefined) => act((context) => list(context, name)));
  port
    .command('publish')
    .summary('publish a port of a container')
    .description(operations['port.publish'].summary)
    .argument('<name>', 'the container', nameArgument)
    .argument('<port>', '[ADDRESS:]HOSTPORT:PORT, with /udp behind it for UDP', publicationArgument)
    .option('--listen', "also let the container's own domain listen on the port, where it may not")
    .addHelpText(
      'after',
      examples(
        'port publish web 8080:80',
        'port publish dns 192.0.2.1:53:53/udp',
        'port publish shop 443:443 --listen',
      ),
    )
    .action((name: string, publication: Publication, { listen = false }: { readonly listen?: boolean }) =>
      act((context) => publish(context, { name, publication, listen })),
    );
  port
    .command('unpublish')
    .summary('unpublish a port')
    .description(operations['port.unpublish'].summary)
    .argument('<name>', 'the container', nameArgument)
    .argument('<port>', '[ADDRESS:]HOSTPORT, with /udp behind it for UDP', hostPortArgument)
    .addHelpText('after', examples('port unpublish web 8080', 'port unpublish dns 192.0.2.1:53/udp'))
    .action((name: string, hostPort: HostPort) => act((context) => unpublish(context, name, hostPort)));
}

async function publish(
  context: CommandContext,
  { name, publication, listen }: { readonly name: string; readonly publication: Publication; readonly listen: boolean },
): Promise<undefined> {
  const { output, signal } = context;
  await withClient(context, async (client) => {
    const { listen: verdict } = await client.request('port.check', { name, ...publication }, { signal });
    const isAdded = listen && verdict.state === 'denied';
    if (isAdded) await letListen(context, client, { name, publication });
    const { published } = await client.request('port.publish', { name, ...publication }, { signal });
    if (output.isJson)
      await output.json({
        done: { name, published: published.map(publishedRow), listen: isAdded ? 'added' : verdict.state },
      });
    else if (!output.isQuiet)
      await output.write(`published ${describeHostPort(publication)} for port ${publication.port} of ${name}\n`);
    if (!isAdded) await warn(context, { name, publication, verdict });
  });
}

/** Published, and denied: the connection would reach a container that does not answer. */
async function warn(
  { output }: CommandContext,
  {
    name,
    publication: { protocol, port },
    verdict: { state, type },
  }: { readonly name: string; readonly publication: Publication; readonly verdict: ListenVerdict },
): Promise<void> {
  if (state !== 'denied') return;
  await output.note(
    `its own domain may not listen on ${protocol} port ${port} (${type ?? 'no type'}); ` +
      `allow it with bulkheadctl port publish --listen, or bulkheadctl confine ${name} own --listen ${port}`,
  );
}

/** Confines the container with its present choices and one port more, on which it may listen. */
async function letListen(
  context: CommandContext,
  client: Client,
  { name, publication: { protocol, port } }: { readonly name: string; readonly publication: Publication },
): Promise<void> {
  const { containers } = await client.request('container.list', {}, { signal: context.signal });
  const { ports, allow, connectTypes } =
    containers.find((one) => one.name === name) ?? fail('container-not-found', { name });
  const params = { name, confinement: 'own' as const, ports: [...ports, { protocol, port }], allow, connectTypes };
  await followPolicyChange(context, client.stream('container.confine', params, { signal: context.signal }));
}

async function unpublish(context: CommandContext, name: string, port: HostPort): Promise<undefined> {
  const { output, signal } = context;
  const { published } = await withClient(context, (client) =>
    client.request('port.unpublish', { name, ...port }, { signal }),
  );
  if (output.isJson) await output.json({ done: { name, published: published.map(publishedRow) } });
  else if (!output.isQuiet) await output.write(`${describeHostPort(port)} no longer leads to ${name}\n`);
}

interface Row extends Publication {
  readonly name: string;
}

const columns: readonly Column<Row>[] = [
  { title: 'CONTAINER', cell: ({ name }) => name },
  { title: 'PROTOCOL', cell: ({ protocol }) => protocol },
  { title: 'ADDRESS', cell: ({ address }) => address ?? 'all' },
  { title: 'HOST PORT', cell: ({ hostPort }) => String(hostPort), isNumber: true },
  { title: 'PORT', cell: ({ port }) => String(port), isNumber: true },
];

async function list(context: CommandContext, name: string | undefined): Promise<undefined> {
  const { output, signal } = context;
  const { containers } = await withClient(context, (client) => client.request('container.list', {}, { signal }));
  if (name !== undefined && !containers.some((one) => one.name === name)) fail('container-not-found', { name });
  const rows = containers
    .filter((one) => name === undefined || one.name === name)
    .flatMap((one) => one.published.map((publication): Row => ({ name: one.name, ...publication })));
  if (output.isJson) for (const row of rows) await output.json({ name: row.name, ...publishedRow(row) });
  else if (rows.length === 0)
    await output.note(name === undefined ? 'no container of this host publishes ports' : `${name} publishes no ports`);
  else await output.write(formatTable(rows, columns, output));
}
