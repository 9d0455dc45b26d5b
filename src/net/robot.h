/**
 * @file net/robot.h  The robots of office chats, who post a text to a group
 *
 * Each service is a row: how its message looks, how it is signed, what its
 * answer says.  An address of a robot holds its key: it is a secret, is read
 * like a password and appears in no message.
 *
 * Errors of all calls: EINVAL a text or setting that is not valid; EBUSY what
 * may pass and is worth another attempt (no connection, a time-out, too many
 * messages in a minute); EPERM a wrong key, signature or certificate; ENOENT
 * no such address; EPROTO any other refusal, with the words of the service.
 */
#ifndef NET_ROBOT_H
#define NET_ROBOT_H

#include <stddef.h>
#include <stdint.h>

#include "util/secret.h"
#include "util/str.h"

struct robot;

/** Where and how to post */
struct robot_order {
	const struct robot *robot;
	struct secret_place url;    /**< Address with the key in it */
	struct secret_place secret; /**< For signing; no place: none, the robot
				     * is set to words or addresses */
	const char *text;	    /**< UTF-8 */
	const char *ca_file;	    /**< Trusted beside the system's; NULL */
	const char *proxy;	    /**< http://HOST:PORT; NULL: none */
	int64_t total_ms;	    /**< 0: HTTP_TOTAL_MS */
};

/** A message ready to be posted */
struct robot_message {
	struct str url;
	struct str json;
};

/** Robot by its word in a configuration: wecom, dingtalk, feishu; NULL with a
 *  sentence that names them (ENOENT) */
const struct robot *robot_find(const char *word);

/** Word of a robot, and its name as people know it, e.g. "企业微信" */
const char *robot_word(const struct robot *robot);
const char *robot_name(const struct robot *robot);

/** Most bytes of a text */
size_t robot_text_max(const struct robot *robot);

/**
 * Make the message that is posted
 *
 * @param message  Receives it; release it with robot_message_release()
 * @param url      https, or http to this machine itself
 * @param secret   NULL: not signed
 * @param at       Present time, ms UTC; signatures hold for an hour
 *
 * @return 0 or EINVAL
 */
int robot_compose(struct robot_message *message, const struct robot *robot,
		  const char *url, const struct secret *secret,
		  const char *text, int64_t at);

/** Overwrite and free it; allowed on a zeroed one */
void robot_message_release(struct robot_message *message);

/**
 * Say whether an answer means that the text was posted
 *
 * @param status  Of HTTP
 * @param body    Any bytes
 *
 * @return 0, EBUSY, EPERM, ENOENT or EPROTO
 */
int robot_judge(const struct robot *robot, long status, const char *body,
		size_t size);

/** Post a text and judge the answer; the secrets are read for it and wiped */
int robot_send(const struct robot_order *order);

#endif
