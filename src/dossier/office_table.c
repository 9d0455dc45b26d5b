/**
 * @file dossier/office_table.c  What each role may do, row by row
 */
#include "dossier/office.h"
#include "util/lang.h"

#define ADMIN	  (1U << OFFICE_ADMIN)
#define LEAD	  (1U << OFFICE_LEAD)
#define STAFF	  (1U << OFFICE_STAFF)
#define APPLICANT (1U << OFFICE_APPLICANT)
#define INSPECTOR (1U << OFFICE_INSPECTOR)
#define READER	  (1U << OFFICE_READER)

#define OURS	  (ADMIN | LEAD | STAFF)
#define ALL	  (OURS | APPLICANT | INSPECTOR | READER)

/* clang-format off */
const struct office_role_row office_roles[] = {
	[OFFICE_ADMIN]     = { "admin",     N_("gives roles, shares and restores the database") },
	[OFFICE_LEAD]      = { "lead",      N_("answers for the dossiers and moves them to other rules") },
	[OFFICE_STAFF]     = { "staff",     N_("carries dossiers from the first call to the licence") },
	[OFFICE_APPLICANT] = { "applicant", N_("fills in the own dossier; name it when the role is given") },
	[OFFICE_INSPECTOR] = { "inspector", N_("looks at the dossiers of a visit, personal data masked") },
	[OFFICE_READER]    = { "read-only", N_("looks at dossiers and journals, personal data masked") },
};

const struct office_right_row office_rights[] = {
	[MAY_ANYBODY]  = { "anybody",  N_("use what is not about the dossiers"),                    ALL },
	[MAY_LOOK]     = { "look",     N_("see dossiers, what is missing and what is due"),         ALL },
	[MAY_WHOLE]    = { "whole",    N_("see personal data whole, and search in it"),             OURS | APPLICANT },
	[MAY_LOG]      = { "log",      N_("see who changed what, and forecasts"),                   OURS | READER },
	[MAY_FILL]     = { "fill",     N_("fill in forms, take back and bring back"),               OURS | APPLICANT },
	[MAY_EVIDENCE] = { "evidence", N_("take in evidence and revise it"),                        OURS | APPLICANT },
	[MAY_PAPERS]   = { "papers",   N_("read and write papers, copy sheets and exports"),        OURS | APPLICANT },
	[MAY_ANSWER]   = { "answer",   N_("go through checklists and keep the day of the visit"),   OURS },
	[MAY_OPEN]     = { "open",     N_("open and import dossiers"),                              OURS },
	[MAY_ACT]      = { "act",      N_("put down acts and make filing versions, tick duties off"), OURS },
	[MAY_MANAGE]   = { "manage",   N_("change a dossier's rules, send reminders, back up"),     ADMIN | LEAD },
	[MAY_OFFICE]   = { "office",   N_("give roles, share the database, restore it"),            ADMIN },
};

/* Of a command with several rows the one without a word asks for the most */
const struct office_thing office_commands[] = {
	{ "tui",       NULL,           MAY_LOOK     },
	{ "init",      NULL,           MAY_LOOK     },
	{ "import",    NULL,           MAY_OPEN     },
	{ "export",    NULL,           MAY_PAPERS   },
	{ "new",       NULL,           MAY_OPEN     },
	{ "list",      NULL,           MAY_LOOK     },
	{ "search",    NULL,           MAY_WHOLE    },
	{ "show",      NULL,           MAY_LOOK     },
	{ "set",       NULL,           MAY_FILL     },
	{ "rows",      NULL,           MAY_FILL     },
	{ "undo",      NULL,           MAY_FILL     },
	{ "redo",      NULL,           MAY_FILL     },
	{ "log",       NULL,           MAY_LOG      },
	{ "assess",    NULL,           MAY_LOOK     },
	{ "check",     NULL,           MAY_LOOK     },
	{ "stage",     NULL,           MAY_LOOK     },
	{ "act",       NULL,           MAY_ACT      },
	{ "due",       NULL,           MAY_LOOK     },
	{ "notify",    NULL,           MAY_MANAGE   },
	{ "duty",      NULL,           MAY_ACT      },
	{ "handover",  NULL,           MAY_WHOLE    },
	{ "forecast",  NULL,           MAY_LOG      },
	{ "sheet",     NULL,           MAY_PAPERS   },
	{ "forget",    NULL,           MAY_MANAGE   },
	{ "migrate",   NULL,           MAY_MANAGE   },
	{ "forget",    "list",         MAY_LOG      },
	{ "forget",    NULL,           MAY_MANAGE   },
	{ "paper",     "NO list",      MAY_LOOK     },
	{ "paper",     "NO versions",  MAY_LOOK     },
	{ "paper",     NULL,           MAY_PAPERS   },
	{ "bundle",    NULL,           MAY_ACT      },
	{ "print",     NULL,           MAY_ANYBODY  },
	{ "pack",      NULL,           MAY_ANYBODY  },
	{ "engine",    NULL,           MAY_ANYBODY  },
	{ "board",     NULL,           MAY_ANYBODY  },
	{ "calls",     NULL,           MAY_ANYBODY  },
	{ "drill",     NULL,           MAY_ANYBODY  },
	{ "station",   NULL,           MAY_ANYBODY  },
	{ "evidence",  "NO list",      MAY_LOOK     },
	{ "evidence",  "NO show",      MAY_LOOK     },
	{ "evidence",  "NO verify",    MAY_LOOK     },
	{ "evidence",  "NO get",       MAY_PAPERS   },
	{ "evidence",  "NO export",    MAY_PAPERS   },
	{ "evidence",  NULL,           MAY_EVIDENCE },
	{ "checklist", "NO list",      MAY_LOOK     },
	{ "checklist", "NO show",      MAY_LOOK     },
	{ "checklist", "NO result",    MAY_LOOK     },
	{ "checklist", "NO print",     MAY_PAPERS   },
	{ "checklist", NULL,           MAY_ANSWER   },
	{ "backup",    NULL,           MAY_MANAGE   },
	{ "restore",   NULL,           MAY_OFFICE   },
	{ "config",    NULL,           MAY_ANYBODY  },
	{ "doctor",    NULL,           MAY_LOOK     },
	{ "completion", NULL,          MAY_ANYBODY  },
	{ "visit",     "NO show",      MAY_WHOLE    },
	{ "visit",     "NO pack",      MAY_PAPERS   },
	{ "visit",     "NO report",    MAY_PAPERS   },
	{ "visit",     NULL,           MAY_ANSWER   },
	{ "validate",  NULL,           MAY_ANYBODY  },
	{ "watch",     NULL,           MAY_MANAGE   },
	{ "workday",   NULL,           MAY_ANYBODY  },
	{ "user",      "",             MAY_LOOK     },
	{ "user",      "list",         MAY_LOOK     },
	{ "user",      "self",         MAY_LOOK     },
	{ "user",      "log",          MAY_LOG      },
	{ "user",      NULL,           MAY_OFFICE   },
	{ "role",      NULL,           MAY_ANYBODY  },
	{ "share",     NULL,           MAY_OFFICE   },
	{ "explain",   NULL,           MAY_ANYBODY  },
	{ "help",      NULL,           MAY_ANYBODY  },
	{ NULL,        NULL,           MAY_ANYBODY  },
};

