// SPDX-License-Identifier: Apache-2.0
/** `file ls|mkdir|mv|rm|chmod|chown`: the files of a container, from outside. */

import type { Command } from 'commander';
import { describeMode, describeOwner } from '../../../contract/wording/describe-file.ts';
import type { ContainerFile } from '../../../contract/model/containers/container-file.ts';
import { operations } from '../../../contract/operations/index.ts';
import {
  filePathArgument,
  filePathsArgument,
  modeArgument,
  type OwnerArgument,
  ownerArgument,
} from '../../arguments/file-arguments.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { takeSnapshotFirst } from '../../follow/snapshot-first.ts';
import { examples } from '../../format/help-text.ts';
import { formatTime } from '../../../report/format-time.ts';
import { formatBytes } from '../../output/format-quantity.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import { createProgressLine } from '../../output/progress-line.ts';
import type { Registry } from '../../registry.ts';
import { fileRow } from '../../format/json/file-json.ts';
import { addFileContents } from './file-contents.ts';
import { addFilePacking } from './file-packing.ts';

export function addFile({ program, act }: Registry): void {
  const file = program.command('file').summary('files of a container, whether it runs or not');
  file
    .command('ls')
    .summary('list a folder')
    .description(operations['file.list'].summary)
    .argument('<name>', 'the container', nameArgument)
    .argument('[path]', 'the folder; the root when left out', filePathArgument, '/')
    .addHelpText('after', examples('file ls web /etc', 'file ls web /srv --json'))
    .action((name: string, path: string) => act((context) => list(context, name, path)));
  addFileContents(file, act);
  addFilePacking(file, act);
  addFileChanges(file, act);
}

function addFileChanges(file: Command, act: Registry['act']): void {
  file
    .command('mkdir')
    .summary('make a folder')
    .description(operations['file.make-folder'].summary)
    .argument('<name>', 'the container', nameArgument)
    .argument('<path>', 'the folder', filePathArgument)
    .option('--mode <mode>', 'in octal digits; 0755 when left out', modeArgument)
    .option('--owner <owner>', 'USER[:GROUP], by ids of the container; 0:0 when left out', ownerArgument)
    .addHelpText('after', examples('file mkdir web /srv/www', 'file mkdir web /srv/www --owner 33:33 --mode 0750'))
    .action((name: string, path: string, { mode, owner }: RightsOptions) =>
      act((context) =>
        change(context, 'made', () => ({ operation: 'file.make-folder', params: { name, path, mode, ...owner } })),
      ),
    );
  file
    .command('mv')
    .summary('rename a file or folder')
    .description(operations['file.rename'].summary)
    .argument('<name>', 'the container', nameArgument)
    .argument('<path>', 'the file', filePathArgument)
    .argument('<to>', 'its new path', filePathArgument)
    .addHelpText('after', examples('file mv web /etc/nginx.conf /etc/nginx.conf.old'))
    .action((name: string, path: string, to: string) =>
      act((context) => change(context, 'renamed', () => ({ operation: 'file.rename', params: { name, path, to } }))),
    );
  file
    .command('rm')
    .summary('remove files')
    .description(operations['file.remove'].summary)
    .argument('<name>', 'the container', nameArgument)
    .argument('<path...>', 'the files', filePathsArgument)
    .option('--recursive', 'also folders with all that is in them')
    .option('--snapshot', 'take a snapshot first (default with --recursive, and for several files)')
    .option('--no-snapshot', 'take none')
    .addHelpText('after', examples('file rm web /srv/page', 'file rm web /var/cache/apt --recursive'))
    .action((name: string, paths: readonly string[], { recursive = false, snapshot }: RemoveOptions) =>
      act((context) =>
        remove(context, {
          name,
          paths,
          recursive,
          withSnapshot: snapshot ?? (recursive || paths.length > 1),
        }),
      ),
    );
  file
    .command('chmod')
    .summary('change the mode of a file or folder')
    .argument('<name>', 'the container', nameArgument)
    .argument('<mode>', 'in octal digits', modeArgument)
    .argument('<path>', 'the file', filePathArgument)
    .addHelpText('after', examples('file chmod web 0640 /etc/app.conf'))
    .action((name: string, mode: number, path: string) =>
      act((context) => change(context, 'changed', () => ({ operation: 'file.change', params: { name, path, mode } }))),
    );
  file
    .command('chown')
    .summary('change the owner of a file or folder')
    .argument('<name>', 'the container', nameArgument)
    .argument('<owner>', 'USER, USER:GROUP or :GROUP, by ids of the container', ownerArgument)
    .argument('<path>', 'the file', filePathArgument)
    .addHelpText('after', examples('file chown web 33:33 /srv/www'))
    .action((name: string, owner: OwnerArgument, path: string) =>
      act((context) =>
        change(context, 'changed', () => ({ operation: 'file.change', params: { name, path, ...owner } })),
      ),
    );
}

