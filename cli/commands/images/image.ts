// SPDX-License-Identifier: Apache-2.0
/** `image ls|show|import|find|newer|debian|make|describe|rm`: what containers are created from. */

import { formatWords } from '../../../contract/wording/command-line.ts';
import { proposalOf } from '../../../contract/rules/image-proposal.ts';
import type { Image } from '../../../contract/model/host/image.ts';
import { fail } from '../../../contract/errors.ts';
import { operations } from '../../../contract/operations/index.ts';
import { imageArgument, imageTextArgument, nameArgument, sha256Argument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { consents, yesOption } from '../../confirmations.ts';
import { describeImageUpdates, imageUpdatesJson } from '../../images/image-updates.ts';
import { followImage } from '../../follow/follow-image.ts';
import { examples } from '../../format/help-text.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { debianArchive } from '../../images/debian-archive.ts';
import { imageJson, imagesOf, sayMade } from '../../images/image-results.ts';
import { importArchive } from '../../images/import-archive.ts';
import { openServerImage } from '../../images/server/open-server-image.ts';
import { addServerOptions, type ServerOptions } from '../../images/server/server-options.ts';
import { openArchive, outputOf } from '../../transfer/open-archive.ts';
import { formatTime } from '../../../report/format-time.ts';
import { formatBytes } from '../../output/format-quantity.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';
import { addServerImages } from './server-images.ts';

export function addImage({ program, act }: Registry): void {
  const group = program.command('image').summary('what containers are created from');
  const describeText = 'what is said about it, in a line';
  group
    .command('ls')
    .summary('show the images')
    .addHelpText('after', examples('image ls', 'image ls --json'))
    .action(() => act(list));
  group
    .command('show')
    .summary('show all that is known of an image')
    .argument('<image>', 'the image', imageArgument)
    .addHelpText('after', examples('image show debian-13'))
    .action((image: string) => act((context) => show(context, image)));
  addServerOptions(group.command('import'))
    .summary('make an image of an archive')
    .description(operations['image.import'].summary)
    .argument(
      '<source>',
      'a file, a folder, - for what is piped to it, lxc:NAME for one of a server of images, or docker://… for one of a ' +
        'registry, fetched by skopeo',
    )
    .requiredOption('--as <image>', 'its name', imageArgument)
    .option('--description <text>', describeText, imageTextArgument)
    .option('--sha256 <digits>', 'the digest that the archive must have', sha256Argument)
    .addHelpText(
      'after',
      examples(
        'image import rootfs.tar.xz --as alpine',
        'image import lxc:debian/trixie --as debian-13',
        'image import docker://docker.io/library/nginx --as nginx',
      ),
    )
    .action((source: string, options: ImportOptions) => act((context) => importFile(context, source, options)));
  addServerImages(group, act);
  group
    .command('debian')
    .summary('make an image of Debian with mmdebstrap')
    .description(
      'Runs mmdebstrap on this machine, as you, and sends what it makes to the host: Debian with systemd, set up for a container.',
    )
    .requiredOption('--as <image>', 'its name', imageArgument)
    .option('--suite <suite>', 'the release', 'stable')
    .option('--include <packages>', 'more packages, with commas between them', wordsOf, [])
    .option('--mirror <url>', 'where the packages come from')
    .option('--description <text>', describeText, imageTextArgument)
    .addHelpText('after', examples('image debian --as debian-13 --suite trixie --include nginx,curl'))
    .action((options: DebianOptions) => act((context) => importDebian(context, options)));
  group
    .command('make')
    .summary('make an image of a container')
    .description(operations['image.make'].summary)
    .argument('<name>', 'the container', nameArgument)
    .requiredOption('--as <image>', 'its name', imageArgument)
    .option('--description <text>', describeText, imageTextArgument)
    .addHelpText('after', examples('image make web --as web-golden'))
    .action((name: string, options: NewImageOptions) => act((context) => make(context, name, options)));
  group
    .command('describe')
    .summary('change what is said about an image')
    .argument('<image>', 'the image', imageArgument)
    .argument('<text>', describeText, imageTextArgument)
    .addHelpText('after', examples("image describe web-golden 'the shop, without its data'"))
    .action((image: string, text: string) => act((context) => describe(context, image, text)));
  group
    .command('rm')
    .summary('remove an image that no container needs')
    .argument('<image>', 'the image', imageArgument)
    .option(...yesOption)
    .addHelpText('after', examples('image rm alpine', 'image rm alpine --yes'))
    .action((image: string, options: { readonly yes?: boolean }) => act((context) => remove(context, image, options)));
}

interface NewImageOptions {
  readonly as: string;
  readonly description?: string;
}

interface ImportOptions extends NewImageOptions, ServerOptions {
  readonly sha256?: string;
}

interface DebianOptions extends NewImageOptions {
  readonly suite: string;
  readonly include: readonly string[];
  readonly mirror?: string;
}

/** How an image of a server is named. */
const ofServer = 'lxc:';

async function importFile(context: CommandContext, source: string, options: ImportOptions): Promise<undefined> {
  const { as: image, description, sha256 } = options;
  await importArchive(
    context,
    (signal) =>
      source.startsWith(ofServer)
        ? openServerImage(source.slice(ofServer.length), options, signal)
        : openArchive(source, context.environment.stdin, signal),
    ({ name, sha256: known }) => ({
      image,
      ...(name !== undefined && { origin: name.slice(0, 200) }),
      ...(description !== undefined && { description }),
      // A checksum that was asked for must hold, whatever the server says.
      ...((sha256 ?? known) !== undefined && { sha256: sha256 ?? known }),
    }),
  );
}

/** Runs mmdebstrap here, and sends what it makes to the host. */
export async function importDebian(
  context: CommandContext,
  { as: image, description, suite, include, mirror }: DebianOptions,
): Promise<undefined> {
  const program = debianArchive({ suite, include, mirror });
  await importArchive(
    context,
    async (signal) => ({ pieces: outputOf(program, signal), bytes: undefined, name: program.name }),
    () => ({ image, origin: `mmdebstrap ${suite}`, ...(description !== undefined && { description }) }),
  );
}

async function make(
  context: CommandContext,
  name: string,
  { as: image, description }: NewImageOptions,
): Promise<undefined> {
  const { signal } = context;
  await withClient(context, async (client) => {
    const params = { name, image, ...(description !== undefined && { description }) };
    await sayMade(context, await followImage(context, client.stream('image.make', params, { signal })));
  });
}

const columns: readonly Column<Image>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'ARCHITECTURE', cell: ({ architecture }) => architecture },
  { title: 'SIZE', cell: ({ sizeBytes }) => formatBytes(sizeBytes), isNumber: true },
  { title: 'MADE', cell: ({ createdAt }) => (createdAt === null ? absent : formatTime(createdAt)) },
  { title: 'USED BY', cell: ({ usedBy }) => String(usedBy.length), isNumber: true },
  { title: 'DESCRIPTION', cell: ({ description }) => description },
];

