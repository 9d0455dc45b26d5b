/**
 * @file tests/sip/mutants.c  Sends mutated calls and looks at the answers
 *
 * mutants FROM TO FIRST COUNT STEP (FIRST: a number, or "lines" for the first
 * in which a whole line is wrong): for each case an INVITE, then CANCEL, ACK
 * and BYE with the same thing wrong.  Between them, and at the end, an OPTIONS
 * that is right must be answered.  Prints how often each status came; exit code
 * 1 if an answer is none, or the OPTIONS is not answered.
 */
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "mutant.h"
#include "sip/compat.h"

#define EVERY 25 /* cases between two OPTIONS */

static unsigned counts[700];
static unsigned bad;

static int open_socket(const char *from, const char *to)
{
	struct sa local, peer;
	int fd;

	if (sa_decode(&local, from, strlen(from)) ||
	    sa_decode(&peer, to, strlen(to)))
		return -1;
	fd = socket(sa_af(&local), SOCK_DGRAM, 0);
	if (fd < 0 || bind(fd, &local.u.sa, local.len) != 0 ||
	    connect(fd, &peer.u.sa, peer.len) != 0)
		return -1;
	return fd;
}

/* Take what has come; true if it is the answer to an OPTIONS */
static bool take(int fd, const char *number, int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char text[65536];
	char want[64];
	unsigned long status;
	ssize_t n;

	(void)snprintf(want, sizeof(want), "Call-ID: o%s", number);
	while (poll(&p, 1, ms) > 0) {
		n = recv(fd, text, sizeof(text) - 1, 0);
		if (n <= 0)
			return false;
		text[n] = '\0';
		status = strncmp(text, "SIP/2.0 ", 8) == 0
				 ? strtoul(text + 8, NULL, 10)
				 : 0;
		if (status >= 100 && status < 700)
			counts[status]++;
		else if (strncmp(text, "BYE ", 4) != 0 &&
			 strncmp(text, "UPDATE ", 7) != 0)
			bad++;
		if (strstr(text, want))
			return true;
	}

	return false;
}

static bool is_alive(int fd, const char *number)
{
	char text[512];
	int n = snprintf(
		text, sizeof(text),
		"OPTIONS sip:x@127.0.0.1 SIP/2.0\r\n"
		"Via: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bKo%s;rport\r\n"
		"From: <sip:a@b>;tag=1\r\nTo: <sip:x@b>\r\n"
		"Call-ID: o%s\r\nCSeq: 1 OPTIONS\r\n"
		"Content-Length: 0\r\n\r\n",
		number, number);

	for (unsigned i = 0; i < 5; i++) {
		if (send(fd, text, (size_t)n, 0) == n && take(fd, number, 2000))
			return true;
	}
	return false;
}

int main(int argc, char *argv[])
{
	static char text[MUTANT_MAX];
	unsigned long first, count, step;
	char number[32] = "end";
	int fd;

	if (argc < 6)
		return 2;
	first = strcmp(argv[3], "lines") ? strtoul(argv[3], NULL, 10)
					 : mutant_pieces();
	count = strtoul(argv[4], NULL, 10);
	step = strtoul(argv[5], NULL, 10);
	fd = open_socket(argv[1], argv[2]);
	if (fd < 0)
		return 2;
	for (unsigned long i = 0; i < count; i++) {
		(void)snprintf(number, sizeof(number), "%lu", first + i * step);
		for (unsigned m = 0; m < MUTANT_METHODS; m++) {
			size_t n = mutant_make(text, first + i * step, m,
					       number);

			(void)send(fd, text, n, 0);
			(void)take(fd, "-", m ? 0 : 1);
		}
		if (i % EVERY == 0 && !is_alive(fd, number)) {
			(void)printf("no answer after case %s\n", number);
			return 1;
		}
	}
	for (unsigned i = 0; i < 700; i++) {
		if (counts[i])
			(void)printf("%u %u\n", i, counts[i]);
	}
	(void)printf("bad %u of %lu cases, %lu in all\n", bad, count,
		     mutant_count());
	if (!is_alive(fd, "end"))
		bad++;
	(void)close(fd);
	return bad ? 1 : 0;
}
