/*
 * Hearing recordings, for whose token may.  The list is asked for seldom: when
 * the panel comes up, on demand, and some time after recordings were written.
 */
import { make, span } from './draw.js';

const LIMIT = 20;
const APART_MS = 5000;

const byId = (id) => document.getElementById(id);

export class Replay {
	constructor(words, token) {
		this.words = words;
		this.token = token;
		this.section = byId('recordings');
		this.calls = [];
		this.onLook = () => this.look();
		byId('look').addEventListener('click', this.onLook);
		this.section.hidden = false;
		this.look();
	}

	close() {
		clearTimeout(this.later);
		this.closed = true;
		byId('look').removeEventListener('click', this.onLook);
		this.section.hidden = true;
		this.release();
		byId('player').hidden = true;
	}

	ask(path) {
		return fetch(path, {
			headers: { Authorization: 'Bearer ' + this.token },
			cache: 'no-store',
		});
	}

	/* A recording was written */
	written() {
		if (!this.later)
			this.later = setTimeout(() => this.look(), APART_MS);
	}

	async look() {
		clearTimeout(this.later);
		this.later = 0;
		try {
			const answer = await this.ask('/api/calls?limit=' + LIMIT);

			if (answer.ok)
				this.calls = (await answer.json()).calls;
		} catch {
			/* the board says that there is no connection */
		}
		if (!this.closed)
			this.draw();
	}

	draw() {
		const titles = ['call', 'began', 'caller', 'seat', 'time', 'play'];
		const body = this.section.querySelector('tbody');
		const focus = document.activeElement?.dataset.call;
		const heard = this.calls.filter((c) => c.sha256 && c.end);

		this.section.querySelector('thead tr').replaceChildren(
			...titles.map((title) => {
				const th = make('th', '', this.words.say(title));

				th.scope = 'col';
				return th;
			}));
		body.replaceChildren(...heard.map((call) => this.row(call)));
		if (!heard.length) {
			const cell = make('td', 'none', this.words.say('no-recordings'));
			const row = make('tr');

			cell.colSpan = titles.length;
			row.append(cell);
			body.append(row);
		}
		if (focus)
			body.querySelector(`[data-call="${focus}"]`)?.focus();
	}

	row(call) {
		const row = make('tr');
		const head = make('th', '', String(call.id));
		const button = make('button', '', this.words.say('play'));
		const last = make('td');

		head.scope = 'row';
		button.type = 'button';
		button.dataset.call = call.id;
		button.setAttribute('aria-label',
			this.words.say('play-call', { n: call.id }));
		button.addEventListener('click', () => this.play(call.id));
		last.append(button);
		row.append(head, make('td', '', this.words.time(call.start)),
			make('td', '', call.caller), make('td', '', call.seat),
			make('td', '', span(call.end - call.start)),
			last);
		return row;
	}

	release() {
		const audio = byId('player').querySelector('audio');

		audio.pause();
		audio.removeAttribute('src');
		if (this.sound)
			URL.revokeObjectURL(this.sound);
		this.sound = '';
	}

	async play(id) {
		const player = byId('player');
		const text = player.querySelector('span');
		const audio = player.querySelector('audio');
		let status = 0;

		this.release();
		this.wanted = id;
		player.hidden = false;
		text.textContent = this.words.say('fetching', { n: id });
		try {
			const answer = await this.ask(`/api/calls/${id}/recording`);

			status = answer.status;
			const blob = answer.ok ? await answer.blob() : null;

			if (this.wanted !== id || this.closed)
				return;
			if (blob) {
				this.sound = URL.createObjectURL(blob);
				audio.src = this.sound;
				text.textContent = this.words.say('playing', { n: id });
				await audio.play();
				return;
			}
		} catch {
			if (this.sound)
				return; /* it is there, and can be started by hand */
		}
		text.textContent = this.words.say('not-had',
			{ n: id, status: status || '–' });
	}
}
