/**
 * @file pack/notify_config.h  By which channels reminders go, and when
 *
 * One YAML file; callpermit(1) describes it.  Passwords and addresses of robots
 * are not in it: it names the files or environment variables that hold them.
 */
#ifndef PACK_NOTIFY_CONFIG_H
#define PACK_NOTIFY_CONFIG_H

/** Limits: channels of a kind, recipients, entries of days_before, days */
#define NOTIFY_CHANNELS_MAX 50
#define NOTIFY_TO_MAX	    50
#define NOTIFY_STEPS_MAX    20
#define NOTIFY_DAYS_MAX	    3660

enum notify_tls { NOTIFY_STARTTLS, NOTIFY_TLS, NOTIFY_PLAIN };

/** Members that may be NULL are absent from the file */
struct notify_mail {
	char *name;
	char *host;
	unsigned port;
	enum notify_tls tls;
	char *user;	     /**< NULL: no authentication */
	char *password_file; /**< One of the two, with a user only */
	char *password_env;
	char *from;
	char *from_name; /**< NULL: none */
	char **to;
	unsigned to_count;
	char *ca_file; /**< NULL: the system's authorities only */
};

struct notify_robot {
	char *name;
	char *robot;	/**< Its word, see net/robot.h */
	char *url_file; /**< One of the two */
	char *url_env;
	char *secret_file; /**< At most one of the two */
	char *secret_env;
	char *ca_file;
};

struct notify_config {
	unsigned *days_before; /**< or NULL */
	unsigned days_before_count;
	unsigned *within; /**< or NULL; one of the two is there */
	struct notify_mail *mail;
	unsigned mail_count;
	struct notify_robot *robots;
	unsigned robots_count;
};

/**
 * Load a configuration
 *
 * Files it names by a relative path are looked for beside it.
 *
 * @param confp  Set to it; free it with notify_config_free()
 *
 * @return 0, ENOENT, EIO, EINVAL, or EBADMSG with file:line:column
 */
int notify_config_load(struct notify_config **confp, const char *path);

/** Put the place of a value in front of the sentence kept; for what only a
 *  higher layer can check.  where: for example "mail[0].to[1]".  Returns err.
 */
int notify_config_error(int err, const char *path, const char *where);

/** Free a configuration; NULL is allowed */
void notify_config_free(struct notify_config *conf);

#endif
