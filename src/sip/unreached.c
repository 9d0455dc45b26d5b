/**
 * @file sip/unreached.c  Datagrams that nobody took
 *
 * Where no process has the port, the host that a datagram came to says so by
 * ICMP.  Linux keeps such answers for a socket that asks for them (IP_RECVERR,
 * ip(7)), with the address that the datagram went to, and reports each as well
 * as the error of whatever the socket does next: a datagram to somebody else,
 * which is why what is sent here is sent again.
 */
#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <linux/errqueue.h>

#include "sip/ua_private.h"

#define TRIES	3
#define AT_ONCE 64 /* answers taken before datagrams have their turn */
#define LAYER	0

/* libre asks who helps it before it sends */
static bool on_send(int *err, struct sa *dst, struct mbuf *mb, void *arg)
{
	const struct gate *gate = arg;

	*err = 0;
	for (int i = 0; i < TRIES; i++) {
		if (sendto(gate->fd, mbuf_buf(mb), mbuf_get_left(mb), 0,
			   &dst->u.sa, dst->len) >= 0)
			return true;
		if (errno == EAGAIN)
			break;
	}
	*err = errno;
	return true;
}

static bool is_closed_port(const struct sock_extended_err *e)
{
	if (e->ee_origin == SO_EE_ORIGIN_ICMP)
		return e->ee_type == ICMP_DEST_UNREACH &&
		       e->ee_code == ICMP_PORT_UNREACH;
	return e->ee_origin == SO_EE_ORIGIN_ICMP6 &&
	       e->ee_type == ICMP6_DST_UNREACH &&
	       e->ee_code == ICMP6_DST_UNREACH_NOPORT;
}

static bool says_closed(struct msghdr *m)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
		struct sock_extended_err e;

		if (!(c->cmsg_level == IPPROTO_IP &&
		      c->cmsg_type == IP_RECVERR) &&
		    !(c->cmsg_level == IPPROTO_IPV6 &&
		      c->cmsg_type == IPV6_RECVERR))
			continue;
		memcpy(&e, CMSG_DATA(c), sizeof(e));
		if (is_closed_port(&e))
			return true;
	}
	return false;
}

void unreached_take(struct gate *gate)
{
	struct ua *ua = gate->ua;

	for (int i = 0; i < AT_ONCE; i++) {
		struct sa dst = { .len = sizeof(dst.u) };
		char control[512];
		struct msghdr m = { .msg_name = &dst.u,
				    .msg_namelen = sizeof(dst.u),
				    .msg_control = control,
				    .msg_controllen = sizeof(control) };

		if (recvmsg(gate->fd, &m, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
			return;
		dst.len = m.msg_namelen;
		if (says_closed(&m))
			ua->unreachedh(&dst, ua->arg);
	}
}

int unreached_watch(struct gate *gate)
{
	const bool six = sa_af(&gate->addr) == AF_INET6;
	const int on = 1;

	/* a system that does not tell is none the worse */
	if (setsockopt(gate->fd, six ? IPPROTO_IPV6 : IPPROTO_IP,
		       six ? IPV6_RECVERR : IP_RECVERR, &on, sizeof(on)))
		return 0;
	return udp_register_helper(NULL, gate->us, LAYER, on_send, NULL, gate);
}
