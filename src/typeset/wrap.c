/**
 * @file typeset/wrap.c  Where a line of Chinese may end
 */
#include "typeset/wrap.h"

#include <linebreak.h>
#include <stdlib.h>

#include "util/mem.h"
#include "util/util.h"

/* Any class, in the table of rules */
#define ANY (-1)

/* clang-format off */
static const struct {
	uint32_t from;
	uint32_t to;
	enum wrap_class class;
} ranges[] = {	/* in order */
	{ 0x0030, 0x0039, WRAP_DIGIT  },
	{ 0x00B7, 0x00B7, WRAP_MIDDLE },	/* · */
	{ 0x2013, 0x2014, WRAP_MIDDLE },	/* – — */
	{ 0x2018, 0x2018, WRAP_OPEN   },
	{ 0x2019, 0x2019, WRAP_CLOSE  },
	{ 0x201C, 0x201C, WRAP_OPEN   },
	{ 0x201D, 0x201D, WRAP_CLOSE  },
	{ 0x2025, 0x2026, WRAP_MIDDLE },	/* ‥ … */
	{ 0x2030, 0x2030, WRAP_MIDDLE },	/* ‰ */
	{ 0x2103, 0x2103, WRAP_MIDDLE },	/* ℃ */
	{ 0x2E80, 0x2FFF, WRAP_IDEO   },
	{ 0x3000, 0x3000, WRAP_OTHER  },	/* a space */
	{ 0x3001, 0x3002, WRAP_STOP   },
	{ 0x3005, 0x3007, WRAP_IDEO   },
	{ 0x3008, 0x3008, WRAP_OPEN   },
	{ 0x3009, 0x3009, WRAP_CLOSE  },
	{ 0x300A, 0x300A, WRAP_OPEN   },
	{ 0x300B, 0x300B, WRAP_CLOSE  },
	{ 0x300C, 0x300C, WRAP_OPEN   },
	{ 0x300D, 0x300D, WRAP_CLOSE  },
	{ 0x300E, 0x300E, WRAP_OPEN   },
	{ 0x300F, 0x300F, WRAP_CLOSE  },
	{ 0x3010, 0x3010, WRAP_OPEN   },
	{ 0x3011, 0x3011, WRAP_CLOSE  },
	{ 0x3014, 0x3014, WRAP_OPEN   },
	{ 0x3015, 0x3015, WRAP_CLOSE  },
	{ 0x3016, 0x3016, WRAP_OPEN   },
	{ 0x3017, 0x3017, WRAP_CLOSE  },
	{ 0x3040, 0x9FFF, WRAP_IDEO   },
	{ 0xAC00, 0xD7A3, WRAP_IDEO   },
	{ 0xF900, 0xFAFF, WRAP_IDEO   },
	{ WRAP_UNTICKED, WRAP_TICKED, WRAP_BOX },
	{ WRAP_LINE, WRAP_LINE, WRAP_PEN },
	{ 0xFF01, 0xFF01, WRAP_STOP   },	/* ！ */
	{ 0xFF05, 0xFF05, WRAP_MIDDLE },	/* ％ */
	{ 0xFF08, 0xFF08, WRAP_OPEN   },
	{ 0xFF09, 0xFF09, WRAP_CLOSE  },
	{ 0xFF0C, 0xFF0C, WRAP_STOP   },
	{ 0xFF0E, 0xFF0E, WRAP_STOP   },
	{ 0xFF0F, 0xFF0F, WRAP_MIDDLE },
	{ 0xFF1A, 0xFF1B, WRAP_STOP   },
	{ 0xFF1F, 0xFF1F, WRAP_STOP   },
	{ 0xFF3B, 0xFF3B, WRAP_OPEN   },	/* ［ */
	{ 0xFF3D, 0xFF3D, WRAP_CLOSE  },
	{ 0xFF5B, 0xFF5B, WRAP_OPEN   },	/* ｛ */
	{ 0xFF5D, 0xFF5D, WRAP_CLOSE  },
	{ 0xFF5E, 0xFF5E, WRAP_MIDDLE },	/* ～ */
	{ 0x20000, 0x3FFFF, WRAP_IDEO },
};

static const uint32_t units[] = {
	0x5E74, 0x6708, 0x65E5, 0x65F6, 0x5206, 0x79D2, /* 年 月 日 时 分 秒 */
	0x53F7, 0x697C, 0x5C42, 0x5BA4, 0x4E2A, 0x4EBA, /* 号 楼 层 室 个 人 */
	0x5143, 0x4E07, 0x4EBF, 0x7C73, 0x5929,         /* 元 万 亿 米 天 */
};

/* The first row that fits decides; none: libunibreak does */
static const struct {
	int before;
	int after;
	bool may;
} rules[] = {
	{ WRAP_OPEN,  ANY,         false },
	{ ANY,        WRAP_CLOSE,  false },
	{ ANY,        WRAP_STOP,   false },
	{ ANY,        WRAP_MIDDLE, false },
	{ WRAP_BOX,   ANY,         false },
	{ WRAP_DIGIT, WRAP_UNIT,   false },
	{ WRAP_PEN,   WRAP_PEN,    false },
	{ WRAP_PEN,   WRAP_UNIT,   false },
	{ ANY,        WRAP_OPEN,   true  },
	{ WRAP_CLOSE, ANY,         true  },
	{ WRAP_STOP,  ANY,         true  },
};
/* clang-format on */

enum wrap_class wrap_class(uint32_t cp)
{
	size_t from = 0;
	size_t to = ARRAY_LEN(ranges);

	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (units[i] == cp)
			return WRAP_UNIT;
	}

	while (from < to) {
		size_t mid = (from + to) / 2;

		if (cp > ranges[mid].to)
			from = mid + 1;
		else if (cp < ranges[mid].from)
			to = mid;
		else
			return ranges[mid].class;
	}

	return WRAP_OTHER;
}

static bool is_blank(uint32_t cp)
{
	return cp == ' ' || cp == 0x3000 || cp == WRAP_BREAK;
}

/* b, a: classes of the characters before and after */
static bool correct(int b, int a, uint32_t after, bool may)
{
	/* a space never begins a line */
	if (after == ' ' || after == 0x3000)
		return false;

	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		if ((rules[i].before == ANY || rules[i].before == b) &&
		    (rules[i].after == ANY || rules[i].after == a))
			return rules[i].may;
	}

	return may;
}

void wrap_init(void)
{
	init_linebreak();
}

void wrap_points(bool *may, const uint32_t *cp, size_t n)
{
	bool boxed = false;
	char *breaks;
	int after;

	if (n == 0)
		return;

	breaks = x_calloc(n, 1);
	set_linebreaks_utf32(cp, n, "zh", breaks);
	after = (int)wrap_class(cp[0]);
	for (size_t i = 0; i + 1 < n; i++) {
		int before = after;

		/* a box keeps its words, up to the next blank */
		if (before == WRAP_BOX)
			boxed = true;
		else if (is_blank(cp[i]))
			boxed = false;
		after = (int)wrap_class(cp[i + 1]);
		may[i] = !boxed && correct(before, after, cp[i + 1],
					   breaks[i] == LINEBREAK_ALLOWBREAK);
	}
	may[n - 1] = true;
	free(breaks);
}
