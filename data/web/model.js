/*
 * The board, as the engine tells it: first the whole, then what happens.
 * What becomes of it here is what becomes of it in the engine; the rules are
 * those of src/call/board.c and src/call/figures.c, and tests/sip/page.bats
 * compares the two.  Nothing here knows of a page.
 */

const DAY = 86400000;
const CHINA = 8 * 3600000;
const BREACHES = 8;

const dayOf = (at) => Math.floor((at + CHINA) / DAY);

const noFigures = () => ({
	entered: 0, answered: 0, in_time: 0, abandoned: 0, left_soon: 0,
	timed_out: 0, turned_away: 0, moved_on: 0, wait_ms: 0,
	longest_wait_ms: 0,
});

const noSeatFigures = () => ({ answered: 0, missed: 0 });

/* Calls that say something about the service */
const weighed = (f) =>
	f.answered + f.abandoned - f.left_soon + f.timed_out + f.turned_away;

const percent = (part, of) =>
	of > 0 ? Math.floor((part * 100 + Math.floor(of / 2)) / of) : null;

export const serviceLevel = (f) => percent(f.in_time, weighed(f));

const answersOf = (list) => new Map((list?.groups || []).flatMap((g) =>
	g.items.map((i) => [i.item, i.answer])));

export const isWaiting = (call) =>
	call.state === 'queued' || call.state === 'ringing';

export class Board {
	constructor(whole) {
		Object.assign(this, {
			started: whole.started,
			at: whole.at,
			day: dayOf(whole.at),
			offered: whole.offered,
			breaches: whole.breaches,
			recordings: whole.recordings,
			unrecordedSince: whole.unrecorded_since,
			alarms: whole.alarms,
			results: { ...whole.results },
			recent: whole.recent_breaches.slice(),
			drill: whole.drill || null,
			checklist: whole.checklist || null,
			seats: new Map(),
			queues: new Map(),
			calls: new Map(),
		});
		for (const s of whole.seats)
			this.seats.set(s.seat, { ...s, queue: s.queue || '' });
		for (const q of whole.queues)
			this.queues.set(q.queue, q);
		for (const c of whole.calls)
			this.calls.set(c.call, {
				waited_ms: 0, waiting_since: 0, answered: false,
				seat: '', queue: '', ...c,
			});
	}

	/* Take in an event; its type says what it is */
	apply(event) {
		const take = rules[event.type];

		this.tick(event.at);
		this.at = event.at;
		if (take)
			take(this, event);
	}

	/* Another day in China: today's figures begin anew */
	tick(at) {
		if (dayOf(at) <= this.day)
			return;
		this.day = dayOf(at);
		for (const q of this.queues.values())
			q.today = noFigures();
		for (const s of this.seats.values())
			s.today = noSeatFigures();
	}

	seat(name) {
		let s = this.seats.get(name);

		if (!s) {
			s = { seat: name, state: 'offline', since: 0, queue: '',
				missed: 0, today: noSeatFigures() };
			this.seats.set(name, s);
		}
		return s;
	}

	queue(name) {
		let q = this.queues.get(name);

		if (!q) {
			q = { queue: name, service_level: 0, short_abandon: 0,
				today: noFigures() };
			this.queues.set(name, q);
		}
		return q;
	}

	/* Today's figures of all queues together */
	today() {
		const sum = noFigures();

		for (const q of this.queues.values()) {
			for (const key of Object.keys(sum))
				sum[key] += q.today[key];
		}
		return sum;
	}
}

function loss(queue, call, event) {
	const f = queue.today;
	const wait = (event.wait_ms || 0) - call.waited_ms;

	if (call.waiting_since && f.longest_wait_ms < wait)
		f.longest_wait_ms = wait;
	if (event.result === 'abandoned' ||
	    (event.result === 'answered' && call.waiting_since)) {
		f.abandoned++;
		f.left_soon += wait < queue.short_abandon ? 1 : 0;
	}
	f.timed_out += event.result === 'timeout' ? 1 : 0;
	f.turned_away += event.result === 'full' ||
		event.result === 'unstaffed' ? 1 : 0;
}

function answered(board, call, event) {
	const wait = (event.wait_ms || 0) - call.waited_ms;
	const queue = board.queues.get(call.queue);
	const seat = board.seats.get(event.seat);

	if (seat)
		seat.queue = call.queue;
	if (!queue || call.answered)
		return;
	call.answered = true;
	queue.today.answered++;
	queue.today.wait_ms += wait;
	queue.today.in_time += wait <= queue.service_level ? 1 : 0;
	if (queue.today.longest_wait_ms < wait)
		queue.today.longest_wait_ms = wait;
}

function enterQueue(board, call, event) {
	if (call.queue === event.queue)
		return;
	const left = board.queues.get(call.queue);
	const entered = board.queues.get(event.queue);

	if (left)
		left.today.moved_on++;
	call.queue = event.queue;
	call.answered = false;
	call.waited_ms = event.wait_ms || 0;
	if (entered)
		entered.today.entered++;
}

const rules = {
	seat(board, e) {
		const s = board.seat(e.seat);

		if (e.state === 'talking' && s.state !== 'talking')
			s.today.answered++;
		if (e.missed > s.missed)
			s.today.missed += e.missed - s.missed;
		s.missed = e.missed;
		if (s.state !== e.state || !s.since)
			s.since = e.at;
		s.state = e.state;
		s.call = e.call || 0;
		s.reason = e.reason || '';
	},

	queue(board, e) {
		const q = board.queue(e.queue);

		q.service_level = e.service_level || 0;
		q.short_abandon = e.short_abandon || 0;
	},

	call(board, e) {
		let c = board.calls.get(e.call);

		if (!c) {
			c = { call: e.call, since: 0, waiting_since: 0,
				waited_ms: 0, answered: false, queue: '' };
			board.calls.set(e.call, c);
			board.offered++;
		}
		if (e.queue)
			enterQueue(board, c, e);
		c.state = e.state;
		c.since = e.at;
		c.caller = e.caller || '';
		c.called = e.called || '';
		c.seat = e.seat || '';
		if (c.state === 'queued' && !c.waiting_since)
			c.waiting_since = e.at;
		if (e.state === 'bridged')
			answered(board, c, e);
		if (e.state !== 'ended')
			return;
		if (board.queues.has(c.queue) && !c.answered)
			loss(board.queues.get(c.queue), c, e);
		board.results[e.result]++;
		board.calls.delete(e.call);
	},

	refused(board) {
		board.results.refused++;
	},

	breach(board, e) {
		board.breaches++;
		board.recent.unshift(e);
		board.recent.length = Math.min(board.recent.length, BREACHES);
	},

	recording(board) {
		board.recordings++;
	},

	'recording-stopped'(board, e) {
		board.unrecordedSince = e.at;
	},

	'recording-resumed'(board) {
		board.unrecordedSince = 0;
	},

	traffic(board) {
		board.alarms++;
	},

	/* Calls may name what has gone; that does not bring it back */
	gone(board, e) {
		board.seats.delete(e.seat);
		board.queues.delete(e.queue);
	},

	/* The whole list; which answer is new goes with the event */
	checklist(board, e) {
		const was = answersOf(board.checklist);

		e.news = [...answersOf(e.checklist)].filter(([id, answer]) =>
			was.has(id) && was.get(id) !== answer);
		board.checklist = e.checklist || null;
	},

	drill(board, e) {
		board.drill = e;
	},
};
