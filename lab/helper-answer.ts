// SPDX-License-Identifier: Apache-2.0
/**
 * Proves that a deployed helper is up: its units and the containers' network are active, and it greets a client that
 * connects.
 */

import type { Guest } from './guest.ts';

const units = ['bulkhead-helper.socket', 'bulkhead-helper.service', 'lxc-net.service'];

const check = `for unit in ${units.join(' ')}; do
  systemctl is-active --quiet $unit && continue
  echo "$unit is $(systemctl is-active $unit)" >&2
  journalctl --no-pager -n 20 -o cat -u $unit >&2
  exit 1
done
`;

/** Bytes on the socket, not the product's client: `node` may not run in a login's domain. */
const greet = `import json, socket, struct
s = socket.socket(socket.AF_UNIX)
s.settimeout(120)
s.connect('/run/bulkhead/helper.sock')
body = json.dumps({'jsonrpc': '2.0', 'id': 0, 'method': 'session.hello', 'params': {'protocol': 1, 'interactive': False}}).encode()
s.sendall(struct.pack('>I', len(body)) + body)
# A socket with a timeout gives fewer bytes than asked for, whatever its flags.
stream = s.makefile('rb')
header = stream.read(4)
if len(header) < 4:
    raise SystemExit('the helper closed the connection')
answer = json.loads(stream.read(struct.unpack('>I', header)[0]))
if 'result' not in answer:
    raise SystemExit(f'the helper denied the greeting: {answer}')
print(answer['result']['version'])
`;

/** Gives the helper's version. */
export async function untilAnswering(guest: Guest): Promise<string> {
  await guest.mustRun(check);
  return (await guest.mustRun(['python3', '-c', greet])).trim();
}
