// SPDX-License-Identifier: Apache-2.0
/** `image find|newer`: what servers of images offer. */

import type { Command } from 'commander';
import type { Image } from '../../../contract/model/host/image.ts';
import {
  nameOf,
  parseServerOrigin,
  type ServerImage,
  type ServerOrigin,
  successorOf,
} from '../../../contract/rules/server-image.ts';
import { listServerImages } from '../../../image-servers/list-images.ts';
import type { CommandContext } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { imagesOf } from '../../images/image-results.ts';
import { addServerOptions, type ServerOptions } from '../../images/server/server-options.ts';
import { formatBytes } from '../../output/format-quantity.ts';
import { type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';

export function addServerImages(group: Command, act: Registry['act']): void {
  addServerOptions(group.command('find'))
    .summary('show the images of a server')
    .description(
      'Shows the newest of each image that a server offers for an architecture, as "image import lxc:NAME" takes them. ' +
        'This machine asks the server; the host does not.',
    )
    .argument('[words...]', 'parts of their names, all of which must be there')
    .addHelpText('after', examples('image find debian', 'image find ubuntu 24.04 --architecture arm64'))
    .action((words: readonly string[], options: ServerOptions) => act((context) => find(context, words, options)));
  group
    .command('newer')
    .summary('show which images there are newer ones of')
    .description('Asks the servers from which images of the host came, whether they have newer ones by now.')
    .option('--keyring <file>', 'public keys; the index of each server must be signed with one of them (gpgv)')
    .addHelpText('after', examples('image newer'))
    .action((options: Pick<ServerOptions, 'keyring'>) => act((context) => newer(context, options)));
}

const columns: readonly Column<ServerImage>[] = [
  { title: 'NAME', cell: nameOf },
  { title: 'ARCHITECTURE', cell: ({ architecture }) => architecture },
  { title: 'VERSION', cell: ({ version }) => version },
  { title: 'SIZE', cell: ({ bytes }) => formatBytes(bytes), isNumber: true },
  { title: 'ALSO CALLED', cell: ({ aliases }) => aliases.slice(1).join(', ') },
];

async function find(
  { output, signal }: CommandContext,
  words: readonly string[],
  { server, keyring, architecture }: ServerOptions,
): Promise<undefined> {
  const wanted = words.map((word) => word.toLowerCase());
  const images = (await listServerImages({ server, keyring }, signal)).filter(
    (image) =>
      image.architecture === architecture &&
      wanted.every((word) => image.aliases.some((alias) => alias.toLowerCase().includes(word))),
  );
  if (output.isJson) for (const image of images) await output.json(image);
  else if (images.length === 0) await output.note(`${server} has no such image for ${architecture}.`);
  else await output.write(formatTable(images, columns, output));
}

interface Dated {
  readonly image: Image;
  readonly origin: ServerOrigin;
  /** The newest that its server has; undefined when it has none of that name any more. */
  readonly newest: string | undefined;
}

const newerColumns: readonly Column<Dated>[] = [
  { title: 'IMAGE', cell: ({ image }) => image.name },
  { title: 'NAME', cell: ({ origin }) => origin.name },
  { title: 'HAS', cell: ({ origin }) => origin.version },
  { title: 'NEWEST', cell: ({ newest }) => newest ?? 'not offered any more' },
];

async function newer(context: CommandContext, { keyring }: Pick<ServerOptions, 'keyring'>): Promise<undefined> {
  const { output, signal } = context;
  const known = (await imagesOf(context)).flatMap((image) => {
    const origin = parseServerOrigin(image.origin);
    return origin === undefined ? [] : [{ image, origin }];
  });
  const offered = new Map<string, readonly ServerImage[]>();
  for (const server of new Set(known.map(({ origin }) => origin.server)))
    offered.set(server, await listServerImages({ server, keyring }, signal));
  const old = known
    .map(({ image, origin }) => ({
      image,
      origin,
      newest: successorOf(offered.get(origin.server) ?? [], origin)?.version,
    }))
    .filter(({ origin, newest }) => newest === undefined || newest > origin.version);
  if (output.isJson)
    for (const { image, origin, newest = null } of old) await output.json({ image: image.name, ...origin, newest });
  else if (known.length === 0) await output.note('No image of this host came from a server of images.');
  else if (old.length === 0) await output.note('There are no newer ones.');
  else await output.write(formatTable(old, newerColumns, output));
}
