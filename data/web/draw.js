/*
 * Draws a board.  What is on the page already is kept and only its text
 * changed, so that a thousand seats and the reader's place in a table stay
 * where they are.  Text goes in as text, never as markup.
 */
import { isWaiting, serviceLevel } from './model.js';

const MANY = 60;
const CROWD = 200;
const GROUP = 50; /* seats of a crowd that are laid out together */
export const TICKS = 10;
const CALLS_SHOWN = 20;
const DRILL_MS = 30000; /* it tells of itself each five seconds */
const STATES = ['talking', 'ringing', 'ready', 'wrap-up', 'paused', 'offline'];

const byId = (id) => document.getElementById(id);

export function make(name, className, text) {
	const e = document.createElement(name);

	if (className)
		e.className = className;
	if (text !== undefined)
		e.textContent = text;
	return e;
}

/* What stands there is kept: asking the page takes longer than not drawing */
const shown = new WeakMap();

export function put(element, text) {
	if (shown.get(element) === text)
		return;
	shown.set(element, text);
	element.textContent = text;
}

/* "1:05", "1:02:05" */
export function span(ms) {
	const s = Math.max(0, Math.floor(ms / 1000));
	const two = (n) => String(n).padStart(2, '0');

	return (s >= 3600 ? Math.floor(s / 3600) + ':' +
		two(Math.floor(s / 60) % 60) : String(Math.floor(s / 60))) +
		':' + two(s % 60);
}

/* Have the children of a parent be these, in this order, moving few */
export function order(parent, elements) {
	elements.forEach((e, i) => {
		if (parent.children[i] !== e)
			parent.insertBefore(e, parent.children[i] || null);
	});
	while (parent.children.length > elements.length)
		parent.lastElementChild.remove();
}

/* Rows of a table by their keys */
class Table {
	constructor(section, columns) {
		this.head = section.querySelector('thead tr');
		this.body = section.querySelector('tbody');
		this.columns = columns;
		this.rows = new Map();
	}

	/* Column titles; the words may be those of another language */
	title(words) {
		this.head.replaceChildren(...this.columns.map((c) => {
			const th = make('th', c.number ? 'number' : '', words.say(c.title));

			th.scope = 'col';
			return th;
		}));
		this.rows.clear();
		this.body.replaceChildren();
	}

	row(key) {
		let row = this.rows.get(key);

		if (row)
			return row;
		row = make('tr');
		this.columns.forEach((c, i) => {
			const cell = make(i ? 'td' : 'th', c.number ? 'number' : '');

			if (!i)
				cell.scope = 'row';
			row.append(cell);
		});
		this.rows.set(key, row);
		return row;
	}

	/* items: {key, cells, waits}; nothing: what to say if there are none */
	fill(items, nothing) {
		const rows = items.map((item) => {
			const row = this.row(item.key);

			row.classList.toggle('waits', !!item.waits);
			item.cells.forEach((text, i) => put(row.children[i], text));
			return row;
		});
		const keys = new Set(items.map((item) => item.key));

		for (const key of this.rows.keys()) {
			if (!keys.has(key))
				this.rows.delete(key);
		}
		if (!rows.length) {
			const row = make('tr');
			const cell = make('td', 'none', nothing);

			cell.colSpan = this.columns.length;
			row.append(cell);
			rows.push(row);
		}
		order(this.body, rows);
	}
}

const figures = [
	{ name: 'waiting', period: 'now' },
	{ name: 'longest', period: 'now' },
	{ name: 'talking', period: 'now' },
	{ name: 'service-level', period: 'today' },
	{ name: 'answered', period: 'today' },
	{ name: 'abandoned', period: 'today' },
	{ name: 'written', period: 'started' },
	{ name: 'out', period: 'started' },
];

export class Drawing {
	/*
	 * words.say(key, {name: value}); now() is the engine's time in ms; list
	 * draws the list of the visit
	 */
	constructor(words, now, list) {
		this.words = words;
		this.now = now;
		this.list = list;
		this.seats = new Map();
		this.names = [];
		this.values = new Map();
		this.queues = new Table(byId('queues'), [
			{ title: 'queue' },
			{ title: 'waiting', number: true },
			{ title: 'queue-longest', number: true },
			{ title: 'talking', number: true },
			{ title: 'queue-level', number: true },
			{ title: 'answered', number: true },
			{ title: 'abandoned', number: true },
		]);
		this.calls = new Table(byId('calls'), [
			{ title: 'caller' },
			{ title: 'state' },
			{ title: 'time', number: true },
			{ title: 'queue' },
			{ title: 'seat' },
			{ title: 'called' },
		]);
	}

