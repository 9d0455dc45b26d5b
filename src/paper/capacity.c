/**
 * @file paper/capacity.c  How many seats and lines a load of calls needs
 */
#include "paper/capacity.h"

#include <math.h>

double capacity_lost(int n, double a)
{
	double b = 1;

	for (int i = 1; i <= n; i++)
		b = a * b / (i + a * b);

	return b;
}

double capacity_wait(int n, double a)
{
	double b;

	if (n <= a)
		return 1;

	b = capacity_lost(n, a);
	return n * b / (n - a * (1 - b));
}

double capacity_level(int n, double a, double handle, double within)
{
	if (n <= a)
		return 0;

	return 1 - capacity_wait(n, a) * exp(-(n - a) * within / handle);
}

double capacity_mean(int n, double a, double handle)
{
	return n <= a ? -1 : capacity_wait(n, a) * handle / (n - a);
}

int capacity_seats(double a, double handle, double within, double level,
		   int most)
{
	for (int n = (int)a + 1; n <= most; n++) {
		if (capacity_level(n, a, handle, within) >= level)
			return n;
	}

	return 0;
}
