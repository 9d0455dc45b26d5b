/*
 * The list of the visit, as who has the dossier tells the engine of it.  It is
 * drawn anew only when an answer has changed, and then what is asked next comes
 * into sight, unless somebody reads there.
 */
import { make, put } from './draw.js';

const byId = (id) => document.getElementById(id);

const NAMES = ['pass', 'fail', 'na', 'todo'];

function count(items) {
	const sum = Object.fromEntries(NAMES.map((name) => [name, 0]));

	for (const i of items)
		sum[i.answer]++;
	return sum;
}

export class List {
	constructor(words) {
		this.words = words;
		this.list = null; /* as drawn, in which language */
		this.language = '';
	}

	title(o) {
		return (this.words.language === 'zh' ? o.title : o.title_en) ||
			o.title || o.title_en;
	}

	item(i) {
		const li = make('li');

		li.dataset.answer = i.answer;
		li.append(make('span', 'name', i.item), ' ',
			make('span', 'word', this.words.say('answer-' + i.answer)), ' ',
			make('span', 'text', this.title(i)));
		return li;
	}

	group(g) {
		const box = make('div');
		const list = make('ul');
		const sum = count(g.items);
		const name = this.words.say('group-done', {
			title: this.title(g),
			done: g.items.length - sum.todo,
			of: g.items.length,
		});

		list.setAttribute('role', 'list');
		list.setAttribute('aria-label', name);
		list.append(...g.items.map((i) => this.item(i)));
		box.append(make('h3', '', name), list);
		return box;
	}

	drawItems(place, list) {
		place.replaceChildren(...list.groups.map((g) => this.group(g)));
		if (place.matches(':hover, :focus, :focus-within'))
			return;
		const next = place.querySelector('[data-answer="todo"]');
		const at = next?.previousElementSibling || next;

		/* a title stays at the top */
		if (at)
			place.scrollTop = at.offsetTop - place.offsetTop -
				place.querySelector('h3').offsetHeight;
	}

	draw(list) {
		const section = byId('checklist');
		const { language } = this.words;

		section.hidden = !list;
		if (!list || (this.list === list && this.language === language))
			return;
		this.list = list;
		this.language = language;
		const items = list.groups.flatMap((g) => g.items);
		const sum = count(items);
		const bar = section.querySelector('progress');

		put(byId('checklist-title'), this.words.say('checklist', {
			run: list.run,
			kind: list.kind ? this.words.say('kind-' + list.kind) : '–',
		}));
		put(section.querySelector('.step'),
			this.words.say('checklist-step', sum));
		section.classList.toggle('failed', sum.fail > 0);
		bar.max = items.length;
		bar.value = items.length - sum.todo;
		this.drawItems(section.querySelector('.scroll'), list);
	}
}
