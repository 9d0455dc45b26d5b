/**
 * @file check/checker.h  A rule pack, compiled: an expression for each thing it
 * says
 *
 * What the public sees of it is check/check.h.
 */
#ifndef CHECK_CHECKER_H
#define CHECK_CHECKER_H

#include "check/check.h"
#include "store/expr.h"

/** Expressions of one field */
struct field_exprs {
	const struct pack_field *at;
	struct expr *required;
	struct expr *relevant;
	struct expr *constraint;
	struct expr *calculate;
};

/** Expressions of one rule */
struct rule_exprs {
	struct expr *when;
	struct expr *holds; /**< NULL for a rule that scans */
};

/** Expressions of one clock */
struct clock_exprs {
	struct expr *days;
	struct expr *unit;
	struct expr *when;
};

/** Expressions of one duty */
struct duty_exprs {
	struct expr *when;
	struct expr *due;
	struct expr *done_when;
};

/** Expressions of one paper */
struct paper_exprs {
	struct expr *when;
	struct expr *insist;
};

struct checker {
	const struct pack *pack;
	struct box *box;
	struct field_exprs *fields; /**< As pack->fields */
	struct rule_exprs *rules;   /**< As pack->rules */
	struct paper_exprs *papers; /**< As pack->papers */
	struct expr **outcomes;	    /**< As pack->outcomes */
	struct expr **acts;	    /**< Guards; as pack->acts */
	struct expr ***ways;	    /**< When each is usual; as pack->stages and
				     *   their ways */
	struct clock_exprs *clocks; /**< As pack->clocks */
	struct duty_exprs *duties;  /**< As pack->duties */
	struct expr **expiries;	    /**< When each applies; as pack->expiries */
	struct fact_wanted *due;    /**< Facts that deadlines read */
	bool *due_fields; /**< Calculated fields among them; as pack->fields */
};

/** Compile an expression; NULL stays NULL.  0, EBADMSG or EPERM */
int checker_compile(struct checker *c, struct expr **exprp, const char *sql,
		    const char *group);

/** Compile those of stages, clocks and duties; 0, or EBADMSG or EPERM with
 *  file:line:column */
int checker_compile_stages(struct checker *c);

/** Free them */
void checker_free_stages(struct checker *c);

/** Note which facts the deadlines of a pack read */
void checker_note_due(struct checker *c);

/** Like check_calculate(), only what deadlines read */
int check_calculate_due(struct checker *checker, struct facts *facts);

#endif
