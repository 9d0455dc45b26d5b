/**
 * @file paper/capacity.h  How many seats and lines a load of calls needs
 *
 * Formulas of A. K. Erlang (1917), as in every text on teletraffic: calls come
 * in by chance (Poisson), last as chance has it (exponential).  B is the share
 * of calls that find all of n lines taken and are lost; C the share that find
 * all of n seats taken and wait, nobody hanging up.  B is reckoned by the
 * recurrence B(n) = a B(n-1) / (n + a B(n-1)), which neither overflows nor
 * loses digits; C from it.
 *
 * The load a is in erlang: calls an hour times seconds each, by 3600.
 */
#ifndef PAPER_CAPACITY_H
#define PAPER_CAPACITY_H

/** Share of calls lost, 0 to 1, with n lines, n >= 0, under a load a >= 0 */
double capacity_lost(int n, double a);

/** Share of calls that wait, 0 to 1; 1 if n seats cannot carry the load */
double capacity_wait(int n, double a);

/** Share of calls answered within some seconds, 0 to 1, when each takes handle
 *  seconds; 0 if n seats cannot carry the load */
double capacity_level(int n, double a, double handle, double within);

/** Seconds that a call waits on average; negative if n seats cannot carry the
 *  load, and waiting grows without end */
double capacity_mean(int n, double a, double handle);

/** Fewest seats that answer the share level within some seconds; 0 if more
 *  than most are needed */
int capacity_seats(double a, double handle, double within, double level,
		   int most);

#endif
