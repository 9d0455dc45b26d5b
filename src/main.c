/**
 * @file main.c  Hands over to the command line; the only place that exits
 */
int main(void)
{
	return 0;
}
