// SPDX-License-Identifier: Apache-2.0
/** The options that say which server of images is meant, and which of its images. */

import type { Command } from 'commander';
import { architectureArgument, serverArgument } from '../../arguments/argument-parsers.ts';
import { lxcServer } from '../../../contract/rules/server-image.ts';
import { architectureOfThisMachine } from '../../../image-servers/architecture.ts';

export interface ServerOptions {
  readonly server: string;
  readonly keyring: string | undefined;
  readonly architecture: string;
}

export function addServerOptions(command: Command): Command {
  return command
    .option('--server <url>', 'of the images', serverArgument, lxcServer)
    .option('--keyring <file>', 'public keys; the index of the server must be signed with one of them (gpgv)')
    .option(
      '--architecture <name>',
      'of the image, as Debian calls it',
      architectureArgument,
      architectureOfThisMachine(),
    );
}
