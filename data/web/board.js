/*
 * The page: who looks, in which language, and what to do while there is no
 * connection.  The token comes after # in the address, which no server sees,
 * or is typed; it is kept for this window only.
 */
import { Drawing, span, TICKS } from './draw.js';
import { List } from './list.js';
import { Board } from './model.js';
import { Replay } from './replay.js';
import { Stream } from './stream.js';

const SAY_APART_MS = 10000;
const CHINA_MS = 8 * 3600000;

const byId = (id) => document.getElementById(id);

/* What browsers that keep nothing throw is not worth more than forgetting */
function keep(storage, name, value) {
	try {
		const store = window[storage];

		if (value === undefined)
			return store.getItem(name);
		if (value === null)
			store.removeItem(name);
		else
			store.setItem(name, value);
	} catch {
		/* forgotten */
	}
	return null;
}

/* Words */

const words = {
	table: {},
	language: 'zh',

	say(key, values = {}) {
		const text = this.table[key]?.[this.language] ?? key;

		return text.replace(/\{(\w+)\}/g, (whole, name) =>
			String(values[name] ?? whole));
	},

	/* "11-28 18:06:49", in China, where the call centre is */
	time(at) {
		return new Date(at + CHINA_MS).toISOString().slice(5, 19)
			.replace('T', ' ');
	},
};

function firstLanguage() {
	const kept = keep('localStorage', 'callpermit-language');

	if (kept === 'zh' || kept === 'en')
		return kept;
	for (const tag of navigator.languages || []) {
		if (/^zh\b/i.test(tag))
			return 'zh';
		if (/^en\b/i.test(tag))
			return 'en';
	}
	return 'en';
}

/* State of the page */

const view = {
	token: '',
	stream: null,
	board: null,
	replay: null,
	offset: 0,     /* this clock before the engine's, ms */
	link: 'connecting',
	heard: 0,      /* engine's time when the connection was lost */
	lostAt: 0,
	due: false,
	changed: new Set(), /* seats since the last drawing */
	part: 0,            /* of a second, for the times */
	all: true,          /* or all of them */
};

/* The engine's time; it stands still while there is no connection */
function now() {
	return view.link === 'live' ? Date.now() - view.offset : view.heard;
}

const drawing = new Drawing(words, now, new List(words));

/* Screen readers: the last of what happened, and not too often */
const saying = { text: '', at: 0, timer: 0 };

/* Without a text: how many wait and talk, if nothing else is to be said */
function say(text = '') {
	const wait = saying.at + SAY_APART_MS - Date.now();

	saying.text = text || saying.text;
	if (saying.timer)
		return;
	saying.timer = setTimeout(() => {
		const told = saying.text || sayCalls();

		saying.timer = 0;
		saying.text = '';
		if (byId('say').textContent === told)
			return;
		saying.at = Date.now();
		byId('say').textContent = told;
	}, Math.max(0, wait));
}

function sayCalls() {
	const load = view.board ? drawing.loads(view.board).all : null;

	return load ? words.say('said-calls', load) : '';
}

/* Drawing, once a frame at most */

function drawSoon() {
	if (view.due)
		return;
	view.due = true;
	requestAnimationFrame(() => {
		view.due = false;
		if (view.board)
			drawing.draw(view.board, view.all ? null : view.changed);
		view.all = false;
		view.changed.clear();
	});
}

function drawLink() {
	const link = byId('link');
	const old = byId('old');
	const isOld = view.link !== 'live' && view.board !== null;

	link.className = view.link;
	link.hidden = !view.stream;
	link.querySelector('.text').textContent = words.say(view.link) +
		(view.link === 'live' ? ' ' + words.time(now()) : '');
	document.body.classList.toggle('is-old', isOld);
	old.hidden = !isOld;
	if (isOld)
		old.textContent = words.say('old', {
			time: words.time(view.heard),
			ago: span(Date.now() - view.lostAt),
		});
}

function label() {
	document.documentElement.lang = words.say('language-code');
	document.title = words.say('title');
	byId('language').lang = words.language === 'zh' ? 'en' : 'zh-CN';
	for (const e of document.querySelectorAll('[data-t]'))
		e.textContent = words.say(e.dataset.t);
	drawing.label();
	view.replay?.draw();
	if (view.board)
		drawing.draw(view.board);
	drawLink();
}

/* What comes from the engine */

