/**
 * @file pack/checklist.h  Items of the visit and of the self-check
 */
#ifndef PACK_CHECKLIST_H
#define PACK_CHECKLIST_H

#include <stdbool.h>

/** How grave an item is, and what its failure demands */
struct item_grade {
	char *key;
	char *title; /**< Chinese */
	char *title_en;
	bool gate; /**< One of it failed: not ready */
	bool note;
	bool photo; /**< Evidence of it */
	bool task;  /**< A corrective task with owner and day */
};

/** One item; see data/checklists.yaml */
struct item {
	char *id;    /**< "I-08", "C4-03" */
	char *list;  /**< "onsite", "self" */
	char *group; /**< Chinese */
	char *group_en;
	char *title; /**< Chinese */
	char *title_en;
	char *how; /**< How it is verified, Chinese; or NULL */
	char *how_en;
	char *hold; /**< Evidence to hold, Chinese */
	char *hold_en;
	char *grade;   /**< Key of a grade */
	char *measure; /**< SQL: what drill and facts say; or NULL */
	char *what;    /**< What measure counts, Chinese; NULL: it is a fact */
	char *what_en;
	char *holds;	/**< SQL: whether that is enough; or NULL */
	char *na;	/**< SQL: it does not apply; or NULL */
	char *computed; /**< "filed", "visit"; or NULL */
	char *groups;	/**< Words: facts or groups that filed is about; NULL:
			 *   all */
	char **sources;
	unsigned sources_count;
};

#endif
