# SPDX-License-Identifier: Apache-2.0
"""Load on the helper, and a client that measures it meanwhile: run inside the lab by a benchmark, with sockets and bytes only."""

import json
import socket
import struct
import sys
import threading
import time

PATH = '/run/bulkhead/helper.sock'


def frame(message):
    body = json.dumps(message).encode()
    return struct.pack('>I', len(body)) + body


def receive(s):
    header = s.recv(4, socket.MSG_WAITALL)
    if len(header) < 4:
        return None
    return json.loads(s.recv(struct.unpack('>I', header)[0], socket.MSG_WAITALL))


def greeted():
    s = socket.socket(socket.AF_UNIX)
    s.connect(PATH)
    s.sendall(frame({'jsonrpc': '2.0', 'id': 0, 'method': 'session.hello', 'params': {'protocol': 1, 'interactive': False}}))
    receive(s)
    return s


def keep_busy(calls, method, params, is_stream, end, counts):
    """Keeps so many calls of one connection under way until the time is over."""
    s = greeted()
    number = 0

    def send():
        nonlocal number
        number += 1
        body = {'stream': number, 'credit': 32, 'params': params} if is_stream else params
        s.sendall(frame({'jsonrpc': '2.0', 'id': number, 'method': method, 'params': body}))

    for _ in range(calls):
        send()
    while time.monotonic() < end:
        answer = receive(s)
        if answer is None:
            counts['closed'] = counts.get('closed', 0) + 1
            return
        if 'id' in answer:
            code = answer['error'].get('data', {}).get('code', 'protocol') if 'error' in answer else 'answered'
            counts[code] = counts.get(code, 0) + 1
            send()


def load(connections, calls, method, seconds, params='{}', kind='request'):
    """Prints `begun`, and at the end how many calls were answered, and how."""
    counts = {}
    end = time.monotonic() + float(seconds)
    work = (int(calls), method, json.loads(params), kind == 'stream', end, counts)
    threads = [threading.Thread(target=keep_busy, args=work, daemon=True) for _ in range(int(connections))]
    for thread in threads:
        thread.start()
    print('begun', flush=True)
    time.sleep(float(seconds))
    print(json.dumps(counts), flush=True)


def ping(method, most, seconds):
    """Asks one question after another; prints the milliseconds of each answer."""
    s = greeted()
    times = []
    end = time.monotonic() + float(seconds)
    while len(times) < int(most) and time.monotonic() < end:
        begun = time.monotonic()
        s.sendall(frame({'jsonrpc': '2.0', 'id': len(times) + 1, 'method': method, 'params': {}}))
        answer = receive(s)
        if answer is None or 'error' in answer:
            raise SystemExit(f'cannot measure: {answer}')
        times.append((time.monotonic() - begun) * 1000)
    print(json.dumps(times))


if __name__ == '__main__':
    globals()[sys.argv[1]](*sys.argv[2:])