const tellings = {
	breach: (e) => words.say('said-breach', { seat: e.seat || '' }),
	checklist: (e) => e.news.map(([item, answer]) =>
		words.say('said-item',
			{ item, answer: words.say('answer-' + answer) })).join(' '),
	'recording-stopped': () => words.say('said-unrecorded'),
	'recording-resumed': () => words.say('said-recorded'),
};

function onEvent(name, data) {
	if (name === 'board') {
		view.board = new Board(data);
		view.all = true;
		byId('board').hidden = false;
	} else if (view.board) {
		view.offset = Math.min(view.offset, Date.now() - data.at);
		view.board.apply(data);
		if (data.seat)
			view.changed.add(data.seat);
		if (tellings[name])
			say(tellings[name](data));
		else if (name === 'call')
			say();
		if (name === 'recording')
			view.replay?.written();
	}
	drawSoon();
}

function onUp(date) {
	const again = view.lostAt > 0;

	view.offset = Number.isNaN(date) ? 0 : Date.now() - date - 500;
	view.link = 'live';
	view.lostAt = 0;
	if (again && view.board)
		say(words.say('back'));
	if (!view.replay)
		askRights(view.token);
	drawLink();
}

function onDown() {
	if (view.link === 'live') {
		view.heard = now();
		view.lostAt = Date.now();
		say(words.say('lost'));
	}
	view.link = view.board ? 'lost' : 'connecting';
	drawLink();
}

/* Coming and going */

async function askRights(token) {
	try {
		const answer = await fetch('/api/token', {
			headers: { Authorization: 'Bearer ' + token },
			cache: 'no-store',
		});
		const rights = answer.ok ? await answer.json() : {};

		if (rights.recordings && view.token === token && !view.replay)
			view.replay = new Replay(words, token);
	} catch {
		/* without it there is the board alone */
	}
}

function leave(why) {
	view.stream?.stop();
	view.replay?.close();
	view.stream = view.board = view.replay = null;
	view.token = '';
	view.link = 'connecting';
	keep('sessionStorage', 'callpermit-token', null);
	byId('board').hidden = true;
	byId('leave').hidden = true;
	byId('enter').hidden = false;
	byId('enter-error').textContent = why || '';
	byId('token').value = '';
	byId('token').focus();
	byId('lamp').querySelector('.text').textContent = '';
	byId('lamp').hidden = true;
	byId('since').textContent = '';
	drawLink();
}

function enter(token) {
	/* the form goes, and with it the place of who typed */
	const typed = byId('enter').contains(document.activeElement);

	view.token = token;
	keep('sessionStorage', 'callpermit-token', token);
	byId('enter').hidden = true;
	byId('leave').hidden = false;
	byId('lamp').hidden = false;
	if (typed)
		document.querySelector('h1').focus();
	view.stream = new Stream('/api/events', token, {
		event: onEvent,
		up: onUp,
		down: onDown,
		refused: (status) => leave(words.say('refused-' + status)),
	});
	view.stream.start();
	drawLink();
}

/* What stands after #token= in the address; it goes from there at once */
function takeFragment() {
	const token = new URLSearchParams(location.hash.slice(1)).get('token');

	if (location.hash)
		history.replaceState(null, '', location.pathname);
	return token;
}

function listen() {
	byId('enter').addEventListener('submit', (event) => {
		const token = byId('token').value.trim();

		event.preventDefault();
		if (token)
			enter(token);
	});
	byId('leave').addEventListener('click', () => leave());
	byId('language').addEventListener('click', () => {
		words.language = words.language === 'zh' ? 'en' : 'zh';
		keep('localStorage', 'callpermit-language', words.language);
		label();
	});
	window.addEventListener('hashchange', () => {
		const token = takeFragment();

		if (token) {
			leave();
			enter(token);
		}
	});
	window.addEventListener('online', () => view.stream?.retry());
	setInterval(() => {
		view.part = (view.part + 1) % TICKS;
		if (!view.part)
			drawLink();
		if (view.board && view.link === 'live') {
			view.board.tick(now());
			drawing.tick(view.board, view.part);
		}
	}, 1000 / TICKS);
}

async function start() {
	words.language = firstLanguage();
	words.table = await (await fetch('/board/words.json')).json();
	label();
	listen();
	const token = takeFragment() || keep('sessionStorage', 'callpermit-token');

	if (token)
		enter(token);
	else
		leave();
}

start().catch(() => {
	byId('old').hidden = false;
	byId('old').textContent =
		'看板文件没有取到，请刷新页面。 A file of the board did not come; load the page again.';
});