	/* All that does not come from the engine, in the language of now */
	label() {
		const dl = byId('figures').querySelector('dl');

		this.values.clear();
		dl.replaceChildren(...figures.map((f) => {
			const box = make('div');
			const value = make('dd');

			value.dataset.figure = f.name;
			this.values.set(f.name, value);
			box.append(make('dt', '', this.words.say(f.name)), value,
				make('dd', 'period', this.words.say('period-' + f.period)));
			return box;
		}));
		this.queues.title(this.words);
		this.calls.title(this.words);
		this.seats.clear();
		byId('wall').replaceChildren();
	}

	/* changed: names of seats to draw; without it all */
	draw(board, changed) {
		const loads = this.loads(board);

		this.drawFigures(board, loads.all);
		this.drawLamp(board);
		this.drawSeats(board, changed);
		this.drawQueues(board, loads);
		this.drawCalls(board);
		this.drawBreaches(board);
		this.drawDrill(board);
		this.list.draw(board.checklist);
		put(byId('since'), this.words.say('since', {
			time: this.words.time(board.started),
			offered: board.offered,
			refused: board.results.refused,
		}));
	}

	/* Times alone, each second; the seats in TICKS parts, a group of a crowd
	 * as a whole, so that a thousand of them do not hold up what happens */
	tick(board, part) {
		const now = this.now();

		this.names.forEach((name, i) => {
			const seat = Math.floor(i / GROUP) % TICKS === part &&
				board.seats.get(name);

			if (seat)
				this.drawSeatTime(seat, now);
		});
		if (part)
			return;
		const loads = this.loads(board);

		this.drawFigures(board, loads.all);
		this.drawQueues(board, loads);
		this.drawCalls(board);
		this.drawDrill(board);
	}

	/* Of all queues in one walk over the calls */
	loads(board) {
		const none = () => ({ waiting: 0, talking: 0, oldest: 0 });
		const loads = { all: none(), by: new Map() };

		for (const c of board.calls.values()) {
			if (!loads.by.has(c.queue))
				loads.by.set(c.queue, none());
			for (const load of [loads.all, loads.by.get(c.queue)]) {
				load.talking += c.state === 'bridged' ? 1 : 0;
				if (!isWaiting(c))
					continue;
				load.waiting++;
				if (!load.oldest || c.waiting_since < load.oldest)
					load.oldest = c.waiting_since;
			}
		}
		loads.of = (name) => loads.by.get(name) || none();
		return loads;
	}

	longest(load) {
		return load.oldest ? span(this.now() - load.oldest) : '–';
	}

	drawFigures(board, load) {
		const today = board.today();
		const level = serviceLevel(today);
		const texts = {
			waiting: String(load.waiting),
			longest: this.longest(load),
			talking: String(load.talking),
			'service-level': level === null ? '–' : level + '%',
			answered: String(today.answered),
			abandoned: String(today.abandoned),
			written: board.unrecordedSince ? this.words.say('unrecorded')
				: String(board.recordings),
			out: String(board.breaches),
		};

		for (const [name, value] of this.values)
			put(value, texts[name]);
		this.values.get('written').classList.toggle('bad',
			!!board.unrecordedSince);
		this.values.get('out').classList.toggle('bad', board.breaches > 0);
	}

	drawLamp(board) {
		const lamp = byId('lamp');

		lamp.classList.toggle('tried', board.breaches > 0);
		put(lamp.querySelector('.text'), this.words.say(
			board.breaches === 1 ? 'lamp-one' : 'lamp',
			{ n: board.breaches }));
	}

	drawSeats(board, changed) {
		const wall = byId('wall');
		const count = {};

		const known = (name) => this.seats.has(name) ||
			!board.seats.has(name);
		let all = !changed;

		if (this.seats.size !== board.seats.size ||
			(changed && ![...changed].every(known))) {
			this.layOut(board, wall);
			all = true;
		}
		for (const seat of board.seats.values()) {
			count[seat.state] = (count[seat.state] || 0) + 1;
			if (all || changed.has(seat.seat))
				this.drawSeat(board, seat);
		}
		const states = byId('states');
		const texts = STATES.filter((state) => count[state]).map((state) =>
			this.words.say('state-' + state) + ' ' + count[state]);

		if (states.dataset.text !== texts.join()) {
			states.dataset.text = texts.join();
			states.replaceChildren(...texts.map((t) => make('li', '', t)));
		}
	}

