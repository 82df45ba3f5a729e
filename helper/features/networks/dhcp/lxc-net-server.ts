// SPDX-License-Identifier: Apache-2.0
/**
 * The DHCP server of LXC's bridge, which lxc-net starts. It reads files of Bulkhead's once its configuration file names
 * them: lxc-net takes the path of that file from its settings, which are the administrator's.
 */

import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { fail } from '../../../../contract/errors.ts';
import { say } from '../../../../contract/text.ts';
import { ensureNetwork } from '../../../lxc/network/nat-bridge.ts';
import { natBridge } from '../../../lxc/network/port-guard.ts';
import { textOf } from '../../../system/files/text-of.ts';
import { runProgram } from '../../../system/programs/run-program.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { askToReadAgain } from './ask-to-read-again.ts';
import type { DhcpServer } from './dhcp-server.ts';
import { leasesOf } from './own-server.ts';

export const lxcNetPidFile = '/run/lxc/dnsmasq.pid';
/** Makes lxc-net start its server through a program of Bulkhead's (packaging/programs/dnsmasq-of-lxc-net.sh). */
const dropIn = '/usr/lib/systemd/system/lxc-net.service.d/bulkhead.conf';
/** lxc-net reads the one that its distribution has; both are shell. */
const settingsFiles = ['/etc/default/lxc-net', '/etc/sysconfig/lxc-net'];
const variable = 'LXC_DHCP_CONFILE';

export function createLxcNetServer(): DhcpServer {
  function runningServer(): { readonly pid: number; readonly words: readonly string[] } | undefined {
    const pid = Number(textOf(lxcNetPidFile));
    if (!Number.isInteger(pid) || pid <= 1) return undefined;
    const words = (textOf(`/proc/${pid}/cmdline`) ?? '').split('\0');
    return basename(words[0] ?? '') === 'dnsmasq' ? { pid, words } : undefined;
  }

  function reads(configuration: string): boolean {
    const named = runningServer()
      ?.words.find((word) => word.startsWith('--conf-file='))
      ?.slice('--conf-file='.length);
    if (named === undefined || named === '') return false;
    return named === configuration || namesFile(textOf(named) ?? '', configuration);
  }

  return {
    bridge: natBridge,
    leases: leasesOf(natBridge),
    // lxc-net has all else in the server's arguments.
    isAlways: false,
    get isPrepared() {
      return existsSync(dropIn) && existsSync(`/sys/class/net/${natBridge}/bridge`);
    },
    lines: [],
    reads,
    async bring(configuration) {
      if (reads(configuration)) return;
      const path = settingsFiles.find((file) => textOf(file) !== undefined) ?? settingsFiles[0] ?? '';
      const chosen = chosenFile(textOf(path) ?? '');
      // The helper may not write what sets the host up (docs/adr/0074).
      if (chosen === undefined && !existsSync(dropIn))
        fail('network-unavailable', {
          reason: say(
            'the DHCP server of {natBridge} does not read what Bulkhead has for it; as root, do once: ' +
              'echo {line} >> {path}; then try again',
            { natBridge, line: `${variable}=${configuration}`, path },
          ),
        });
      if (chosen !== undefined && chosen !== configuration && !namesFile(textOf(chosen) ?? '', configuration))
        fail('network-unavailable', {
          reason: say(
            '{path} has the DHCP server of {natBridge} read {chosen}; add the line conf-file={configuration} to that ' +
              'file, and do systemctl restart lxc-net',
            { path, natBridge, chosen, configuration },
          ),
        });
      const { code, stderr } = await restartLxcNet();
      await ensureNetwork({ kind: 'nat' }, neverAborts);
      if (!reads(configuration))
        fail('network-unavailable', {
          reason: say('the DHCP server of {natBridge} does not read {configuration} ({why})', {
            natBridge,
            configuration,
            why: code === 0 ? say('see journalctl -u lxc-net') : stderr.trim(),
          }),
        });
    },
    async reload() {
      const server = runningServer();
      if (server !== undefined && !askToReadAgain(server.pid)) await restartLxcNet();
    },
  };
}

function restartLxcNet(): ReturnType<typeof runProgram> {
  return runProgram('/usr/bin/systemctl', ['restart', 'lxc-net.service']);
}

/** Says whether a configuration file of dnsmasq names another. */
function namesFile(text: string, file: string): boolean {
  return text.split('\n').some((line) => line.replaceAll(/\s/g, '') === `conf-file=${file}`);
}

/** What is assigned last; undefined where nothing is. */
export function chosenFile(settings: string): string | undefined {
  const values = [...settings.matchAll(/^[ \t]*LXC_DHCP_CONFILE=["']?([^"'\s#]*)["']?/gm)].map(
    ([, value]) => value ?? '',
  );
  const last = values.at(-1);
  return last === '' ? undefined : last;
}
