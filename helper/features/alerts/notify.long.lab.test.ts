// SPDX-License-Identifier: Apache-2.0
/** Alerts by mail and to a webhook: for real, with a mail program and a webhook of the guest. */

import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usualAlertChoice } from '../../../contract/model/alerts/alert.ts';
import { type AlertTargetChoice, newWebhookSecret } from '../../../contract/model/alerts/alert-target.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const key = Buffer.alloc(32, 5);
const choice: AlertTargetChoice = {
  name: 'Test',
  route: { by: 'mail', to: ['root'] },
  isCriticalOnly: false,
  withEnds: false,
  isEnabled: true,
};
const mailProgram = '/usr/sbin/sendmail';
const tag = 'notify-test';
const received = '/run/notify-test.json';
const port = 18_080;

/** Answers 200, and appends what it was asked to a file, with the context of the process that asked. */
const webhook = `
import http.server, json
class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['content-length'])).decode()
        with open('${received}', 'a') as file:
            file.write(json.dumps({'headers': {k.lower(): v for k, v in self.headers.items()}, 'body': body}) + '\\n')
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(('127.0.0.1', ${port}), Handler).serve_forever()
`;

/** Writes its own context, its arguments and the mail into the journal. */
const stub = `#!/bin/sh\\n{ cat /proc/self/attr/current; echo; echo "args $*"; cat; } | logger -t ${tag}\\n`;

let helper: LabClient;
let since: string;

beforeAll(async () => {
  helper = await openLabClient(lab);
  since = (await lab.mustRun('date "+%H:%M:%S"')).trim();
  await lab.mustRun(`[ ! -e ${mailProgram} ] || mv ${mailProgram} ${mailProgram}.before`);
  await lab.mustRun(`printf '${stub}' > ${mailProgram}; chmod 755 ${mailProgram}; restorecon ${mailProgram}`);
  await lab.mustRun('cat > /run/notify-test.py', { input: webhook });
  await lab.mustRun(['systemd-run', '--quiet', '--collect', '--unit', tag, 'python3', '/run/notify-test.py']);
  await until(async () => (await lab.run(`ss -ltn | grep -q :${port}`)).code === 0);
});
afterAll(async () => {
  await lab.mustRun(`systemctl stop ${tag}; rm -f ${mailProgram} /run/notify-test.*`);
  await lab.mustRun(`[ ! -e ${mailProgram}.before ] || mv ${mailProgram}.before ${mailProgram}`);
  const client = await helper.client();
  for (const { id } of (await client.request('alert.list', {})).targets)
    await client.request('alert.remove-target', { target: id });
  await helper.close();
});

const journal = (words: string) =>
  lab.mustRun(`journalctl -o cat -t ${tag} --since ${since} | grep -F -- '${words}' || true`);
const deniedOfNotifier = () =>
  lab.mustRun(`ausearch --input-logs -m AVC,USER_AVC --start ${since} 2>/dev/null | grep bulkhead_notify_t || true`);

async function requests(): Promise<readonly { readonly headers: Record<string, string>; readonly body: string }[]> {
  const text = await lab.mustRun(`cat ${received} 2>/dev/null || true`);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly headers: Record<string, string>; readonly body: string });
}

describe('alerts', () => {
  it('go to the mail program of the host, which runs in its own domain and not in that of the notifier', async () => {
    const client = await helper.client();
    const target = await client.request('alert.set-target', { choice });
    const tried = await client.request('alert.try-target', { target: target.id });
    expect(tried.last).toMatchObject({ outcome: 'sent', alerts: 0 });
    expect(await journal('args')).toBe('args -i -- root\n');
    expect(await journal('Subject:')).toContain('Test of alerts');
    expect(await journal('system_u:')).toMatch(/^system_u:system_r:system_mail_t:s0/);
    await client.request('alert.remove-target', { target: target.id });
  });

  it('go to a webhook signed, after a restart of the helper too, and are in the activity log', async () => {
    const client = await helper.client();
    const secret = newWebhookSecret(key);
    const route = { by: 'webhook', url: `http://127.0.0.1:${port}/hook`, secret } as const;
    await lab.mustRun(['systemctl', 'stop', 'bulkhead-notify.socket']);
    const target = await client.request('alert.set-target', { choice: { ...choice, route } });
    const rule = await client.request('alert.set-rule', { choice: usualAlertChoice('host-memory') });
    await client.request('alert.try-rule', { rule: rule.id });
    const shown = async () =>
      (await (await helper.client()).request('alert.list', {})).targets.find(({ id }) => id === target.id);
    await until(async () => (await shown())?.last?.outcome === 'failed');
    await lab.mustRun(['systemctl', 'restart', 'bulkhead-helper.service']);
    await until(async () => (await shown())?.last?.outcome === 'sent');
    const [request] = await requests();
    const { headers, body } = request ?? { headers: {}, body: '{}' };
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
    expect(JSON.parse(body)).toMatchObject({ type: 'alerts', data: { count: 1, alerts: [{ kind: 'host-memory' }] } });
    for await (const item of (await helper.client()).stream('activity.watch', { latest: 20 })) {
      const entries = item.type === 'snapshot' ? item.entries : [];
      const sent = entries.filter(({ operation }) => operation === 'alert.sent');
      expect(sent.map(({ user, outcome }) => [user, outcome])).toEqual([['bulkhead-helper', 'done']]);
      break;
    }
    await (await helper.client()).request('alert.remove-rule', { rule: rule.id });
  });

  it('are sent by a process without capabilities, in a domain of its own, and without a denial (H3)', async () => {
    const properties = 'User,CapabilityBoundingSet,NoNewPrivileges';
    expect(await lab.mustRun(`systemctl show -p ${properties} bulkhead-notify@test.service`)).toContain(
      'User=bulkhead-notify',
    );
    expect(await lab.mustRun('seinfo --permissive -x | grep -c bulkhead_notify_t || true')).toBe('0\n');
    expect(await deniedOfNotifier()).toBe('');
  });

  it('leave neither the address nor the secret of a webhook in a log (H2)', async () => {
    expect(await lab.mustRun(`journalctl --since ${since} | grep -E 'whsec_|/hook' | grep -v python3 || true`)).toBe(
      '',
    );
    const { targets } = await (await helper.client()).request('alert.list', {});
    expect(JSON.stringify(targets)).not.toMatch(/whsec_|\/hook/);
  }, 100_000);
});
