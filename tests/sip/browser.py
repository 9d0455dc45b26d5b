#!/usr/bin/env python3
"""Drives a headless Chromium through its debugging pipe.

browser.py PROGRAM [LANGUAGE] <COMMANDS

Commands, one a line: open URL, size WIDTH HEIGHT, media NAME VALUE, wait
EXPRESSION (until it is true, half a minute), print EXPRESSION, do EXPRESSION,
run FILE, key NAME, shot FILE, sync FILE (create it, for who waits for it).  Exit code 1
if a wait was in vain, or the page complained to its console.
"""
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

PATIENCE = 60


class Browser:
    def __init__(self, program, language):
        self.home = tempfile.mkdtemp()
        to_child, self.out = os.pipe()
        self.inp, from_child = os.pipe()
        # Chromium reads descriptor 3 and writes 4
        script = f'exec 3<&{to_child} 4>&{from_child}; exec "$@"'
        self.process = subprocess.Popen(
            ['bash', '-c', script, 'bash', program, '--headless=new',
             '--no-sandbox', '--disable-gpu', '--hide-scrollbars',
             '--disable-dev-shm-usage', '--remote-debugging-pipe',
             '--no-first-run', '--disable-background-networking',
             '--disable-component-update', '--no-proxy-server',
             '--autoplay-policy=no-user-gesture-required',
             '--mute-audio', f'--lang={language}',
             f'--accept-lang={language}',
             f'--user-data-dir={self.home}'],
            pass_fds=(to_child, from_child), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, 'HOME': self.home, 'LANGUAGE': language})
        os.close(to_child)
        os.close(from_child)
        self.number = 0
        self.buffer = b''
        self.session = None
        self.complaints = []
        target = self.call('Target.createTarget', url='about:blank')
        self.session = self.call('Target.attachToTarget', flatten=True,
                                 targetId=target['targetId'])['sessionId']
        for domain in ('Page', 'Runtime', 'Log'):
            self.call(domain + '.enable')

    def receive(self):
        while b'\0' not in self.buffer:
            part = os.read(self.inp, 1 << 20)
            if not part:
                sys.exit('the browser is gone')
            self.buffer += part
        text, self.buffer = self.buffer.split(b'\0', 1)
        return json.loads(text)

    def call(self, method, **params):
        self.number += 1
        message = {'id': self.number, 'method': method, 'params': params}
        if self.session:
            message['sessionId'] = self.session
        os.write(self.out, json.dumps(message).encode() + b'\0')
        while True:
            answer = self.receive()
            if answer.get('id') == self.number:
                if 'error' in answer:
                    sys.exit(f'{method}: {answer["error"]}')
                return answer['result']
            self.heed(answer)

    def heed(self, event):
        params = event.get('params', {})
        if event.get('method') == 'Log.entryAdded':
            entry = params['entry']
            if entry['level'] == 'error' and entry['source'] != 'network':
                self.complaints.append(entry['text'])
        elif event.get('method') == 'Runtime.exceptionThrown':
            self.complaints.append(json.dumps(params['exceptionDetails']))

    def evaluate(self, expression):
        result = self.call('Runtime.evaluate', expression=expression,
                           returnByValue=True, awaitPromise=True,
                           userGesture=True)
        if 'exceptionDetails' in result:
            return None
        return result['result'].get('value')

    def wait(self, expression):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.evaluate(expression):
                return
            time.sleep(0.05)
        print(f'never: {expression}')
        print(self.evaluate('document.body.innerText'))
        raise SystemExit(1)

    def close(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def obey(self, line):
        word, _, rest = line.strip().partition(' ')
        if word == 'open':
            self.call('Page.navigate', url=rest)
        elif word == 'size':
            width, height = map(int, rest.split())
            self.call('Emulation.setDeviceMetricsOverride', width=width,
                      height=height, deviceScaleFactor=1, mobile=width < 600)
        elif word == 'media':
            name, value = rest.split()
            self.call('Emulation.setEmulatedMedia',
                      features=[{'name': name, 'value': value}])
        elif word == 'wait':
            self.wait(rest)
        elif word == 'print':
            value = self.evaluate(rest)
            print(value if isinstance(value, str) else json.dumps(
                value, ensure_ascii=False), flush=True)
        elif word == 'do':
            self.evaluate(rest)
        elif word == 'run':
            with open(rest, encoding='utf-8') as f:
                self.evaluate(f.read())
        elif word == 'key':
            for kind in ('keyDown', 'keyUp'):
                extra = {'text': '\r'} if rest == 'Enter' else {}
                self.call('Input.dispatchKeyEvent', type=kind, key=rest,
                          code=rest, windowsVirtualKeyCode={
                              'Tab': 9, 'Enter': 13}[rest], **extra)
        elif word == 'shot':
            data = self.call('Page.captureScreenshot')['data']
            with open(rest, 'wb') as f:
                f.write(base64.b64decode(data))
        elif word == 'sync':
            open(rest, 'w').close()
        elif word:
            sys.exit(f'{word}?')


def main():
    language = sys.argv[2] if len(sys.argv) > 2 else 'zh-CN'
    browser = Browser(sys.argv[1], language)
    try:
        for line in sys.stdin:
            browser.obey(line)
    finally:
        browser.close()
    for complaint in browser.complaints:
        print('complaint:', complaint)
    return 1 if browser.complaints else 0


sys.exit(main())
