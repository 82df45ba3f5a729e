// SPDX-License-Identifier: Apache-2.0
/**
 * Changes in force, as what they are, read from the exact commands that made them. A change whose command is not
 * understood is kept as its lines.
 */

import type { Change } from '../../contract/model/policy/change.ts';

export type LocalChange =
  | { readonly kind: 'boolean'; readonly name: string; readonly isOn: boolean }
  | { readonly kind: 'port'; readonly protocol: string; readonly port: string; readonly type: string }
  | { readonly kind: 'label'; readonly path: string }
  | { readonly kind: 'rules'; readonly container: string | null; readonly lines: readonly string[] }
  | { readonly kind: 'other'; readonly lines: readonly string[] };

export function localChangeOf({ kind, change, container }: Change): LocalChange {
  const [line = ''] = change;
  switch (kind) {
    case 'boolean': {
      const [, name, value] = /^setsebool -P ([A-Za-z0-9_]+) (on|off)$/.exec(line) ?? [];
      return name === undefined ? { kind: 'other', lines: change } : { kind: 'boolean', name, isOn: value === 'on' };
    }
    case 'port-label': {
      const [, type, protocol, port] = /^semanage port -a -t ([A-Za-z0-9_]+) -p ([a-z]+) (\d+)$/.exec(line) ?? [];
      return type === undefined || protocol === undefined || port === undefined
        ? { kind: 'other', lines: change }
        : { kind: 'port', protocol, port, type };
    }
    case 'relabel': {
      const path = /^restorecon -v -- (\/.*)$/s.exec(line)?.[1];
      return path === undefined ? { kind: 'other', lines: change } : { kind: 'label', path };
    }
    case 'volume':
    case 'volume-label':
    case 'limits':
      return { kind: 'other', lines: change };
    case 'module':
      return { kind: 'rules', container, lines: change };
  }
}
