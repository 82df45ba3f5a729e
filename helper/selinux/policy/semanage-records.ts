// SPDX-License-Identifier: Apache-2.0
/** The lines in which libsemanage keeps what was set by hand, as `semanage` writes them. */

import type { FileKind } from '../../../contract/model/policy/local-change.ts';

export interface PortRecord {
  readonly protocol: string;
  readonly low: number;
  readonly high: number;
  readonly type: string;
}

export interface FileContextRecord {
  readonly pattern: string;
  readonly files: FileKind;
  /** Null says that there is no label. */
  readonly context: string | null;
}

/** Lines that say something: without comments and empty ones. */
export function recordLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** `portcon tcp 8080 system_u:object_r:http_port_t:s0`, or with a range of ports; undefined for any other line. */
export function portRecordOf(line: string): PortRecord | undefined {
  const { protocol, low, high, type } =
    /^portcon (?<protocol>\S+) (?<low>\d+)(?:\s*-\s*(?<high>\d+))? [^:\s]+:[^:\s]+:(?<type>[^:\s]+)/.exec(line)
      ?.groups ?? {};
  if (protocol === undefined || low === undefined || type === undefined) return undefined;
  return { protocol, low: Number(low), high: Number(high ?? low), type };
}

/** `httpd_can_network_connect=1`; undefined for any other line. */
export function booleanRecordOf(line: string): { readonly name: string; readonly isOn: boolean } | undefined {
  const { name, value } = /^(?<name>\w+)\s*=\s*(?<value>[01]|true|false)$/.exec(line)?.groups ?? {};
  return name === undefined ? undefined : { name, isOn: value === '1' || value === 'true' };
}

const fileKindOf: Readonly<Record<string, FileKind>> = {
  '--': 'file',
  '-d': 'dir',
  '-c': 'char',
  '-b': 'block',
  '-s': 'socket',
  '-l': 'symlink',
  '-p': 'pipe',
};

/** `/srv/web(/.*)?  --  system_u:object_r:httpd_sys_content_t:s0`; undefined for any other line. */
export function fileContextRecordOf(line: string): FileContextRecord | undefined {
  const { pattern, files, context } =
    /^(?<pattern>\/.*?)\s+(?:(?<files>--|-[dcbslp])\s+)?(?<context><<none>>|[^\s:]+:[^\s:]+:\S+)$/.exec(line)?.groups ??
    {};
  if (pattern === undefined || context === undefined) return undefined;
  return {
    pattern,
    files: files === undefined ? 'any' : (fileKindOf[files] ?? 'any'),
    context: context === '<<none>>' ? null : context,
  };
}

/** `/srv/copy /var/www`; undefined for any other line. */
export function equivalenceRecordOf(line: string): { readonly path: string; readonly like: string } | undefined {
  const [, path, like] = /^(\/\S*)\s+(\/\S*)$/.exec(line) ?? [];
  return path === undefined || like === undefined ? undefined : { path, like };
}
