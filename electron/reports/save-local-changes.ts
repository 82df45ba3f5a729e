// SPDX-License-Identifier: Apache-2.0
/** Saves the local changes of a host as a file for another one. */

import type { BrowserWindow } from 'electron';
import type { LocalChangesForm } from '../../contract/bridge.ts';
import { nameOfLocalChanges } from '../../report/saved-files/file-names.ts';
import { saveFile } from './save-file.ts';

const kinds: Readonly<Record<LocalChangesForm, string>> = {
  shell: 'Shell script',
  cil: 'CIL module',
  ansible: 'Ansible playbook',
};

export function saveLocalChanges(
  window: BrowserWindow,
  form: LocalChangesForm,
  text: string,
): Promise<string | undefined> {
  return saveFile(window, {
    title: 'Save the local changes',
    what: 'the local changes',
    ...nameOfLocalChanges(form),
    kind: kinds[form],
    content: async () => text,
  });
}
