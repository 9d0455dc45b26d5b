/*
 * Server-Sent Events over fetch(), because the token goes in a header, which
 * EventSource cannot send.  Reconnects by itself, and goes on where it was.
 */

const QUIET_MS = 25000; /* the engine says something every 15 s */
const AGAIN_MS = [1000, 2000, 4000, 8000];
const MAX_CHARS = 32 << 20;

function tellEvent(block, tell) {
	let name = 'message';
	let data = '';
	let id = '';

	for (const line of block.split('\n')) {
		const value = line.slice(line.indexOf(':') + 1).replace(/^ /, '');

		if (line.startsWith('event:'))
			name = value;
		else if (line.startsWith('data:'))
			data += data ? '\n' + value : value;
		else if (line.startsWith('id:'))
			id = value;
	}
	if (data)
		tell(name, data, id);
}

/* Takes text as it comes and tells of each event that is complete */
export class Events {
	constructor(tell) {
		this.tell = tell;
		this.parts = [];
		this.chars = 0;
		this.end = '';
	}

	push(chunk) {
		const complete = (this.end + chunk).includes('\n\n');

		this.parts.push(chunk);
		this.chars += chunk.length;
		if (chunk)
			this.end = chunk.slice(-1);
		if (complete)
			this.take();
		if (this.chars > MAX_CHARS)
			throw new Error('an event without end');
	}

	take() {
		const blocks = this.parts.join('').split('\n\n');
		const rest = blocks.pop();

		this.parts = [rest];
		this.chars = rest.length;
		for (const block of blocks)
			tellEvent(block, this.tell);
	}
}

export class Stream {
	/*
	 * handlers: event(name, object), up(date of the server in ms or NaN),
	 * down(), refused(status)
	 */
	constructor(url, token, handlers) {
		this.url = url;
		this.token = token;
		this.handlers = handlers;
		this.last = '';
		this.failures = 0;
		this.stopped = false;
	}

	start() {
		this.run();
	}

	stop() {
		this.stopped = true;
		clearTimeout(this.again);
		clearTimeout(this.quiet);
		this.abort?.abort();
	}

	/* Try at once, for who sees that the network is back */
	retry() {
		if (!this.stopped && this.again) {
			clearTimeout(this.again);
			this.run();
		}
	}

	heard() {
		clearTimeout(this.quiet);
		this.quiet = setTimeout(() => this.abort.abort(), QUIET_MS);
	}

	async run() {
		this.again = 0;
		this.abort = new AbortController();
		this.heard();
		try {
			await this.read();
		} catch {
			/* the connection broke, or an event was none */
		}
		clearTimeout(this.quiet);
		if (this.stopped)
			return;
		this.abort.abort();
		this.handlers.down();
		this.again = setTimeout(() => this.run(),
			AGAIN_MS[Math.min(this.failures++, AGAIN_MS.length - 1)]);
	}

	async read() {
		const headers = { Authorization: 'Bearer ' + this.token };

		if (this.last)
			headers['Last-Event-ID'] = this.last;
		const answer = await fetch(this.url,
			{ headers, cache: 'no-store', signal: this.abort.signal });
		if (answer.status === 401 || answer.status === 403) {
			this.stop();
			this.handlers.refused(answer.status);
			return;
		}
		if (!answer.ok)
			return;
		this.failures = 0;
		this.handlers.up(Date.parse(answer.headers.get('Date')));

		const reader = answer.body.getReader();
		const decoder = new TextDecoder();
		const events = new Events((...told) => this.tell(...told));

		for (;;) {
			const { value, done } = await reader.read();

			if (done)
				return;
			this.heard();
			events.push(decoder.decode(value, { stream: true }));
		}
	}

	tell(name, data, id) {
		const next = id || this.last;

		this.last = ''; /* who chokes on an event begins anew */
		this.handlers.event(name, JSON.parse(data));
		this.last = next;
	}
}
