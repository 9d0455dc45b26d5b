/**
 * @file call/speech.c  Sentences put together from announcements
 */
#include "call/speech.h"

#include "util/util.h"

/* clang-format off */
static const char *const small[] = {
	"n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "n10",
	"n11", "n12", "n13", "n14", "n15", "n16", "n17", "n18", "n19",
};
static const char *const tens[] = {
	"n0", "n10", "n20", "n30", "n40", "n50", "n60", "n70", "n80", "n90",
};

const char *const speech_names[] = {
	"n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "n10",
	"n11", "n12", "n13", "n14", "n15", "n16", "n17", "n18", "n19",
	"n20", "n30", "n40", "n50", "n60", "n70", "n80", "n90",
	"n100", "n1000", "star", "hash",
	"goodbye", "wrong-key", "seat-busy", "beep", "leave-message",
	"message-thanks", "consent", "consent-thanks", "hold-offer",
	"hold-offer-keep", "hold-pin", "hold-pin-again", "hold-number",
	"enter-pin", "wrong-pin", "welcome-back", "position", "position-end",
	"wait", "wait-end", "stay-on-line", "next-in-line", "many-ahead",
	"long-wait", "consent-withdrawn", "not-saved", NULL,
};
/* clang-format on */

void speech_add(struct speech *speech, const char *name)
{
	if (name && speech->namec < SPEECH_MAX)
		speech->namev[speech->namec++] = name;
}

/* Below 100; in Chinese 12 is ten two, and 112 hundred one ten two */
static void add_small(struct speech *speech, long n, bool inside,
		      enum speech_language in)
{
	if (in == SPEECH_EN && n < 20) {
		speech_add(speech, small[n]);
		return;
	}
	if (n >= 10 && in == SPEECH_EN) {
		speech_add(speech, tens[n / 10]);
	} else if (n >= 10) {
		if (n >= 20 || inside)
			speech_add(speech, small[n / 10]);
		speech_add(speech, "n10");
	}
	if (n < 10 || n % 10)
		speech_add(speech, small[n % 10]);
}

void speech_number(struct speech *speech, long n, enum speech_language in)
{
	bool inside = false;
	long rest;

	n = n < 0 ? 0 : n > SPEECH_NUMBER_MAX ? SPEECH_NUMBER_MAX : n;
	rest = n;
	if (rest >= 1000) {
		speech_add(speech, small[rest / 1000]);
		speech_add(speech, "n1000");
		rest %= 1000;
		inside = true;
		if (in == SPEECH_ZH && rest && rest < 100)
			speech_add(speech, "n0");
	}
	if (rest >= 100) {
		speech_add(speech, small[rest / 100]);
		speech_add(speech, "n100");
		rest %= 100;
		inside = true;
		if (in == SPEECH_ZH && rest && rest < 10)
			speech_add(speech, "n0");
	}
	if (rest || !inside)
		add_small(speech, rest, inside, in);
}

void speech_digits(struct speech *speech, const char *digits)
{
	for (; *digits; digits++) {
		if (*digits >= '0' && *digits <= '9')
			speech_add(speech, small[*digits - '0']);
		else if (*digits == '*')
			speech_add(speech, "star");
		else if (*digits == '#')
			speech_add(speech, "hash");
	}
}
