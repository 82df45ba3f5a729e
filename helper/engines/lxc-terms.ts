// SPDX-License-Identifier: Apache-2.0
/** The words and commands of LXC's own tools. */

import { say } from '../../contract/text.ts';
import type { EngineTerms } from './engine-terms.ts';

export function termsOfLxc(name: string): EngineTerms {
  const configuration = `/var/lib/lxc/${name}/config`;
  return {
    configuration,
    stop: `lxc-stop -n ${name}`,
    kill: `lxc-stop -k -n ${name}`,
    start: `lxc-start -n ${name}`,
    setContext: (type, level) => `echo 'lxc.selinux.context = system_u:system_r:${type}:${level}' >> ${configuration}`,
    setLabel: (type, level, root) => [`chcon -R -t ${type} -l ${level} ${root}`],
    setLevel: ({ level }) => [
      `sed -i 's/^lxc.selinux.context = \\(.*\\):s0.*$/lxc.selinux.context = \\1:${level}/' ${configuration}`,
      `chcon -R -l ${level} /var/lib/lxc/${name}/rootfs`,
    ],
    addLines: (lines) => lines.map((line) => `printf '%s\\n' '${line}' >> ${configuration}`),
    ownIds: say('Give {other} a range of its own in its lxc.idmap lines, and its files to that range.', {
      other: name,
    }),
    ownIdsOfEach: say('Give each a range of its own in its lxc.idmap lines, and its files to that range.'),
  };
}
