/**
 * @file tests/sip/throw.c  Throws datagrams at the engine
 *
 * throw FROM TO FILE...: sends each file as one datagram from a numeric address
 * and prints its name with the status of the answer, "-" if none comes within
 * 150 ms.  An answer goes to the port of the Via, so FROM should have 5060.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sip/compat.h"
#include "util/err.h"
#include "util/file.h"
#include "util/util.h"

#define WAIT_MS 150

static int open_socket(const char *from, const char *to)
{
	struct sa local;
	struct sa peer;
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

/* The Call-ID of a message, for telling its answer from late ones to others;
 * "" if it has none */
static void call_id_of(char *to, size_t size, const char *text)
{
	static const char *const names[] = { "\nCall-ID", "\ni:", "\ni " };
	const char *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const char *p = strcasestr(text, names[i]);

		if (p && (!first || p < first))
			first = p;
	}
	if (first) {
		first += strcspn(first, ":") + 1;
		first += strspn(first, " \t\r\n");
		n = strcspn(first, " \t\r\n");
		n = n < size ? n : size - 1;
		memcpy(to, first, n);
	}
	to[n] = '\0';
}

/* Status of the final answer to a Call-ID, 0 if none comes */
static int answer(int fd, const char *call_id)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	char text[8192];

	while (poll(&pfd, 1, WAIT_MS) > 0) {
		ssize_t n = recv(fd, text, sizeof(text) - 1, 0);
		int status;

		if (n <= 0)
			continue;
		text[n] = '\0';
		if (strncmp(text, "SIP/2.0 ", 8) != 0 || !strstr(text, call_id))
			continue;
		status = (int)strtol(text + 8, NULL, 10);
		if (status >= 200)
			return status;
	}

	return 0;
}

int main(int argc, char *argv[])
{
	int fd = argc < 4 ? -1 : open_socket(argv[1], argv[2]);

	if (fd < 0) {
		(void)fprintf(stderr, "throw: no socket\n");
		return 2;
	}

	for (int i = 3; i < argc; i++) {
		struct str file = { 0 };
		const char *slash = strrchr(argv[i], '/');
		char call_id[512];
		int status = 0;

		if (file_read(&file, argv[i], 65000)) {
			(void)fprintf(stderr, "%s\n", err_text(EIO));
			return 2;
		}
		call_id_of(call_id, sizeof(call_id), str_text(&file));
		if (send(fd, str_text(&file), file.len, 0) >= 0)
			status = answer(fd, call_id);
		(void)printf("%s ", slash ? slash + 1 : argv[i]);
		(void)(status ? printf("%d\n", status) : puts("-"));
		str_release(&file);
	}

	(void)close(fd);
	return 0;
}
