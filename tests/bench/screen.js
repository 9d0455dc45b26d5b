/*
 * How late seats are drawn.  A seat carries the engine's time of its event;
 * what is posted while a frame is being made is taken up after it.
 */
(() => {
	const late = [];
	const frames = [];
	const drawn = new MessageChannel();
	const waiting = [];

	drawn.port1.onmessage = () => {
		const now = Date.now();

		for (const at of waiting.splice(0))
			late.push(now - at);
	};
	new MutationObserver((changes) => {
		for (const c of changes)
			waiting.push(Number(c.target.dataset.since));
		drawn.port2.postMessage(0);
	}).observe(document.querySelector('#wall'),
		{ subtree: true, attributeFilter: ['data-since'] });

	let last = performance.now();

	requestAnimationFrame(function frame(t) {
		frames.push(t - last);
		last = t;
		requestAnimationFrame(frame);
	});

	const begin = Date.now() + 2000;
	const of = (list, share) => list.sort((a, b) => a - b)[
		Math.min(list.length - 1, Math.floor(list.length * share))];

	setTimeout(() => {
		late.length = frames.length = 0;
	}, 2000);
	window.lateFor = (s) => Date.now() > begin + s * 1000;
	window.lateLine = () => `board in Chromium: ${late.length} changes of ` +
		`seats, p50 ${of(late, 0.5)} p95 ${of(late, 0.95)} p99 ` +
		`${of(late, 0.99)} ms; frames p50 ${Math.round(of(frames, 0.5))} ` +
		`p99 ${Math.round(of(frames, 0.99))} ms`;
})();
