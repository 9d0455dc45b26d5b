#!/usr/bin/env python3
"""Drives a headless Chromium through its debugging pipe.

browser.py PROGRAM [LANGUAGE] <COMMANDS

Commands, one a line: open URL, size WIDTH HEIGHT, media NAME VALUE, wait
EXPRESSION (until it is true, half a minute), print EXPRESSION, do EXPRESSION,
run FILE, key NAME, type TEXT, shot FILE, sync FILE (create it, for who waits
for it).  tab EXPRESSION and back EXPRESSION press Tab or Shift-Tab until it is
true; wherever they come by, the focus must be seen.  tree reads the tree that
screen readers read and prints what has a role to act on or find one's way by.
Exit code 1 if a wait was in vain, the page complained to its console, the focus
was lost or not seen, or a control or table had no name.
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
STOPS = 60

KEYS = {'Tab': 9, 'Enter': 13, ' ': 32, 'ArrowDown': 40, 'ArrowUp': 38}
TEXTS = {'Enter': '\r', ' ': ' '}

# Where the focus is, and what is wrong with it
FOCUS = """(() => {
    const e = document.activeElement;
    if (!e || e === document.body)
        return ['nowhere', 'lost'];
    const style = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    const name = e.tagName + (e.id ? '#' + e.id : '');
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2)
        return [name, 'has no outline'];
    if (box.width < 1 || box.bottom <= 0 || box.right <= 0 ||
        box.top >= innerHeight || box.left >= innerWidth)
        return [name, 'is out of sight'];
    return [name, ''];
})()"""

CONTROLS = {'button', 'link', 'textbox', 'Audio', 'progressbar', 'checkbox'}
PLACES = {'region', 'group', 'table', 'form', 'list'}
TOLD = CONTROLS | PLACES | {'columnheader', 'rowheader', 'status', 'alert',
                            'heading'}


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

    def key(self, name, shift=False):
        for kind in ('keyDown', 'keyUp'):
            extra = {'text': TEXTS[name]} if name in TEXTS else {}
            self.call('Input.dispatchKeyEvent', type=kind, key=name,
                      code='Space' if name == ' ' else name,
                      modifiers=8 if shift else 0,
                      windowsVirtualKeyCode=KEYS[name], **extra)

    def walk(self, expression, shift):
        for _ in range(STOPS):
            self.key('Tab', shift)
            name, wrong = self.evaluate(FOCUS)
            if wrong:
                self.complaints.append(f'focus: {name} {wrong}')
            if self.evaluate(expression):
                return
        print(f'never came to: {expression}')
        raise SystemExit(1)

    def tree(self):
        nodes = self.call('Accessibility.getFullAXTree')['nodes']
        below = {n['nodeId']: n.get('childIds', []) for n in nodes}
        roles = {n['nodeId']: n.get('role', {}).get('value') for n in nodes}

        def holds(node, role):
            return roles.get(node) == role or any(
                holds(child, role) for child in below.get(node, []))

        for node in nodes:
            role = roles[node['nodeId']]
            name = node.get('name', {}).get('value', '')
            if node.get('ignored') or role not in TOLD:
                continue
            if role in CONTROLS | PLACES and not name.strip():
                self.complaints.append(f'{role} has no name')
            if role == 'table' and not holds(node['nodeId'], 'columnheader'):
                self.complaints.append(f'table {name} has no headers')
            print(role, name, flush=True)

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
            self.key({'Space': ' '}.get(rest, rest))
        elif word == 'type':
            self.call('Input.insertText', text=rest)
        elif word in ('tab', 'back'):
            self.walk(rest, word == 'back')
        elif word == 'tree':
            self.tree()
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