async function list(context: CommandContext): Promise<undefined> {
  const { output } = context;
  const images = await imagesOf(context);
  if (output.isJson) for (const image of images) await output.json(imageJson(image));
  else if (images.length === 0)
    await output.note('There are no images. Make one with: bulkheadctl image import FILE --as IMAGE');
  else await output.write(formatTable(images, columns, output));
}

async function show(context: CommandContext, name: string): Promise<undefined> {
  const { output, signal } = context;
  const { image, updates } = await withClient(context, async (client) => {
    const { images } = await client.request('image.list', {}, { signal });
    const found = images.find((one) => one.name === name) ?? fail('image-not-found', { image: name });
    return { image: found, ...(await client.request('image.updates', { image: name }, { signal })) };
  });
  if (output.isJson) {
    await output.json({ ...imageJson(image), updates: imageUpdatesJson(updates) });
    return;
  }
  const { application } = image;
  const rows: readonly (readonly [string, string | null])[] = [
    ['name', image.name],
    ['description', image.description],
    ['architecture', image.architecture],
    ['size', formatBytes(image.sizeBytes)],
    ['made', image.createdAt === null ? null : formatTime(image.createdAt)],
    ['origin', image.origin],
    ['sha256', image.sha256],
    ['init', initOf(image)],
    ['updates', describeImageUpdates(updates)],
    ['used by', image.usedBy.join(', ')],
    ...(application === null
      ? []
      : ([
          ['program', formatWords([...application.entrypoint, ...application.command])],
          ['user', application.user],
          ['folder', application.folder],
          ['ports', application.ports.join(', ')],
          ['stop signal', application.stopSignal],
          ['environment', application.environment.join(' ')],
        ] as const)),
  ];
  const shown = rows.flatMap(([title, text]) => (text === null || text === '' ? [] : [{ title, text }]));
  await output.write(
    formatTable(
      shown,
      [
        { title: 'WHAT', cell: ({ title }) => title },
        { title: 'VALUE', cell: ({ text }) => text },
      ],
      { paint: output.paint, width: undefined },
    ),
  );
}

async function describe(context: CommandContext, image: string, description: string): Promise<undefined> {
  const { output, signal } = context;
  const changed = await withClient(context, (client) =>
    client.request('image.describe', { image, description }, { signal }),
  );
  if (output.isJson) await output.json({ done: imageJson(changed) });
}

async function remove(
  context: CommandContext,
  image: string,
  { yes = false }: { readonly yes?: boolean },
): Promise<number> {
  const { output, signal } = context;
  if (!(await consents(context, 'remove-image', { names: [image], yes }))) return exitCodes.failed;
  await withClient(context, (client) => client.request('image.remove', { image }, { signal }));
  if (output.isJson) await output.json({ done: { image } });
  else if (!output.isQuiet) await output.write(`removed the image ${image}\n`);
  return exitCodes.done;
}

function initOf(image: Image): string | null {
  const { hasInit } = image;
  if ((proposalOf(image)?.program.length ?? 0) > 0) return "its containers run its program, with an init of the host's";
  if (hasInit === null) return null;
  return hasInit ? 'yes' : 'no: its containers start only with a program that is chosen for them';
}

function wordsOf(text: string): readonly string[] {
  return text.split(',').filter((word) => word !== '');
}
