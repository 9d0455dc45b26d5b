/*
 * Hearing recordings, for whose token may.  The list is asked for seldom: when
 * the panel comes up, on demand, and some time after recordings were written.
 */
import { make, order, put, span } from './draw.js';

const LIMIT = 20;
const APART_MS = 5000;

const byId = (id) => document.getElementById(id);

export class Replay {
	constructor(words, token) {
		this.words = words;
		this.token = token;
		this.section = byId('recordings');
		this.calls = [];
		this.rows = new Map();
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
		this.section.querySelector('tbody').replaceChildren();
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

	/* Rows that are there already stay, and with them the reader's place */
	draw() {
		const titles = ['call', 'began', 'caller', 'seat', 'time', 'play'];
		const body = this.section.querySelector('tbody');
		const place = document.activeElement;
		const at = [...body.children].indexOf(place.closest('tr'));
		const heard = this.calls.filter((c) => c.sha256 && c.end);
		const had = this.rows;

		this.section.querySelector('thead tr').replaceChildren(
			...titles.map((title) => {
				const th = make('th', '', this.words.say(title));

				th.scope = 'col';
				return th;
			}));
		if (this.said)
			this.say(...this.said);
		this.rows = new Map(heard.map((call) =>
			[call.id, this.row(call, had.get(call.id))]));
		order(body, heard.length ? [...this.rows.values()] : [this.none(
			titles.length)]);
		if (at >= 0 && document.activeElement !== place)
			(place.isConnected ? place : body.children[Math.min(at,
				body.children.length - 1)].querySelector('button') ||
				byId('look')).focus();
	}

	none(columns) {
		const cell = make('td', 'none', this.words.say('no-recordings'));
		const row = make('tr');

		cell.colSpan = columns;
		row.append(cell);
		return row;
	}

	/* That of a call, made if there is none yet */
	row(call, row = this.place(call.id)) {
		const button = row.querySelector('button');

		[String(call.id), this.words.time(call.start), call.caller,
			call.seat, span(call.end - call.start)].forEach((text, i) =>
			put(row.children[i], text));
		put(button, this.words.say('play'));
		button.setAttribute('aria-label',
			this.words.say('play-call', { n: call.id }));
		return row;
	}

	place(id) {
		const row = make('tr');
		const head = make('th');
		const button = make('button');
		const last = make('td');

		head.scope = 'row';
		button.type = 'button';
		button.dataset.call = id;
		button.addEventListener('click', () => this.play(id));
		last.append(button);
		row.append(head, make('td'), make('td'), make('td'), make('td'),
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

	/* What the player does, said again in another language */
	say(key, values) {
		this.said = [key, values];
		put(byId('heard'), this.words.say(key, values));
	}

	async play(id) {
		const player = byId('player');
		const audio = player.querySelector('audio');
		let status = 0;

		this.release();
		this.wanted = id;
		player.hidden = false;
		this.say('fetching', { n: id });
		try {
			const answer = await this.ask(`/api/calls/${id}/recording`);

			status = answer.status;
			const blob = answer.ok ? await answer.blob() : null;

			if (this.wanted !== id || this.closed)
				return;
			if (blob) {
				this.sound = URL.createObjectURL(blob);
				audio.src = this.sound;
				this.say('playing', { n: id });
				await audio.play();
				return;
			}
		} catch {
			if (this.sound)
				return; /* it is there, and can be started by hand */
		}
		this.say('not-had', { n: id, status: status || '–' });
	}
}
