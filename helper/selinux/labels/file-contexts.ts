// SPDX-License-Identifier: Apache-2.0
/** The policy's file contexts, asked through libselinux: which context a path of the host should have. */

import koffi from 'koffi';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import { messageOf } from '../../system/message-of.ts';

export interface FileContexts {
  /** Undefined where the policy specifies none; only the file type in `mode` counts. */
  contextOf(path: string, mode: number): string | undefined;
  close(): void;
}

type Handle = object | null;

interface Library {
  readonly open: (backend: number, options: null, count: number) => Handle;
  readonly lookup: (handle: Handle, context: [unknown], path: string, mode: number) => number;
  readonly free: (context: unknown) => void;
  readonly close: (handle: Handle) => void;
}

const forFiles = 0;
let loaded: Library | undefined;

/**
 * Reads them again, since a policy module may have changed them. Fails with `selinux-unavailable` where there are none.
 */
export function openFileContexts(): FileContexts {
  const library = (loaded ??= load());
  const handle =
    library.open(forFiles, null, 0) ??
    fail('selinux-unavailable', { reason: say('the policy of this host has no file contexts that could be read') });
  return {
    contextOf(path, mode) {
      const context: [unknown] = [null];
      if (library.lookup(handle, context, path, mode) !== 0) return undefined;
      try {
        return koffi.decode(context[0], 'char', -1) as string;
      } finally {
        library.free(context[0]);
      }
    },
    close: () => library.close(handle),
  };
}

/** Not at the start: a host without SELinux lacks it. */
function load(): Library {
  try {
    const library = koffi.load('libselinux.so.1');
    return {
      open: library.func(
        'void *selabel_open(unsigned int backend, void *options, unsigned int count)',
      ) as Library['open'],
      lookup: library.func(
        'int selabel_lookup_raw(void *handle, _Out_ void **context, const char *path, int mode)',
      ) as Library['lookup'],
      free: library.func('void freecon(void *context)') as Library['free'],
      close: library.func('void selabel_close(void *handle)') as Library['close'],
    };
  } catch (error) {
    return fail('selinux-unavailable', {
      reason: say('libselinux cannot be loaded: {message}', { message: messageOf(error) }),
    });
  }
}
