/**
 * @file util/err_code.c  Codes of what can go wrong, explained
 */
#include "util/err_code.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "util/lang.h"
#include "util/text.h"
#include "util/util.h"

#define PREFIX "E-"
#define NEAR   3 /* letters that may differ */

/* clang-format off */
const struct err_code err_codes[] = {
	{ "E-USAGE", EINVAL,
	  N_("The words of the command are wrong."),
	  N_("\"callpermit help COMMAND\" shows what it takes.") },
	{ "E-VALUE", EINVAL,
	  N_("A value is not one of its kind, or outside its limits."),
	  N_("Type it as the message says; \"callpermit validate KIND VALUE\" tries one out.") },
	{ "E-NOT-FOUND", ENOENT,
	  N_("What was named does not exist."),
	  N_("Check the name; the message says which command lists those there are.") },
	{ "E-NO-DOSSIER", ENOENT,
	  N_("No dossier has this number."),
	  N_("\"callpermit list\" shows the numbers; --db or CALLPERMIT_DB may name another database than the one meant.") },
	{ "E-NO-FACT", ENOENT,
	  N_("No fact has this name in the rule pack of the dossier."),
	  N_("\"callpermit show NO --all\" shows the names; a newer pack is taken by \"callpermit migrate NO\".") },
	{ "E-NO-PAPER", ENOENT,
	  N_("No paper has this number, or the program does not write it."),
	  N_("\"callpermit paper NO list\" shows the papers, and which of them are scans.") },
	{ "E-EXISTS", EEXIST,
	  N_("It is there already, and nothing was put in its place."),
	  N_("Give another name, or remove what is there if it is not needed.") },
	{ "E-REFUSED", EPERM,
	  N_("The rules, or the state of the dossier, forbid it."),
	  N_("Do first what the message names; \"callpermit stage NO\" shows what can be done now.") },
	{ "E-BUSY", EBUSY,
	  N_("It is in use, or was changed by somebody else meanwhile."),
	  N_("Look at it again and repeat the command.") },
	{ "E-STOPPED", ECANCELED,
	  N_("The work was stopped before its end."),
	  N_("Run it again; what was done stays done.") },
	{ "E-MEMORY", ENOMEM,
	  N_("The engine has no memory left for it."),
	  N_("Calls that stand go on; see MemoryMax of the unit, and the number of calls at a time in callpermit-engine(5).") },
	{ "E-SYSTEM", EIO,
	  N_("The operating system refused something; the message has its words."),
	  N_("Look for what it names; \"callpermit doctor\" checks what the program needs.") },

	{ "E-NO-FILE", ENOENT,
	  N_("A file or folder is not there."),
	  N_("Check its name and the current folder.") },
	{ "E-FILE", EINVAL,
	  N_("A file is not fit for it: a folder, a device, a link, empty or too large."),
	  N_("Name a plain file within the limit that the message gives.") },
	{ "E-FILE-BUSY", EBUSY,
	  N_("Another process writes the same file."),
	  N_("Wait for it, or name another file.") },
	{ "E-READ-WRITE", EIO,
	  N_("A file could not be read or written."),
	  N_("Check the disk and the rights of the folder; nothing half-written takes the place of a file.") },
	{ "E-DISK-FULL", EIO,
	  N_("The disk is full; nothing was saved."),
	  N_("Make room and run the command again; what was there is as it was.") },
	{ "E-RIGHTS", EIO,
	  N_("The rights of a file or folder do not permit it."),
	  N_("Run as its owner, or give the right with chmod(1) or chown(1).") },
	{ "E-READ-ONLY", EIO,
	  N_("The file system is mounted to be read only."),
	  N_("Name another place, or mount it for writing; after an error the kernel does this itself, so look at dmesg(1).") },
	{ "E-DESCRIPTORS", EIO,
	  N_("No more files can be open at a time."),
	  N_("Raise LimitNOFILE of the unit, or \"ulimit -n\".") },
	{ "E-TEXT", EBADMSG,
	  N_("A text or table cannot be read: its encoding or its form is wrong."),
	  N_("Save it as UTF-8, tables as CSV with the names of the columns in the first line; the message gives the line.") },
	{ "E-SECRET", EINVAL,
	  N_("A password, key or token is missing or not written as one."),
	  N_("One line in a file of its own, without a blank line in it.") },
	{ "E-SECRET-RIGHTS", EPERM,
	  N_("A file with a secret belongs to somebody else, or others may read it."),
	  N_("chown it to the user who runs the program and chmod 600 it.") },

	{ "E-DATABASE", EIO,
	  N_("The database cannot be read or written."),
	  N_("\"callpermit doctor\" says what is wrong with it; \"callpermit restore\" puts the last backup in place.") },
	{ "E-DB-BUSY", EBUSY,
	  N_("Another program holds the database."),
	  N_("Try again in a moment; a command that hangs is found by fuser(1) on the file.") },
	{ "E-DB-KIND", EBADMSG,
	  N_("The file is no database, or not one of this kind."),
	  N_("Check --db; a file that was one is brought back by \"callpermit restore\".") },
	{ "E-NEWER", EPERM,
	  N_("It was written by a newer version of the program."),
	  N_("Install that version or a later one; the file was not touched.") },
	{ "E-OLDER", EPERM,
	  N_("It was written by an older version of the program, and this command only reads."),
	  N_("Let the newer program open it for writing once, for example start the engine.") },
	{ "E-NETWORK-DISK", EPERM,
	  N_("The database would lie on a network file system, where locks do not hold."),
	  N_("Put it on a disk of one host, and work there over SSH; backups may go to the network.") },
	{ "E-KEY", EPERM,
	  N_("The database is encrypted, and its key is not there or does not fit."),
	  N_("Type it when asked, give it with --key-fd N, or put it into the keyring with \"callpermit key remember\"; without its key nobody can read it.") },
	{ "E-NO-CIPHER", EPERM,
	  N_("The database is encrypted, or to be, and this build of the program has no SQLCipher."),
	  N_("Install or build one that has it: make SQLITE_PKG=sqlcipher, with libsqlcipher-dev of Debian 13.") },
	{ "E-JOURNAL", EBADMSG,
	  N_("Facts or journal of a dossier were changed outside the program."),
	  N_("\"callpermit log NO --verify\" names the row; restore a backup of before, and find out who writes there.") },
	{ "E-BACKUP", EBADMSG,
	  N_("The file is no whole backup."),
	  N_("\"callpermit backup --check FILE\" says why; take another, and look at the disk that holds it.") },
	{ "E-VAULT", EBADMSG,
	  N_("A kept file is not what it was when it was attached."),
	  N_("\"callpermit evidence NO verify\" lists them; attach the file again, or restore a backup.") },
	{ "E-VAULT-MISSING", ENOENT,
	  N_("A file that a dossier names is not kept here."),
	  N_("Attach it again, or copy the folder dossiers.db.files from where the database came.") },
	{ "E-EVIDENCE", EBADMSG,
	  N_("What was offered as evidence is not what its list or report says."),
	  N_("Take the folder as it was written, without editing it; run the drill again if it was changed.") },

	{ "E-PACK", EBADMSG,
	  N_("The rule pack in forms/ and data/ has a mistake."),
	  N_("\"callpermit pack lint\" shows it with file and line; an installed pack is put right by installing the package again.") },
	{ "E-NO-PACK", ENOENT,
	  N_("The rule pack, or a file of the program's own data, is not there."),
	  N_("Check --data; install the package again.") },
	{ "E-EXPRESSION", EBADMSG,
	  N_("An expression of a rule or form cannot be computed."),
	  N_("See EXPRESSIONS in callpermit-rules(5): one expression over facts, with the functions listed there.") },
	{ "E-YAML", EBADMSG,
	  N_("A YAML file has a mistake in its form: indents, a key that is not known, a value of the wrong kind."),
	  N_("Put the line right that the message names; the manual of the file lists its keys.") },
	{ "E-CONFIG", EBADMSG,
	  N_("A configuration has a mistake; the message gives file and line."),
	  N_("Put it right after callpermit-engine(5) or CHANNELS in callpermit(1), and try it with --check or --dry-run.") },
	{ "E-SCENARIO", EBADMSG,
	  N_("The scenario of a drill has a mistake, or does not fit the engine."),
	  N_("Put it right after callpermit-drill(5).") },
	{ "E-DOSSIER-FILE", EBADMSG,
	  N_("A dossier as a file cannot be read."),
	  N_("Put the line right that the message names; \"callpermit export\" shows the form.") },

	{ "E-TEMPLATE", EBADMSG,
	  N_("A template or Markdown text has a mistake."),
	  N_("Put the line right that the message names, after callpermit-templates(5).") },
	{ "E-TEMPLATE-NAME", ENOENT,
	  N_("A template uses a name or partial that is not there, or is not there itself."),
	  N_("callpermit-templates(5) lists the names; check --templates.") },
	{ "E-FONT", ENOENT,
	  N_("No font for Chinese is there, or one is damaged."),
	  N_("Install the package fonts-noto-cjk.") },
	{ "E-PAGES", EINVAL,
	  N_("A text is larger than a paper may be, or a character has no font."),
	  N_("Shorten the text, or write the character otherwise.") },
	{ "E-PICTURE", EBADMSG,
	  N_("A picture or PDF is damaged, too large or of another kind."),
	  N_("Scan it again as JPEG, PNG or PDF without a password.") },

	{ "E-UNREACHABLE", EBUSY,
	  N_("Nobody answers at the address, or not now."),
	  N_("Check address, port and network; is the engine running?") },
	{ "E-PEER", EPROTO,
	  N_("The other side answered something that does not fit."),
	  N_("Check that the address is of the server meant; its words are in the message.") },
	{ "E-CERTIFICATE", EPERM,
	  N_("A certificate or its key is refused."),
	  N_("Check name, validity and --ca; the key belongs to the certificate, both in PEM.") },
	{ "E-ADDRESS", EINVAL,
	  N_("An address or port is not written as one, or cannot be used here."),
	  N_("Write it as the message says; a port below 1024 or in use is not to be had.") },

	{ "E-CALL", ENOENT,
	  N_("There is no such call, seat, queue or complaint."),
	  N_("\"callpermit calls HOUSE list\" and the configuration show them.") },
	{ "E-CALL-STATE", EPROTO,
	  N_("The call or telephone is not in a state in which this can be done."),
	  N_("Look at the board and do it again.") },
	{ "E-CALLS-REFUSED", EPERM,
	  N_("The rules for calls, recordings or deletion forbid it."),
	  N_("The message says which rule; some orders want a second person.") },
	{ "E-ENGINE", EIO,
	  N_("The engine cannot start or go on."),
	  N_("Look at the log and try \"callpermit engine --config FILE --check\"; see callpermit-engine(8).") },
	{ "E-TERMINAL", EINVAL,
	  N_("The terminal cannot show the screens."),
	  N_("Set TERM, for example TERM=xterm; in scripts use the commands.") },
	{ NULL, 0, NULL, NULL },
};

