// SPDX-License-Identifier: Apache-2.0
/**
 * Serves metrics over HTTP, on a unix socket or on the loopback. It answers GET /metrics and nothing else, and reads the
 * helper once for readers that come at the same time.
 */

import { chmodSync, lstatSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { formatMetrics, metricsContentTypes, type MetricsFormat } from '../../contract/model/metrics/format-metrics.ts';
import type { Metrics } from '../../contract/model/metrics/metrics.ts';
import { ConnectionClosedError } from '../../rpc/client.ts';

export type MetricsEndpoint =
  | { readonly path: string }
  | { readonly port: number }
  /** A socket that listens already. */
  | { readonly fd: number };

export interface ServeMetricsOptions {
  readonly read: () => Promise<Metrics>;
  /** Ends the serving. */
  readonly signal: AbortSignal;
  /**
   * Resolves with the reason when the connection to the helper has ended, where one is kept; that fails the serving.
   */
  readonly ended?: Promise<string | undefined>;
  readonly onListening: (address: string) => Promise<void> | void;
}

/** A reader that sends its request slower than that is gone. */
const requestMs = 5_000;
const maxConnections = 16;
const maxHeaderBytes = 8 * 1024;
const owner = 0o600;
const ownerAndGroup = 0o660;
const never = new Promise<never>(() => undefined);

/** Resolves when the signal aborts. Rejects when it cannot listen, or when the connection to the helper ends. */
export async function serveMetrics(endpoint: MetricsEndpoint, options: ServeMetricsOptions): Promise<void> {
  const { signal, ended = never, onListening } = options;
  let reading: Promise<Metrics> | undefined;

  /** Reads once for all who ask meanwhile. */
  function readOnce(): Promise<Metrics> {
    reading ??= options.read().finally(() => (reading = undefined));
    return reading;
  }

  const server = createServer({ maxHeaderSize: maxHeaderBytes, requestTimeout: requestMs }, (request, response) => {
    void answer(request, response, readOnce);
  });
  server.maxConnections = maxConnections;
  try {
    await onListening(await listen(server, endpoint));
    const reason = await Promise.race([ended, aborted(signal)]);
    if (!signal.aborted) throw new ConnectionClosedError(reason);
  } finally {
    server.closeAllConnections();
    // It removes the socket too, where it made one.
    server.close();
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, read: () => Promise<Metrics>): Promise<void> {
  const end = (status: number, type: string, text: string): void =>
    void response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
  if (request.url !== '/metrics') end(404, 'text/plain', 'There is only /metrics here.\n');
  else if (request.method !== 'GET') end(405, 'text/plain', 'Only GET is answered.\n');
  else {
    const format = formatFor(request.headers.accept);
    try {
      end(200, metricsContentTypes[format], formatMetrics(await read(), format));
    } catch (error) {
      end(503, 'text/plain', `${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
}

function formatFor(accept: string | undefined): MetricsFormat {
  return accept?.includes('application/openmetrics-text') === true ? 'openmetrics' : 'prometheus';
}

/** Gives the address in words. */
function listen(server: Server, endpoint: MetricsEndpoint): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    if ('port' in endpoint) {
      server.listen({ host: '127.0.0.1', port: endpoint.port }, () => {
        const address = server.address();
        const port = typeof address === 'object' ? address?.port : undefined;
        resolve(`http://127.0.0.1:${port ?? endpoint.port}/metrics`);
      });
      return;
    }
    if ('fd' in endpoint) {
      server.listen({ fd: endpoint.fd }, () => resolve('the socket of systemd'));
      return;
    }
    removeOldSocket(endpoint.path);
    // Nobody else may connect before the mode is set.
    const before = process.umask(0o777 & ~owner);
    server.listen(endpoint.path, () => {
      chmodSync(endpoint.path, ownerAndGroup);
      resolve(`the unix socket ${endpoint.path}`);
    });
    process.umask(before);
  });
}

/** What an earlier run left. Anything but a socket stays, and listening fails. */
function removeOldSocket(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() === true) rmSync(path);
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