	/* All seats anew, in the order of their names */
	layOut(board, wall) {
		const names = [...board.seats.keys()].sort((a, b) =>
			a < b ? -1 : a > b ? 1 : 0);
		const crowd = names.length > CROWD;

		wall.classList.toggle('many', names.length > MANY);
		wall.classList.toggle('crowd', crowd);
		this.seats.clear();
		this.names = names;
		if (crowd)
			wall.replaceChildren(...this.groups(names));
		else
			wall.replaceChildren(...names.map((n) => this.place(n)));
		if (!names.length)
			wall.append(make('li', '', this.words.say('no-seats')));
	}

	/* The place of a seat on the wall, still empty */
	place(name) {
		const li = make('li');
		const parts = {
			li,
			name: make('span', 'name', name),
			word: make('span', 'word'),
			time: make('span', 'time'),
			with: make('span', 'with'),
		};

		li.append(parts.name, parts.word, parts.time, parts.with);
		this.seats.set(name, parts);
		return li;
	}

	/* A crowd in lists of its own, each laid out without the others */
	groups(names) {
		const groups = [];

		for (let i = 0; i < names.length; i += GROUP) {
			const part = names.slice(i, i + GROUP);
			const list = make('ul');
			const group = make('li', 'group');

			list.setAttribute('aria-label',
				part[0] + ' – ' + part[part.length - 1]);
			list.append(...part.map((name) => this.place(name)));
			group.append(list);
			groups.push(group);
		}
		return groups;
	}

	drawSeat(board, seat) {
		const parts = this.seats.get(seat.seat);
		const call = seat.call && board.calls.get(seat.call);
		const pause = seat.state === 'paused' ? seat.reason : '';

		if (parts.li.dataset.state !== seat.state)
			parts.li.dataset.state = seat.state;
		if (parts.since !== seat.since) {
			parts.since = seat.since;
			parts.li.dataset.since = seat.since;
			this.drawSeatTime(seat, this.now());
		}
		put(parts.word, this.words.say('state-' + seat.state));
		put(parts.with, call ? call.caller : pause ||
			this.words.say('seat-answered', { n: seat.today.answered }));
	}

	drawSeatTime(seat, now) {
		const parts = this.seats.get(seat.seat);

		if (parts)
			put(parts.time, seat.state === 'offline' ? '–'
				: span(now - seat.since));
	}

	drawQueues(board, loads) {
		const names = [...board.queues.keys()].sort();

		this.queues.fill(names.map((name) => {
			const load = loads.of(name);
			const f = board.queues.get(name).today;
			const level = serviceLevel(f);

			return { key: name, waits: load.waiting > 0, cells: [
				name, String(load.waiting), this.longest(load),
				String(load.talking),
				level === null ? '–' : level + '%',
				String(f.answered), String(f.abandoned),
			] };
		}), this.words.say('no-queues'));
	}

	/* Who waits before who talks, the longest first */
	drawCalls(board) {
		const now = this.now();
		const rank = (c) => (isWaiting(c) ? c.waiting_since : c.since + 1e15);
		const all = [...board.calls.values()].sort((a, b) =>
			rank(a) - rank(b));
		const more = all.length - CALLS_SHOWN;

		this.calls.fill(all.slice(0, CALLS_SHOWN).map((c) => ({
			key: c.call,
			waits: isWaiting(c),
			cells: [c.caller, this.words.say('call-' + c.state),
				span(now - (isWaiting(c) ? c.waiting_since : c.since)),
				c.queue, c.seat, c.called],
		})), this.words.say('no-calls'));
		put(byId('calls').querySelector('.note'),
			more > 0 ? this.words.say('more-calls', { n: more }) : '');
	}

	drawBreaches(board) {
		const texts = board.recent.map((b) => this.words.say(
			b.seat ? 'breach' : 'breach-nobody', {
				time: this.words.time(b.at),
				seat: b.seat,
				called: b.called || '–',
			}));
		const list = byId('breaches').querySelector('ol');
		const key = texts.join('\n') + this.words.language;

		if (list.dataset.key === key)
			return;
		list.dataset.key = key;
		list.replaceChildren(...(texts.length
			? texts.map((text) => make('li', '', text))
			: [make('li', 'none', this.words.say('no-breaches'))]));
	}

	drawDrill(board) {
		const section = byId('drill');
		const d = board.drill;
		const bar = section.querySelector('progress');

		section.hidden = !d;
		if (!d)
			return;
		const stopped = d.of && this.now() - d.at > DRILL_MS;

		section.classList.toggle('stopped', !!stopped);
		put(section.querySelector('.step'), this.words.say(
			stopped ? 'drill-stopped' : d.of ? 'drill-step'
				: 'drill-over', {
				name: d.queue || '', step: d.reason || '',
				done: d.done, of: d.of, failed: d.failed,
				time: this.words.time(d.at),
			}));
		bar.max = d.of || 1;
		bar.value = d.of ? Math.min(d.done, d.of) : 1;
	}
}
