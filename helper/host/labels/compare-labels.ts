/** Compares the labels of a tree with what the policy has for its paths, and gives them back where that is wanted. Like restorecon, it changes the type alone. */

import type { LabelItem, LabelSum } from '../../../contract/operations/label.ts';
import { parseSecurityContext } from '../../../contract/model/parse-security-context.ts';
import { formatSecurityContext } from '../../../contract/model/format-security-context.ts';
import type { FileContexts } from '../native/file-contexts.ts';
import { labelOf, setLabel } from '../native/labels.ts';
import { type Found, walkTree } from './walk-tree.ts';

export interface Comparison {
  readonly roots: readonly string[];
  readonly contexts: FileContexts;
  readonly isRestoring: boolean;
  /** Told now and then while it restores. */
  readonly onProgress?: (files: number) => void;
}

const filesPerProgress = 500;

export async function* compareLabels({ roots, contexts, isRestoring, onProgress }: Comparison, signal: AbortSignal): AsyncGenerator<LabelItem, LabelSum, undefined> {
  const sum = { files: 0, drifted: 0, skipped: 0 };
  for (const root of roots) {
    for await (const found of walkTree(root, signal)) {
      const item = judge(found, contexts);
      sum.files += 1;
      if (sum.files % filesPerProgress === 0) {
        onProgress?.(sum.files);
        yield { type: 'progress', files: sum.files };
      }
      if (item === undefined) continue;
      if (item.type === 'drifted' && isRestoring && found.kind === 'file') relabel(found.fd, item.wanted);
      sum[item.type] += 1;
      yield item.type === 'skipped' ? item : { type: 'drifted', path: item.path, actual: item.actual, expected: item.expected };
    }
  }
  yield { type: 'progress', files: sum.files };
  return sum;
}

type Judged = Extract<LabelItem, { type: 'skipped' }> | (Extract<LabelItem, { type: 'drifted' }> & { readonly wanted: string });

/** Undefined when there is nothing to say about it. */
function judge(found: Found, contexts: FileContexts): Judged | undefined {
  const { path } = found;
  if (found.kind === 'skipped') return { type: 'skipped', path, because: found.because };
  const { fd, status } = found;
  const policys = contexts.contextOf(path, status.mode);
  const expected = policys === undefined ? undefined : parseSecurityContext(policys);
  if (policys === undefined || expected === undefined) return undefined;
  const label = labelIfAny(fd);
  const actual = label === undefined ? undefined : parseSecurityContext(label);
  if (actual?.type === expected.type) return undefined;
  if (!isOfFolders(expected.type)) return { type: 'skipped', path, because: `the policy has ${expected.type} for it, which is not for files of containers` };
  // Who owns a file may give another file, perhaps not his own, this name.
  if (!status.isDirectory() && status.nlink > 1 && status.uid !== 0) return { type: 'skipped', path, because: `it has ${status.nlink} names and belongs to uid ${status.uid}` };
  return { type: 'drifted', path, actual: actual?.type ?? null, expected: expected.type, wanted: actual === undefined ? policys : formatSecurityContext({ ...actual, type: expected.type }) };
}

function relabel(fd: number, context: string): void {
  setLabel(fd, context);
}

/** The only types that are ever given: those of folders like these in both policies, and Bulkhead's own. */
function isOfFolders(type: string): boolean {
  return folderTypes.has(type) || type.startsWith('bulkhead_');
}

const folderTypes: ReadonlySet<string> = new Set(['var_lib_t', 'container_var_lib_t', 'lib_t', 'bin_t', 'unconfined_execmem_exec_t']);

function labelIfAny(fd: number): string | undefined {
  try {
    return labelOf(fd);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENODATA') return undefined;
    throw error;
  }
}