interface RemoveOptions {
  readonly recursive?: boolean;
  readonly snapshot?: boolean;
}

interface RightsOptions {
  readonly mode?: number;
  readonly owner?: OwnerArgument;
}

type FileChange =
  | {
      readonly operation: 'file.make-folder' | 'file.change';
      readonly params: { readonly name: string; readonly path: string } & Rights;
    }
  | {
      readonly operation: 'file.rename';
      readonly params: { readonly name: string; readonly path: string; readonly to: string };
    };

interface Rights {
  readonly mode?: number | undefined;
  readonly user?: number;
  readonly group?: number;
}

async function change(context: CommandContext, done: string, make: () => FileChange): Promise<undefined> {
  const { output, signal } = context;
  const { operation, params } = make();
  const { file } = await withClient(context, (client) =>
    operation === 'file.rename'
      ? client.request(operation, params, { signal })
      : client.request(operation, params, { signal }),
  );
  const path = 'to' in params ? params.to : params.path;
  if (output.isJson) await output.json({ done: { container: params.name, path, ...fileRow(file) } });
  else await output.note(`${done} ${path} of ${params.name}: ${describeMode(file)} ${ownersOf(file)}`);
}

function ownersOf({ user, group }: ContainerFile): string {
  return `${describeOwner(user)}:${describeOwner(group)}`;
}

const columns: readonly Column<ContainerFile>[] = [
  { title: 'MODE', cell: describeMode },
  { title: 'OWNER', cell: ownersOf },
  { title: 'SIZE', cell: ({ kind, bytes }) => (kind === 'file' ? formatBytes(bytes) : absent), isNumber: true },
  { title: 'CHANGED', cell: ({ modifiedAt }) => formatTime(modifiedAt) },
  { title: 'LABEL', cell: ({ label }) => label ?? absent },
  { title: 'NAME', cell: ({ name, target }) => (target === null ? name : `${name} -> ${target}`) },
];

async function list(context: CommandContext, name: string, path: string): Promise<undefined> {
  const { output, signal } = context;
  const files: ContainerFile[] = [];
  const { isTruncated } = await withClient(context, async (client) => {
    const call = client.stream('file.list', { name, path }, { signal });
    for await (const item of call) files.push(...item.files);
    return call.result;
  });
  files.sort((one, other) => (one.name < other.name ? -1 : 1));
  if (output.isJson) for (const file of files) await output.json(fileRow(file));
  else if (files.length === 0) await output.note(`${path} of ${name} is empty`);
  else await output.write(formatTable(files, columns, output));
  if (isTruncated) await output.note(`there are more than these ${files.length}`);
}

interface Removal {
  readonly name: string;
  readonly paths: readonly string[];
  readonly recursive: boolean;
  readonly withSnapshot: boolean;
}

async function remove(context: CommandContext, { name, paths, recursive, withSnapshot }: Removal): Promise<undefined> {
  const { output, environment, signal } = context;
  const progress = createProgressLine(environment.stderr, output);
  await withClient(context, async (client) => {
    if (withSnapshot) await takeSnapshotFirst(context, client, { name, paths, before: 'removal' });
    for (const path of paths) {
      const call = client.stream('file.remove', { name, path, recursive }, { signal });
      try {
        for await (const { removed } of call)
          if (environment.stderr.isTTY === true && !output.isQuiet) await progress.show(`removed ${removed}`);
      } finally {
        await progress.clear();
      }
      const { removed } = await call.result;
      if (output.isJson) await output.json({ done: { container: name, path, removed } });
      else await output.note(`removed ${path} of ${name}${removed > 1 ? `, ${removed} files and folders` : ''}`);
    }
  });
}