/* The first rule that fits; a place is the begin of the file's name below src,
 * 0 any code of util/err.h, a cause what strerror() says of it */
static const struct rule {
	int err;
	int cause;
	const char *place;
	const char *code;
} rules[] = {
	{ 0,         ENOSPC,       "",                   "E-DISK-FULL"     },
	{ 0,         EDQUOT,       "",                   "E-DISK-FULL"     },
	{ 0,         EROFS,        "",                   "E-READ-ONLY"     },
	{ 0,         EMFILE,       "",                   "E-DESCRIPTORS"   },
	{ 0,         EACCES,       "",                   "E-RIGHTS"        },
	{ 0,         ECONNREFUSED, "",                   "E-UNREACHABLE"   },
	{ ENOENT,    ENOENT,       "",                   "E-NO-FILE"       },
	{ EMFILE,    0,            "",                   "E-DESCRIPTORS"   },
	{ EACCES,    0,            "",                   "E-RIGHTS"        },
	{ ENOMEM,    0,            "",                   "E-MEMORY"        },
	{ ECANCELED, 0,            "",                   "E-STOPPED"       },
	{ EEXIST,    0,            "",                   "E-EXISTS"        },

	{ EINVAL,    0,            "util/lang.c",        "E-USAGE"         },
	{ EPERM,     0,            "util/secret.c",      "E-SECRET-RIGHTS" },
	{ EINVAL,    0,            "util/secret.c",      "E-SECRET"        },
	{ ENOENT,    0,            "util/secret.c",      "E-SECRET"        },
	{ EBADMSG,   0,            "util/tar.c",         "E-BACKUP"        },
	{ EBADMSG,   0,            "util/",              "E-TEXT"          },
	{ EINVAL,    0,            "util/file.c",        "E-FILE"          },
	{ EINVAL,    0,            "util/draft.c",       "E-FILE"          },
	{ EBUSY,     0,            "util/draft.c",       "E-FILE-BUSY"     },
	{ ENOENT,    0,            "util/",              "E-NO-FILE"       },
	{ EIO,       0,            "util/crypto.c",      "E-SYSTEM"        },
	{ EIO,       0,            "util/child.c",       "E-SYSTEM"        },
	{ EIO,       0,            "util/apart.c",       "E-SYSTEM"        },
	{ EIO,       0,            "util/",              "E-READ-WRITE"    },

	{ EINVAL,    0,            "store/vault",        "E-FILE"          },
	{ EIO,       0,            "store/vault",        "E-READ-WRITE"    },
	{ ENOENT,    0,            "store/vault",        "E-NO-FILE"       },
	{ EBADMSG,   0,            "store/vault",        "E-VAULT"         },
	{ EPERM,     0,            "store/expr",         "E-EXPRESSION"    },
	{ EBADMSG,   0,            "store/expr",         "E-EXPRESSION"    },
	{ EBUSY,     0,            "store/",             "E-DB-BUSY"       },
	{ EBADMSG,   0,            "store/",             "E-DB-KIND"       },
	{ ENOENT,    0,            "store/db",           "E-NO-FILE"       },
	{ EIO,       0,            "store/",             "E-DATABASE"      },

	{ EBADMSG,   0,            "pack/yml",           "E-YAML"          },
	{ EINVAL,    0,            "pack/yml",           "E-YAML"          },
	{ EBADMSG,   0,            "pack/config",        "E-CONFIG"        },
	{ EINVAL,    0,            "pack/config",        "E-CONFIG"        },
	{ EPERM,     0,            "pack/config",        "E-CONFIG"        },
	{ 0,         0,            "pack/notify_config", "E-CONFIG"        },
	{ EBADMSG,   0,            "pack/watch",         "E-CONFIG"        },
	{ EBADMSG,   0,            "pack/scenario",      "E-SCENARIO"      },
	{ EBADMSG,   0,            "pack/facts_file",    "E-DOSSIER-FILE"  },
	{ EBADMSG,   0,            "pack/",              "E-PACK"          },
	{ ENOENT,    0,            "pack/pack.c",        "E-NO-PACK"       },
	{ ENOENT,    0,            "pack/files.c",       "E-NO-PACK"       },

	{ EPERM,     0,            "net/wire.c",         "E-CERTIFICATE"   },
	{ EINVAL,    0,            "net/",               "E-ADDRESS"       },
	{ EBUSY,     0,            "net/",               "E-UNREACHABLE"   },
	{ EIO,       0,            "net/",               "E-UNREACHABLE"   },
	{ EBADMSG,   0,            "net/listing",        "E-TEXT"          },
	{ EPERM,     0,            "net/",               "E-PEER"          },

	{ ENOENT,    0,            "typeset/font",       "E-FONT"          },
	{ EBADMSG,   0,            "typeset/font",       "E-FONT"          },
	{ EBADMSG,   0,            "typeset/cff",        "E-FONT"          },
	{ EBADMSG,   0,            "typeset/embed",      "E-FONT"          },
	{ EBADMSG,   0,            "typeset/picture",    "E-PICTURE"       },
	{ EINVAL,    0,            "typeset/picture",    "E-PICTURE"       },
	{ EBADMSG,   0,            "typeset/image",      "E-PICTURE"       },
	{ EINVAL,    0,            "typeset/",           "E-PAGES"         },
	{ ENOENT,    0,            "typeset/",           "E-TEMPLATE-NAME" },
	{ EBADMSG,   0,            "typeset/",           "E-TEMPLATE"      },

	{ ENOENT,    0,            "dossier/dossier.c",  "E-NO-DOSSIER"    },
	{ ENOENT,    0,            "dossier/fact",       "E-NO-FACT"       },
	{ ENOENT,    0,            "dossier/columns.c",  "E-NO-FACT"       },
	{ EBADMSG,   0,            "dossier/restore.c",  "E-BACKUP"        },
	{ EBADMSG,   0,            "dossier/backup.c",   "E-BACKUP"        },
	{ EBADMSG,   0,            "dossier/evidence.c", "E-EVIDENCE"      },
	{ EBADMSG,   0,            "dossier/",           "E-JOURNAL"       },
	{ EIO,       0,            "dossier/",           "E-READ-WRITE"    },
	{ EBADMSG,   0,            "evidence/",          "E-EVIDENCE"      },
	{ ENOENT,    0,            "paper/desk.c",       "E-NO-PAPER"      },
	{ ENOENT,    0,            "paper/filing.c",     "E-TEMPLATE-NAME" },
	{ EBADMSG,   0,            "paper/filing.c",     "E-TEMPLATE"      },
	{ EBADMSG,   0,            "paper/",             "E-PICTURE"       },
	{ EPERM,     0,            "paper/pdf.c",        "E-PICTURE"       },
	{ EINVAL,    0,            "paper/filing.c",     "E-PAGES"         },
	{ EIO,       0,            "paper/",             "E-READ-WRITE"    },

	{ ENOENT,    0,            "ledger/",            "E-CALL"          },
	{ EPERM,     0,            "ledger/",            "E-CALLS-REFUSED" },
	{ EBADMSG,   0,            "ledger/",            "E-JOURNAL"       },
	{ EIO,       0,            "ledger/",            "E-READ-WRITE"    },
	{ ENOENT,    0,            "engine/",            "E-CALL"          },
	{ EPERM,     0,            "engine/",            "E-CALLS-REFUSED" },
	{ EPROTO,    0,            "engine/",            "E-CALL-STATE"    },
	{ EBADMSG,   0,            "engine/",            "E-CONFIG"        },
	{ EIO,       0,            "engine/",            "E-ENGINE"        },
	{ EINVAL,    0,            "sip/ua.c",           "E-ADDRESS"       },
	{ EBADMSG,   0,            "sip/ua.c",           "E-CERTIFICATE"   },
	{ EBADMSG,   0,            "sip/trust.c",        "E-CERTIFICATE"   },
	{ EPROTO,    0,            "sip/",               "E-CALL-STATE"    },
	{ EBUSY,     0,            "sip/",               "E-ADDRESS"       },
	{ EIO,       0,            "sip/",               "E-ENGINE"        },
	{ EBADMSG,   0,            "web/web.c",          "E-CONFIG"        },
	{ EPERM,     0,            "web/web.c",          "E-CONFIG"        },
	{ EIO,       0,            "web/",               "E-ENGINE"        },
	{ EADDRINUSE, 0,           "web/",               "E-ADDRESS"       },
	{ EINVAL,    0,            "drill/meeting.c",    "E-ADDRESS"       },
	{ EINVAL,    0,            "drill/",             "E-SCENARIO"      },
	{ EPROTO,    0,            "drill/station.c",    "E-CALL-STATE"    },
	{ ENOENT,    0,            "drill/wav.c",        "E-NO-FILE"       },
	{ EBADMSG,   0,            "drill/wav.c",        "E-TEXT"          },

	{ EINVAL,    0,            "tui/terminal.c",     "E-TERMINAL"      },
	{ EINVAL,    0,            "tui/tui.c",          "E-USAGE"         },
	{ EINVAL,    0,            "tui/",               ""                },
	{ EPERM,     0,            "tui/",               ""                },
	{ ENOENT,    0,            "tui/",               ""                },
	{ EINVAL,    0,            "cli/",               "E-USAGE"         },

	{ EINVAL,    0,            "",                   "E-VALUE"         },
	{ ENOENT,    0,            "",                   "E-NOT-FOUND"     },
	{ EPERM,     0,            "",                   "E-REFUSED"       },
	{ EBUSY,     0,            "",                   "E-BUSY"          },
	{ EBADMSG,   0,            "",                   "E-TEXT"          },
	{ EPROTO,    0,            "",                   "E-PEER"          },
	{ 0,         0,            "",                   "E-SYSTEM"        },
};
/* clang-format on */