/* What the journal is asked to write, whoever asks; an act that has no row is
 * for admins */
const struct office_thing office_acts[] = {
	{ "set",     "step",     MAY_ACT      },
	{ "set",     "done",     MAY_ACT      },
	{ "set",     "waived",   MAY_ACT      },
	{ "set",     "ev",       MAY_EVIDENCE },
	{ "set",     "evrev",    MAY_EVIDENCE },
	{ "set",     "evfile",   MAY_EVIDENCE },
	{ "set",     "insp",     MAY_ANSWER   },
	{ "set",     "ans",      MAY_ANSWER   },
	{ "set",     "speaker",  MAY_ANSWER   },
	{ "set",     "question", MAY_ANSWER   },
	{ "set",     NULL,       MAY_FILL     },
	{ "new",     NULL,       MAY_OPEN     },
	{ "migrate", NULL,       MAY_MANAGE   },
	{ "forget",  NULL,       MAY_MANAGE   },
	{ "tick",    NULL,       MAY_PAPERS   },
	{ "untick",  NULL,       MAY_PAPERS   },
	{ "bundle",  NULL,       MAY_ACT      },
	{ NULL,      NULL,       MAY_ANYBODY  },
};

/* Keys of screens; without a key: opening the screen.  A screen or key without
 * a row changes nothing and shows nothing that is masked elsewhere. */
const struct office_thing office_keys[] = {
	{ "dossiers",  "n",       MAY_OPEN     },
	{ "dossiers",  "u",       MAY_FILL     },
	{ "dossiers",  "U",       MAY_FILL     },
	{ "dossiers",  "B",       MAY_PAPERS   },
	{ "forecast",  NULL,      MAY_LOG      },
	{ "search",    NULL,      MAY_WHOLE    },
	{ "form",      "typing",  MAY_FILL     },
	{ "form",      "^N",      MAY_FILL     },
	{ "form",      "^X",      MAY_FILL     },
	{ "form",      "^Z",      MAY_FILL     },
	{ "form",      "^R",      MAY_FILL     },
	{ "form",      "^O",      MAY_FILL     },
	{ "course",    "Enter",   MAY_ACT      },
	{ "course",    "x",       MAY_ACT      },
	{ "course",    "o",       MAY_ACT      },
	{ "course",    "u",       MAY_FILL     },
	{ "papers",    "Enter",   MAY_PAPERS   },
	{ "papers",    "m",       MAY_PAPERS   },
	{ "bundle",    NULL,      MAY_PAPERS   },
	{ "bundle",    "m",       MAY_ACT      },
	{ "versions",  NULL,      MAY_PAPERS   },
	{ "read",      NULL,      MAY_PAPERS   },
	{ "checklist", "p",       MAY_ANSWER   },
	{ "checklist", "f",       MAY_ANSWER   },
	{ "checklist", "n",       MAY_ANSWER   },
	{ "checklist", "t",       MAY_ANSWER   },
	{ "checklist", "e",       MAY_ANSWER   },
	{ "checklist", "s",       MAY_ANSWER   },
	{ "checklist", "C",       MAY_ANSWER   },
	{ "checklist", "x",       MAY_ANSWER   },
	{ "checklist", "u",       MAY_FILL     },
	{ "evidence",  "a",       MAY_EVIDENCE },
	{ "evidence",  "r",       MAY_EVIDENCE },
	{ "evidence",  "L",       MAY_EVIDENCE },
	{ "evidence",  "u",       MAY_EVIDENCE },
	{ "visit",     NULL,      MAY_ANSWER   },
	{ "journal",   NULL,      MAY_LOG      },
	{ "journal",   "u",       MAY_FILL     },
	{ NULL,        NULL,      MAY_ANYBODY  },
};
/* clang-format on */