/* Their codes begin alike; people may leave that out */
static const char *bare(const char *code)
{
	return strncasecmp(code, PREFIX, strlen(PREFIX)) == 0
		       ? code + strlen(PREFIX)
		       : code;
}

const struct err_code *err_code_find(const char *typed)
{
	for (const struct err_code *c = err_codes; c->code; c++) {
		if (strcasecmp(bare(c->code), bare(typed)) == 0)
			return c;
	}

	return NULL;
}

/* As codes are written, without what they all begin with */
static void put_capitals(char *to, size_t size, const char *typed)
{
	size_t n = 0;

	for (typed = bare(typed); n < size - 1 && typed[n]; n++)
		to[n] = (char)(toupper)((unsigned char)typed[n]);
	to[n] = '\0';
}

const struct err_code *err_code_near(const char *typed)
{
	const struct err_code *near = NULL;
	char wanted[32];
	size_t best = NEAR;

	put_capitals(wanted, sizeof(wanted), typed);
	for (const struct err_code *c = err_codes; c->code; c++) {
		const size_t d = text_distance(wanted, bare(c->code));

		if (d < best) {
			best = d;
			near = c;
		}
	}

	return near;
}

static bool fits(const struct rule *r, int err, const char *place,
		 const char *text)
{
	if (r->err && r->err != err)
		return false;
	if (strncmp(place, r->place, strlen(r->place)) != 0)
		return false;
	return !r->cause || strstr(text, strerror(r->cause)) != NULL;
}

const char *err_code_of(int err, const char *file, const char *text)
{
	const char *place = strncmp(file, "src/", 4) == 0 ? file + 4 : file;
	const struct rule *r = rules;

	/* the last rule fits all */
	while (!fits(r, err, place, text))
		r++;
	return r->code;
}
